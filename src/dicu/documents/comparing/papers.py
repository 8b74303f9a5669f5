"""The two languages of one paper: built from the same figures, and compared all the same before anybody keeps them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from dicu.documents.comparing.comparison import Comparison, compare, compare_lines
from dicu.documents.comparing.findings import Finding, Spot
from dicu.documents.model import Cited, Document, Inlines
from dicu.documents.walking import places
from dicu.vocabulary.messages import Refused, T

Words = Inlines | str

STOPPING = frozenset({"number", "unit", "date", "time", "code", "missing"})
"""Kinds of error for which a paper is not kept. Names are spelt in too many ways for that; they stand among the warnings."""


class NotAlike(Refused):
    """The two papers do not say the same. `findings` holds every error."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = findings[0]
        text = next(spot.text for spot in (first.first, first.second) if spot)
        super().__init__(
            T("This paper cannot be kept: {count} places do not say the same in both languages. The first, at “{text}”: {why}",
              count=len(findings), text=text, why=first.why)
        )  # fmt: skip
        self.findings = findings


def compare_papers(first: Document, second: Document) -> Comparison:
    """Place by place where both have as many, else as running texts. Lines of the findings are places of the papers.

    What both print to the letter, as an agency's words that nobody translated, is one text and not two; what only one of them has in
    its own language is told as a warning, and compared with nothing.
    """
    rows = [[place.words for place in places(document)] for document in (first, second)]
    languages = (first.language, second.language)
    if len(rows[0]) != len(rows[1]):
        return compare("\n".join(map(_line, rows[0])), "\n".join(map(_line, rows[1])), languages)
    pairs = [_apart(a, b) for a, b in zip(*rows, strict=True)]
    found = compare_lines([a for a, _ in pairs], [b for _, b in pairs], languages)
    return replace(found, findings=(*found.findings, *_untranslated(rows[0], rows[1])))


def _apart(first: Words, second: Words) -> tuple[str, str]:
    """What of two places is compared: without quotations that both have to the letter, or that only one of them has."""
    quoted = (_quoted(first), _quoted(second))
    left = quoted[0] & quoted[1] if all(quoted) else quoted[0] | quoted[1]
    return _line(first, left), _line(second, left)


def _quoted(words: Words) -> set[str]:
    return set() if isinstance(words, str) else {inline.text for inline in words if isinstance(inline, Cited)}


def _line(words: Words, without: Collection[str] = ()) -> str:
    if isinstance(words, str):
        return " ".join(words.split())
    kept = (inline.text for inline in words if not (isinstance(inline, Cited) and inline.text in without))
    return " ".join("".join(kept).split())


def _untranslated(first: Sequence[Words], second: Sequence[Words]) -> Iterator[Finding]:
    for at, (a, b) in enumerate(zip(first, second, strict=True), 1):
        if bool(_quoted(a)) != bool(_quoted(b)):
            spot = Spot(at, 1, (_line(a) if _quoted(a) else _line(b))[:160])
            why = T("Only one of the two papers has these words in its language.")
            yield Finding("missing", "warning", spot if _quoted(a) else None, None if _quoted(a) else spot, why)


def check_alike(first: Document, second: Document) -> Comparison:
    """The comparison with what remains to be looked at. Raises NotAlike with every error that stops a paper."""
    found = compare_papers(first, second)
    errors = tuple(finding for finding in found.findings if finding.weight == "error" and finding.kind in STOPPING)
    if errors:
        raise NotAlike(errors)
    return found
