"""The round itself: who chairs it, what it is about, what came before, and the documents that stand."""

from collections.abc import Iterator

from dicu.documents.building import joined, words
from dicu.documents.model import Block, Cited, Heading, Inlines, Items, Notice, Paragraph, Table, Tone
from dicu.review.dialogues.brief.writing import Writing
from dicu.review.dialogues.model import Basis, Instrument, Participant, PillarMapping
from dicu.review.dialogues.words import INSTRUMENT, LINEAGE, NOT_HAD, NOT_KNOWN, RELATION, STATUS, UNVERIFIED
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T


def sections(w: Writing) -> Iterator[Block]:
    yield Heading(1, w.text(T("The round")), "round")
    yield _when(w)
    if w.brief.round.co_chairs:
        yield _chairs(w)
    yield from _pillars(w)
    yield from _beside(w)
    yield from _positions(w)
    yield Heading(1, w.text(T("Documents of the series")), "instruments")
    yield from _instruments(w)


def _when(w: Writing) -> Items:
    r = w.brief.round
    rows: list[Inlines] = [
        (*w.text(T("Day:")), *words(" "), *w.day(r.day, r.basis)),
        (*w.text(T("Place:")), *words(" "), *w.quoted(r.place, r.basis)),
    ]
    return Items(tuple(rows))


def _chairs(w: Writing) -> Table:
    columns = w.columns(T("Side"), T("Name"), T("Title and office on that day"), shares=(0.8, 1.3, 3))
    return Table(w.say(T("Co-chairs")), columns, tuple(_person(w, p) for p in w.brief.round.co_chairs))


def _person(w: Writing, p: Participant) -> tuple[Inlines, ...]:
    party = w.brief.series.party(p.side)
    mark = () if p.title_verified or not w.say(p.title) else (*words(" — "), *w.text(T("title unverified")))
    parts = [w.quoted(part, p.basis, marked=False) for part in (p.rank, p.title, p.office) if w.say(part)]
    name = (Cited(p.name, w.source(p.basis)), *(() if p.basis.verified else (*words(" — "), *w.text(UNVERIFIED))))
    return w.text(party), name, (*(joined(tuple(parts)) or w.text(NOT_KNOWN)), *mark)


def _pillars(w: Writing) -> Iterator[Block]:
    r = w.brief.round
    if not r.pillars:
        return
    yield Heading(2, w.text(T("Pillars")), "pillars")
    yield Items(tuple(w.quoted(p.title, p.basis) for p in r.pillars), ordered=True)
    own = {p.code for p in r.pillars}
    rows = [m for m in w.brief.series.mappings if m.after in own or (m.relation == "dropped" and m.before not in own and _before(w, m))]
    if rows:
        columns = w.columns(T("Earlier"), T("Now"), T("How they relate"), shares=(2, 2, 1.4))
        yield Table(w.say(T("Pillars of this round and of an earlier one")), columns, tuple(_mapping(w, m) for m in rows))


def _before(w: Writing, m: PillarMapping) -> bool:
    """Whether the dropped pillar was one of an earlier round."""
    return any(m.before in {p.code for p in r.pillars} for r in w.brief.series.rounds if r.number < w.brief.round.number)


def _mapping(w: Writing, m: PillarMapping) -> tuple[Inlines, ...]:
    ends = [w.brief.series.pillar(code) for code in (m.before, m.after)]
    shown = [w.quoted(p.title, p.basis, marked=False) if p else words("—") for p in ends]
    mark = () if m.basis.verified else (*words(" — "), *w.text(UNVERIFIED))
    return shown[0], shown[1], (*w.text(RELATION[m.relation]), *mark)


def _beside(w: Writing) -> Iterator[Block]:
    r = w.brief.round
    if r.visit:
        yield Heading(2, w.text(T("Programme of the visit")), "visit")
        yield Items(tuple((*w.day(v.day, v.basis), *words(": "), *w.quoted(v.what, v.basis)) for v in r.visit))
    if r.side_meetings:
        yield Heading(2, w.text(T("Side meetings")), "side-meetings")
        yield Items(tuple(w.quoted(m.with_, m.basis) for m in r.side_meetings))


def _positions(w: Writing) -> Iterator[Block]:
    if w.brief.partner or not w.brief.positions:
        return
    yield Heading(1, w.text(T("What our side holds")), "positions")
    rows = tuple(w.quoted(p.text, Basis((), True), marked=False) for p in w.brief.positions)
    yield Notice(Tone.NEUTRAL, w.say(T("Never for the partner")), (Items(rows),))


def _instruments(w: Writing) -> Iterator[Block]:
    """As a list, the oldest first: a document with its lineage is too much for a row."""
    rows = sorted(w.brief.series.instruments, key=lambda i: (i.day is None, i.day or w.brief.day))
    yield Items(tuple(_instrument(w, i) for i in rows))
    if not any(i.had for i in rows):
        yield Paragraph(w.text(NOT_HAD))


def _instrument(w: Writing, i: Instrument) -> Inlines:
    head = (*w.quoted(i.title, i.basis, marked=False), *words(" ("), *w.text(INSTRUMENT[i.type]), *words("); "))
    day = (*w.day(i.day, i.basis), *words("; "), *w.text(STATUS[i.status]))
    lines = joined(tuple(_line(w, line.relation, line.target, line.basis) for line in i.lineage), "; ")
    mark = () if i.basis.verified else (*words(" — "), *w.text(UNVERIFIED))
    source = (*words(". "), *w.text(T("Read in:")), *words(" "), Cited(w.source(i.basis), w.source(i.basis)), *mark)
    return (*head, *day, *(words("; ") if lines else ()), *lines, *source)


def _line(w: Writing, relation: str, target: str, basis: Basis) -> Inlines:
    found = w.brief.series.instrument(target)
    title = found.title if found else Bilingual(target, target)
    day = (*words(" ("), *w.day(found.day, found.basis), *words(")")) if found and found.day else ()
    mark = () if basis.verified else (*words(" — "), *w.text(UNVERIFIED))
    return (*w.text(LINEAGE[relation]), *words(" "), *w.quoted(title, basis, marked=False), *day, *mark)
