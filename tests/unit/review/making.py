"""A round made by hand, without a database: the demonstration plan, lines in any state, obligations, a day."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

from dicu.demonstration.playing import typed
from dicu.review.bundles import packed, shipped
from dicu.review.entering import read_line
from dicu.review.evidence.model import Description, page_digest
from dicu.review.gaps import Gap, found
from dicu.review.model import Plan
from dicu.review.obligations import LOCAL, Obligation
from dicu.review.reading import read_plan
from dicu.review.report import Attachment, Content, Line, LineState, ReportedValue
from dicu.review.situation import Situation

YEAR = "2025"
OPENS, DUE = date(2025, 11, 3), date(2025, 12, 16)
LABOUR, JUSTICE, GUARD = "TD-LD", "TD-TP", "TD-BP"


@cache
def bundle_of(plan: str = "demo") -> Mapping[str, Any]:
    return shipped(plan)


@cache
def plan_of(plan: str = "demo") -> Plan:
    return read_plan(packed(bundle_of(plan)))


def changed(change: Callable[[dict[str, Any]], object], plan: str = "demo") -> Plan:
    """The plan of a bundle that was changed in one place."""
    bundle = copy.deepcopy(dict(bundle_of(plan)))
    change(bundle)
    return read_plan(packed(bundle))


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of Viet Nam's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LOCAL)


def file(name: str = "bang.csv") -> Attachment:
    return Attachment(sha256(name.encode()).hexdigest(), name, "text/csv", 12)


def value(
    indicator: str, number: str = "", *, missing: str = "", period: str = YEAR, qualifier: str = "", source: str = "Sổ"
) -> ReportedValue:
    return ReportedValue(indicator, period, number, missing, qualifier, source, "")


def line(task: str, claim: str = "in-progress", *values: ReportedValue, state: LineState = LineState.ACCEPTED,
         on: date | None = None, evidence: tuple[Attachment, ...] = (), sent: date = DUE) -> Line:  # fmt: skip
    """A line that was sent on a day, and is in `state` now; for accepted ones a coordinator stands in it."""
    content = Content(claim, "Đã làm.", "", on, values)
    reviewed = state in (LineState.ACCEPTED, LineState.RETURNED)
    return Line(
        task, state, content, evidence, content, evidence, "dung", "dung", at(sent),
        "an" if reviewed else "", at(sent, 16) if reviewed else None, entry=7,
    )  # fmt: skip


def obligation(agency: str = LABOUR, *, sent: datetime | None = None, opens: date | None = OPENS, due: date | None = DUE) -> Obligation:
    tasks = tuple(task.code for task in plan_of().tasks_led_by(agency))
    return Obligation("demo", YEAR, agency, tasks, opens, due, sent, "submitted" if sent else "draft")


def situation(
    *lines: Line, day: date = DUE, plan: Plan | None = None, round_: str = YEAR, obligations: tuple[Obligation, ...] = ()
) -> Situation:
    plan = plan or plan_of()
    asked = plan.round(round_)
    assert asked is not None
    owners = {one.task: plan.task_by_code[one.task].responsible for one in lines}
    return Situation(plan, asked, day, obligations, {one.task: one for one in lines}, owners)


def gaps(rule: str, *lines: Line, **more: Any) -> list[Gap]:
    return [gap for gap in found(situation(*lines, **more)) if gap.rule == rule]


@cache
def script() -> Mapping[str, Any]:
    text = (files("dicu.plans") / "demo" / "script.yaml").read_text("utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


def played(plan: Plan) -> Situation:
    """The demonstration's round of 2025 as it stood at its end: every line as it was last sent, accepted if it was."""
    asked = plan.round(YEAR)
    assert asked is not None
    reports = next(r["reports"] for r in script()["rounds"] if r["round"] == YEAR)
    lines = [_played(plan, report, row) for report in reports for row in report["lines"] if report["submitted"]]
    sent = {report["agency"]: report["submitted"] for report in reports}
    owed = tuple(replace(obligation(agency), submitted_at=sent.get(agency)) for agency in plan.leads())
    return situation(*lines, day=date(2026, 1, 12), plan=plan, obligations=owed)


def _digest(said: dict[str, Any]) -> str:
    return sha256(said["text"].encode()).hexdigest() if "text" in said else page_digest(said["url"])


def _played(plan: Plan, report: Mapping[str, Any], row: Mapping[str, Any]) -> Line:
    last = {**row, **(row.get("resubmitted") or {}), "task": row["task"]}
    asked = plan.round(YEAR)
    assert asked is not None
    content = read_line(plan, asked, plan.task_by_code[row["task"]], typed(last), "en", date(2026, 2, 1))
    sent = last.get("at") or report["submitted"]
    decision = last.get("decision") or {}
    state = LineState.ACCEPTED if decision.get("action") == "accept" else LineState.SUBMITTED
    evidence = tuple(
        replace(file(e.get("name", e["title"])), digest=_digest(e), described=_described(e)) for e in last.get("evidence") or []
    )
    by, cleared = report["by"], report["sent_by"]
    return Line(
        row["task"], state, content, evidence, content, evidence, by, cleared, sent, decision.get("by", ""), decision.get("at"), entry=7
    )


def _described(evidence: Mapping[str, Any]) -> Description:
    """As the play describes it: public, if nothing else is said."""
    usual = {"issuer": "", "reference": "", "dated": "", "place": "not-known", "locator": "", "classification": "public", "language": "vi"}
    return Description(**usual | {name: str(value) for name, value in evidence.items() if name not in ("name", "text")})
