"""Which column means what, whatever its heading is called, in whatever language and place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dicu.vocabulary.text import normalised

PERIOD, VALUE, UNIT, SERIES, AREA = "period", "value", "unit", "series", "area"
STATUS, SECRECY, MULTIPLIER, NOTE, SOURCE = "obs_status", "conf_status", "unit_mult", "note", "source"
INDICATOR, MISSING, QUALIFIER, VINTAGE = "indicator", "missing", "qualifier", "vintage"
DIMENSIONS, LEFT_OUT, MADE = "dimensions", "left out", "made"
"""`dimensions` are breakdowns as JSON; what is `left out` is told; what is `made` follows from other columns."""

_PLACELESS = frozenset({"", LEFT_OUT, MADE})
_USUAL = {PERIOD: "Year", VALUE: "Value", UNIT: "Units", SERIES: "Series"}
WORDS: dict[str, str] = {
    **dict.fromkeys(
        ("year", "time period", "timeperiod", "period", "năm", "kỳ", "thời kỳ", "año", "ano", "année", "annee", "год", "տարի",
         "տարեթիվ", "jahr", "anno", "umwaka", "tahun", "سنة", "السنة", "年"), PERIOD),
    **dict.fromkeys(
        ("value", "obs value", "giá trị", "số liệu", "valor", "valeur", "значение", "արժեք", "wert", "nilai", "القيمة", "值"), VALUE),
    **dict.fromkeys(
        ("units", "unit", "unit measure", "đơn vị", "đơn vị tính", "unidades", "unidad", "unités", "unité", "единицы",
         "единица измерения", "չափման միավոր", "einheit"), UNIT),
    **dict.fromkeys(("series", "serie", "série", "chuỗi", "chuỗi số liệu", "серия"), SERIES),
    **dict.fromkeys(("geocode", "geo code", "ref area"), AREA),
    **dict.fromkeys(("obs status", "observation status"), STATUS),
    **dict.fromkeys(("conf status", "confidentiality status"), SECRECY),
    **dict.fromkeys(("unit mult", "unit multiplier"), MULTIPLIER),
    **dict.fromkeys(("comment obs", "obs comment", "comment ts"), NOTE),
    **dict.fromkeys(("source detail", "data source"), SOURCE),
    **dict.fromkeys(("freq", "reporting type", "nature", "time detail", "time coverage", "decimals", "base per"), LEFT_OUT),
}  # fmt: skip
OWN: dict[str, str] = {
    **WORDS,
    **dict.fromkeys(("indicator", "chỉ số", "mã chỉ số", "indicator code"), INDICATOR),
    **dict.fromkeys(("missing", "lý do thiếu", "thiếu"), MISSING),
    **dict.fromkeys(("qualifier", "từ chỉ mức độ"), QUALIFIER),
    **dict.fromkeys(("vintage", "ngày công bố"), VINTAGE),
    **dict.fromkeys(("note", "ghi chú", "notes"), NOTE),
    **dict.fromkeys(("source", "nguồn", "nguồn số liệu"), SOURCE),
    **dict.fromkeys(("area", "địa bàn", "khu vực"), AREA),
    "dimensions": DIMENSIONS,
    **dict.fromkeys(("period written", "period start", "period end", "value written", "source file", "row", "flags"), MADE),
}
"""Headings of our own tables; more of them have a meaning than in a foreign platform, where “Area” may be a breakdown."""

VIETNAMESE = frozenset({"giá trị", "số liệu"})
_JOINTS = re.compile(r"[\s_\u00a0]+")


def folded(heading: str) -> str:
    return _JOINTS.sub(" ", normalised(heading).replace("\ufeff", "")).strip().casefold()


@dataclass(frozen=True, slots=True)
class Heading:
    """`name` is cleaned; `meaning` is one of the constants above, or empty for a breakdown."""

    place: int
    written: str
    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a file. `oddities` are pairs of a rule and what a finding says of it."""

    columns: tuple[Heading, ...]
    oddities: tuple[tuple[str, dict[str, str]], ...] = ()
    places: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        return [_USUAL[meaning] for meaning in (PERIOD, VALUE) if meaning not in self.places]

    def name(self, meaning: str) -> str:
        return next((column.name for column in self.columns if column.meaning == meaning), "")

    @property
    def breakdowns(self) -> tuple[Heading, ...]:
        return tuple(column for column in self.columns if not column.meaning)


def read_headings(cells: Sequence[str], words: Mapping[str, str] = WORDS, filled: frozenset[int] = frozenset()) -> Headings:
    """`words`: by heading (folded) what it means. `filled`: places of columns without a heading that have values."""
    columns: list[Heading] = []
    oddities: list[tuple[str, dict[str, str]]] = []
    for place, written in enumerate(cells):
        if not folded(written):
            if place in filled:
                oddities.append(("F27", {"found": str(place + 1)}))
                columns.append(Heading(place, written, f"column {place + 1}"))
            continue
        columns.append(_heading(place, written, words, columns, oddities))
    _note_order(columns, len(cells), oddities)
    return Headings(tuple(columns), tuple(oddities), {c.meaning: c.place for c in columns if c.meaning not in _PLACELESS})


def _heading(
    place: int, written: str, known: Mapping[str, str], before: list[Heading], oddities: list[tuple[str, dict[str, str]]]
) -> Heading:
    name = " ".join(normalised(written).replace("\ufeff", "").split())
    if name != normalised(written).replace("\ufeff", ""):
        oddities.append(("F08", {"found": name}))
    meaning = known.get(folded(written), "")
    if any(folded(other.written) == folded(written) for other in before):
        oddities.append(("F26", {"found": name}))
        return Heading(place, written, f"{name} ({place + 1})")
    if meaning not in _PLACELESS and any(other.meaning == meaning for other in before):
        return Heading(place, written, name)
    if meaning == LEFT_OUT:
        oddities.append(("F40", {"found": name}))
    if meaning in _USUAL and not _usual(name, meaning):
        oddities.append(("F16", {"found": name, "column": _USUAL[meaning]}))
    return Heading(place, written, name, meaning)


def _usual(name: str, meaning: str) -> bool:
    """The headings of Open SDG and of SDMX, to the letter, are nothing to mention."""
    return name in {_USUAL[meaning], "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "SERIES", meaning}


def _note_order(columns: list[Heading], width: int, oddities: list[tuple[str, dict[str, str]]]) -> None:
    by_meaning = {column.meaning: column.place for column in columns}
    last = max((column.place for column in columns), default=0)
    if VALUE in by_meaning and by_meaning[VALUE] != last:
        oddities.append(("F10", {}))
    if PERIOD in by_meaning and by_meaning[PERIOD] != 0:
        oddities.append(("F11", {}))
