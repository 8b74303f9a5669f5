"""Gaps: what a plan promised and the data do not show. Each rule says what was expected, what was found, from which rows,
and what would close it. A gap closes when its rule no longer fires; nobody can close one by hand.

Numbers of the rules follow the catalogue of plan follow-up (G01 …); G00 is the plan's own text that could not be had.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from dicu.review.leading import Ground, leader
from dicu.review.obligations import ObligationState
from dicu.review.printing import observed_value
from dicu.review.progress import TaskStatus
from dicu.review.report import StatusClaim
from dicu.review.situation import Situation, against, reached, target_end
from dicu.vocabulary import numbers
from dicu.vocabulary.bilingual import LANGUAGES, Bilingual
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.observation import Direction, Observation

VERSION = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """`subject` is what it is about (a task's code, an indicator …); `agency` whose it is, empty for the plan's own."""

    rule: str
    severity: str  # blocking | warning | info
    subject: str
    explanation: Message
    closes_when: Message
    agency: str = ""
    count: int = 1
    inputs: tuple[tuple[str, str], ...] = field(default=())
    version: int = VERSION

    @property
    def key(self) -> str:
        return f"{self.rule}/{self.subject}"


Rule = Callable[[Situation], Iterable[Gap]]


def found(situation: Situation) -> tuple[Gap, ...]:
    """All gaps of the round on the situation's day, in the order of the rules."""
    return tuple(gap for rule in RULES for gap in rule(situation))


def plan_text(s: Situation) -> Iterator[Gap]:
    """G00: parts of the plan that are not public."""
    for unknown in s.plan.unknowns:
        yield Gap(
            "G00", "warning", unknown.code, T("{what}", what=unknown.what), T("{when}", when=unknown.closes_when), count=unknown.count or 1
        )


def not_reported(s: Situation) -> Iterator[Gap]:
    """G01: a report that is due was not sent."""
    for o in s.obligations:
        if o.state(s.day) is ObligationState.OVERDUE:
            ended = (agency := s.plan.agency_by_code.get(o.agency)) is not None and agency.until is not None and agency.until < s.day
            closes = T("The plan names who took over from the agency that has ended.") if ended else T("The agency submits its report.")
            facts = {"agency": _agency(s, o.agency), "due": o.last_day}
            back = T("{agency} had to mend what was returned by {due} and has not sent it again.", **facts)
            said = back if o.submitted_at else T("{agency} had to report by {due} and has sent nothing.", **facts)
            inputs = (("due", str(o.last_day)), ("tasks", ", ".join(o.tasks)))
            yield Gap("G01", "blocking", o.agency, said, closes, o.agency, inputs=inputs)


def late(s: Situation) -> Iterator[Gap]:
    """G02: a report was sent after its last day."""
    for o in s.obligations:
        found = o.lateness(s.day) if o.state(s.day) is ObligationState.LATE else None
        if found is not None:
            yield Gap(
                "G02",
                "info",
                o.agency,
                T(
                    "{agency} sent its report on {sent}, {days} days after the last day, {due}.",
                    agency=_agency(s, o.agency),
                    sent=found[1],
                    days=o.days_late(s.day),
                    due=found[0],
                ),
                T("Nothing closes it in this round; the next report is sent on time."),
                o.agency,
                inputs=(("due", str(found[0])), ("sent", str(found[1]))),
            )


def overdue(s: Situation) -> Iterator[Gap]:
    """G03: a task's term has run out and nothing accepted says that it is done."""
    for row in s.standings:
        if row.status is TaskStatus.OPEN_OVERDUE:
            yield Gap(
                "G03",
                "warning",
                row.task.code,
                T(
                    "Task {task} had to be completed by {due}; no accepted report says that it is.",
                    task=row.task.code,
                    due=row.task.term.due,
                ),
                T("A line that says “completed”, with its date and evidence, is accepted."),
                row.agency,
                inputs=(("due", str(row.task.term.due)),),
            )


def no_lead(s: Situation) -> Iterator[Gap]:
    """G04: nobody leads a task, or its lead no longer exists on this day and nobody has its functions."""
    for task in s.plan.tasks:
        found = leader(s.plan, task, s.day)
        if found.ground is Ground.UNKNOWN:
            yield Gap(
                "G04",
                "warning",
                task.code,
                T("The leading agency of task {task} is not known.", task=task.code),
                T("The plan is loaded again with the leading agency of this task."),
            )
        elif found.ground is Ground.ENDED:
            yield Gap(
                "G04",
                "warning",
                task.code,
                T(
                    "Task {task} is led by {agency}, which no longer exists on {day}.",
                    task=task.code,
                    agency=_agency(s, found.agency),
                    day=s.day,
                ),
                T("The plan is loaded again with the successor as leading agency."),
                found.agency,
            )


def successor_not_mapped(s: Situation) -> Iterator[Gap]:
    """G25: the lead has ended, its functions went to others, and the plan does not say which one has this task."""
    for task in s.plan.tasks:
        found = leader(s.plan, task, s.day)
        if found.ground is Ground.DIVIDED:
            yield Gap(
                "G25",
                "warning",
                task.code,
                T(
                    "Task {task} was led by {agency}, which no longer exists on {day}. Its functions went to {heirs}; the plan does not"
                    " say which of them has this task.",
                    task=task.code,
                    agency=_agency(s, found.agency),
                    day=s.day,
                    heirs=_agencies(s, found.heirs),
                ),
                T("The plan is loaded again with the function of this task, or with its leading agency by day."),
                found.agency,
                inputs=tuple((succession.function, succession.successor) for succession in found.successions),
            )


def no_indicator(s: Situation) -> Iterator[Gap]:
    """G05: nothing measures a task."""
    for task in s.plan.tasks:
        if not task.indicators:
            yield Gap(
                "G05",
                "info",
                task.code,
                T("Task {task} has no indicator.", task=task.code),
                T("The plan is loaded again with an indicator for this task."),
                leader(s.plan, task, s.day).agency,
            )


def no_data(s: Situation) -> Iterator[Gap]:
    """G06: an indicator that a task or a target needs has no value in the round's period or later, or none at all."""
    for code in _needed(s):
        rows = s.by_indicator.get(code, ())
        if not any(o.value is not None and o.period.end >= s.round.period.start for o in rows):
            last = max((o.period for o in rows if o.value is not None), default=None)
            shown = T("its last value is for {period}", period=_period(last)) if last else T("it has no value at all")
            yield Gap(
                "G06",
                "warning",
                code,
                T(
                    "“{indicator}” has no value for {period}; {last}.",
                    indicator=s.plan.indicator_by_code[code].name,
                    period=_period(s.round.period),
                    last=shown,
                ),
                T("A value for the period is reported and accepted, or compiled from a public source."),
                inputs=tuple((o.key, str(o.value)) for o in rows),
            )


def unevidenced(s: Situation) -> Iterator[Gap]:
    """G09: a task is reported as completed, without a date or without evidence."""
    for row in s.standings:
        if row.status is TaskStatus.CLAIMED:
            yield Gap(
                "G09",
                "warning",
                row.task.code,
                T("Task {task} is reported as completed, but without a date of completion or without evidence.", task=row.task.code),
                T("The line is returned, and comes back with the date and a file that shows it."),
                row.agency,
            )


def contradicted(s: Situation) -> Iterator[Gap]:
    """G10: a task is reported as completed, while a target that measures it is not reached."""
    claims = {r.task.code: r for r in s.standings if r.line and r.line.sent and r.line.sent.claim == StatusClaim.COMPLETED}
    for target in s.plan.targets:
        value = against(target, s.by_indicator.get(target.indicator, ()))
        for row in claims.values():
            counts = target_end(target) <= s.round.period.end and target.indicator in row.task.indicators
            if counts and value is not None and not reached(target, value):
                yield _contradiction(s, row.task.code, row.agency, target.operator, target.observation, value)


def without_task(s: Situation) -> Iterator[Gap]:
    """G16: an objective of the framework that no task of the plan serves, as far as the plan is known."""
    served = {link.number for task in s.plan.tasks for link in task.objectives}
    served |= {link.number for clause in s.plan.focal_tasks for link in clause.objectives}
    for objective in s.plan.objectives if s.plan.tasks else ():
        if objective.number not in served:
            yield Gap(
                "G16",
                "info",
                f"objective-{objective.number}",
                T(
                    "No task of the plan, as far as it is known, serves objective {number}: {title}.",
                    number=objective.number,
                    title=objective.title,
                ),
                T("A task that serves this objective is loaded."),
            )


def conflicting(s: Situation) -> Iterator[Gap]:
    """G22: two sources give different values for one thing, and neither is a later revision of the other."""
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for o in s.observations:
        if o.value is not None:
            groups.setdefault((o.indicator, o.period, o.area, o.dimensions, o.vintage), []).append(o)
    for rows in groups.values():
        if len({o.value for o in rows}) > 1:
            yield Gap(
                "G22",
                "warning",
                _whereabouts(rows[0]),
                T(
                    "Sources give different values of “{indicator}” for {period}: {values}.",
                    indicator=s.plan.indicator_by_code[rows[0].indicator].name,
                    period=_period(rows[0].period),
                    values=_values(rows),
                ),
                T("A person decides which stands, with reasons; both stay visible."),
                inputs=tuple((o.source.title, str(o.value)) for o in rows),
            )


def no_target(s: Situation) -> Iterator[Gap]:
    """G23: an indicator that measures a task has no target. Zero would be one; an indicator without a direction, such as
    victims identified, is watched and not aimed."""
    with_target = {target.indicator for target in s.plan.targets}
    for code in dict.fromkeys(c for task in s.plan.tasks for c in task.indicators):
        if code not in with_target and s.plan.indicator_by_code[code].direction is not Direction.NONE:
            yield Gap(
                "G23",
                "info",
                code,
                T("“{indicator}” measures a task, and has no target.", indicator=s.plan.indicator_by_code[code].name),
                T("A target is set and loaded with the plan."),
            )


RULES: tuple[Rule, ...] = (
    plan_text,
    not_reported,
    late,
    overdue,
    no_lead,
    no_indicator,
    no_data,
    unevidenced,
    contradicted,
    without_task,
    conflicting,
    no_target,
    successor_not_mapped,
)


def _contradiction(s: Situation, task: str, agency: str, operator: str, goal: Observation, value: Observation) -> Gap:
    return Gap(
        "G10",
        "blocking",
        f"{task}/{goal.key}",
        T(
            "Task {task} is reported as completed, but “{indicator}” is {value}, while the target is {operator} {goal}.",
            task=task,
            indicator=s.plan.indicator_by_code[goal.indicator].name,
            value=_valued(s, value),
            operator={">=": T("at least"), "<=": T("at most"), "=": T("exactly")}[operator],
            goal=_valued(s, goal),
        ),
        T("The value reaches the target, or the line says what is true."),
        agency,
        inputs=((value.key, str(value.value)), (goal.key, str(goal.value))),
    )


def _whereabouts(o: Observation) -> str:
    """Indicator, period and breakdown: what tells one conflict from another."""
    parts = [o.indicator, o.period.label, *(f"{name}={code}" for name, code in o.dimensions)]
    return "/".join([*parts, *(part for part in (o.area, o.vintage.isoformat() if o.vintage else "") if part)])


def _needed(s: Situation) -> tuple[str, ...]:
    wanted = [code for task in s.plan.tasks for code in task.indicators] + [t.indicator for t in s.plan.targets]
    return tuple(dict.fromkeys(code for code in wanted if code in s.plan.indicator_by_code))


def _valued(s: Situation, o: Observation) -> Bilingual:
    """A value as it was published, with its qualifier and unit."""
    unit = s.plan.indicator_by_code[o.indicator].unit
    return Bilingual(*(observed_value(o, language, unit) for language in LANGUAGES))


def _values(rows: list[Observation]) -> Bilingual:
    shown = {language: " ≠ ".join(numbers.written(o.value, language) for o in rows if o.value is not None) for language in LANGUAGES}
    return Bilingual(**shown)


def _agency(s: Situation, code: str) -> Bilingual:
    agency = s.plan.agency_by_code.get(code)
    return agency.name if agency else Bilingual(code, code)


def _agencies(s: Situation, codes: tuple[str, ...]) -> Bilingual:
    names = [_agency(s, code) for code in codes]
    return Bilingual("; ".join(n.vi for n in names), "; ".join(n.en for n in names))


def _period(period: object) -> Bilingual:
    return Bilingual(period.say("vi"), period.say("en"))  # type: ignore[attr-defined]
