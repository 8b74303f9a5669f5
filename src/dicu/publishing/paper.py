"""A document made ready for printing: cleaned, proved traced, its numbered notes in reading order."""

from collections import Counter as Tally
from dataclasses import dataclass
from urllib.parse import quote

from dicu.documents.guard import check_traced
from dicu.documents.model import Document, Trace
from dicu.documents.walking import figures, quotations
from dicu.publishing.legible import cleaned


@dataclass(frozen=True, slots=True)
class Note:
    """Where one printed number comes from. `uses`: how often the paper prints it."""

    number: int
    anchor: str
    trace: Trace
    uses: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """A source that the paper quotes, and the runs it quotes from it."""

    source: str
    runs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """What all three renderers read, so that note 7 is the same note in each."""

    document: Document
    notes: tuple[Note, ...]
    quotations: tuple[Quotation, ...]

    @property
    def title(self) -> str:
        """The title that stands in a file's metadata: never empty, for a file without a title is not accessible."""
        front = self.document.front
        return " – ".join(part for part in (front.title, front.subtitle) if part) or front.agency or "dicu"

    def note(self, claim: str) -> Note:
        return next(note for note in self.notes if note.trace.claim == claim)


def ready(document: Document) -> Paper:
    """The document cleaned and numbered; raises Untraced if a number in it has no way back to a source."""
    document = cleaned(document)
    check_traced(document)
    return Paper(document, _notes(document), _quotations(document))


def anchor(claim: str) -> str:
    """A name for the claim that any file format takes as an identifier; two claims never share one."""
    return quote(claim, safe="").replace("~", "%7E").replace("%", "~")


def _notes(document: Document) -> tuple[Note, ...]:
    traces = {trace.claim: trace for trace in document.traces}
    uses = Tally(figure.claim for _, figure in figures(document))  # in the order of first use
    return tuple(Note(n, anchor(claim), traces[claim], uses[claim]) for n, claim in enumerate(uses, start=1))


def _quotations(document: Document) -> tuple[Quotation, ...]:
    runs: dict[str, dict[str, None]] = {}
    for cited in quotations(document):
        runs.setdefault(cited.source, {})[cited.text] = None
    return tuple(Quotation(source, tuple(texts)) for source, texts in runs.items())
