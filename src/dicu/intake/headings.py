"""The row of headings: which column is which, and in which language the table speaks."""

from dataclasses import dataclass
from difflib import get_close_matches

from dicu.intake.cells import cleaned
from dicu.intake.folding import folded
from dicu.intake.grid import Fault, Line, Raw, is_blank
from dicu.intake.report import Findings, letters
from dicu.intake.specification import ColumnSpec, TableSpec
from dicu.vocabulary.bilingual import LANGUAGES, Language
from dicu.vocabulary.messages import Message, Refused, T


@dataclass(frozen=True, slots=True)
class Headings:
    """The column of each place, and the heading as it was written. `language` None: the headings are names, not titles."""

    columns: dict[int, ColumnSpec]
    written: dict[int, str]
    language: Language | None
    width: int


def read_headings(line: Line, spec: TableSpec, findings: Findings) -> Headings:
    """Every heading is known, stands once, and none that is required is left out; what is not so is a finding."""
    known = _known(spec)
    written = {place: _heading(cell) for place, cell in enumerate(line.cells) if not is_blank(cell)}
    columns: dict[int, ColumnSpec] = {}
    for place, heading in written.items():
        column = known.get(folded(heading))
        complaint = _complaint(heading, column, columns, known)
        if complaint:
            findings.add(complaint, line.number, letters(place), heading)
        elif column:
            columns[place] = column
    _check_required(spec, columns, findings, line.number)
    return Headings(columns, written, _language(spec, columns, written), max(written, default=-1) + 1)


def _known(spec: TableSpec) -> dict[str, ColumnSpec]:
    names = {folded(title): column for column in spec.columns for title in (column.titles.vi, column.titles.en) if title}
    return names | {folded(column.name): column for column in spec.columns}


def _heading(cell: Raw | Fault) -> str:
    try:
        return " ".join(cleaned(str(cell)).split())
    except Refused:
        return "?"


def _complaint(heading: str, column: ColumnSpec | None, so_far: dict[int, ColumnSpec], known: dict[str, ColumnSpec]) -> Message | None:
    if column is None:
        near = get_close_matches(folded(heading), known, n=1)
        if near:
            return T("The heading “{heading}” is not known. Is “{near}” meant?", heading=heading,
                     near=_title(known[near[0]]))  # fmt: skip
        return T("The heading “{heading}” is not known. Remove the column, or use the template.", heading=heading)
    if column in so_far.values():
        return T("The column “{title}” stands twice. Keep one of them.", title=_title(column))
    return None


def _title(column: ColumnSpec) -> object:
    return column.titles if column.titles.whole else column.name


def _check_required(spec: TableSpec, columns: dict[int, ColumnSpec], findings: Findings, row: int) -> None:
    for column in spec.columns:
        if column.required and column not in columns.values():
            findings.add(T("The column “{title}” is missing.", title=_title(column)), row)


def _language(spec: TableSpec, columns: dict[int, ColumnSpec], written: dict[int, str]) -> Language | None:
    """The language in which most headings are titles. One that is written exactly as the name of its
    column, or is the same in both languages, says nothing."""
    votes: dict[Language, int] = dict.fromkeys(LANGUAGES, 0)
    for place, column in columns.items():
        heading = folded(written[place])
        fits = [language for language in LANGUAGES if folded(column.titles.say(language)) == heading]
        if len(fits) == 1 and written[place] != column.name:
            votes[fits[0]] += 1
    best = max(LANGUAGES, key=lambda language: votes[language])
    return best if votes[best] else None
