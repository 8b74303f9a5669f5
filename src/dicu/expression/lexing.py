"""From text to tokens. The text is brought to NFC first; positions are those of the normalised text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dicu.expression.model import DIGITS, printable
from dicu.expression.refusals import BadExpression
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.text import normalised

LONGEST = 4000  # signs of one expression
KEYWORDS = frozenset({"and", "or", "not", "in", "is", "missing", "if", "then", "else", "true", "false"})

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<day>@[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![0-9]))
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?![0-9A-Za-z_.]))
    |(?P<text>"(?:[^"\\]|\\["\\])*")
    |(?P<name>{_NAME}(?:\.{_NAME})*)
    |(?P<sign><=|>=|!=|[-+*/=<>(),:\[\]])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is day, number, text, name or end; for a sign and a keyword it is the sign or the word itself."""

    kind: str
    text: str
    at: int


def tokens(source: str) -> tuple[Token, ...]:
    """The tokens of a normalised text, with one `end` after the last."""
    if len(source) > LONGEST:
        raise BadExpression(
            T("An expression has at most {limit} characters; this one has {count}.", limit=LONGEST, count=len(source)),
            LONGEST,
            source,
        )
    return (*_scan(source), Token("end", "", len(source)))


def entered(text: str) -> str:
    """The text as the language reads it, in normal form. Half characters never enter."""
    return normalised(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _scan(source: str) -> Iterator[Token]:
    place = 0
    while place < len(source):
        match = _TOKEN.match(source, place)
        if match is None:
            raise BadExpression(_unreadable(source, place), place, source)
        if match.lastgroup != "space":
            yield _token(match, source)
        place = match.end()


def _token(match: re.Match[str], source: str) -> Token:
    group, text = str(match.lastgroup), match.group()
    complaint = _complaint(group, text)
    if complaint:
        raise BadExpression(complaint, match.start(), source)
    own_kind = group == "sign" or text in KEYWORDS
    return Token(text if own_kind else group, text, match.start())


def _complaint(group: str, text: str) -> Message | None:
    if group == "number" and max(map(len, text.split("."))) > DIGITS:
        return T("A number has at most {limit} digits before the point, and as many after it.", limit=DIGITS)
    if group == "day" and not is_day(text[1:]):
        return T("{text} is not a day of the calendar. Write year-month-day, as in @2024-04-17.", text=text)
    if group == "text" and not printable(text):
        return T("A text between quotation marks holds no line ends and no control characters.")
    return None


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _unreadable(source: str, place: int) -> Message:
    sign = source[place]
    if sign == '"':
        return T("This text is not closed, or it has a backslash that no quotation mark and no backslash follows.")
    if sign in "“”„‟«»‘’'`":
        return T('Texts stand between straight quotation marks: "like this".')
    if sign == "@":
        return T("A day is written @year-month-day, as in @2024-04-17.")
    if sign in "0123456789.":
        return T("This is not a number. Write digits with a decimal point and nothing else, as in 1234.5.")
    return T("The language has no character {sign}.", sign=sign if sign.isprintable() else f"U+{ord(sign):04X}")
