"""Numbers that a narrative states: those that somebody could ask a source for. Years, dates, numbers of papers, articles,
tasks and objectives, ordinals and small counts are how people write, and no figures."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dicu.documents.comparing.marks import Mark, marks

SMALL = 10
"""Counts below this are words of a narrative ("two meetings"); a share is a figure however small."""
YEARS = (1900, 2100)
_VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
_NAMES_BEFORE = re.compile(
    r"(?:điều|khoản|điểm|mục|chương|phần|bảng|biểu|phụ lục|trang|số|nghị định|quyết định|thông tư|luật|chỉ thị|công văn|nghị quyết|"
    r"nhiệm vụ|mục tiêu|chỉ tiêu|giai đoạn|khóa|kỳ|lần(?: thứ)?|thứ|đợt|vòng|tháng|quý|năm|ngày|khoản mục|"
    r"article|section|chapter|part|table|annex|appendix|page|no\.?|number|decree|decision|circular|resolution|directive|law|"
    r"task|objective|target|phase|session|round|goal|sdg|gcm|step|item|paragraph)s?\s*$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?;\n]*(?:[.!?;](?=\d)[^.!?;\n]*)*[.!?;\n]?")
_SOURCE = re.compile(
    r"\(\s*(?:nguồn|source)\b|(?:nguồn|source)\s*:|theo\s+(?:số liệu|báo cáo|thống kê|niên giám|công bố|kết quả)|"
    r"according to|as reported by|"
    r"data (?:of|from)",
    re.IGNORECASE,
)


def language_of(text: str) -> str:
    """Vietnamese by its own letters; else the text is read as English."""
    return "vi" if _VIETNAMESE.search(text) else "en"


def stated(text: str) -> Iterator[Mark]:
    """The figures that a text states without naming a source in the same sentence."""
    for match in _SENTENCE.finditer(text):
        sentence = match[0]
        if any(c.isdigit() for c in sentence) and not _SOURCE.search(sentence):
            yield from (mark for mark in marks(sentence, language_of(text)) if _figure(sentence, mark))


def _figure(sentence: str, mark: Mark) -> bool:
    value = mark.value
    if mark.kind != "number" or mark.soft or mark.words or not isinstance(value, Decimal):
        return False
    share = mark.unit == "%" or "%" in mark.text
    return not (_small(value, share) or _year(mark, value, share) or _structure(sentence, mark))


def _small(value: Decimal, share: bool) -> bool:
    return not share and abs(value) < SMALL


def _year(mark: Mark, value: Decimal, share: bool) -> bool:
    plain = re.fullmatch(r"\d{4}", mark.text.split()[0]) is not None
    return plain and not share and value == int(value) and YEARS[0] <= value <= YEARS[1]


def _structure(sentence: str, mark: Mark) -> bool:
    """Whether the word before or after makes a name or an order of the number."""
    before, after = sentence[: mark.start], sentence[mark.end :]
    joined = before[-1:] in "/-" and before[-1:] != "" or after[:1] == "/"
    return joined or bool(_NAMES_BEFORE.search(before)) or bool(_ORDINAL.match(after))
