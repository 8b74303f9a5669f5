"""Priorities and solutions that were agreed: what the round carries forward, in the words in which it was agreed."""

from collections.abc import Iterator

from dicu.documents.model import Block, Cited, Heading, Inlines, Paragraph, Table, Text
from dicu.review.paper.drafting import Drafting, counter
from dicu.review.planning_words import SORT, STATE
from dicu.review.priorities import Priority, PriorityState
from dicu.vocabulary import dates
from dicu.vocabulary.messages import T


def sections(d: Drafting) -> Iterator[Block]:
    if not d.situation.priorities:
        return
    yield Heading(1, d.text(T("Priorities and solutions")), "priorities")
    yield Paragraph(d.text(T("Proposed by an agency and agreed by somebody else; what is not done is carried into the next period.")))
    columns = d.columns(T("Number"), T("In a few words"), T("Agency"), T("State"), shares=(0.8, 2.8, 1.6, 1.4))
    yield Table(d.say(T("Priorities and solutions of the round")), columns, tuple(_row(d, p) for p in d.situation.priorities))


def _row(d: Drafting, p: Priority) -> tuple[Inlines, ...]:
    return (
        *(counter(p.id),),
        (*d.text(SORT[p.sort]), Text(": "), *_title(d, p)),
        d.plan_words_of_agency(p.owner or p.agency),
        _state(d, p),
    )


def _title(d: Drafting, p: Priority) -> Inlines:
    """In the other language where there are no words in this one, and marked so: a paper translates nothing by itself."""
    source = d.say(T("Agreed words of {number}", number=p.id))
    said = d.say(p.title)
    if said:
        return (Cited(said, source),)
    other = T(" — only in English") if p.title.en else T(" — only in Vietnamese")
    return (Cited(p.title.en or p.title.vi, source), *d.text(other))


def _state(d: Drafting, p: Priority) -> Inlines:
    words = d.text(STATE[p.state])
    if p.state is PriorityState.CARRIED or p.round != d.situation.round.id:
        words = (*words, Text(": "), *counter(p.round))
    if p.planned:
        words = (*words, Text("; "), *counter(", ".join(p.planned)))
    if p.due is not None:
        source = d.say(T("Agreed words of {number}", number=p.id))
        words = (*words, Text("; "), Cited(dates.short(p.due, d.language), source))
    return words
