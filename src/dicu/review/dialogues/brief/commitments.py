"""The promises: how many stand how, each with its days from promise to delivery, and for one's own side who has them."""

from collections.abc import Iterator

from dicu.documents.building import filled, joined, words
from dicu.documents.model import Block, Cited, Heading, Inlines, Items, Paragraph, Table, Text
from dicu.review.dialogues.both_texts import differing
from dicu.review.dialogues.brief.writing import Writing
from dicu.review.dialogues.course import CommitmentState, Course, Evidence
from dicu.review.dialogues.model import Basis
from dicu.review.dialogues.words import DAYS_RULE, NOT_KNOWN, STATE, SUMMARY
from dicu.review.gaps import Gap
from dicu.vocabulary.messages import Message, T, translated

DELIVERED = T("{code}: promised on {since}, delivered on {until}: {days} days.")


def sections(w: Writing) -> Iterator[Block]:
    yield Heading(1, w.text(T("Commitments")), "commitments")
    if not w.brief.courses:
        yield Paragraph(w.text(T("No commitment is known.")))
        return
    yield _summary(w)
    yield _table(w)
    yield from _delivered(w)
    if not w.brief.partner:
        yield from _ours(w)


def _summary(w: Writing) -> Table:
    columns = w.columns(T("State"), T("Commitments"), shares=(2, 1), numeric=frozenset({1}))
    what = T("commitments in this state")
    rows = []
    for state in CommitmentState:
        codes = [c.code for c in w.brief.courses if c.state == state]
        if codes:
            rows.append((w.text(STATE[state]), w.counted(f"state-{state}", what, codes)))
    late = [c.code for c in w.brief.courses if c.overdue(w.brief.day)]
    rows.append((w.text(T("overdue")), w.counted("overdue", T("commitments whose last day has passed"), late)))
    return Table(w.say(T("Commitments by state")), columns, tuple(rows))


def _table(w: Writing) -> Table:
    columns = w.columns(
        T("Code"),
        T("What was promised"),
        T("Who promised it"),
        T("Promised"),
        T("Last day"),
        T("State"),
        shares=(0.95, 2.5, 1.1, 1.35, 1.35, 1.2),
    )
    return Table(w.say(T("Commitments")), columns, tuple(_row(w, c) for c in w.brief.courses))


def _row(w: Writing, c: Course) -> tuple[Inlines, ...]:
    basis = _basis(c)
    state = (*w.text(STATE[c.state]), *_rounds(w, c))
    return (
        w.code(c.code),
        _words(w, c),
        w.text(w.brief.series.party(c.commitment.party)),
        w.day(c.commitment.promised, basis),
        w.day(c.due, basis),
        state,
    )


def _words(w: Writing, c: Course) -> Inlines:
    """In this language; where two authentic texts do not say the same, both of them, in every paper."""
    text, basis = c.commitment.text, _basis(c)
    if not c.commitment.compiled and differing({"vi": text.vi, "en": text.en}):
        both = (Cited(text.vi, w.source(basis), language="vi"), *words(" / "), Cited(text.en, w.source(basis), language="en"))
        return (*both, *words(" — "), *w.text(T("the two texts differ")))
    working = (*words(" — "), *w.text(SUMMARY)) if w.language in c.commitment.working else ()
    return (*w.quoted(text, basis), *working)


def _rounds(w: Writing, c: Course) -> Inlines:
    """Into which rounds it was carried, or what says it anew."""
    named = c.carried if c.state is CommitmentState.CARRIED else (c.restated_by,) if c.restated_by else ()
    return (*words(" ("), *joined(tuple(w.code(name) for name in named)), *words(")")) if named else ()


def _basis(c: Course) -> Basis:
    return c.commitment.basis


def _delivered(w: Writing) -> Iterator[Block]:
    rows = [c for c in w.brief.courses if c.days is not None]
    if not rows:
        return
    yield Heading(2, w.text(T("From promise to delivery")), "delivery")
    yield Items(tuple(_delivery(w, c) for c in rows))
    yield Paragraph(w.text(DAYS_RULE))


def _delivery(w: Writing, c: Course) -> Inlines:
    since, until, count = c.commitment.promised, c.delivered, c.days
    if since is None or until is None or count is None:
        return ()
    keys = c.fulfilled
    sources = (*c.commitment.basis.sources, *(s for key in keys for s in key.evidence.sources))
    shown = dict.fromkeys(_document(w, key.evidence) for key in keys)
    slots = {
        "code": w.code(c.code),
        "since": w.day(since, _basis(c)),
        "until": w.day(until, Basis(keys[-1].evidence.sources, True)),
        "days": w.days(f"days-{c.code}", count, since, until, sources),
    }
    said = filled(translated(DELIVERED.sentence, w.language), slots)
    return (*said, *words(" "), *w.text(T("What shows it:")), *words(" "), *joined(tuple(shown), "; "))


def _document(w: Writing, e: Evidence) -> Inlines:
    named = w.brief.series.instrument(e.instrument)
    title = named.title if named else e.title
    basis = named.basis if named and not e.sources else Basis(e.sources, e.verified)
    if w.brief.partner or named:
        return w.quoted(title, basis)
    return (*w.quoted(title, basis), *(words(", ") + (Cited(e.where, e.where),) if e.where else ()))


def _ours(w: Writing) -> Iterator[Block]:
    alive = [c for c in w.brief.courses if not c.over]
    if alive:
        columns = w.columns(
            T("Code"), T("Who has it here"), T("Who has it there"), T("Serves it in our plans"), shares=(0.8, 1.5, 1.8, 2.5)
        )
        yield Heading(2, w.text(T("Who has them")), "owners")
        yield Table(w.say(T("Who has what is not over")), columns, tuple(_owned(w, c) for c in alive))
    if w.brief.gaps:
        yield Heading(2, w.text(T("Gaps")), "gaps")
        yield Items(tuple(_gap(w, gap) for gap in w.brief.gaps))


def _owned(w: Writing, c: Course) -> tuple[Inlines, ...]:
    own = Basis((), True)
    links = joined(tuple((Cited(f"{link.plan} {link.task or link.indicator}", w.say(w.brief.series.short)),) for link in c.links), "; ")
    cells = ((Cited(name, w.source(own)),) if name else w.text(NOT_KNOWN) for name in (c.owner_ours, c.owner_theirs))
    return (w.code(c.code), *cells, links or w.text(T("nothing yet")))


def _gap(w: Writing, gap: Gap) -> Inlines:
    slots = {name: _slot(w, gap, name, value) for name, value in gap.explanation.values.items()}
    return (*w.code(gap.rule), *words(" "), *filled(translated(gap.explanation.sentence, w.language), slots))


def _slot(w: Writing, gap: Gap, name: str, value: object) -> Inlines:
    said = w.say(Message("{value}", {"value": value}))
    if name == "code" or (name == "rounds" and said):
        return w.code(said)
    if not any(c.isdigit() for c in said):
        return (Text(said),)
    if name == "series":
        return (Cited(said, w.say(w.brief.series.short)),)
    return w.from_rule(f"gap.{gap.key}.{name}", said, gap.rule, gap.inputs)
