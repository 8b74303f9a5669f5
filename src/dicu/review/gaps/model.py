"""A gap: what was expected, what was found, from which rows, and what would close it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dicu.review.situation import Situation
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message

VERSION = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """`subject` is what it is about (a task's code, an indicator …); `agency` whose it is, empty for the plan's own."""

    rule: str
    severity: str  # blocking | warning | info
    subject: str
    explanation: Message
    closes_when: Message
    agency: str = ""
    count: int = 1
    inputs: tuple[tuple[str, str], ...] = field(default=())
    version: int = VERSION

    @property
    def key(self) -> str:
        return f"{self.rule}/{self.subject}"


Rule = Callable[[Situation], Iterable[Gap]]


def agency_named(s: Situation, code: str) -> Bilingual:
    agency = s.plan.agency_by_code.get(code)
    return agency.name if agency else Bilingual(code, code)


def agencies_named(s: Situation, codes: tuple[str, ...]) -> Bilingual:
    names = [agency_named(s, code) for code in codes]
    return Bilingual("; ".join(n.vi for n in names), "; ".join(n.en for n in names))
