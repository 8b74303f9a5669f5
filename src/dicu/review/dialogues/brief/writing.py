"""One brief being written in one language: words, quotations with their source, figures with their trace."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dicu.documents.building import words
from dicu.documents.model import Cited, Column, Counter, Figure, Inlines, Step, Trace
from dicu.review.dialogues.brief.choosing import Brief
from dicu.review.dialogues.model import Basis
from dicu.review.dialogues.words import DAYS_RULE, NOT_KNOWN, UNVERIFIED
from dicu.review.paper.traces import source_step
from dicu.vocabulary import dates, numbers
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.messages import Message, T


@dataclass
class Writing:
    brief: Brief
    language: Language
    traces: dict[str, Trace] = field(default_factory=dict)

    def say(self, text: Message | Bilingual) -> str:
        return text.say(self.language)

    def text(self, text: Message | Bilingual, *, strong: bool = False) -> Inlines:
        return words(self.say(text), strong=strong)

    def source(self, basis: Basis) -> str:
        """What a reader could look up; the series itself where the fact names no source."""
        titles = [self.brief.series.sources[key].title for key in basis.sources if key in self.brief.series.sources]
        return "; ".join(titles) or self.say(self.brief.series.short)

    def quoted(self, text: Bilingual, basis: Basis, *, marked: bool = True) -> Inlines:
        """Words of a source; in the other language where this one has none. What is not verified says so."""
        said = self.say(text) or text.vi or text.en
        if not said:
            return self.text(NOT_KNOWN)
        other: Language | None = None if self.say(text) else ("vi" if text.vi else "en")
        mark = (*words(" — "), *self.text(UNVERIFIED)) if marked and not basis.verified else ()
        return (Cited(said, self.source(basis), language=other), *mark)

    def day(self, day: date | None, basis: Basis) -> Inlines:
        return (Cited(dates.short(day, self.language), self.source(basis)),) if day else self.text(NOT_KNOWN)

    def code(self, code: str) -> Inlines:
        return (Counter(code),)

    def counted(self, claim: str, what: Message, things: Iterable[str]) -> Inlines:
        named = tuple(things)
        facts = ((self.say(T("what")), self.say(what)), (self.say(T("which")), ", ".join(named) or self.say(T("none"))))
        return self._figure(claim, numbers.written(len(named), self.language), Step("count", self.say(T("Counted")), facts))

    def days(self, claim: str, count: int, since: date, until: date, sources: Iterable[str]) -> Inlines:
        """Days between two dates, computed; the trace has both days, the rule and the sources."""
        expression = f"days({since.isoformat()}, {until.isoformat()})"
        facts = ((self.say(T("expression")), expression), (self.say(T("rule")), self.say(DAYS_RULE)))
        known = self.brief.series.sources
        below = tuple(source_step(known[key], self.language) for key in dict.fromkeys(sources) if key in known) or (self._own(),)
        return self._figure(claim, numbers.written(count, self.language), Step("expression", self.say(T("Computed as")), facts, below))

    def from_rule(self, claim: str, text: str, rule: str, inputs: tuple[tuple[str, str], ...]) -> Inlines:
        return self._figure(claim, text, Step("expression", self.say(T("Rule {rule}, version {version}", rule=rule, version=1)), inputs,
                                              (self._own(),)))  # fmt: skip

    def columns(self, *titles: Message, shares: tuple[float, ...], numeric: frozenset[int] = frozenset()) -> tuple[Column, ...]:
        return tuple(Column(self.say(t), n in numeric, share) for n, (t, share) in enumerate(zip(titles, shares, strict=True)))

    def _own(self) -> Step:
        s = self.brief.series
        return Step("source", self.say(s.short), ((self.say(T("version")), s.version), ("SHA-256", s.digest)))

    def _figure(self, claim: str, text: str, root: Step) -> Inlines:
        self.traces[claim] = Trace(claim, text, root)
        return (Figure(text, claim),)
