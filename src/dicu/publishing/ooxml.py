"""Pieces of Office Open XML that python-docx has no words for: bookmarks, inner links, borders, languages, restarts of
lists, and a package whose bytes do not depend on the day."""

import io
import zipfile
from itertools import count
from typing import Any
from urllib.parse import quote

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from dicu.publishing.runs import Run
from dicu.vocabulary.bilingual import Language

FACE = "Times New Roman"
LOCALES: dict[Language, str] = {"vi": "vi-VN", "en": "en-GB"}
NO_BREAK_SPACE = "\u00a0"
FIRST = ("[Content_Types].xml", "_rels/.rels")  # the order in which Word looks for them
THEMED = ("w:rFonts", "w:lang", "w:spacing", "w:kern")  # what a style of the template would bring along
LINK_COLOUR = "0B5563"


def element(tag: str, /, **attributes: object) -> Any:
    """`element("w:jc", val="center")`: attributes are in the namespace of WordprocessingML."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def faced(style: Any, language: Language) -> None:
    """The style in the paper's face and language, whatever theme the template came with."""
    properties = style.element.get_or_add_rPr()
    for old in [one for name in THEMED for one in properties.findall(qn(name))]:
        properties.remove(old)
    properties.insert(0, element("w:rFonts", ascii=FACE, hAnsi=FACE, cs=FACE, eastAsia=FACE))
    properties.append(element("w:lang", val=LOCALES[language], eastAsia=LOCALES[language]))


def bordered(paragraph: Paragraph, **sides: tuple[int, str]) -> None:
    """Borders of a paragraph: side → (eighths of a point, colour)."""
    borders = element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            width, colour = sides[side]
            borders.append(element(f"w:{side}", val="single", sz=width, space=4, color=colour))
    _property(paragraph, borders)


def shaded(paragraph: Paragraph, fill: str) -> None:
    _property(paragraph, element("w:shd", val="clear", color="auto", fill=fill))


def _property(paragraph: Paragraph, child: Any) -> None:
    """A paragraph's properties stand in a fixed order; borders and shading come before these."""
    later = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
    properties: Any = paragraph._p.get_or_add_pPr()
    successors = later[1:] if child.tag == qn("w:shd") else later
    following = next((one for one in properties if one.tag in {qn(name) for name in successors}), None)
    properties.append(child) if following is None else following.addprevious(child)


class RunWriter:
    """Writes runs into paragraphs: their looks, their language, and for a number the link to its note and the bookmark
    that the note leads back to."""

    def __init__(self, word: WordDocument, language: Language) -> None:
        self._word, self._language = word, language
        self._identities = count(1)

    def write(self, paragraph: Paragraph, runs: list[Run], bold: bool = False) -> None:
        for run in runs:
            self._write(paragraph, run, bold)

    def bookmarked(self, paragraph: Paragraph, name: str) -> None:
        """A bookmark at the end of what the paragraph holds so far."""
        self._bookmark(paragraph._p, name, [])

    def link(self, paragraph: Paragraph, text: str, name: str) -> None:
        """A link to a bookmark of the document."""
        link = element("w:hyperlink", anchor=name, history=1)
        link.append(self._run(Run(text), False, LINK_COLOUR))
        paragraph._p.append(link)

    def _write(self, paragraph: Paragraph, run: Run, bold: bool) -> None:
        if run.note:
            link = element("w:hyperlink", anchor=f"note_{run.note.number}", history=1)
            link.append(self._run(run, bold, LINK_COLOUR))
            link.append(self._run(Run(f"[{run.note.number}]"), bold, LINK_COLOUR, raised=True))
            self._bookmark(paragraph._p, figure_name(run.note.number, run.use), [link])
        elif run.href:
            link = self._outward(run) if not run.href.startswith("#") else element("w:hyperlink", anchor=run.href[1:])
            link.append(self._run(run, bold, LINK_COLOUR))
            paragraph._p.append(link)
        else:
            paragraph._p.append(self._run(run, bold))

    def _outward(self, run: Run) -> Any:
        address = quote(run.href, safe=":/?#[]@!$&'()*+,;=%~")
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self._word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        return link

    def _bookmark(self, into: Any, name: str, children: list[Any]) -> None:
        identity = next(self._identities)
        into.append(element("w:bookmarkStart", id=identity, name=name))
        for child in children:
            into.append(child)
        into.append(element("w:bookmarkEnd", id=identity))

    def _run(self, run: Run, bold: bool, colour: str = "", raised: bool = False) -> Any:
        made = element("w:r")
        made.append(self._looks(run, bold, colour, raised))
        for child in _text(run):
            made.append(child)
        return made

    def _looks(self, run: Run, bold: bool, colour: str, raised: bool) -> Any:
        looks = element("w:rPr")
        if run.strong or bold:
            looks.append(element("w:b"))
        if run.emphasis:
            looks.append(element("w:i"))
        if colour:
            looks.append(element("w:color", val=colour))
        if raised:
            looks.append(element("w:vertAlign", val="superscript"))
        looks.append(element("w:lang", val=LOCALES[run.language or self._language]))
        return looks


def figure_name(number: int, use: int) -> str:
    """The bookmark of the place where note `number` is printed for the `use`-th time."""
    return f"figure_{number}_{use}"


def restarted(word: WordDocument, style: str) -> int:
    """A numbering of its own for one list in the given style, beginning at 1; answers its identity."""
    numbering: Any = word.part.numbering_part.element
    shared = word.styles[style].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(shared).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def numbered(paragraph: Paragraph, identity: int) -> None:
    properties: Any = paragraph._p.get_or_add_pPr()
    numbers = properties.get_or_add_numPr()
    numbers.get_or_add_ilvl().val = 0
    numbers.get_or_add_numId().val = identity


def field(paragraph: Paragraph, instruction: str, language: Language) -> None:
    """A field that the word processor fills in, such as PAGE."""
    made = element("w:fldSimple", instr=instruction)
    run = element("w:r")
    looks = element("w:rPr")
    looks.append(element("w:lang", val=LOCALES[language]))
    run.append(looks)
    text = element("w:t")
    text.text = "2"
    run.append(text)
    made.append(run)
    paragraph._p.append(made)


def package(word: WordDocument) -> bytes:
    """The file's bytes, the same for the same content: fixed times, fixed order."""
    written, result = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in sorted(source.namelist(), key=lambda name: (name not in FIRST, FIRST.index(name) if name in FIRST else 0, name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            out.writestr(entry, source.read(name))
    return result.getvalue()


def _text(run: Run) -> list[Any]:
    """The run's text; in one that must not break, hyphens and spaces of the kind that hold."""
    if not run.unbroken:
        return [_words(run.text)]
    parts: list[Any] = []
    for position, piece in enumerate(run.text.replace(" ", NO_BREAK_SPACE).split("-")):
        parts += ([element("w:noBreakHyphen")] if position else []) + ([_words(piece)] if piece else [])
    return parts


def _words(text: str) -> Any:
    made = element("w:t")
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
