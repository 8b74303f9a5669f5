"""Inlines as runs: stretches of text that look alike, with the note that a number carries. All renderers read these."""

from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dicu.documents.model import Cited, Counter, Figure, Inline, Inlines, Link, Text
from dicu.publishing.legible import LONGEST_UNBROKEN, unbroken
from dicu.publishing.outline import outline, target
from dicu.publishing.paper import Note, Paper
from dicu.vocabulary.bilingual import Language

SAFE_SCHEMES = ("https://", "http://", "mailto:")
LONGEST_ADDRESS = 2000  # characters; longer ones do not survive every reader


@dataclass(frozen=True, slots=True)
class Run:
    """`unbroken`: stays on one line. `note` and `use`: a traced number, and the how-manieth time it is printed."""

    text: str
    strong: bool = False
    emphasis: bool = False
    language: Language | None = None
    unbroken: bool = False
    cited: bool = False
    href: str = ""
    note: Note | None = None
    use: int = 0


class Marks:
    """Turns inlines into runs for one rendering, counting how often each number has been printed so far."""

    def __init__(self, paper: Paper) -> None:
        self._notes = {note.trace.claim: note for note in paper.notes}
        self._used: Tally[str] = Tally()
        self._headings = {entry.name for entry in outline(paper.document)}

    def runs(self, inlines: Inlines) -> list[Run]:
        return [run for inline in inlines for run in self._inline(inline)]

    def _inline(self, inline: Inline) -> Iterator[Run]:
        match inline:
            case Text(text, strong, emphasis, language):
                yield from _split(Run(text, strong, emphasis, language))
            case Cited(text, _, strong, language):
                yield from _split(Run(text, strong, language=language, cited=True))
            case Counter(text, strong):
                yield Run(text, strong, unbroken=len(text) <= LONGEST_UNBROKEN)
            case Figure():
                yield self._figure(inline)
            case Link(text, href):
                yield Run(text, href=self._address(href))

    def _address(self, href: str) -> str:
        """Where a link leads: out by a scheme that only shows, or to a heading that exists; else it is plain words."""
        if href.startswith("#"):
            return f"#{target(href[1:])}" if target(href[1:]) in self._headings else ""
        safe = href.lower().startswith(SAFE_SCHEMES) and len(href) <= LONGEST_ADDRESS
        return href if safe else ""

    def _figure(self, figure: Figure) -> Run:
        self._used[figure.claim] += 1
        return Run(
            figure.text, unbroken=len(figure.text) <= LONGEST_UNBROKEN,
            note=self._notes[figure.claim], use=self._used[figure.claim],
        )  # fmt: skip


def _split(run: Run) -> Iterator[Run]:
    for piece, kept in unbroken(run.text):
        yield replace(run, text=piece, unbroken=kept)


def plain(text: str) -> list[Run]:
    """A plain string as runs."""
    return list(_split(Run(text)))
