"""The headings of a paper as a tree that no reader falls through: no level left out, each with a name of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from dicu.documents.model import Block, Document, Heading, Notice
from dicu.publishing.paper import anchor

DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in reading order. `level` is 1 for a chapter; `name` identifies it within the file; `inner`: inside a
    notice, so not in the contents."""

    heading: Heading
    level: int
    name: str
    inner: bool


def outline(document: Document) -> tuple[Entry, ...]:
    """Every heading in reading order. A heading that would skip a level is raised to the next one."""
    entries: list[Entry] = []
    names: set[str] = set()
    for number, (heading, inner) in enumerate(_headings(document.blocks, False), start=1):
        above = entries[-1].level if entries else 0
        name = _name(heading, number, names)
        names.add(name)
        entries.append(Entry(heading, max(1, min(heading.level, above + 1, DEEPEST)), name, inner))
    return tuple(entries)


def target(fragment: str) -> str:
    """The name of the heading that a link to `#fragment` means."""
    return f"part-{anchor(fragment)}"


def _headings(blocks: tuple[Block, ...], inner: bool) -> Iterator[tuple[Heading, bool]]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block, inner
        elif isinstance(block, Notice):
            yield from _headings(block.blocks, True)


def _name(heading: Heading, number: int, taken: set[str]) -> str:
    """The heading's own anchor; by its number if it has none, or one that an earlier heading took."""
    wanted = target(heading.anchor)
    return wanted if heading.anchor and wanted not in taken else f"part:{number}"
