"""The whole brief in one language: its head, how to read it, and its sections in order."""

from collections.abc import Iterator

from dicu.documents.model import Block, Cited, Document, Front, Heading, Items, Notice, Paragraph, Tone
from dicu.review.dialogues.brief import commitments, policy_sections, round_sections
from dicu.review.dialogues.brief.choosing import Brief
from dicu.review.dialogues.brief.writing import Writing
from dicu.review.dialogues.model import Basis
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import T
from dicu.vocabulary.observation import Standing

OURS = T("For our own side only. It holds what is not for the partner; do not hand it over.")
PARTNER = T("For the partner. It holds only what is public, or what both sides have agreed.")


def brief(found: Brief, language: Language) -> Document:
    """Every number in it leads to its source; `documents.guard` proves it."""
    w = Writing(found, language)
    blocks = tuple(_blocks(w))
    return Document(
        language=language,
        front=_front(w),
        blocks=blocks,
        traces=tuple(w.traces.values()),
        snapshot=found.series.digest,
        dated=found.day,
        keywords=(w.say(found.series.short),),
        cited=tuple(_named(w)),
    )


def _front(w: Writing) -> Front:
    """No ministry has issued this paper, and its head says so."""
    b = w.brief
    synthetic = b.series.standing is Standing.SYNTHETIC
    return Front(
        title=w.say(T("Brief for a dialogue") if not b.partner else T("Brief on a dialogue, for the partner")),
        subtitle=f"{w.say(b.series.title)}. {w.say(b.round.title)}",
        agency=w.say(T("Not issued by any agency")),
        motto=not synthetic and not b.partner,
        day=b.day,
        banner=w.say(b.series.banner),
        tone=Tone.SYNTHETIC if synthetic else Tone.UNVERIFIED,
    )


def _blocks(w: Writing) -> Iterator[Block]:
    yield Notice(
        Tone.NEUTRAL,
        w.say(T("How to read this paper")),
        (
            Paragraph(w.text(PARTNER if w.brief.partner else OURS, strong=True)),
            Paragraph(w.quoted(w.brief.series.banner, Basis((), True))),
            Paragraph(w.text(T("Every number leads to its source. What is not known is shown as not known."))),
        ),
    )
    yield from round_sections.sections(w)
    yield from commitments.sections(w)
    yield from policy_sections.sections(w)
    yield from _unknown(w)


def _unknown(w: Writing) -> Iterator[Block]:
    unknowns = (*w.brief.round.unknowns, *w.brief.series.unknowns)
    if unknowns:
        yield Heading(1, w.text(T("What is not known")), "unknown")
        yield Items(tuple(w.quoted(u.what, Basis((), True)) for u in unknowns))


def _named(w: Writing) -> Iterator[Cited]:
    """Plain words of the head that may hold a number."""
    s = w.brief.series
    for text in (s.title, s.short, s.banner, w.brief.round.title):
        if w.say(text):
            yield Cited(w.say(text), w.say(s.short))
