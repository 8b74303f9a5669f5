"""The two languages of one paper: built from the same figures, and compared all the same before anybody keeps them."""

from dicu.documents.comparing.comparison import Comparison, compare, compare_lines
from dicu.documents.comparing.findings import Finding
from dicu.documents.model import Document
from dicu.documents.walking import places, said
from dicu.vocabulary.messages import Refused, T

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
    """Place by place where both have as many, else as running texts. Lines of the findings are places of the papers."""
    lines = [[" ".join(_words(place.words).split()) for place in places(document)] for document in (first, second)]
    languages = (first.language, second.language)
    if len(lines[0]) == len(lines[1]):
        return compare_lines(lines[0], lines[1], languages)
    return compare("\n".join(lines[0]), "\n".join(lines[1]), languages)


def check_alike(first: Document, second: Document) -> Comparison:
    """The comparison with what remains to be looked at. Raises NotAlike with every error that stops a paper."""
    found = compare_papers(first, second)
    errors = tuple(finding for finding in found.findings if finding.weight == "error" and finding.kind in STOPPING)
    if errors:
        raise NotAlike(errors)
    return found


def _words(words: object) -> str:
    return words if isinstance(words, str) else said(words)  # type: ignore[arg-type]
