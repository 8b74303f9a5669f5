"""How series, rounds, promises and briefs are answered."""

from datetime import date, datetime
from typing import Any

from dicu.access.policy import absent
from dicu.api.shapes import Both, Shape, both
from dicu.review.dialogues.course import Course, Key
from dicu.review.dialogues.desk import SeriesView
from dicu.review.dialogues.desk.loading import Offered
from dicu.review.dialogues.model import Basis, Instrument, Participant, Round, Series
from dicu.review.dialogues.ports import BuiltBrief, Position


class FactBasisShape(Shape):
    """Where a fact was read: titles of the sources. `verified` is false for what was inferred or is from memory."""

    sources: list[str]
    verified: bool
    note: Both


class ParticipantShape(Shape):
    side: str
    name: str
    rank: Both
    title: Both
    office: Both
    title_verified: bool
    basis: FactBasisShape


class PillarShape(Shape):
    code: str
    title: Both
    basis: FactBasisShape


class PillarMappingShape(Shape):
    before: str
    after: str
    relation: str
    rationale: Both
    basis: FactBasisShape


class LineageShape(Shape):
    relation: str
    target: str
    basis: FactBasisShape


class AuthenticTextShape(Shape):
    language: str
    authentic: bool | None
    had: bool
    words: str
    digest: str


class InstrumentShape(Shape):
    id: str
    type: str
    title: Both
    day: date | None
    status: str
    signatories: list[ParticipantShape]
    texts: list[AuthenticTextShape]
    lineage: list[LineageShape]
    basis: FactBasisShape


class VisitItemShape(Shape):
    day: date | None
    what: Both
    place: Both
    basis: FactBasisShape


class DialogueRoundShape(Shape):
    id: str
    number: int
    state: str
    day: date | None
    place: Both
    title: Both
    co_chairs: list[ParticipantShape]
    delegates: list[ParticipantShape]
    pillars: list[PillarShape]
    side_meetings: list[VisitItemShape]
    visit: list[VisitItemShape]
    outcomes: list[str]
    unknown: list[Both]
    basis: FactBasisShape


class ConfirmationShape(Shape):
    side: str
    day: date | None
    document: str
    title: Both
    where: str
    by: str


class HappeningShape(Shape):
    """`compiled`: told by public sources, not done by an officer."""

    kind: str
    day: date | None
    by: str
    compiled: bool
    body: dict[str, Any]


class CommitmentLinkShape(Shape):
    name: str
    kind: str
    plan: str
    task: str
    indicator: str
    rationale: str


class CommitmentShape(Shape):
    """`days`: calendar days from promise to delivery. `number`: send it with the next step. `steps`: those that this caller may
    take now."""

    code: str
    series: str
    round: str
    instrument: str
    pillars: list[str]
    party: str
    type: str
    text: Both
    sensitivity: str
    compiled: bool
    promised: date | None
    due: date | None
    state: str
    overdue: bool
    owner_ours: str
    owner_theirs: str
    agreed: list[ConfirmationShape]
    fulfilled: list[ConfirmationShape]
    delivered: date | None
    days: int | None
    carried: list[str]
    restates: list[str]
    replaces: list[str]
    restated_by: str
    links: list[CommitmentLinkShape]
    warnings: list[dict[str, Any]]
    happenings: list[HappeningShape]
    basis: FactBasisShape
    number: int
    steps: list[str]


class GapOfDialogue(Shape):
    rule: str
    subject: str
    explanation: Both
    closes_when: Both


class DialogueShape(Shape):
    series: str
    version: str
    digest: str
    standing: str
    title: Both
    banner: Both
    rounds: list[DialogueRoundShape]
    instruments: list[InstrumentShape]
    pillar_mappings: list[PillarMappingShape]
    commitments: list[CommitmentShape]
    gaps: list[GapOfDialogue]
    unknown: list[Both]


class DialogueList(Shape):
    items: list[DialogueShape]


class PositionShape(Shape):
    round: str
    pillar: str
    text: Both
    sensitivity: str
    by: str
    at: datetime


class BriefFileShape(Shape):
    name: str
    language: str
    format: str
    digest: str
    size: int


class BriefShape(Shape):
    round: str
    side: str
    day: date
    built_at: datetime
    built_by: str
    files: list[BriefFileShape]


class OneDialogueRound(Shape):
    round: DialogueRoundShape
    commitments: list[CommitmentShape]
    positions: list[PositionShape]
    briefs: list[BriefShape]


class DifferenceShape(Shape):
    part: str
    key: str
    how: str
    field: str
    old: str
    new: str


class DialogueLoadedShape(Shape):
    """`loaded`: whether it was kept; `same`: whether it stood already."""

    series: str
    version: str
    digest: str
    loaded: bool
    same: bool
    changes: list[DifferenceShape]


def series_shape(view: SeriesView) -> DialogueShape:
    s = view.series
    mappings = [
        PillarMappingShape(before=m.before, after=m.after, relation=m.relation, rationale=both(m.rationale), basis=_basis(s, m.basis))
        for m in s.mappings
    ]
    return DialogueShape(
        series=s.id,
        version=s.version,
        digest=s.digest,
        standing=str(s.standing),
        title=both(s.title),
        banner=both(s.banner),
        rounds=[_round(s, r) for r in s.lasting],
        instruments=[_instrument(s, i) for i in s.instruments],
        pillar_mappings=mappings,
        commitments=[commitment_shape(s, c, (), view.day) for c in view.courses],
        gaps=[
            GapOfDialogue(rule=g.rule, subject=g.subject, explanation=both(g.explanation), closes_when=both(g.closes_when))
            for g in view.gaps
        ],
        unknown=[both(u.what) for u in s.unknowns],
    )


def round_shape(view: SeriesView, id_: str) -> OneDialogueRound:
    found = view.series.round(id_)
    if found is None:
        raise absent()
    about = [c for c in view.courses if c.commitment.round == id_ or id_ in c.carried]
    return OneDialogueRound(
        round=_round(view.series, found),
        commitments=[commitment_shape(view.series, c, (), view.day) for c in about],
        positions=[position_shape(p) for p in view.positions if p.round == id_],
        briefs=[brief_shape(b) for b in view.briefs if b.round == id_],
    )


def commitment_shape(s: Series, c: Course, steps: tuple[str, ...], day: date) -> CommitmentShape:
    p = c.commitment
    recorded = next((h.body for h in c.happenings if h.kind == "recorded"), {})
    return CommitmentShape(
        code=c.code,
        series=s.id,
        round=p.round,
        instrument=p.instrument,
        pillars=list(p.pillars),
        party=p.party,
        type=p.type,
        text=both(p.text),
        sensitivity=str(p.sensitivity),
        compiled=p.compiled,
        promised=p.promised,
        due=c.due,
        state=str(c.state),
        overdue=c.overdue(day),
        owner_ours=c.owner_ours,
        owner_theirs=c.owner_theirs,
        agreed=[_key(k) for k in c.agreed],
        fulfilled=[_key(k) for k in c.fulfilled],
        delivered=c.delivered,
        days=c.days,
        carried=list(c.carried),
        restates=list(p.restates),
        replaces=list(p.replaces),
        restated_by=c.restated_by,
        links=[
            CommitmentLinkShape(name=x.name, kind=x.kind, plan=x.plan, task=x.task, indicator=x.indicator, rationale=x.rationale)
            for x in c.links
        ],
        warnings=list(recorded.get("warnings", ())),
        happenings=[HappeningShape(kind=h.kind, day=h.day, by=h.by, compiled=h.compiled, body=dict(h.body)) for h in c.happenings],
        basis=_basis(s, p.basis),
        number=c.number,
        steps=list(steps),
    )


def position_shape(p: Position) -> PositionShape:
    return PositionShape(round=p.round, pillar=p.pillar, text=both(p.text), sensitivity=p.sensitivity, by=p.by, at=p.at)


def brief_shape(b: BuiltBrief) -> BriefShape:
    files = [BriefFileShape(name=f.name, language=f.language, format=f.format, digest=f.digest, size=f.size) for f in b.files]
    return BriefShape(round=b.round, side=b.side, day=b.day, built_at=b.built_at, built_by=b.built_by, files=files)


def difference_shapes(found: Offered, *, loaded: bool) -> DialogueLoadedShape:
    changes = [DifferenceShape(part=d.part, key=d.key, how=d.how, field=d.field, old=d.old, new=d.new) for d in found.changes]
    s = found.series
    return DialogueLoadedShape(series=s.id, version=s.version, digest=s.digest, loaded=loaded, same=found.same, changes=changes)


def _basis(s: Series, basis: Basis) -> FactBasisShape:
    titles = [s.sources[key].title for key in basis.sources if key in s.sources]
    return FactBasisShape(sources=titles, verified=basis.verified, note=both(basis.note))


def _person(s: Series, p: Participant) -> ParticipantShape:
    said = {"rank": both(p.rank), "title": both(p.title), "office": both(p.office)}
    return ParticipantShape(side=p.side, name=p.name, **said, title_verified=p.title_verified, basis=_basis(s, p.basis))


def _round(s: Series, r: Round) -> DialogueRoundShape:
    nowhere = Both(vi="", en="")
    return DialogueRoundShape(
        id=r.id,
        number=r.number,
        state=str(r.state),
        day=r.day,
        place=both(r.place),
        title=both(r.title),
        co_chairs=[_person(s, p) for p in r.co_chairs],
        delegates=[_person(s, p) for p in r.delegates],
        pillars=[PillarShape(code=p.code, title=both(p.title), basis=_basis(s, p.basis)) for p in r.pillars],
        side_meetings=[VisitItemShape(day=m.day, what=both(m.with_), place=nowhere, basis=_basis(s, m.basis)) for m in r.side_meetings],
        visit=[VisitItemShape(day=v.day, what=both(v.what), place=both(v.place), basis=_basis(s, v.basis)) for v in r.visit],
        outcomes=list(r.outcomes),
        unknown=[both(u.what) for u in r.unknowns],
        basis=_basis(s, r.basis),
    )


def _instrument(s: Series, i: Instrument) -> InstrumentShape:
    texts = [AuthenticTextShape(language=t.language, authentic=t.authentic, had=t.had, words=t.words, digest=t.digest) for t in i.texts]
    return InstrumentShape(
        id=i.id,
        type=i.type,
        title=both(i.title),
        day=i.day,
        status=i.status,
        signatories=[_person(s, p) for p in i.signatories],
        texts=texts,
        lineage=[LineageShape(relation=x.relation, target=x.target, basis=_basis(s, x.basis)) for x in i.lineage],
        basis=_basis(s, i.basis),
    )


def _key(key: Key) -> ConfirmationShape:
    e = key.evidence
    return ConfirmationShape(side=key.side, day=key.day, document=e.instrument, title=both(e.title), where=e.where, by=key.by)
