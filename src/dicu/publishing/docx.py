"""The document as a Word file: real styles, headings and table headers, the layout of Decree 30/2020, numbered notes that
lead to where each number comes from and back."""

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from dicu.documents.model import Block, Chart, Document, Heading, Inlines, Items, Notice, Paragraph, Step, Table, Tone
from dicu.publishing import charts, fonts, ooxml, word_head, word_styles, words
from dicu.publishing.outline import outline
from dicu.publishing.paper import Note, Paper, ready
from dicu.publishing.runs import Marks, Run, plain
from dicu.publishing.word_styles import PICTURE_WIDTH, TEXT_WIDTH, TONES
from dicu.vocabulary.bilingual import Bilingual


def render(document: Document) -> bytes:
    """The DOCX file; raises Untraced, or Refused if the fonts for charts are missing or a chart is not self-contained."""
    paper = ready(document)
    word = docx.Document()
    word_styles.dressed(word, paper)
    writer = _Writer(paper, word)
    word_head.written(word, paper, writer.runs)
    writer.body()
    writer.notes()
    return ooxml.package(word)


class _Writer:
    """Writes the blocks of one paper in reading order."""

    def __init__(self, paper: Paper, word: WordDocument) -> None:
        self.paper, self.word, self.document = paper, word, paper.document
        self.marks = Marks(paper)
        self.outline = outline(paper.document)
        self.headings = iter(self.outline)
        self.names = {f"#{entry.name}": f"heading_{n}" for n, entry in enumerate(self.outline, start=1)}
        self.runs = ooxml.RunWriter(word, paper.document.language)
        self.tones: list[Tone] = []
        self.styles = {style.name: style.style_id for style in word.styles}

    def body(self) -> None:
        self._contents()
        for block in self.document.blocks:
            self._block(block)
        if not self.document.blocks:
            self._paragraph("Body Text", plain(self._say(words.NO_CONTENT)))
        word_head.closed(self.word, self.paper, self.runs)

    def notes(self) -> None:
        if self.paper.notes:
            self._paragraph("Heading 1", plain(self._say(words.TRACES)))
            self._paragraph("Body Text", plain(self._say(words.TRACES_INTRODUCTION)))
        for note in self.paper.notes:
            self._note(note)
        if self.paper.quotations:
            self._paragraph("Heading 1", plain(self._say(words.QUOTED)))
        for quoted in self.paper.quotations:
            self._paragraph("Note", plain(f"{quoted.source}: " + "; ".join(f"“{run}”" for run in quoted.runs)))
        if self.document.snapshot:
            self._paragraph("Note", plain(self._say(words.COLOPHON, snapshot=self.document.snapshot)))

    def _say(self, text: Bilingual, **places: object) -> str:
        return text.say(self.document.language).format(**places)

    def _contents(self) -> None:
        chapters = [(n, e) for n, e in enumerate(self.outline, start=1) if e.level == 1 and not e.inner]
        if len(chapters) > 2:
            self._paragraph("Note", [Run(self._say(words.CONTENTS), strong=True)])
            for number, entry in chapters:
                line = self._paragraph("Note", [])
                self.runs.link(line, "".join(inline.text for inline in entry.heading.content), f"heading_{number}")

    def _paragraph(self, style: str, runs: list[Run], bold: bool = False) -> WordParagraph:
        paragraph = self.word.add_paragraph()
        paragraph._p.style = self.styles[style]  # python-docx searches all styles each time it is asked by name
        self.runs.write(paragraph, runs, bold)
        if self.tones:
            tone = TONES[self.tones[-1]]
            ooxml.bordered(paragraph, left=(24, tone.ink))
            ooxml.shaded(paragraph, tone.wash)
        return paragraph

    def _inlines(self, inlines: Inlines) -> list[Run]:
        return [self._relinked(run) for run in self.marks.runs(inlines)]

    def _relinked(self, run: Run) -> Run:
        """Word's bookmarks have short names: a link to a heading takes the heading's."""
        return replace(run, href="#" + self.names[run.href]) if run.href in self.names else run

    def _block(self, block: Block) -> None:
        match block:
            case Heading(content=content):
                self._heading(content)
            case Paragraph(content=content):
                self._paragraph("Body Text", self._inlines(content))
            case Items():
                self._items(block)
            case Notice():
                self._notice(block)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)

    def _heading(self, content: Inlines) -> None:
        entry = next(self.headings)
        paragraph = self._paragraph(f"Heading {entry.level}", self._inlines(content))
        self.runs.bookmarked(paragraph, self.names[f"#{entry.name}"])

    def _items(self, items: Items) -> None:
        style = "List Number" if items.ordered else "List Bullet"
        identity = ooxml.restarted(self.word, style) if items.ordered else 0
        for item in items.items:
            paragraph = self._paragraph(style, self._inlines(item))
            if items.ordered:
                ooxml.numbered(paragraph, identity)

    def _notice(self, notice: Notice) -> None:
        self.tones.append(notice.tone)
        tone = notice.tone.value
        word = f"{self._say(words.TONES[tone])}: " if tone in words.TONES else ""
        title = self._paragraph("Notice Title", plain(word + notice.title))
        for run in title.runs:
            run.font.color.rgb = RGBColor.from_string(TONES[notice.tone].ink)
        for block in notice.blocks:
            self._block(block)
        self.tones.pop()

    def _table(self, table: Table) -> None:
        if table.caption:
            self._paragraph("Caption", plain(table.caption))
        if table.columns:
            self._grid(table)
        note = self._inlines(table.note)
        self._paragraph("Table Note", note) if note else self.word.add_paragraph(style="Gap")

    def _grid(self, table: Table) -> None:
        grid = self.word.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        grid.autofit = False
        for column, width in zip(grid.columns, _widths(table), strict=True):
            column.width = width
        _described(grid, table.caption)
        self._row(grid, table, [plain(column.title) for column in table.columns], header=True)
        for row in table.rows:
            self._row(grid, table, [self._inlines(cell) for cell in row])

    def _row(self, grid: Any, table: Table, cells: list[list[Run]], header: bool = False) -> None:
        row = grid.add_row()
        _row_marks(row, header)
        for cell, runs, column, width in zip(row.cells, cells, table.columns, _widths(table), strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph._p.style = self.styles["Number Cell" if column.numeric else "Cell"]
            self.runs.write(paragraph, runs, bold=header)

    def _chart(self, chart: Chart) -> None:
        self._paragraph("Caption", plain(chart.title))
        picture = charts.png(charts.printable(chart), self.document.language, fonts.FAMILY)
        holder = self.word.add_paragraph(style="Picture")
        shape = holder.add_run().add_picture(io.BytesIO(picture), width=Mm(PICTURE_WIDTH))
        described = shape._inline.docPr
        described.set("descr", self._say(words.CHART, title=chart.title, description=chart.description))
        described.set("name", f"chart {described.get('id')}")
        self._paragraph("Note", plain(chart.description))
        self._table(chart.table)

    def _note(self, note: Note) -> None:
        head = [Run(f"{self._say(words.NOTE, number=note.number)}: {note.trace.printed}", strong=True)]
        paragraph = self._paragraph("Note Title", head)
        self.runs.bookmarked(paragraph, f"note_{note.number}")
        self._back(paragraph, note)
        for depth, step in _steps(note.trace.root, 0):
            self._step(step, depth)

    def _back(self, paragraph: WordParagraph, note: Note) -> None:
        """Links to where the number is printed; if in several places, each by its turn."""
        name = partial(ooxml.figure_name, note.number)
        self.runs.write(paragraph, [Run("   ")])
        self.runs.link(paragraph, self._say(words.BACK), name(1))
        for use in range(2, note.uses + 1):
            self.runs.write(paragraph, [Run(", ")])
            self.runs.link(paragraph, str(use), name(use))

    def _step(self, step: Step, depth: int) -> None:
        runs = [Run(f"{self._say(words.KINDS[step.kind])}: ", strong=True), *plain(step.label)]
        if step.facts:
            runs += plain(". " + "; ".join(f"{name}: {value}" for name, value in step.facts))
        paragraph = self._paragraph("Note", runs)
        paragraph.paragraph_format.left_indent = Mm(6 * min(depth + 1, 8))


def _steps(step: Step, depth: int) -> Iterator[tuple[int, Step]]:
    yield depth, step
    for below in step.steps:
        yield from _steps(below, depth + 1)


def _widths(table: Table) -> list[Emu]:
    whole = sum(column.share for column in table.columns) or 1
    return [Emu(int(Mm(TEXT_WIDTH) * column.share / whole)) for column in table.columns]


def _described(grid: Any, caption: str) -> None:
    """The table's first row and column are its headers, and its caption is its name for who hears it."""
    properties = grid._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    properties.append(ooxml.element("w:tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0,
                                    noHBand=0, noVBand=1))  # fmt: skip
    properties.append(ooxml.element("w:tblCaption", val=caption))


def _row_marks(row: Any, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(ooxml.element("w:cantSplit"))
    if header:
        properties.append(ooxml.element("w:tblHeader"))
