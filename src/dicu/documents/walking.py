"""A document in reading order: every word of it with the place it stands in, every number with its claim."""

from collections.abc import Iterator
from dataclasses import dataclass

from dicu.documents.model import (
    Block,
    Chart,
    Cited,
    Document,
    Figure,
    Front,
    Heading,
    Inlines,
    Items,
    Notice,
    Paragraph,
    Table,
)
from dicu.vocabulary.messages import Message, T

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Words and where they stand. `where` is the path of headings; `words` is a string where the model has one."""

    where: Path
    part: Message
    words: Inlines | str


def said(inlines: Inlines) -> str:
    """The words of the inlines without their nature: for a path, a caption, a comparison."""
    return "".join(inline.text for inline in inlines)


def places(document: Document) -> Iterator[Place]:
    """Every place of the document that a reader reads, from its head to its foot."""
    yield from _head(document.front)
    yield from _blocks(document.blocks, ())
    yield from _foot(document.front)
    for keyword in document.keywords:
        yield Place((), T("keyword"), keyword)


def figures(document: Document) -> Iterator[tuple[Path, Figure]]:
    """Every figure in reading order, as often as it is printed."""
    for place in places(document):
        for inline in () if isinstance(place.words, str) else place.words:
            if isinstance(inline, Figure):
                yield place.where, inline


def quotations(document: Document) -> Iterator[Cited]:
    """Every cited run in reading order, after those that the document names for its plain strings."""
    yield from (run for run in document.cited if isinstance(run, Cited))
    for place in places(document):
        for inline in () if isinstance(place.words, str) else place.words:
            if isinstance(inline, Cited):
                yield inline


def charts(document: Document) -> Iterator[tuple[Path, Chart]]:
    """Every chart, also those inside notices."""
    yield from _charts(document.blocks, ())


def _head(front: Front) -> Iterator[Place]:
    yield Place((), T("banner of the paper"), front.banner)
    yield Place((), T("parent agency of the paper"), front.parent_agency)
    yield Place((), T("agency of the paper"), front.agency)
    yield Place((), T("place of issue"), front.place)
    yield Place((), T("title of the paper"), front.title)
    yield Place((), T("subtitle of the paper"), front.subtitle)


def _foot(front: Front) -> Iterator[Place]:
    if front.signature:
        yield Place((), T("role of the signatory"), front.signature.role)
        yield Place((), T("name of the signatory"), front.signature.name)
    for recipient in front.recipients:
        yield Place((), T("list of recipients"), recipient)


def _blocks(blocks: tuple[Block, ...], above: Path) -> Iterator[Place]:
    for where, block in _placed(blocks, above):
        yield from _block(block, where)


def _placed(blocks: tuple[Block, ...], above: Path) -> Iterator[tuple[Path, Block]]:
    """Each block with the headings it stands under; a heading stands under itself."""
    open_headings: list[Heading] = []
    for block in blocks:
        if isinstance(block, Heading):
            open_headings = [h for h in open_headings if h.level < block.level] + [block]
        yield above + tuple(said(h.content) for h in open_headings), block


def _block(block: Block, where: Path) -> Iterator[Place]:
    match block:
        case Heading(content=content):
            yield Place(where, T("heading"), content)
        case Paragraph(content=content):
            yield Place(where, T("paragraph"), content)
        case Items(items=items):
            yield from (Place(where, T("list"), item) for item in items)
        case Notice(title=title, blocks=blocks):
            yield Place(where, T("title of a notice"), title)
            yield from _blocks(blocks, (*where, title) if title else where)
        case Table():
            yield from _table(block, where)
        case Chart(title=title, description=description, table=table):
            yield Place((*where, title), T("title of a chart"), title)
            yield Place((*where, title), T("description of a chart"), description)
            yield from _table(table, (*where, title))


def _table(table: Table, where: Path) -> Iterator[Place]:
    inside = (*where, table.caption) if table.caption and table.caption not in where else where
    yield Place(inside, T("caption of a table"), table.caption)
    for column in table.columns:
        yield Place(inside, T("title of a column"), column.title)
    for row in table.rows:
        yield from (Place(inside, T("cell of a table"), cell) for cell in row)
    yield Place(inside, T("note under a table"), table.note)


def _charts(blocks: tuple[Block, ...], above: Path) -> Iterator[tuple[Path, Chart]]:
    for where, block in _placed(blocks, above):
        if isinstance(block, Chart):
            yield (*where, block.title), block
        elif isinstance(block, Notice):
            yield from _charts(block.blocks, (*where, block.title) if block.title else where)
