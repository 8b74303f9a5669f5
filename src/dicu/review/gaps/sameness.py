"""How much of a text was there before. One pass over the words of each text, whatever their length."""

import re
from dataclasses import dataclass

from dicu.vocabulary.text import normalised

RUN = 5
"""So many words in a row make a passage; fewer are how everybody writes."""
LEAST = 10
"""Words below which a text is too short to say that it was copied."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sameness:
    """`same` of `words` words of the newer text stand in the older one, in runs of `RUN` words or more."""

    same: int
    words: int

    @property
    def percent(self) -> int:
        return 100 * self.same // self.words if self.words else 0

    def reaches(self, percent: int) -> bool:
        return self.words >= LEAST and 100 * self.same >= percent * self.words


def words_of(text: str) -> tuple[str, ...]:
    """Case, spaces and signs between words make no difference."""
    return tuple(_WORD.findall(normalised(text).casefold()))


def sameness(newer: str, older: str) -> Sameness:
    now, before = words_of(newer), words_of(older)
    known = {before[at : at + RUN] for at in range(len(before) - RUN + 1)}
    covered = bytearray(len(now))
    for at in range(len(now) - RUN + 1):
        if now[at : at + RUN] in known:
            covered[at : at + RUN] = b"\1" * RUN
    return Sameness(sum(covered), len(now))
