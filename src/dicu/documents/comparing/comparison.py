"""Two texts laid side by side, and what differs between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dicu.documents.comparing import differing
from dicu.documents.comparing.aligning import Pair, Part, aligned, lines_of, paragraphs, sentences
from dicu.documents.comparing.findings import Finding, Side, Sides
from dicu.documents.comparing.tongues import OF, TONGUES
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.text import normalised

FAR = 10**9


class NotCompared(Refused):
    """There is nothing to compare, or in a language that is not known."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`parts`: paragraphs of each text; `compared`: how many numbers, dates, times and codes were read in both together."""

    languages: tuple[str, str]
    parts: tuple[int, int]
    compared: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def same(self) -> bool:
        return not self.findings


def compare(first: str, second: str, languages: tuple[str, str]) -> Comparison:
    """Two texts in two of vi, en, fr, es, ru. The findings come in the order of the first text. Raises NotCompared."""
    _check(languages)
    sides: Sides = (Side(_plain(first), languages[0]), Side(_plain(second), languages[1]))
    parts = [paragraphs(side.text, side.language) for side in sides]
    if not all(parts):
        raise NotCompared(T("One of the texts is empty."))
    found = [finding for group in aligned(parts[0], parts[1], _ratio(sides)) for finding in _group(group, sides)]
    return Comparison(languages, (len(parts[0]), len(parts[1])), _counted(parts), tuple(sorted(found, key=_place)))


def compare_lines(first: Sequence[str], second: Sequence[str], languages: tuple[str, str]) -> Comparison:
    """Texts of which it is known that the first line of one says what the first of the other says, and so on."""
    _check(languages)
    sides: Sides = (Side(_plain("\n".join(first)), languages[0]), Side(_plain("\n".join(second)), languages[1]))
    parts = [lines_of(side.text, side.language) for side in sides]
    found = [finding for a, b in zip(*parts, strict=True) for finding in _group(_pair(a, b), sides)]
    counted = [[part for part in side if part.text] for side in parts]
    return Comparison(languages, (len(counted[0]), len(counted[1])), _counted(counted), tuple(sorted(found, key=_place)))


def _pair(a: Part, b: Part) -> Pair:
    return Pair((a,) if a.text else (), (b,) if b.text else ())


def _check(languages: tuple[str, str]) -> None:
    for language in languages:
        if language not in TONGUES:
            raise NotCompared(T("The language “{code}” is not known here. Choose of: {codes}.", code=language, codes=", ".join(TONGUES)))
    if languages[0] == languages[1]:
        raise NotCompared(T("Both texts are said to be in the same language. Two languages are compared."))


def _plain(text: str) -> str:
    return normalised(text).replace("\r\n", "\n").replace("\r", "\n")


def _group(group: Pair, sides: Sides) -> Iterator[Finding]:
    """A pair of paragraphs: their sentences one by one, their numbers together, because sentences are cut differently."""
    if not (group.first and group.second):
        yield from differing.missing(group, sides)
        return
    cut = [
        [sentence for part in parts for sentence in sentences(part, side.language)]
        for parts, side in zip((group.first, group.second), sides, strict=True)
    ]
    pairs = list(aligned(cut[0], cut[1], _ratio(sides)))
    met = [pair for pair in pairs if pair.first and pair.second]
    for pair in pairs:
        yield from differing.duties_of(pair, sides) if pair in met else differing.missing(pair, sides)
    whole = Pair(tuple(part for pair in met for part in pair.first), tuple(part for pair in met for part in pair.second))
    if met:
        yield from differing.marks(whole, sides)
        yield from differing.names_of(whole, sides)


def _ratio(sides: Sides) -> float:
    return OF[sides[1].language].length / OF[sides[0].language].length


def _counted(parts: Sequence[Sequence[Part]]) -> dict[str, int]:
    every = [mark for text in parts for part in text for mark in part.marks if not mark.soft]
    return {kind: sum(mark.kind == kind for mark in every) for kind in ("number", "date", "time", "code")}


def _place(finding: Finding) -> tuple[int, int, int]:
    first, second = finding.first, finding.second
    return (first.line if first else FAR, second.line if second else FAR, first.column if first else 0)
