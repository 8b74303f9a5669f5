"""A round as far as a caller may see it."""

from datetime import date, datetime

from dicu.api.shapes import Both, Shape, both
from dicu.review.gaps import Gap
from dicu.review.obligations import Obligation
from dicu.review.progress import TaskStanding


class ObligationShape(Shape):
    """One agency's duty to report. `state`: how it stands today; `report_state`: how its report stands; `lines`: state → how
    many, as others know them."""

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


class GapList(Shape):
    items: list[GapShape]


def obligation_shape(obligation: Obligation, today: date) -> ObligationShape:
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
    )


def standing_shape(row: TaskStanding) -> StandingShape:
    objectives = [link.number for link in row.task.objectives]
    return StandingShape(
        task=row.task.code, agency=row.task.responsible, focal=row.task.focal, objectives=objectives, status=str(row.status)
    )


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
