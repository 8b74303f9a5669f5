"""One paper being written in one language: what every section of it needs at hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from dicu.documents.model import Cited, Column, Counter, Figure, Inlines, Text
from dicu.review.gaps import Gap
from dicu.review.paper.traces import Traces
from dicu.review.situation import Situation
from dicu.review.world import Counted, RoundWorld
from dicu.vocabulary import numbers
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.messages import Message, T


@dataclass(frozen=True)
class Drafting:
    situation: Situation
    gaps: tuple[Gap, ...]
    language: Language
    traces: Traces
    world: RoundWorld

    @classmethod
    def of(cls, situation: Situation, gaps: tuple[Gap, ...], language: Language) -> "Drafting":
        return cls(situation, gaps, language, Traces(situation, language), RoundWorld(situation, gaps))

    def say(self, message: Message | Bilingual) -> str:
        return message.say(self.language)

    def text(self, message: Message | Bilingual, *, strong: bool = False) -> Inlines:
        return (Text(self.say(message), strong=strong),)

    def plan_words(self, text: Bilingual, source: str) -> Inlines:
        """Words of the plan, as its source has them; a working translation is in the reader's language all the same."""
        named = self.situation.plan.sources.get(source)
        return (Cited(self.say(text), named.title if named else self.plan_name()),) if self.say(text) else self.text(T("not available"))

    def plan_name(self) -> str:
        return self.say(self.situation.plan.short)

    def agency(self, code: str) -> str:
        agency = self.situation.plan.agency_by_code.get(code)
        return self.say(agency.name) if agency else code

    def plan_words_of_agency(self, code: str) -> Inlines:
        """An agency's name; a name may hold a number ("Province 4"), so it is cited from the plan."""
        return (Cited(self.agency(code), self.plan_name()),)

    def counted(self, claim: str, what: Message, things: Iterable[str]) -> Inlines:
        """How many things there are, as a figure that lists them in its trace."""
        counted = Counted(what, tuple(things))
        text = numbers.written(len(counted.things), self.language)
        self.traces.of_count(claim, text, counted)
        return (Figure(text, claim),)

    def columns(self, *titles: Message, numeric: int = 0, shares: tuple[float, ...] = ()) -> tuple[Column, ...]:
        """Columns with these titles; the last `numeric` of them hold numbers."""
        first = len(titles) - numeric
        widths = shares or (1.0,) * len(titles)
        return tuple(Column(self.say(t), n >= first, width) for n, (t, width) in enumerate(zip(titles, widths, strict=True)))


def counter(text: str) -> Inlines:
    return (Counter(text),)
