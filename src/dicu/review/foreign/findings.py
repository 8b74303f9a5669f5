"""What was found while reading: one finding for one rule, subject and oddity, with every row that it is about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dicu.review.foreign import row_numbers
from dicu.review.foreign.hazards import HAZARDS
from dicu.vocabulary.bilingual import LANGUAGES, Language
from dicu.vocabulary.messages import Message

SEVERITIES = ("blocking", "warning", "info")
SHOWN = 60  # signs of a cell that a finding quotes
APART = 200  # findings of one rule in one file that quote what they found; what comes after is counted together


@dataclass(frozen=True, slots=True)
class Finding:
    """`rejected` counts the rows that are no observation because of it; over all findings they are all rejected rows."""

    rule: str
    severity: str
    subject: str
    message: Message
    closes: Message
    inputs: dict[str, Any] = field(default_factory=dict)
    rejected: int = 0

    def as_json(self, language: Language) -> dict[str, Any]:
        """One line of the findings file; `closes_when` is in the language of the command, the other keys in both."""
        said: dict[str, Any] = {code: self.message.say(code) for code in LANGUAGES}
        closing = {f"closes_when_{code}": self.closes.say(code) for code in LANGUAGES}
        inputs = {name: _plain(value, language) for name, value in self.inputs.items()} | {"rejected": self.rejected}
        head = {"rule": self.rule, "severity": self.severity, "subject": self.subject, "inputs": inputs}
        return {**head, **said, "closes_when": closing[f"closes_when_{language}"], **closing}


class Book:
    """The findings of one file while it is read. Rows with the same oddity share a finding."""

    def __init__(self, file: str, subject: str) -> None:
        self.file, self.subject = file, subject
        self.rows: dict[tuple[str, str, str, bool], list[int]] = {}
        self.quoted: dict[tuple[str, str, bool], list[str]] = {}
        self.of_file: list[Finding] = []

    def reject(self, rule: str, row: int, column: str = "", found: str = "", *, first: bool = True) -> None:
        """A row that is no observation. `first`: no other finding has counted it yet."""
        quoted = self.quoted.setdefault((rule, column, first), [])
        shown = quote(found)
        if shown not in quoted and len(quoted) >= APART:
            shown = "…"
        elif shown not in quoted:
            quoted.append(shown)
        self.rows.setdefault((rule, column, shown, first), []).append(row)

    def note(self, rule: str, row: int, column: str = "", found: str = "") -> None:
        """A row that was read although something is odd about it."""
        quoted = self.quoted.setdefault((rule, column, False), [])
        if (shown := quote(found)) and shown not in quoted and len(quoted) < 3:
            quoted.append(shown)
        self.rows.setdefault((rule, column, "", False), []).append(row)

    def noted(self, rule: str, rows: Iterable[int], column: str = "", found: Iterable[str] = ()) -> None:
        """The same for many rows at once."""
        quoted = self.quoted.setdefault((rule, column, False), [])
        for shown in map(quote, found):
            if shown and shown not in quoted and len(quoted) < 3:
                quoted.append(shown)
        self.rows.setdefault((rule, column, "", False), []).extend(rows)

    def together(self, rule: str, rows: Iterable[int], found: str) -> None:
        """Rows that are odd only beside one another."""
        self.rows.setdefault((rule, "", found, False), []).extend(rows)

    def oddity(self, rule: str, what: Mapping[str, str]) -> None:
        """Something about the headings."""
        inputs: dict[str, Any] = {"file": self.file, **what}
        self.of_file.append(finding(rule, self.subject, **inputs))

    def whole(self, rule: str, rejected: Iterable[int] = (), **places: Any) -> None:
        """Something about the file as a whole; `rejected` are the rows that are lost with it."""
        rows = list(rejected)
        inputs = {**places, "rows": row_numbers.written(rows)} if rows else places
        self.of_file.append(finding(rule, self.subject, len(rows), file=self.file, **inputs))

    def all(self) -> Iterator[Finding]:
        yield from self.of_file
        for (rule, column, found, first), rows in self.rows.items():
            shown = found or ", ".join(self.quoted.get((rule, column, False), ()))
            yield finding(rule, self.subject, len(rows) if first else 0, file=self.file, rows=row_numbers.written(rows),
                          count=len(rows), column=column, found=shown)  # fmt: skip


def finding(rule: str, subject: str, rejected: int = 0, **inputs: Any) -> Finding:
    """A finding by the catalogue; the inputs fill its sentence."""
    hazard = HAZARDS[rule]
    shown = {**inputs, "rows": _short(inputs["rows"])} if "rows" in inputs else inputs
    message = Message(hazard.sentence.sentence, shown)
    return Finding(rule, hazard.severity, subject, message, hazard.closes, {"hazard": hazard.name, **inputs}, rejected)


def quote(text: str) -> str:
    shown = "".join(sign for sign in text if sign.isprintable())
    return shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"


def _plain(value: Any, language: Language) -> Any:
    return value.say(language) if isinstance(value, Message) else value


def _short(rows: str, most: int = 60) -> str:
    """What a sentence shows of a long list; the finding's inputs have all of it."""
    return rows if len(rows) <= most else rows[:most].rsplit(",", 1)[0] + ",…"


def rejected(findings: Iterable[Finding]) -> int:
    return sum(found.rejected for found in findings)
