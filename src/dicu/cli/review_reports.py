"""`dicu review report …`: clearing, sending and answering lines of a report, each by itself; `dicu review close`, `reopen`,
`reopen-decide`: the end of a round."""

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T

PlanId = Annotated[str, typer.Option("--plan", help="The plan, for example demo.")]
RoundId = Annotated[str, typer.Option("--round", help="The round, for example 2025.")]
AgencyId = Annotated[str, typer.Option("--agency", help="Whose report, for example TD-LD.")]
Tasks = Annotated[
    list[str] | None, typer.Option("--task", help="A line, by its task; may be given several times. None: all that the step fits.")
]
Why = Annotated[str, typer.Option("--reason", help="The reason; it stays in the record.")]
Code = Annotated[
    str,
    typer.Option(
        "--code", help="Why a line goes back: missing-evidence, value-unclear, status-contradicts-data, narrative-incomplete or other."
    ),
]
Reasons = Annotated[
    list[str] | None, typer.Option("--unanswered", metavar="AGENCY=REASON", help="Why what this agency sent stays unanswered.")
]

Yes = Annotated[bool, typer.Option("--yes", help="Close it; without this, only show what stays open.")]
RequestNumber = Annotated[int, typer.Option("--request", help="The number of the request.")]


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="A report: clearing, sending, accepting, returning; line by line.")

    def done(as_: str, where: tuple[str, str, str], purpose: str, tasks: list[str] | None, step: Any, fitting: Any, json_: bool) -> None:
        with acting(as_, purpose) as asker:
            desk = house().desk
            view = desk.reporting.view(asker, *where)
            chosen = tasks or [task.code for task, line in view.lines if fitting(line)]
            results = step(desk, asker, view, chosen)
        _told(results, json_)

    @group.command()
    def ask(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        agency: AgencyId,
        task: Tasks = None,
        purpose: Purpose = "reporting",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Ask a second person of the agency to clear lines.

        Example: DICU_TOKEN=… dicu review report ask --as dung.laodong --plan demo --round 2026 --agency TD-LD
        """
        from dicu.review.rules import goes  # noqa: PLC0415

        done(
            as_,
            (plan, round_, agency),
            purpose,
            task,
            lambda d, who, v, tasks: d.bulk.ask_clearance(who, v, tasks, v.report.number),
            goes,
            json_,
        )

    @group.command()
    def send(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        agency: AgencyId,
        task: Tasks = None,
        purpose: Purpose = "reporting",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Clear and send lines that somebody else wrote.

        Example: DICU_TOKEN=… dicu review report send --as yen.laodong --plan demo --round 2026 --agency TD-LD
        """
        done(
            as_, (plan, round_, agency), purpose, task, lambda d, who, v, tasks: d.bulk.send(who, v, tasks, v.report.number), _waits, json_
        )

    @group.command()
    def refuse(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        agency: AgencyId,
        reason: Why,
        task: Tasks = None,
        purpose: Purpose = "reporting",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Give lines that wait for clearance back to the draft.

        Example: DICU_TOKEN=… dicu review report refuse --as yen.laodong --plan demo --round 2026 --agency TD-LD --reason "…"
        """
        done(as_, (plan, round_, agency), purpose, task,
             lambda d, who, v, tasks: d.bulk.refuse_clearance(who, v, tasks, reason, v.report.number), _waits, json_)  # fmt: skip

    @group.command()
    def accept(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        agency: AgencyId,
        task: Tasks = None,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Accept lines that were sent.

        Example: DICU_TOKEN=… dicu review report accept --as an.ngoaigiao --plan demo --round 2026 --agency TD-PN --task 3.7
        """
        done(
            as_, (plan, round_, agency), purpose, task, lambda d, who, v, tasks: d.bulk.accept(who, v, tasks, v.report.number), _sent, json_
        )

    @group.command(name="return")
    def send_back(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        agency: AgencyId,
        reason: Why,
        code: Code = "other",
        task: Tasks = None,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Return lines that were sent, with the reason and what to do.

        Example: DICU_TOKEN=… dicu review report return --as an.ngoaigiao --plan demo --round 2026 --agency TD-PN --task 3.7 --reason "…"
        """
        done(as_, (plan, round_, agency), purpose, task,
             lambda d, who, v, tasks: d.bulk.send_back(who, v, tasks, code, reason, None, v.report.number), _sent, json_)  # fmt: skip

    return group


def added(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command()
    def close(as_: As, plan: PlanId, round_: RoundId, yes: Yes = False,
              unanswered: Reasons = None, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:  # fmt: skip
        """Show what stays open in a round; with --yes close it, so that nothing of its reports changes any more.

        Example: DICU_TOKEN=… dicu review close --as an.ngoaigiao --plan demo --round 2026
        """
        reasons = dict(map(_pair, unanswered or ()))
        with acting(as_, purpose) as asker:
            part = house().desk.closings
            view = part.view(asker, plan, round_)
            if yes:
                part.close(asker, view, reasons, view.history.number)
                view = part.view(asker, plan, round_)
        print(T("Owe a report still: {agencies}.", agencies=", ".join(view.unmet) or "–").say(language()))
        print(T("Wait for an answer: {agencies}.", agencies=", ".join(view.unanswered) or "–").say(language()))
        closed = (
            T("The round is closed. Nothing of its reports changes any more.")
            if view.history.closed
            else T("The round is open. Repeat with --yes to close it.")
        )
        print(closed.say(language()))
        if json_:
            print(json.dumps({"closed": view.history.closed, "unmet": list(view.unmet), "unanswered": list(view.unanswered)}))

    @group.command()
    def reopen(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        agency: AgencyId,
        reason: Why,
        task: Tasks = None,
        purpose: Purpose = "coordination",
        lang: Lang = "vi",
    ) -> None:
        """Ask another coordinator to open lines of a closed round again.

        Example: DICU_TOKEN=… dicu review reopen --as an.ngoaigiao --plan demo --round 2025 --agency TD-GD --task 3.9 --reason "…"
        """
        with acting(as_, purpose) as asker:
            part = house().desk.closings
            view = part.view(asker, plan, round_)
            part.ask(asker, view, agency, tuple(task or ()), reason, view.history.number)
            number = part.view(asker, plan, round_).history.number
        print(T("Request {number}: another coordinator decides it.", number=number).say(language()))

    @group.command(name="reopen-decide")
    def decide(as_: As, plan: PlanId, round_: RoundId, request: RequestNumber, reason: Why,
               grant: Annotated[bool, typer.Option("--grant/--refuse", help="Open the lines again, or leave them.")] = False,
               purpose: Purpose = "coordination", lang: Lang = "vi") -> None:  # fmt: skip
        """Open lines of a closed round again that another coordinator asked for, or refuse it.

        Example: DICU_TOKEN=… dicu review reopen-decide --as binh.ngoaigiao --plan demo --round 2025 --request 4 --grant --reason "…"
        """
        with acting(as_, purpose) as asker:
            part = house().desk.closings
            view = part.view(asker, plan, round_)
            part.decide(asker, view, request, grant, reason, view.history.number)
        print((T("The lines are opened again.") if grant else T("The lines stay as they are.")).say(language()))


def _pair(text: str) -> tuple[str, str]:
    agency, found, reason = text.partition("=")
    if not found:
        raise Refused(T("Write “{text}” as AGENCY=REASON.", text=text))
    return agency.strip(), reason.strip()


def _told(results: Any, json_: bool) -> None:
    for one in results:
        print(f"{'✓' if one.done else '✗'} {one.task}" + (f"  {one.why.say(language())}" if one.why else ""))
    if json_:
        rows = [
            {"task": one.task, "done": one.done, "why": {"vi": one.why.say("vi"), "en": one.why.say("en")} if one.why else None}
            for one in results
        ]
        print(json.dumps(rows, ensure_ascii=False))
    raise typer.Exit(0 if all(one.done for one in results) else 1)


def _waits(line: Any) -> bool:
    return str(line.state) == "in-clearance"


def _sent(line: Any) -> bool:
    return str(line.state) == "submitted"
