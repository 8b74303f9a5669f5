"""The whole paper, in one language, from a situation: the order of its sections, its head and its foot."""

from collections.abc import Iterator

from dicu.documents.model import Block, Cited, Counter, Document, Front, Heading, Items, Notice, Paragraph, Tone
from dicu.review.gaps import Gap
from dicu.review.model import Statement
from dicu.review.paper import figure_tables, gap_section, plan_section, priority_section, progress_tables
from dicu.review.paper.drafting import Drafting
from dicu.review.paper.statements import Unsaid, filled
from dicu.review.situation import Situation
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import T
from dicu.vocabulary.observation import Standing


def paper(situation: Situation, gaps: tuple[Gap, ...], language: Language, snapshot: str) -> Document:
    """The review of a round as a document. Every number in it has a trace; `documents.guard` proves it."""
    d = Drafting.of(situation, gaps, language)
    blocks = tuple(_blocks(d))
    return Document(
        language=language,
        front=_front(d),
        blocks=blocks,
        traces=tuple(d.traces.found.values()),
        snapshot=snapshot,
        dated=situation.day,
        keywords=(d.say(situation.plan.short),),
        cited=(*_named(d), Cited(d.say(situation.plan.banner), d.plan_name())),
    )


def _blocks(d: Drafting) -> Iterator[Block]:
    yield from plan_section.sections(d)
    for section in d.situation.plan.sections.get(d.situation.round.id, ()):
        yield Heading(1, (Cited(d.say(section.title), d.plan_name()),), section.code)
        yield from (_statement(d, statement) for statement in section.statements)
    yield from progress_tables.sections(d)
    yield from figure_tables.sections(d)
    yield from gap_section.sections(d)
    yield from priority_section.sections(d)
    yield from _events(d)


def _statement(d: Drafting, statement: Statement) -> Block:
    """The sentence, or the notice that stands in its place until its figures are there."""
    try:
        return Paragraph(filled(statement, d.world, d.traces))
    except Unsaid as unsaid:
        return Notice(Tone.GAP, d.say(T("A sentence is missing here")), (Paragraph((Counter(d.say(unsaid.message)),)),))


TITLES = {
    Standing.COMPILED: T("Compilation"),
    Standing.SYNTHETIC: T("Demonstration report"),
    Standing.ACCEPTED: T("Report"),
}


def _front(d: Drafting) -> Front:
    """No ministry has issued this paper, and its head says so: a letterhead would lend it an authority it does not have.
    The national motto stands only over papers about the real country."""
    plan = d.situation.plan
    return Front(
        title=d.say(TITLES[plan.standing]),
        subtitle=d.say(d.situation.round.title),
        agency=d.say(T("Not issued by any agency")),
        motto=not plan.synthetic,
        day=d.situation.day,
        banner=d.say(plan.banner),
        tone=Tone.SYNTHETIC if plan.synthetic else Tone.UNVERIFIED,
    )


def _events(d: Drafting) -> Iterator[Block]:
    events = [e for e in d.situation.plan.events if d.say(e.what)]
    if events:
        yield Heading(1, d.text(T("Conferences and other events")), "events")
        yield Items(
            tuple(
                (Cited(_event(d, e), d.situation.plan.sources[e.source].title if e.source in d.situation.plan.sources else d.plan_name()),)
                for e in events
            )
        )


def _event(d: Drafting, event: object) -> str:
    day = T("{day}", day=event.day).say(d.language) if event.day else d.say(T("date not known"))  # type: ignore[attr-defined]
    return f"{day}: {d.say(event.what)}"  # type: ignore[attr-defined]


def _named(d: Drafting) -> tuple[Cited, ...]:
    """The plain words of the head and of captions that may hold a number, cited from the plan."""
    plan = d.situation.plan
    words = [
        d.situation.round.title,
        plan.short,
        plan.title,
        *(a.name for a in plan.agencies),
        *(i.name for i in plan.indicators),
        *(i.unit for i in plan.indicators),
    ]
    return tuple(Cited(d.say(w), d.plan_name()) for w in dict.fromkeys(words) if d.say(w))
