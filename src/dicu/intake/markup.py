"""The XML inside a workbook, read as a stream: nothing is built up in memory, and no document may define entities."""

from collections.abc import Callable, Mapping
from typing import Protocol
from xml.parsers import expat

from dicu.intake.sniffing import BadFile
from dicu.vocabulary.messages import T

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Readable(Protocol):
    def read(self, length: int = ..., /) -> bytes: ...


def walk(stream: Readable, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Calls back for each element and text, with the names of elements and attributes freed of their prefixes."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda tag, found: start(_local(tag), {_local(key): found[key] for key in found})
    if end is not None:
        parser.EndElementHandler = lambda tag: end(_local(tag))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.ParseFile(stream)
    except (expat.ExpatError, ValueError) as error:  # ValueError: a row whose number is none
        raise damaged() from error


def damaged() -> BadFile:
    return BadFile(T("The workbook is damaged. Open it in Excel or LibreOffice, save it again and send it anew."))


def _refuse_doctype(*_: object) -> None:
    raise damaged()


def _local(name: str) -> str:
    return name.rpartition(":")[2]
