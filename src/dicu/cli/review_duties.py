"""`dicu review duties`, `rates`, `check-rates`: who owes what, and rates with their denominators."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import Message, Refused, T

PlanId = Annotated[str, typer.Option("--plan", help="The plan, for example vn-402.")]
RoundId = Annotated[str, typer.Option("--round", help="The round, for example 2024.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 if something does not agree.")]


def added(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command()
    def duties(as_: As, plan: PlanId, round_: RoundId, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """List who owes a report in a round, until when, and how they stand; late ones in working days.

        Example: DICU_TOKEN=… dicu review duties --as an.ngoaigiao --plan demo --round 2025
        """
        with acting(as_, purpose) as asker:
            desk = house().desk
            opened = desk.tools.opened(asker, plan, round_)
            situation = desk.coordination.reporting_of(asker, plan, round_).situation
            rows = [_duty(o, situation.day, desk.tools.working_days_late(o)) for o in situation.obligations]
            lines = [_said(o, situation, row) for o, row in zip(situation.obligations, rows, strict=True)]
        if opened and opened.deadline:
            print(_up_to(opened.deadline).say(language()))
        print("\n".join(lines) if lines else T("Nobody owes a report in this round yet.").say(language()))
        if json_:
            print(json.dumps(rows, ensure_ascii=False))

    @group.command()
    def rates(as_: As, plan: PlanId, round_: RoundId, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """Count the tasks of a round by the four statuses of the Government Office, and give rates with their denominators.

        Example: DICU_TOKEN=… dicu review rates --as an.ngoaigiao --plan demo --round 2025 --json
        """
        from dicu.review.rates import assigned, four_way, without_term  # noqa: PLC0415
        from dicu.review.rates import rates as computed  # noqa: PLC0415

        with acting(as_, purpose) as asker:
            part = house().desk.coordination
            view = part.overview(asker, plan, round_)
            rows = part.progress(asker, view)
        four, others = four_way(rows, view.situation.day), without_term(rows)
        said = T("{count} tasks have a term; the other {others} count only in the rate on tasks assigned.", count=four.total, others=others)
        print(said.say(language()))
        found = computed(four, assigned(rows))
        for rate in found:
            print(rate.label().say(language()))
        if json_:
            counts = {name: getattr(four, name) for name in ("on_time", "late", "within", "overdue", "total")}
            print(json.dumps({**counts, "without_term": others, "rates": [_rate(rate) for rate in found]}, ensure_ascii=False))

    @group.command(name="check-rates")
    def check_rates(
        file: Annotated[
            Path | None, typer.Argument(help="A YAML file in the form of law/task_statistics.yaml; without it the shipped one.")
        ] = None,
        strict: Strict = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Recompute published rates of tasks from the counts beside them. Works without the store.

        Example: dicu review check-rates --lang en
        """
        from dicu.review.published import findings, rates_of, shipped  # noqa: PLC0415

        statistics = _read(file) if file else shipped()
        found = [(one, findings(one)) for one in statistics]
        for one, said in found:
            print(one.title.vi if language() == "vi" else one.title.en)
            for finding in said:
                print(f"  {'✗' if finding.fault else '·'} {finding.said.say(language())}")
            for rate in rates_of(one):
                print(f"  = {rate.label().say(language())}")
        if json_:
            print(json.dumps([_findings(one, said) for one, said in found], ensure_ascii=False))
        raise typer.Exit(1 if strict and any(finding.fault for _, said in found for finding in said) else 0)


def _up_to(deadline: Any) -> Message:
    day, due = (_or_not_known(deadline.cut_off), _or_not_known(deadline.due))
    if deadline.cut_off_unread:
        return T("Data up to {day} (not verified: {source}); last day to send: {due}.", day=day, due=due, source=deadline.cut_off_unread)
    return T("Data up to {day}; last day to send: {due}.", day=day, due=due)


def _or_not_known(day: Any) -> Any:
    return day or T("not known")


def _duty(o: Any, day: Any, late: int | None) -> dict[str, Any]:
    last = o.last_day.isoformat() if o.last_day else None
    state = str(o.state(day))
    facts = {"agency": o.agency, "state": state, "last_day": last, "extended": o.extended, "days_late": o.days_late(day)}
    return {**facts, "working_days_late": late, "tasks": list(o.tasks), "asked": list(o.asked), "passed_to": list(o.passed_to)}


def _said(o: Any, situation: Any, row: dict[str, Any]) -> str:
    from dicu.review.words import OBLIGATION  # noqa: PLC0415

    agency = situation.plan.agency_by_code.get(o.agency)
    facts = {"agency": agency.name if agency else o.agency, "state": OBLIGATION[row["state"]]}
    if not row["days_late"]:
        return T("{agency}: {state}", **facts).say(language())
    if row["working_days_late"] is None:
        return T("{agency}: {state}, {days} calendar days late (working days cannot be counted)", days=row["days_late"], **facts).say(
            language()
        )
    return T("{agency}: {state}, {days} working days late", days=row["working_days_late"], **facts).say(language())


def _rate(rate: Any) -> dict[str, Any]:
    label = rate.label().both()
    percent = str(rate.rounded) if rate.rounded is not None else None
    return {"key": rate.key, "part": rate.part, "whole": rate.whole, "percent": percent, "vi": label.vi, "en": label.en}


def _findings(one: Any, said: Any) -> dict[str, Any]:
    from dicu.review.published import rates_of  # noqa: PLC0415

    rows = [{"kind": f.kind, "fault": f.fault, "subject": f.subject, "vi": f.said.say("vi"), "en": f.said.say("en")} for f in said]
    return {"id": one.id, "findings": rows, "rates": [_rate(rate) for rate in rates_of(one)]}


def _read(path: Path) -> Any:
    import yaml  # noqa: PLC0415

    from dicu.review.published import read  # noqa: PLC0415

    try:
        return read(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise Refused(T("The file {file} cannot be read: {reason}.", file=str(path), reason=str(fault)[:200])) from fault
