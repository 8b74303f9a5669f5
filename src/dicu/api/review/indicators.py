"""Indicators of a plan: where each stands, everything that is known of one, the files that figures came in, and deciding where
sources contradict each other."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from dicu.api import errands
from dicu.api.operations import Asked, Room
from dicu.api.shapes import Both, Name, Sent, Shape, both
from dicu.review.observations.ports import Import
from dicu.review.observations.viewing import ByArea, Conflict, Held, IndicatorView, Revision, Series
from dicu.vocabulary.observation import Indicator, Observation

room = Room("indicators")
ALL = "/plans/{plan}/indicators"
ONE = "/plans/{plan}/indicators/{indicator}"
TEXT = 15_000
IndicatorName = Name


class FigureShape(Shape):
    """Numbers are texts in plain digits, so they are exact. Exactly one of `value` and `missing` is given."""

    key: str
    period: str
    definition: str
    area: str
    dimensions: dict[str, str]
    value: str | None
    missing: str | None
    qualifier: str
    numerator: str | None
    denominator: str | None
    vintage: date | None
    standing: str
    source: str
    locator: str
    verified: bool
    status: str
    restricted: bool
    note: Both
    supersedes: str
    imported_on: date | None
    imported_by: str


class HeldShape(Shape):
    target: str
    operator: str
    value: str
    period: str
    due: date | None
    held: str | None
    state: str


class SeriesShape(Shape):
    """`latest`: keys of what stands for the newest period; several where sources contradict each other."""

    definition: str
    label: Both
    latest: list[str]
    state: str
    targets: list[HeldShape]


class DefinitionShape(Shape):
    code: str
    label: Both
    text: Both
    institution: str


class BreakdownShape(Shape):
    name: str
    required: bool
    overlapping: bool
    complete: bool
    tolerance: str


class DecisionShape(Shape):
    chosen: str
    reason: str
    by: str
    at: datetime


class ContradictionShape(Shape):
    subject: str
    figures: list[str]
    decision: DecisionShape | None


class RevisionShape(Shape):
    was: str
    became: str


class RollupShape(Shape):
    """`given` of `expected` areas had a value. `value` is null where the areas are not added up, and `why` says so."""

    period: str
    definition: str
    value: str | None
    why: Both | None
    given: int
    expected: int
    absent: dict[str, str]


class IndicatorLineShape(Shape):
    code: str
    name: Both
    unit: Both
    series: list[SeriesShape]
    contradictions: int


class IndicatorLines(Shape):
    items: list[IndicatorLineShape]


class IndicatorWholeShape(Shape):
    """`number`: of decisions on this plan; send it with the next one."""

    code: str
    name: Both
    unit: Both
    definition: Both
    method: Both
    nature: str
    measure: str
    direction: str
    aggregation: str
    numerator: Both | None
    denominator: Both | None
    frequency: str
    first_period: str
    custodian: str
    institution: str
    breakdowns: list[BreakdownShape]
    definitions: list[DefinitionShape]
    series: list[SeriesShape]
    observations: list[FigureShape]
    contradictions: list[ContradictionShape]
    revisions: list[RevisionShape]
    areas: list[RollupShape]
    number: int


class ImportShape(Shape):
    source: str
    title: str
    file: str
    name: str
    rows: int
    added: int
    replaced: int
    unchanged: int
    left_out: int
    by: str
    at: datetime


class ImportList(Shape):
    items: list[ImportShape]


class FigureDecisionSent(Sent):
    subject: str = Field(max_length=300, description="The contradiction, as getIndicator names it.")
    chosen: str = Field(max_length=400, description="The key of the figure that is used from now on.")
    reason: str = Field(max_length=TEXT)
    number: int


@room.reads(ALL, IndicatorLines, "listIndicators", errands.round_)
def listed(request: Asked, plan: Name) -> IndicatorLines:
    """Every indicator of the plan in force: newest value, targets, state."""
    _, views = request.desk.figures.indicators(request.asker, plan)
    return IndicatorLines(items=[_line(view) for view in views])


@room.reads(ONE, IndicatorWholeShape, "getIndicator", errands.round_)
def one(request: Asked, plan: Name, indicator: IndicatorName) -> IndicatorWholeShape:
    """One indicator with every figure that the caller may see, each with its source and definition."""
    return _whole(request, plan, indicator)


@room.reads("/plans/{plan}/figures/imports", ImportList, "listFigureImports", errands.round_)
def imports(request: Asked, plan: Name) -> ImportList:
    """The files that figures came in."""
    return ImportList(items=[_import(i) for i in request.desk.figures.imports(request.asker, plan)])


@room.writes("POST", f"{ONE}/decisions", IndicatorWholeShape, "decideContradiction", errands.round_)
def decide(request: Asked, plan: Name, indicator: IndicatorName, body: FigureDecisionSent) -> IndicatorWholeShape:
    """Decide which of contradicting figures is used, with the reason. All stay visible."""
    request.desk.figures.decide(request.asker, plan, indicator, body.subject, body.chosen, body.reason, body.number)
    return _whole(request, plan, indicator)


def _whole(request: Asked, plan: str, code: str) -> IndicatorWholeShape:
    page = request.desk.figures.indicator(request.asker, plan, code)
    view: IndicatorView = page.view
    i: Indicator = view.indicator
    return IndicatorWholeShape(
        code=i.code,
        name=both(i.name),
        unit=both(i.unit),
        definition=both(i.definition),
        method=both(i.method),
        nature=str(i.nature),
        measure=str(i.measure or ""),
        direction=str(i.direction),
        aggregation=str(i.aggregation),
        numerator=both(i.numerator.name) if i.numerator else None,
        denominator=both(i.denominator.name) if i.denominator else None,
        frequency=i.frequency,
        first_period=i.since.label if i.since else "",
        custodian=i.custodian,
        institution=i.institution,
        breakdowns=[
            BreakdownShape(name=d.name, required=d.required, overlapping=d.overlapping, complete=d.complete, tolerance=str(d.tolerance))
            for d in i.dimensions
        ],
        definitions=[
            DefinitionShape(code=d.code, label=both(d.label), text=both(d.text), institution=d.institution) for d in i.definitions
        ],
        series=[_series(s) for s in view.series],
        observations=[_observation(o) for o in view.rows],
        contradictions=[_conflict(c) for c in view.conflicts],
        revisions=[_revision(r) for r in view.revisions],
        areas=[_areas(a) for a in view.areas],
        number=page.number,
    )


def _line(view: IndicatorView) -> IndicatorLineShape:
    i = view.indicator
    still = sum(c.choice.open for c in view.conflicts)
    return IndicatorLineShape(
        code=i.code, name=both(i.name), unit=both(i.unit), series=[_series(s) for s in view.series], contradictions=still
    )


def _series(s: Series) -> SeriesShape:
    rows = () if s.latest is None else (s.latest.standing,) if s.latest.standing else s.latest.contenders
    return SeriesShape(
        definition=s.definition.code if s.definition else "",
        label=both(s.definition.label) if s.definition else Both(vi="", en=""),
        latest=[o.key for o in rows],
        state=str(s.state),
        targets=[_held(h) for h in s.held],
    )


def _held(h: Held) -> HeldShape:
    goal = h.target.observation
    return HeldShape(
        target=h.target.key,
        operator=h.target.operator,
        value=_digits(goal.value) or "",
        period=goal.period.label,
        due=h.target.due,
        held=h.value.key if h.value else None,
        state=str(h.state),
    )


def _observation(o: Observation) -> FigureShape:
    return FigureShape(
        key=o.key,
        period=o.period.label,
        definition=o.definition,
        area=o.area,
        dimensions=dict(o.dimensions),
        value=_digits(o.value),
        missing=str(o.missing) if o.missing else None,
        qualifier=o.qualifier,
        numerator=_digits(o.numerator),
        denominator=_digits(o.denominator),
        vintage=o.vintage,
        standing=str(o.standing),
        source=o.source.title,
        locator=o.source.locator,
        verified=o.source.verified,
        status=o.status,
        restricted=o.restricted,
        note=both(o.note),
        supersedes=o.supersedes,
        imported_on=o.since,
        imported_by=o.imported_by,
    )


def _conflict(c: Conflict) -> ContradictionShape:
    d = c.choice.decision
    said = DecisionShape(chosen=d.chosen, reason=d.reason, by=d.by, at=d.at) if d else None
    return ContradictionShape(subject=c.subject, figures=[o.key for o in c.choice.contenders], decision=said)


def _revision(r: Revision) -> RevisionShape:
    return RevisionShape(was=r.was.key, became=r.became.key)


def _areas(a: ByArea) -> RollupShape:
    value = a.rollup.value
    exact = None if value is None else str(value.numerator) if value.denominator == 1 else f"{float(value):.12g}"
    why = a.rollup.why.both() if a.rollup.why else None
    return RollupShape(
        period=a.period.label,
        definition=a.definition,
        value=exact,
        why=both(why) if why else None,
        given=a.rollup.given,
        expected=a.rollup.expected,
        absent=dict(a.rollup.absent),
    )


def _import(i: Import) -> ImportShape:
    return ImportShape(source=i.register, title=i.title, file=i.file, name=i.name, by=i.by, at=i.at, **i.counts)


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
