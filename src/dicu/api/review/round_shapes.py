"""A round as far as a caller may see it."""

from datetime import date, datetime

from pydantic import Field

from dicu.api.shapes import Both, Shape, both
from dicu.review.deadlines import Deadline
from dicu.review.gaps import Gap
from dicu.review.obligations import Obligation
from dicu.review.progress import TaskStanding
from dicu.review.rates import FourWay, Rate


class ObligationShape(Shape):
    """One agency's duty to report. `state`: how it stands today; `report_state`: how its report stands; `lines`: state → how
    many, as others know them. `due` is the last day in force, `round_due` that of the round before an extension;
    `working_days_late`: null where a year of the calendar is not loaded. `nil`: how a nil return that was sent stands."""

    plan: str
    round: str
    agency: str
    tasks: list[str]
    opens: date | None
    due: date | None
    submitted_at: datetime | None
    state: str
    report_state: str
    lines: dict[str, int]
    round_due: date | None
    last_day: date | None
    days_late: int
    working_days_late: int | None
    nil: str
    waived: bool
    passed_to: list[str]
    taken_from: list[str]
    asked: list[str]


class SkippedShape(Shape):
    day: date
    why: Both


class DeadlineShape(Shape):
    """How the last day came about. `by`: plan, law, decision (a coordinator applied a rule that does not bind) or nobody.
    `would_be`: what a rule gives that is not applied. `verified`: the rule, the calendar and the cut-off are;
    `cut_off_unread`: who says the law's cut-off where nobody has read it there, else empty."""

    by: str
    rule: str
    version: str
    working_days: int | None
    calendar: str
    verified: bool
    would_be: date | None
    source: str
    cut_off: date | None
    cut_off_unread: str
    skipped: list[SkippedShape]


class FourWayShape(Shape):
    """Tasks with a term, by the status of the Government Office. The four add up to `total`."""

    on_time: int
    late: int
    within: int
    overdue: int
    total: int


class RateShape(Shape):
    """`part` of `whole`; `label` says of what. `percent` is rounded decimal text, null where there is nothing to divide by."""

    key: str
    part: int
    whole: int
    percent: str | None
    label: Both


class RoundShape(Shape):
    """`is_open`: each leading agency owes a report. `may_open`, `may_build`: steps that this caller may do now."""

    plan: str
    round: str
    title: Both
    period: str
    day: date
    is_open: bool
    opens: date | None
    cut_off: date | None
    due: date | None
    deadline: DeadlineShape | None
    obligations: list[ObligationShape]
    may_open: bool
    may_build: bool


class StandingShape(Shape):
    task: str
    agency: str
    focal: str
    objectives: list[int]
    status: str


class ProgressShape(Shape):
    """Only what was accepted counts. `totals`: status → how many of the tasks that this caller may know of."""

    plan: str
    round: str
    day: date
    totals: dict[str, int]
    four_way: FourWayShape
    ahead: FourWayShape = Field(description="The same, if all that was sent is accepted as it is.")
    without_term: int
    rates: list[RateShape]
    tasks: list[StandingShape]


class GapShape(Shape):
    rule: str
    version: int
    severity: str
    subject: str
    agency: str
    count: int
    explanation: Both
    closes_when: Both
    inputs: dict[str, str]


def obligation_shape(obligation: Obligation, today: date, late: int | None = None) -> ObligationShape:
    """`late`: working days, where there is something to count."""
    return ObligationShape(
        plan=obligation.plan,
        round=obligation.round,
        agency=obligation.agency,
        tasks=list(obligation.tasks),
        opens=obligation.opens,
        due=obligation.due,
        submitted_at=obligation.submitted_at,
        state=str(obligation.state(today)),
        report_state=obligation.report_state,
        lines=dict(obligation.lines),
        round_due=obligation.round_due,
        last_day=obligation.last_day,
        days_late=obligation.days_late(today),
        working_days_late=late,
        nil=obligation.nil,
        waived=obligation.waived,
        passed_to=list(obligation.passed_to),
        taken_from=list(obligation.taken_from),
        asked=list(obligation.asked),
    )


def deadline_shape(deadline: Deadline) -> DeadlineShape:
    skipped = [SkippedShape(day=day, why=both(why)) for day, why in deadline.skipped]
    names = ("by", "rule", "version", "working_days", "calendar", "verified", "would_be", "source", "cut_off", "cut_off_unread")
    return DeadlineShape(**{name: getattr(deadline, name) for name in names}, skipped=skipped)


def four_way_shape(four: FourWay) -> FourWayShape:
    return FourWayShape(on_time=four.on_time, late=four.late, within=four.within, overdue=four.overdue, total=four.total)


def rate_shape(rate: Rate) -> RateShape:
    percent = str(rate.rounded) if rate.rounded is not None else None
    return RateShape(key=rate.key, part=rate.part, whole=rate.whole, percent=percent, label=both(rate.label()))


def standing_shape(row: TaskStanding) -> StandingShape:
    objectives = [link.number for link in row.task.objectives]
    return StandingShape(task=row.task.code, agency=row.agency, focal=row.task.focal, objectives=objectives, status=str(row.status))


def gap_shape(gap: Gap) -> GapShape:
    return GapShape(
        rule=gap.rule,
        version=gap.version,
        severity=gap.severity,
        subject=gap.subject,
        agency=gap.agency,
        count=gap.count,
        explanation=both(gap.explanation),
        closes_when=both(gap.closes_when),
        inputs=dict(gap.inputs),
    )
