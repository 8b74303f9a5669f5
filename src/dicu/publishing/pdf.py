"""The document as PDF/UA-1 (and PDF/A-2a when it is dated): tagged, in the layout of Decree 30/2020, set by Typst.

The layout is `templates/paper.typ`; this module hands it the document as data. The only clock it knows is `dated`.
"""

import json
import re
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from dicu.documents.model import Block, Chart, Document, Heading, Inlines, Items, Notice, Paragraph, Step, Table
from dicu.documents.walking import said
from dicu.publishing import charts, fonts, words
from dicu.publishing.heading import issued
from dicu.publishing.outline import outline
from dicu.publishing.paper import Note, Paper, ready
from dicu.publishing.runs import Marks, Run, plain
from dicu.publishing.softening import softened
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Refused, T

TEXT_WIDTH = 162  # mm: A4 less the margins of paper.typ
WORD, NARROW_WORD = 24, 12  # letters of one word that fit into the text, and into a column of the head
LETTER = 2.05  # mm: a digit or an ordinary letter at the size of a table cell
_SHA_256 = re.compile(r"[0-9a-f]{64}")
REGIONS = {"vi": "VN", "en": "GB"}


def render(document: Document) -> bytes:
    """The PDF file; raises Untraced, or Refused if the fonts are missing or a chart is not self-contained."""
    faces = _faces()
    paper = ready(document)
    given = {"paper": json.dumps(_Layout(paper).whole(), ensure_ascii=False)}
    dated = document.dated
    try:
        return typst.compile(
            _template(), font_paths=faces, ignore_system_fonts=True, sys_inputs=given,
            pdf_standards=["ua-1", "a-2a"] if dated else ["ua-1"],
            timestamp=datetime.combine(dated, time(), UTC) if dated else None,
        )  # fmt: skip
    except typst.TypstError as fault:
        raise Refused(T("The paper could not be set as PDF: {fault}", fault=fault.message), where=paper.title) from fault


@cache
def _faces() -> typst.Fonts:
    """The paper's own faces and no others: neither the machine's nor those that the library carries."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.folder())]
    )  # fmt: skip


@cache
def _template() -> bytes:
    return (files("dicu.publishing") / "templates" / "paper.typ").read_bytes()


class _Layout:
    """The paper as the data that the template reads: dictionaries of printable words, and no markup."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.document, self.front = paper, paper.document, paper.document.front
        self.marks = Marks(paper)
        self.headings = iter(outline(paper.document))

    def whole(self) -> dict[str, Any]:
        """Everything, in reading order: the numbers are counted while it is built."""
        return self._identity() | self._head() | self._body() | self._end() | {"words": self._words()}

    def say(self, text: Bilingual, **places: object) -> str:
        return text.say(self.document.language).format(**places)

    def _identity(self) -> dict[str, Any]:
        document, dated = self.document, self.document.dated
        return {
            "title": fonts.printable(self.paper.title), "author": fonts.printable(self.front.agency),
            "keywords": [fonts.printable(word) for word in document.keywords], "language": document.language,
            "region": REGIONS[document.language], "dated": [dated.year, dated.month, dated.day] if dated else None,
        }  # fmt: skip

    def _head(self) -> dict[str, Any]:
        front, lines = self.front, issued(self.document)
        return {
            "parent": _printed(front.parent_agency, NARROW_WORD), "agency": _printed(front.agency, NARROW_WORD), "motto": front.motto,
            "number": _printed(lines.number, NARROW_WORD), "day": _printed(lines.day, NARROW_WORD), "heading": _runs(plain(front.title)),
            "subtitle": _runs(plain(front.subtitle)), "banner": _printed(front.banner), "tone": front.tone.value,
        }  # fmt: skip

    def _body(self) -> dict[str, Any]:
        chapters = [entry for entry in outline(self.document) if entry.level == 1 and not entry.inner]
        return {
            "contents": [{"name": entry.name, "text": _printed(said(entry.heading.content))} for entry in chapters],
            "blocks": [self._block(block) for block in self.document.blocks],
        }

    def _end(self) -> dict[str, Any]:
        signature, snapshot = self.front.signature, self.document.snapshot
        return {
            "signature": signature and {part: _printed(getattr(signature, part), NARROW_WORD) for part in ("role", "name")},
            "recipients": [_runs(plain(recipient)) for recipient in self.front.recipients],
            "notes": [self._note(note) for note in self.paper.notes],
            "quotations": [{"source": _runs(plain(quoted.source)), "runs": [_runs(plain(run)) for run in quoted.runs]}
                           for quoted in self.paper.quotations],
            "colophon": _runs(plain(self.say(words.COLOPHON, snapshot=snapshot))) if snapshot else [],
        }  # fmt: skip

    def _words(self) -> dict[str, str]:
        fixed = {
            "country": words.COUNTRY, "motto": words.MOTTO, "recipients": words.RECIPIENTS, "contents": words.CONTENTS,
            "traces": words.TRACES, "introduction": words.TRACES_INTRODUCTION, "quoted": words.QUOTED,
            "page": words.PAGE, "nothing": words.NO_CONTENT,
        }  # fmt: skip
        return {name: self.say(text) for name, text in fixed.items()}

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading(content=content):
                entry = next(self.headings)
                return {"kind": "heading", "level": entry.level, "name": entry.name, "runs": self._inlines(content)}
            case Paragraph(content=content):
                return {"kind": "paragraph", "runs": self._inlines(content)}
            case Items(items=items, ordered=ordered):
                return {"kind": "items", "ordered": ordered, "items": [self._inlines(item) for item in items]}
            case Table():
                return {"kind": "table"} | self._table(block)
            case Chart():
                return {"kind": "chart"} | self._chart(block)
            case Notice():
                return {"kind": "notice"} | self._notice(block)

    def _notice(self, notice: Notice) -> dict[str, Any]:
        tone = notice.tone.value
        word = self.say(words.TONES[tone]) if tone in words.TONES else ""
        return {"tone": tone, "word": word, "title": _runs(plain(notice.title)),
                "blocks": [self._block(block) for block in notice.blocks]}  # fmt: skip

    def _table(self, table: Table) -> dict[str, Any]:
        room = _room(table)
        return {
            "caption": _runs(plain(table.caption)),
            "columns": [{"title": _runs(plain(column.title), longest), "numeric": column.numeric, "share": column.share}
                        for column, longest in zip(table.columns, room, strict=True)],
            "rows": [[{"runs": self._inlines(cell, longest)} for cell, longest in zip(row, room, strict=True)]
                     for row in table.rows],
            "note": self._inlines(table.note),
        }  # fmt: skip

    def _chart(self, chart: Chart) -> dict[str, Any]:
        drawing = charts.printable(chart)
        return {
            "title": _runs(plain(chart.title)), "description": _runs(plain(chart.description)),
            "alt": self.say(words.CHART, title=drawing.title, description=drawing.description),
            "svg": charts.svg(drawing, self.document.language, fonts.FAMILY), "table": self._table(chart.table),
        }  # fmt: skip

    def _note(self, note: Note) -> dict[str, Any]:
        return {
            "title": self.say(words.NOTE, number=note.number), "printed": _printed(note.trace.printed),
            "anchor": note.anchor, "uses": note.uses, "root": self._step(note.trace.root),
        }  # fmt: skip

    def _step(self, step: Step) -> dict[str, Any]:
        return {
            "kind": self.say(words.KINDS[step.kind]), "label": _runs(plain(step.label)),
            "facts": [[_printed(name), _runs(plain(value), _digest(value))] for name, value in step.facts],
            "steps": [self._step(below) for below in step.steps],
        }  # fmt: skip

    def _inlines(self, inlines: Inlines, longest: int | None = None) -> list[dict[str, Any]]:
        return _runs(self.marks.runs(inlines), longest)


def _digest(value: str) -> int | None:
    """A SHA-256 fits on a line of its own, and must not be broken: a reader copies it to compare it."""
    return len(value) if _SHA_256.fullmatch(value) else None


def _room(table: Table) -> list[int]:
    """How many letters of one word fit into each column."""
    whole = sum(column.share for column in table.columns) or 1
    return [max(4, int((TEXT_WIDTH * column.share / whole - 4) / LETTER)) for column in table.columns]


def _runs(runs: list[Run], longest: int | None = None) -> list[dict[str, Any]]:
    return [_run(run, longest) for run in runs]


def _run(run: Run, longest: int | None) -> dict[str, Any]:
    fits = longest is None or len(run.text) <= longest
    return {
        "text": _printed(run.text, longest), "strong": run.strong, "emphasis": run.emphasis, "language": run.language,
        "unbroken": run.unbroken and fits, "href": run.href, "note": run.note.number if run.note else None,
        "anchor": run.note.anchor if run.note else "", "use": run.use,
    }  # fmt: skip


def _printed(text: str, longest: int | None = None) -> str:
    return softened(fonts.printable(text), longest or WORD)
