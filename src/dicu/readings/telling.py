"""A reading in words: the cells of a table on a page, the columns of a file, the line of a command."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dicu.readings import words
from dicu.readings.model import Reading, Touched
from dicu.vocabulary import dates
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Message, T

PUBLIC = T("Somebody who had not signed in")
CLOSED = T("an account that is not known any more")
HIDDEN = T("code not shown")
COLUMNS = (
    "when", "account", "name", "agency", "roles", "purpose", "means", "route", "outcome", "kind", "key", "owner", "position", "request",
)  # fmt: skip
"""Of the file; the same in both languages, because programs read them."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FEW = 3
"""Things of one kind that are named one by one in a line of a table."""


@dataclass(frozen=True, slots=True)
class Told:
    """One reading as a person reads it."""

    when: str
    who: str
    purpose: str
    how: str
    what: str
    outcome: str
    tone: str


def told(reading: Reading, language: Language) -> Told:
    return Told(
        when=dates.moment(reading.at, language),
        who=_who(reading, language),
        purpose=_said(words.PURPOSE, reading.purpose, language),
        how=f"{words.MEANS[reading.means].say(language)}: {_said(words.ROUTE, reading.route, language)}",
        what=_what(reading, language),
        outcome=words.OUTCOME[reading.outcome].say(language),
        tone=words.TONES[reading.outcome],
    )


def line(reading: Reading, language: Language) -> str:
    said = told(reading, language)
    return "  ".join((said.when, said.who, said.purpose, said.how, said.outcome, said.what))


def separated(readings: Iterable[Reading]) -> str:
    """CSV with a header, a row for each thing of a reading, times in UTC."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for reading in readings:
        for thing in reading.things or (None,):
            writer.writerow([_harmless(cell) for cell in _cells(reading, thing)])
    return out.getvalue()


def _cells(reading: Reading, thing: Touched | None) -> tuple[str, ...]:
    kind, key, owner = (thing.kind, _key(thing), thing.agency) if thing else ("", "", "")
    return (
        reading.at.isoformat(timespec="seconds"),
        reading.account,
        reading.name,
        reading.agency,
        " ".join(reading.roles),
        reading.purpose,
        reading.means,
        reading.route,
        reading.outcome,
        kind,
        key,
        owner,
        str(reading.position),
        reading.request,
    )


def _harmless(cell: str) -> str:
    """A name that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _who(reading: Reading, language: Language) -> str:
    if not reading.account:
        return PUBLIC.say(language)
    roles = [_said(words.ROLE, role, language) for role in reading.roles]
    about = ", ".join(filter(None, (reading.agency, *roles)))
    return f"{reading.name or CLOSED.say(language)} ({reading.account}{'; ' if about else ''}{about})"


def _what(reading: Reading, language: Language) -> str:
    """The things by kind: a few by their codes, many by their number."""
    by_kind: dict[str, list[Touched]] = {}
    for thing in reading.things:
        by_kind.setdefault(thing.kind, []).append(thing)
    parts = [_things(kind, things, language) for kind, things in by_kind.items()]
    if reading.listed:
        parts.append(T("{count} in lists", count=reading.listed).say(language))
    return "; ".join(parts)


def _things(kind: str, things: list[Touched], language: Language) -> str:
    name = _said(words.KIND, kind, language)
    if len(things) > FEW:
        return f"{name} × {len(things)}"
    keys = [_key(thing) or HIDDEN.say(language) for thing in things if thing.name]
    return f"{name} {', '.join(keys)}".strip()


def _key(thing: Touched) -> str:
    return "" if thing.marked else thing.name.partition(":")[2]


def _said(said: Mapping[str, Message], code: str, language: Language) -> str:
    return said[code].say(language) if code in said else code
