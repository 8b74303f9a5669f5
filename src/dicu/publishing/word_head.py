"""The head and the foot of the Word file: state and agency, number and day, title; recipients and signature; the banner
and the page number on every page."""

from typing import Any

from docx.document import Document as WordDocument
from docx.shared import Mm, Pt

from dicu.publishing import ooxml, words
from dicu.publishing.heading import issued
from dicu.publishing.ooxml import RunWriter
from dicu.publishing.paper import Paper
from dicu.publishing.runs import Run, plain
from dicu.publishing.word_styles import TONES
from dicu.vocabulary.bilingual import Bilingual

LEFT_COLUMN, RIGHT_COLUMN = 66, 96  # mm
RULE = (6, "000000")


def written(word: WordDocument, paper: Paper, runs: RunWriter) -> None:
    """The headers of the pages, then the head of the paper and its title."""
    _running(word, paper, runs)
    left, right = _pair(word)
    _issuer(left, paper, runs)
    _state(right, paper, runs)
    front = paper.document.front
    title = word.add_paragraph(style="Title")
    runs.write(title, plain(front.title.upper()))
    subtitle = word.add_paragraph(style="Subtitle")
    runs.write(subtitle, plain(front.subtitle))
    _rule(word.add_paragraph(style="Gap"), inside=162, width=50)


def closed(word: WordDocument, paper: Paper, runs: RunWriter) -> None:
    """Recipients to the left, signature to the right, if the paper has them."""
    front = paper.document.front
    if not (front.recipients or front.signature):
        return
    word.add_paragraph(style="Gap")
    left, right = _pair(word)
    if front.recipients:
        _line(left, runs, [Run(_say(paper, words.RECIPIENTS), strong=True, emphasis=True)], "Recipients", size=12)
    for recipient in front.recipients:
        _line(left, runs, plain(f"- {recipient}"), "Recipients")
    if front.signature:
        _line(right, runs, [Run(front.signature.role, strong=True)], size=14)
        _line(right, runs, [Run(front.signature.name, strong=True)], size=14).paragraph_format.space_before = Mm(22)


def _running(word: WordDocument, paper: Paper, runs: RunWriter) -> None:
    section = word.sections[0]
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        header.is_linked_to_previous = False
        line = header.paragraphs[0]
        line.style = "Head"
        if numbered:
            ooxml.field(line, "PAGE", paper.document.language)
        if paper.document.front.banner:
            _banner(header, paper, runs)


def _banner(header: Any, paper: Paper, runs: RunWriter) -> None:
    front = paper.document.front
    paragraph = header.add_paragraph(style="Banner")
    runs.write(paragraph, plain(front.banner))
    side = (6, TONES[front.tone].ink)
    ooxml.bordered(paragraph, top=side, left=side, bottom=side, right=side)
    ooxml.shaded(paragraph, TONES[front.tone].wash)


def _pair(word: WordDocument) -> tuple[Any, Any]:
    """Two places side by side; a table without lines, which Word's own templates of the Decree use as well."""
    grid = word.add_table(rows=1, cols=2)
    grid.autofit = False
    for column, cell, width in zip(grid.columns, grid.rows[0].cells, (LEFT_COLUMN, RIGHT_COLUMN), strict=True):
        column.width = cell.width = Mm(width)
    return grid.rows[0].cells[0], grid.rows[0].cells[1]


def _issuer(cell: Any, paper: Paper, runs: RunWriter) -> None:
    front = paper.document.front
    if front.parent_agency:
        _line(cell, runs, plain(front.parent_agency))
    _line(cell, runs, [Run(front.agency, strong=True)])
    _rule(_line(cell, runs, [], "Gap"), inside=LEFT_COLUMN, width=min(_length(front.agency, 13), LEFT_COLUMN) * 0.4)
    _line(cell, runs, plain(issued(paper.document).number))


def _state(cell: Any, paper: Paper, runs: RunWriter) -> None:
    if paper.document.front.motto:
        motto = _say(paper, words.MOTTO)
        _line(cell, runs, [Run(_say(paper, words.COUNTRY), strong=True)], size=12.5)
        _line(cell, runs, [Run(motto, strong=True)], size=13.5)
        _rule(_line(cell, runs, [], "Gap"), inside=RIGHT_COLUMN, width=_length(motto, 13.5))
    _line(cell, runs, [Run(issued(paper.document).day, emphasis=True)])


def _line(cell: Any, runs: RunWriter, content: list[Run], style: str = "Head", size: float = 0) -> Any:
    """A line in a cell; a cell begins with one empty paragraph, which the first line takes."""
    first = cell.paragraphs[0]
    fresh = len(cell.paragraphs) == 1 and not first.text and first.style.name == "Normal"
    paragraph = first if fresh else cell.add_paragraph()
    paragraph.style = style
    runs.write(paragraph, content)
    for run in paragraph.runs if size else ():
        run.font.size = Pt(size)
    return paragraph


def _rule(paragraph: Any, inside: float, width: float) -> None:
    """A line of the given width in the middle; both in mm."""
    ooxml.bordered(paragraph, top=RULE)
    indent = Mm(max(0.0, (inside - 4 - width) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent


def _length(text: str, size: float) -> float:
    """About how long a bold line is, in mm: a letter is half as wide as it is high, a capital seven tenths."""
    return sum(0.7 if letter.isupper() else 0.48 for letter in text) * size * 0.353


def _say(paper: Paper, text: Bilingual) -> str:
    return text.say(paper.document.language)
