"""Blocks and inlines of a paper. A document is built in one language; no block knows how it will be rendered.

A number reaches a reader in one of three ways, and in no other: as a `Figure` (computed, with a trace), in a `Cited`
run (quoted from a named source: a legal number, a title, a date), or as a `Counter` (structure: "mục tiêu 8", a row
number). Plain `Text` must hold no digit; `guard.untraced` finds those that do.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from dicu.vocabulary.bilingual import Language


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    strong: bool = False
    emphasis: bool = False
    language: Language | None = None  # where the run is in another language than the document


@dataclass(frozen=True, slots=True)
class Cited:
    """Words or numbers that stand as their source has them; `source` is what a reader could look up."""

    text: str
    source: str
    strong: bool = False
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """A number of structure, not of the world: an objective's number, a task's code, a row number."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with a trace. `text` is what is printed, with its unit if any; `claim` names the document's trace."""

    text: str
    claim: str


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str


Inline = Text | Cited | Counter | Figure | Link
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int  # 1 is a chapter of the paper; the paper's own title is in its front matter
    content: Inlines
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: Inlines


class Tone(StrEnum):
    NEUTRAL = "neutral"
    UNVERIFIED = "unverified"
    SYNTHETIC = "synthetic"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Notice:
    """A passage set apart: what is not verified, what is synthetic, what is missing."""

    tone: Tone
    title: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Inlines, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    numeric: bool = False
    share: float = 1.0  # of the width, relative to the other columns


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` hold one Inlines per column; the first column of a row is its header. An empty cell is `()`."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    note: Inlines = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification with its words in the document's language, and the same data as a table for who cannot
    see it. The numbers are traced through the table, so a chart without its table cannot be built."""

    title: str
    specification: dict[str, Any]
    description: str
    table: Table


Block = Heading | Paragraph | Notice | Items | Table | Chart


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trace, from the printed number down: an observation, a report line, a source, evidence."""

    kind: str  # expression | observation | line | source | evidence | count
    label: str
    facts: tuple[tuple[str, str], ...] = ()  # (name, value) in the document's language
    steps: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a printed number comes from: the expression, and under it what the expression read."""

    claim: str
    printed: str
    root: Step


@dataclass(frozen=True, slots=True)
class Signature:
    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """The head and foot that Decree 30/2020 asks of an administrative paper. Empty strings leave their place blank: a
    paper that nobody signed must not look signed."""

    title: str
    subtitle: str
    agency: str
    parent_agency: str = ""
    number: str = ""  # số, ký hiệu
    place: str = ""
    day: date | None = None
    motto: bool = True  # Quốc hiệu, Tiêu ngữ
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    banner: str = ""  # on every page: "compiled from public sources", "synthetic demonstration"
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Document:
    language: Language
    front: Front
    blocks: tuple[Block, ...]
    traces: tuple[Trace, ...] = ()
    snapshot: str = ""  # identifies the frozen inputs; printed in the colophon
    dated: date | None = None  # the only date a renderer may write into a file's metadata
    keywords: tuple[str, ...] = field(default_factory=tuple)
    cited: tuple[Cited | Counter, ...] = ()  # numbers that its plain strings (title, captions, column titles) may name
