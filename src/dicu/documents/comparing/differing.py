"""What differs between two parts that belong together: their marks, their units, their names, their duties."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from dicu.documents.comparing import names
from dicu.documents.comparing.aligning import Pair, Part
from dicu.documents.comparing.duty import STRENGTHS, duties
from dicu.documents.comparing.findings import Finding, Kind, Side, Sides, Spot, Weight
from dicu.documents.comparing.marks import Mark
from dicu.documents.comparing.moments import Day
from dicu.documents.comparing.tongues import MONEY, SHARES
from dicu.vocabulary.messages import Message, T

Row = tuple[Part, Mark]
LEAST = 15
"""Letters that a part without a counterpart has at least before it is called missing, if it holds no number either."""


def missing(pair: Pair, sides: Sides) -> Iterator[Finding]:
    """A pair of which one side is empty."""
    here, other = sides if pair.first else (sides[1], sides[0])
    for part in pair.first or pair.second:
        if len(part.text) >= LEAST or part.marks:
            spot = here.spot(part.start, part.text)
            why = T("This has no counterpart in the text in {language}.", language=other.name)
            yield Finding("missing", "error", spot if pair.first else None, None if pair.first else spot, why)


def marks(pair: Pair, sides: Sides) -> Iterator[Finding]:
    first, second = _rows(pair.first), _rows(pair.second)
    for kind in ("code", "date", "time", "number"):
        alone = [[row for row in _unmet(mine, theirs) if row[1].kind == kind] for mine, theirs in ((first, second), (second, first))]
        yield from (_differing(a, b, sides) for a, b in zip_longest(*alone))
    yield from _units(first, second, sides)


def _rows(parts: Sequence[Part]) -> list[Row]:
    return [(part, mark) for part in parts for mark in part.marks]


def _unmet(mine: Sequence[Row], theirs: Sequence[Row]) -> list[Row]:
    """What the other side does not have at all. How often it says it is a matter of style."""
    once = {(row[1].kind, row[1].value): row for row in reversed(mine) if not row[1].soft}
    return [row for row in reversed(once.values()) if not any(_meets(row[1], other[1]) for other in theirs)]


def _meets(mark: Mark, other: Mark) -> bool:
    if mark.kind != other.kind:
        return False
    return _same_day(mark, other) if mark.kind == "date" else mark.value == other.value


def _same_day(mark: Mark, other: Mark) -> bool:
    """One text may leave out the year or the day that the other says. 3/5/2026 may be read either way round."""
    first, second = _day(mark), _day(other)
    turned = (second[0], second[2], second[1])
    return _fits(first, second) or ("/" in other.text and None not in second and _fits(first, turned))


def _day(mark: Mark) -> Day:
    value: Any = mark.value
    return value  # type: ignore[no-any-return]


def _fits(first: Day, second: Day) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(first, second, strict=True))


def _differing(a: Row | None, b: Row | None, sides: Sides) -> Finding:
    found = [row[1] for row in (a, b) if row]
    weight: Weight = "warning" if all(mark.words for mark in found) else "error"
    kind: Kind = found[0].kind
    spots = (_spot(sides[0], a), _spot(sides[1], b))
    if a and b and kind == "number" and _rounded(a[1], b[1]):
        return Finding(kind, "warning", *spots, T("One of these numbers is the other one, rounded: {first} and {second}.",
                                                  first=_said(a[1]), second=_said(b[1])))  # fmt: skip
    if a and b:
        return Finding(kind, weight, *spots, T("These differ: {first} and {second}.", first=_said(a[1]), second=_said(b[1])))
    other = sides[1] if a else sides[0]
    return Finding(kind, weight, *spots, T("{value} is not found in the text in {language}.", value=_said(found[0]), language=other.name))


def _rounded(first: Mark, second: Mark) -> bool:
    """Whether one of the two, rounded to the digits of the other, is the other: 1.2 million for 1,234,567."""
    rough, exact = sorted((first, second), key=lambda mark: len(_number(mark).normalize().as_tuple().digits))
    step = Decimal(1).scaleb(int(_number(rough).normalize().as_tuple().exponent))
    scaled = any(map(str.isalpha, rough.text))  # a thousand in digits is meant as it stands
    return scaled and bool(rough.value) and step > 1 and abs(_number(exact) - _number(rough)) * 2 <= step


def _number(mark: Mark) -> Decimal:
    return abs(Decimal(mark.value))  # type: ignore[arg-type]


def _units(first: Sequence[Row], second: Sequence[Row], sides: Sides) -> Iterator[Finding]:
    """The same number, but per cent here and points there, or pounds here and dollars there."""
    for a in first:
        same = [b for b in second if b[1].kind == a[1].kind == "number" and b[1].value == a[1].value and not (a[1].soft or b[1].soft)]
        same = [b for b in same if b[1].unit or not b[1].words] if a[1].unit else same if not a[1].words else []
        if same and not any(_agree(a[1].unit, b[1].unit) or _elsewhere(a[1], b[1], first, second) for b in same):
            units = (a[1].unit or T("none"), same[0][1].unit or T("none"))
            why = T("The number is the same, its unit is not: {first} and {second}.", first=units[0], second=units[1])
            sure = all(isinstance(unit, str) for unit in units) or {a[1].unit, same[0][1].unit} & SHARES
            yield Finding("unit", "error" if sure else "warning", _spot(sides[0], a), _spot(sides[1], same[0]), why)


def _elsewhere(a: Mark, b: Mark, first: Sequence[Row], second: Sequence[Row]) -> bool:
    """from 2 to 4 million dollars: one language says the money with each number, another once."""
    unit, lacking = (a.unit, second) if not b.unit else (b.unit, first)
    return not (a.unit and b.unit) and unit in MONEY and any(row[1].unit == unit for row in lacking)


def _agree(first: str, second: str) -> bool:
    """Days and years may be left out or said otherwise; money and shares may not. Dollars are of the United States if one text says so."""
    both = {first, second}
    return first == second or both == {"USD", "dollars"} or (not (first and second) and not both & (MONEY | SHARES))


def names_of(pair: Pair, sides: Sides) -> Iterator[Finding]:
    whole = [" ".join(part.text for part in parts) for parts in (pair.first, pair.second)]
    for at, parts in enumerate((pair.first, pair.second)):
        for part in parts:
            for name in names.missing(part.text, sides[at].language, whole[1 - at], sides[1 - at].language):
                yield _unnamed(name, part, sides, at)


def _unnamed(name: names.Name, part: Part, sides: Sides, at: int) -> Finding:
    spot = sides[at].spot(part.start + name.start, name.text)
    why = T("“{name}” is not found in the text in {language}.", name=name.text, language=sides[1 - at].name)
    kind: Kind = "term" if name.kind == "term" else "name"
    return Finding(kind, "error" if name.kind == "person" else "warning", spot if at == 0 else None, None if at == 0 else spot, why)


def duties_of(pair: Pair, sides: Sides) -> Iterator[Finding]:
    """Only where both sides have a word of duty: a language may bind without one."""
    said = [
        frozenset[str]().union(*(duties(part.text, side.language) for part in parts))
        for parts, side in zip((pair.first, pair.second), sides, strict=True)
    ]
    if not all(said):
        return
    here, there = (side.spot(parts[0].start, parts[0].text) for parts, side in zip((pair.first, pair.second), sides, strict=True))
    strengths = {"first": _strengths(said[0]), "second": _strengths(said[1])}
    if ("forbidden" in said[0]) != ("forbidden" in said[1]):
        yield Finding("duty", "warning", here, there, T("One text forbids where the other does not: {first}; {second}.", **strengths))
    elif ("bound" in said[0]) != ("bound" in said[1]):
        yield Finding("duty", "warning", here, there, T("One text binds where the other does not: {first}; {second}.", **strengths))


def _strengths(said: frozenset[str]) -> Message:
    """The strongest."""
    return next(STRENGTHS[name] for name in STRENGTHS if name in said)


def _spot(side: Side, row: Row | None) -> Spot | None:
    return side.spot(row[0].start + row[1].start, row[1].text) if row else None


def _said(mark: Mark) -> str:
    return " ".join(mark.text.split())
