"""The Word file's page, styles and properties, as Decree 30/2020/NĐ-CP, Annex I, sets an administrative paper."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from dicu.documents.model import Tone
from dicu.publishing import ooxml
from dicu.publishing.paper import Paper

PICTURE_WIDTH = 156  # mm
TEXT_WIDTH = 162  # mm: A4 less the margins below
LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Colours:
    """Six hexadecimal digits each: of the words and the border, and of the ground behind them."""

    ink: str
    wash: str


TONES = {
    Tone.NEUTRAL: Colours("083D47", "EEF3F3"),
    Tone.UNVERIFIED: Colours("7A4B00", "FDF4E1"),
    Tone.GAP: Colours("7A4B00", "FDF4E1"),
    Tone.SYNTHETIC: Colours("7A1F4D", "FBEEF4"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One style: size, spaces and indents in points unless said otherwise."""

    size: float
    align: Any = LEFT
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    first: float = 0  # cm
    line: float = 1.0
    keep: bool = False
    colour: str = ""


LOOKS: dict[str, Look] = {
    "Normal": Look(14),
    "Body Text": Look(14, BOTH, after=6, first=1.27, line=1.2),
    "Title": Look(14, CENTRE, bold=True, before=18, after=0, keep=True),
    "Subtitle": Look(14, CENTRE, bold=True, after=6),
    "Heading 1": Look(14.5, bold=True, before=16, after=6, keep=True, colour="083D47"),
    "Heading 2": Look(14, bold=True, before=12, after=6, keep=True),
    "Heading 3": Look(14, bold=True, italic=True, before=10, after=6, keep=True),
    "Heading 4": Look(14, italic=True, before=8, after=4, keep=True),
    "Heading 5": Look(13, italic=True, before=8, after=4, keep=True),
    "List Bullet": Look(14, BOTH, after=4, line=1.15),
    "List Number": Look(14, BOTH, after=4, line=1.15),
    "Caption": Look(13, CENTRE, bold=True, before=8, after=4, keep=True),
    "Head": Look(13, CENTRE),
    "Banner": Look(10, CENTRE, bold=True),
    "Notice Title": Look(14, bold=True, before=8, after=4, keep=True),
    "Cell": Look(12, before=2, after=2),
    "Number Cell": Look(12, RIGHT, before=2, after=2),
    "Note Title": Look(11.5, before=8, after=2, keep=True),
    "Note": Look(11.5, after=2),
    "Table Note": Look(11.5, before=3, after=8),
    "Picture": Look(12, CENTRE, after=4),
    "Gap": Look(6),
    "Recipients": Look(11),
}


def dressed(word: WordDocument, paper: Paper) -> None:
    """The page, the styles and the properties of the whole file."""
    _page(word)
    for name, look in LOOKS.items():
        _style(word, name, look, paper)
    _properties(word, paper)


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.header_distance, section.footer_distance = Mm(9), Mm(9)
    section.different_first_page_header_footer = True


def _style(word: WordDocument, name: str, look: Look, paper: Paper) -> None:
    known = {style.name for style in word.styles}
    style: Any = word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    ooxml.faced(style, paper.document.language)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    style.font.color.rgb = RGBColor.from_string(look.colour or "000000")
    _spaced(style.paragraph_format, look)
    borders = style.element.pPr.find(qn("w:pBdr"))  # the template rules off its titles
    if borders is not None:
        style.element.pPr.remove(borders)


def _spaced(form: Any, look: Look) -> None:
    form.alignment, form.line_spacing = look.align, look.line
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.keep_with_next = look.keep
    if look.first:
        form.first_line_indent = Cm(look.first)


def _properties(word: WordDocument, paper: Paper) -> None:
    document, core = paper.document, word.core_properties
    core.title, core.author, core.comments = _short(paper.title), _short(document.front.agency), ""
    core.last_modified_by, core.revision = "", 1
    core.language = ooxml.LOCALES[document.language]
    core.keywords = _short(", ".join(document.keywords))
    _dated(core, document.dated)


def _dated(core: Any, dated: Any) -> None:
    """The day of the document is the only date in the file; an undated one has none, not the template's."""
    if dated:
        core.created = core.modified = datetime.combine(dated, time(), UTC)
        return
    for child in list(core._element):
        if child.tag.rpartition("}")[2] in ("created", "modified"):
            core._element.remove(child)


def _short(text: str) -> str:
    """python-docx takes properties of at most 255 characters."""
    return text if len(text) <= 255 else text[:254] + "…"
