"""Rules of the catalogue of gaps that the files of a platform alone decide: what it says of its indicators against what it has.

A file of placeholder data counts as no data.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from dicu.review.foreign import headings
from dicu.review.foreign.data_files import DataFile
from dicu.review.foreign.descriptions import Descriptions, described_breakdowns
from dicu.review.foreign.facts import EXCLUSIVE, Facts, Place
from dicu.review.foreign.findings import Finding, finding, quote
from dicu.vocabulary.messages import Message, T

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "semi": 6, "bienni": 24, "two year": 24, "annual": 12, "year": 12, "decenni": 120}
_EVERY = re.compile(r"(?P<n>[0-9]{1,2})\s*(?:-|–)?\s*(?P<unit>year|month)")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)
_SHARE = re.compile(r"%|per ?cent|percent|proportion|rate|ratio|index|per [0-9]|per capita|score|\bpt\b|average|mean|tỷ lệ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """One indicator of a platform. `file` is its data, None without one that could be used; `why` says what is wrong instead."""

    indicator: str
    fields: Mapping[str, Any]
    file: DataFile | None
    facts: Facts
    why: Message
    day: date

    def said(self, name: str) -> str:
        value = self.fields.get(name)
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def cases(files: Iterable[DataFile], descriptions: Descriptions, placeholders: Iterable[str], day: date) -> Iterator[Case]:
    """Every indicator that a data file or a description names, in order."""
    held = set(placeholders)
    by_code: dict[str, DataFile] = {}
    for file in files:
        best = by_code.get(file.indicator)
        if best is None or (file.facts.values, file.name not in held) > (best.facts.values, best.name not in held):
            by_code[file.indicator] = file
    for code in sorted(by_code.keys() | descriptions.fields.keys()):
        there = by_code.get(code)
        used = there if there is not None and there.name not in held and there.facts.values else None
        why = _absence(there, there is not None and there.name in held)
        yield Case(code, descriptions.of(code), used, used.facts if used else Facts(), why, day)


def _absence(file: DataFile | None, placeholder: bool) -> Message:
    if file is None:
        return T("there is no data file")
    if not file.counts.rows_read:
        return T("its data file has no rows")
    if placeholder:
        return T("its data file holds placeholder data only")
    if not file.facts.values and file.facts.missing:
        return T("no row of its data file has a value")
    return T("no row of its data file could be read")


def decided(case: Case, elsewhere: bool) -> Iterator[Finding]:
    """All rules for one indicator. `elsewhere`: the platform has more data in files that were not read, so nobody can say that an
    indicator has none."""
    if case.file is not None or not elsewhere:
        yield from _status(case)
    if case.file is None and case.fields and not elsewhere:
        yield from _no_data(case)
    if case.file is not None:
        yield from _breakdowns(case)
        yield from _stale(case)
        yield from _targets(case)
        yield from _parts(case, case.file)
    yield from _sources(case)


def _no_data(case: Case) -> Iterator[Finding]:
    """G06. Worse where the platform does not say itself that it has not begun."""
    if case.fields.get("data_non_statistical") is True or _standing(case) in {"notapplicable", "complete"}:
        return
    found = finding("G06", case.indicator, indicator=case.indicator, why=case.why, status=_standing(case))
    yield found if _standing(case) in {"notstarted", "exploring"} else replace(found, severity="warning")


def _standing(case: Case) -> str:
    return re.sub(r"[\s_-]", "", case.said("reporting_status").rpartition(".")[2]).lower()


def _status(case: Case) -> Iterator[Finding]:
    """G10: the status that somebody typed against the data that are there."""
    status, shown = _standing(case), case.said("reporting_status")
    if case.fields.get("data_non_statistical") is True:
        return
    if status == "complete" and case.file is None:
        yield finding("G10", case.indicator, indicator=case.indicator, status=shown, why=case.why, values=0)
    if status in {"notstarted", "exploring", "notapplicable"} and case.file is not None:
        why = T("its data file has {count} values", count=case.facts.values)
        found = finding("G10", case.indicator, indicator=case.indicator, status=shown, why=why, values=case.facts.values)
        yield replace(found, severity="warning")


def _breakdowns(case: Case) -> Iterator[Finding]:
    """G07: what the description expects, by name, whatever its case and joints."""
    there = {headings.folded(name) for name in case.facts.breakdowns}
    for wanted in described_breakdowns(case.fields):
        if headings.folded(wanted.rpartition(".")[2]) not in there and headings.folded(wanted) not in there:
            yield finding("G07", case.indicator, indicator=case.indicator, found=quote(wanted), breakdowns=sorted(case.facts.breakdowns))


def _stale(case: Case) -> Iterator[Finding]:
    """G12: older than twice the frequency, which the description says, or else the series itself shows."""
    latest = case.facts.latest
    if latest is None:
        return
    months, declared = _frequency(case)
    if months and _add_months(latest, 2 * months) < case.day:
        why = T("so its description says") if declared else T("so its own periods follow one another")
        found = finding(
            "G12", case.indicator, indicator=case.indicator, latest=latest.isoformat(), months=months, why=why, day=str(case.day)
        )
        yield found if declared else replace(found, severity="info")


def _frequency(case: Case) -> tuple[int, bool]:
    """Months from one figure to the next, 0 if unknown; and whether the description says so."""
    for name in ("source_periodicity_1", "periodicity", "frequency", "source_periodicity"):
        if months := _months(case.said(name)):
            return months, True
    starts = sorted(case.facts.starts)
    gaps = sorted((b.year - a.year) * 12 + b.month - a.month for a, b in zip(starts, starts[1:], strict=False))
    return (gaps[len(gaps) // 2], False) if len(gaps) >= 2 else (0, False)


def _months(text: str) -> int:
    plain = text.lower().replace("five", "5").replace("ten ", "10 ").replace("three", "3").replace("four", "4")
    if every := _EVERY.search(plain):
        return int(every["n"]) * (12 if every["unit"] == "year" else 1)
    return next((months for word, months in _MONTHS.items() if word in plain), 0)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, 28))


def _targets(case: Case) -> Iterator[Finding]:
    """G23; and the trace of a program that takes no zero for a target."""
    targets = [number for text in _target_texts(case.fields) if (number := _decimal(text)) is not None]
    if not targets:
        yield finding("G23", case.indicator, indicator=case.indicator)
    if Decimal("0.001") in targets:
        yield finding("F42", case.indicator, indicator=case.indicator, target="0.001")


def _target_texts(fields: Mapping[str, Any]) -> Iterator[str]:
    for name, key in (("progress_calculation_options", "target"), ("graph_target_lines", "value")):
        entries = fields.get(name)
        yield from (str(entry[key]) for entry in entries if isinstance(entry, dict) and key in entry) if isinstance(entries, list) else ()
    yield from (str(fields[name]) for name in ("target_value", "national_target_value") if name in fields)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _sources(case: Case) -> Iterator[Finding]:
    """G21, as far as it shows without asking the network: an active source whose address is none."""
    for number in range(1, 7):
        address = case.said(f"source_url_{number}")
        if case.fields.get(f"source_active_{number}") is True and address and not _ADDRESS.match(address):
            yield finding("G21", case.indicator, indicator=case.indicator, found=quote(address), field=f"source_url_{number}")


def _parts(case: Case, file: DataFile) -> Iterator[Finding]:
    """G08, only for parts that cannot overlap and of figures that can be added; one finding for each breakdown, with the first period."""
    told: set[str] = set()
    for (place, name), parts in case.facts.parts.items():
        total = case.facts.totals.get(place)
        if name in told or total is None or {(place, name), (place, "")} & case.facts.twice or frozenset(parts) not in EXCLUSIVE:
            continue
        if (said := _disagreement(place, parts, total, case.said("computation_units"))) is not None:
            told.add(name)
            yield finding(
                "G08", case.indicator, file=file.name, column=name, period=place[1], sum=said, total=total, unit=place[3], parts=parts
            )


def _disagreement(place: Place, parts: Mapping[str, str], total: str, described: str) -> str | None:
    """The sum of the parts if it is not the total; None if it is, or if they may not be added."""
    unit = place[3] or described
    if not unit or _SHARE.search(f"{unit} {place[0]}"):
        return None
    added = sum(map(Decimal, parts.values()), Decimal(0))
    allowed = max(abs(Decimal(total)) / 200, _rounding([*parts.values(), total]))
    return f"{added:f}" if abs(added - Decimal(total)) > allowed else None


def _rounding(written: Iterable[str]) -> Decimal:
    """Half a unit of the last digit of the roughest figure, for each of them."""
    figures = list(written)
    places = min(-int(Decimal(text).as_tuple().exponent) for text in figures)
    return Decimal(10) ** -max(places, 0) / 2 * len(figures)
