"""From the bytes of a file to its text, whatever encoding it is in."""

import codecs
import re
from dataclasses import dataclass

from dicu.vocabulary.messages import Message, T

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHER = {b"PK\x03\x04": "ZIP", b"\x1f\x8b": "gzip", b"%PDF": "PDF", b"\xd0\xcf\x11\xe0": "Office", b"PAR1": "Parquet", b"\x89PNG": "PNG"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Text:
    """`guessed` names the encoding if it is not UTF-8; `marked`: there was a byte order mark of UTF-8."""

    text: str
    guessed: str = ""
    marked: bool = False


class NoText(Exception):
    """These bytes are no text; `reason` says what they are."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.say("en"))
        self.reason = reason


def decoded(content: bytes) -> Text:
    """The text, without a byte order mark. Raises NoText for what is binary."""
    for magic, kind in _OTHER.items():
        if content.startswith(magic):
            raise NoText(T("its content is that of a {kind} file", kind=kind))
    if content.startswith(_UTF16):
        return _checked(Text(content.decode("utf-16", "replace"), "UTF-16"))
    if b"\0" in content[:10_000]:
        return _checked(_without_mark(content))
    marked = content.startswith(codecs.BOM_UTF8)
    try:
        return _checked(Text(content.decode("utf-8-sig"), "", marked))
    except UnicodeDecodeError:
        return _checked(Text(content[3 * marked :].decode("cp1252", "replace"), "Windows-1252", marked))


def _without_mark(content: bytes) -> Text:
    """UTF-16 whose mark was lost: in a table every other byte is then mostly zero."""
    sample = content[:10_000]
    little, big = sample[1::2].count(0), sample[0::2].count(0)
    if max(little, big) < len(sample) // 4:
        raise NoText(T("its content is binary"))
    return Text(content.decode("utf-16-le" if little > big else "utf-16-be", "replace"), "UTF-16")


def _checked(text: Text) -> Text:
    if len(_CONTROL.findall(text.text[:100_000])) > len(text.text[:100_000]) // 1000:
        raise NoText(T("its content is binary"))
    return text
