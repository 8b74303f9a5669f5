"""`dicu review gaps` and `dicu review gap`: what is missing, and who sees to it."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language

PlanId = Annotated[str, typer.Option("--plan", help="The plan, for example vn-402.")]
RoundId = Annotated[str, typer.Option("--round", help="The round, for example 2024.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 if there are findings.")]
Key = Annotated[str, typer.Argument(help="The gap as the list names it, for example G05/2.2.")]
Reason = Annotated[str, typer.Option(help="A remark, or why; what others will read.")]


def add(group: typer.Typer, house: Callable[[], Any]) -> None:
    """The list stands beside the other commands of the review."""

    @group.command()
    def gaps(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        rule: Annotated[str, typer.Option(help="Only gaps of this rule, for example G06.")] = "",
        agency: Annotated[str, typer.Option(help="Only gaps of this agency.")] = "",
        state: Annotated[str, typer.Option(help="Only gaps in this state, for example open.")] = "",
        purpose: Purpose = "coordination",
        strict: Strict = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """List the gaps of a round, each with its rule and what would close it.

        Example: DICU_TOKEN=… dicu review gaps --as an.ngoaigiao --plan demo --round 2025 --json
        """
        with acting(as_, purpose) as asker:
            rows = house().desk.gaps.listed(asker, plan, round_).gaps
        wanted = (rule, agency, state)
        found = [f for f in rows if all(w in ("", has) for w, has in zip(wanted, (f.gap.rule, f.gap.agency, str(f.state)), strict=True))]
        for one in found:
            print(f"{one.gap.rule}  {one.gap.explanation.say(language())} → {one.gap.closes_when.say(language())}")
        if json_:
            print(json.dumps([_row(one) for one in found], ensure_ascii=False))
        raise typer.Exit(1 if strict and found else 0)


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="One gap: take note of it, plan it, accept it; and record which gaps there are.")

    def stepped(as_: str, purpose: str, where: tuple[str, str, str], json_: bool, step: Callable[[Any, Any, Any], None]) -> None:
        from dicu.review.gaps.life import name_of  # noqa: PLC0415

        plan, round_, key = where
        with acting(as_, purpose) as asker:
            part = house().desk.gaps
            step(part, asker, part.view(asker, plan, round_, name_of(key)))
            found = part.view(asker, plan, round_, name_of(key)).followed
        print(f"{found.gap.key}  {found.state}")
        if json_:
            print(json.dumps(_row(found), ensure_ascii=False))

    @group.command()
    def acknowledge(as_: As, plan: PlanId, round_: RoundId, gap: Key, reason: Reason = "", purpose: Purpose = "coordination",
                    json_: Json = False, lang: Lang = "vi") -> None:  # fmt: skip
        """Take note of a gap.

        Example: DICU_TOKEN=… dicu review gap acknowledge G05/2.2 --as an.ngoaigiao --plan demo --round 2025
        """
        stepped(as_, purpose, (plan, round_, gap), json_, lambda part, who, v: part.acknowledge(who, v, reason, v.number))

    @group.command()
    def plan(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        gap: Key,
        owner: Annotated[str, typer.Option(help="The agency that has it.")],
        due: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Until when.")] = None,
        reason: Reason = "",
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Say which agency closes a gap, and until when.

        Example: DICU_TOKEN=… dicu review gap plan G05/2.2 --as an.ngoaigiao --plan demo --round 2025 --owner TD-LD --due 2026-06-30
        """
        day = due.date() if due else None
        stepped(as_, purpose, (plan, round_, gap), json_, lambda part, who, v: part.plan(who, v, owner, day, reason, v.number))

    @group.command()
    def accept(as_: As, plan: PlanId, round_: RoundId, gap: Key, reason: Reason, purpose: Purpose = "coordination", json_: Json = False,
               lang: Lang = "vi") -> None:  # fmt: skip
        """Leave a gap as it is in this round, with the reason. It stays a gap.

        Example: DICU_TOKEN=… dicu review gap accept G05/2.2 --as an.ngoaigiao --plan demo --round 2025 --reason "…"
        """
        stepped(as_, purpose, (plan, round_, gap), json_, lambda part, who, v: part.accept(who, v, reason, v.number))

    @group.command()
    def record(as_: As, plan: PlanId, round_: RoundId, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """Record which gaps there are now, so that it is known what is new and what the data have closed.

        Example: DICU_TOKEN=… dicu review gap record --as an.ngoaigiao --plan demo --round 2025
        """
        with acting(as_, purpose) as asker:
            opened, closed = house().desk.gaps.record(asker, plan, round_)
        print(f"+{opened} -{closed}")
        if json_:
            print(json.dumps({"opened": opened, "closed": closed}))

    return group


def _row(one: Any) -> dict[str, Any]:
    gap, first = one.gap, one.course.first
    return {
        "rule": gap.rule,
        "version": gap.version,
        "severity": gap.severity,
        "subject": gap.subject,
        "agency": gap.agency,
        "count": gap.count,
        "inputs": dict(gap.inputs),
        "vi": gap.explanation.say("vi"),
        "en": gap.explanation.say("en"),
        "closes_when": {"vi": gap.closes_when.say("vi"), "en": gap.closes_when.say("en")},
        "key": gap.key,
        "state": str(one.state),
        "owner": one.owner,
        "due": one.due.isoformat() if one.due else None,
        "first_round": first.round if first else "",
        "first_day": first.day.isoformat() if first else None,
    }
