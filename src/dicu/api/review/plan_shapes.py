"""What a plan says, in the form in which it is answered."""

from datetime import date

from dicu.api.shapes import Both, Shape, both
from dicu.review.model import Clause, Plan, Round, Target, Task
from dicu.vocabulary.legal import LegalBasis, Source
from dicu.vocabulary.observation import Indicator, Observation


class PlanBrief(Shape):
    """`standing`: compiled from public sources, or synthetic; `digest` names this version for ever."""

    plan: str
    version: str
    digest: str
    standing: str
    authority: str
    title: Both
    short: Both
    period: str
    tasks: int


class SourceShape(Shape):
    title: str
    locator: str
    published: date | None
    verified: bool
    address: str


class BasisShape(Shape):
    number: str
    title: Both
    kind: str
    article: str
    issued: date | None
    since: date | None
    until: date | None
    verified: bool


class ClauseShape(Shape):
    code: str
    text: Both
    verified: bool
    source: str


class TaskShape(Shape):
    """`lead`: who leads it by the plan's own text; `inferred_lead`: who is taken to lead it, where the text is not known."""

    code: str
    focal: str
    text: Both
    verified: bool
    term: str
    due: date | None
    lead: str | None
    inferred_lead: str | None
    coordinating: list[str]
    objectives: list[int]
    indicators: list[str]
    output: Both


class UnknownShape(Shape):
    code: str
    what: Both
    closes_when: Both
    count: int | None


class RoundBrief(Shape):
    """`open_to_you`: whether this caller may look into it."""

    round: str
    title: Both
    period: str
    opens: date | None
    cut_off: date | None
    due: date | None
    open_to_you: bool


class AgencyShape(Shape):
    code: str
    name: Both
    kind: str
    since: date | None
    until: date | None


class PlanShape(PlanBrief):
    banner: Both
    coordinator: str
    bases: list[BasisShape]
    expected_tasks: int | None
    objectives: dict[int, Both]
    focal_tasks: list[ClauseShape]
    task_list: list[TaskShape]
    unknowns: list[UnknownShape]
    rounds: list[RoundBrief]
    agencies: list[AgencyShape]
    sources: dict[str, SourceShape]


class IndicatorShape(Shape):
    code: str
    name: Both
    unit: Both
    nature: str
    definition: Both
    direction: str


class ObservationShape(Shape):
    """A figure as one source gives it: either a value, as decimal text so that nothing is rounded, or why there is none."""

    key: str
    indicator: str
    period: str
    area: str
    value: str | None
    missing: str | None
    qualifier: str
    standing: str
    vintage: date | None
    dimensions: dict[str, str]
    source: SourceShape
    note: Both


class TargetShape(Shape):
    key: str
    indicator: str
    operator: str
    value: str | None
    due: date | None


class FiguresShape(Shape):
    plan: str
    standing: str
    indicators: list[IndicatorShape]
    observations: list[ObservationShape]
    targets: list[TargetShape]


def brief_facts(plan: Plan) -> dict[str, object]:
    return {
        "plan": plan.id,
        "version": plan.version,
        "digest": plan.digest,
        "standing": str(plan.standing),
        "authority": plan.authority,
        "title": both(plan.title),
        "short": both(plan.short),
        "period": str(plan.period),
        "tasks": len(plan.tasks),
    }


def whole(plan: Plan, open_rounds: set[str]) -> PlanShape:
    """`open_rounds`: those that the caller may look into."""
    return PlanShape(
        **brief_facts(plan),  # type: ignore[arg-type]
        banner=both(plan.banner),
        coordinator=plan.coordinator.agency,
        bases=[_basis(basis) for basis in plan.bases],
        expected_tasks=plan.expected_tasks,
        objectives={o.number: both(o.title) for o in plan.objectives},
        focal_tasks=[_clause(clause) for clause in plan.focal_tasks],
        task_list=[task_shape(task) for task in plan.tasks],
        unknowns=[UnknownShape(code=u.code, what=both(u.what), closes_when=both(u.closes_when), count=u.count) for u in plan.unknowns],
        rounds=[_round(round_, round_.id in open_rounds) for round_ in plan.rounds],
        agencies=[AgencyShape(code=a.code, name=both(a.name), kind=str(a.kind), since=a.since, until=a.until) for a in plan.agencies],
        sources={key: source_shape(source) for key, source in plan.sources.items()},
    )


def figures(plan: Plan) -> FiguresShape:
    return FiguresShape(
        plan=plan.id,
        standing=str(plan.standing),
        indicators=[_indicator(indicator) for indicator in plan.indicators],
        observations=[_observation(observation) for observation in plan.observations],
        targets=[_target(target) for target in plan.targets],
    )


def source_shape(source: Source) -> SourceShape:
    return SourceShape(
        title=source.title, locator=source.locator, published=source.published, verified=source.verified, address=source.address
    )


def _basis(basis: LegalBasis) -> BasisShape:
    return BasisShape(
        number=basis.number,
        title=both(basis.title),
        kind=str(basis.kind),
        article=basis.article,
        issued=basis.issued,
        since=basis.since,
        until=basis.until,
        verified=basis.verified,
    )


def _clause(clause: Clause) -> ClauseShape:
    return ClauseShape(code=clause.code, text=both(clause.text), verified=clause.verified, source=clause.source)


def task_shape(task: Task) -> TaskShape:
    return TaskShape(
        code=task.code,
        focal=task.focal,
        text=both(task.text),
        verified=task.verified,
        term=str(task.term.kind),
        due=task.term.due,
        lead=task.lead.agency if task.lead else None,
        inferred_lead=task.inferred_lead.agency if task.inferred_lead else None,
        coordinating=list(task.coordinating),
        objectives=[link.number for link in task.objectives],
        indicators=list(task.indicators),
        output=both(task.output),
    )


def _round(round_: Round, open_to_you: bool) -> RoundBrief:
    return RoundBrief(
        round=round_.id,
        title=both(round_.title),
        period=str(round_.period),
        opens=round_.opens,
        cut_off=round_.cut_off,
        due=round_.due,
        open_to_you=open_to_you,
    )


def _indicator(indicator: Indicator) -> IndicatorShape:
    return IndicatorShape(
        code=indicator.code,
        name=both(indicator.name),
        unit=both(indicator.unit),
        nature=str(indicator.nature),
        definition=both(indicator.definition),
        direction=str(indicator.direction),
    )


def _observation(observation: Observation) -> ObservationShape:
    return ObservationShape(
        key=observation.key,
        indicator=observation.indicator,
        period=str(observation.period),
        area=observation.area,
        value=None if observation.value is None else format(observation.value, "f"),
        missing=observation.missing,
        qualifier=observation.qualifier,
        standing=str(observation.standing),
        vintage=observation.vintage,
        dimensions=dict(observation.dimensions),
        source=source_shape(observation.source),
        note=both(observation.note),
    )


def _target(target: Target) -> TargetShape:
    value = target.observation.value
    plain = None if value is None else format(value, "f")
    return TargetShape(key=target.key, indicator=target.indicator, operator=target.operator, value=plain, due=target.due)
