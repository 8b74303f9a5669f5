"""What the columns of somebody's file mean, written down by the person who takes it in: a small YAML file that lies beside it.

set: {id: upr-4, title: {vi: …, en: …}, body: {vi: …, en: …}, symbol: A/HRC/57/5, cycle: "2024", published: 2024-06-26,
      address: https://…, licence: …, verified: true}
columns: {paragraph: Para., text_en: Recommendation, position: Position, themes: Themes}
ignore: [Remarks]
positions: {Accepted: supported}
sheet: Sheet1          # of a workbook; left out: the only one
tables: [1, 3]         # of a Word document; left out: those that have the columns
sections: themes       # a row that is one joined cell names the theme of the rows below it; or: ignore
separator: ";"         # between several themes in one cell; a new line always is one
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from dicu.review.recommendations.model import LANGUAGES, Position, SetFacts
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.text import normalised

LARGEST = 100_000  # bytes
TEXTS = tuple(f"text_{language}" for language in LANGUAGES)
WHOLE = "recommendation"
"""A cell of the official thematic lists: number, words and the State that said it, all in one."""
FIELDS = ("symbol", "paragraph", "part", WHOLE, *TEXTS, "position", "by", "themes", "groups")
SECTIONS = ("", "themes", "ignore")
_SET = ("id", "title", "body", "symbol", "cycle", "published", "address", "licence", "verified", "synthetic", "announced")
_TOP = ("set", "columns", "ignore", "positions", "sheet", "tables", "sections", "separator", "language")
POSITIONS = {
    "supported": Position.SUPPORTED, "accepted": Position.SUPPORTED, "chấp thuận": Position.SUPPORTED, "ủng hộ": Position.SUPPORTED,
    "supported in part": Position.IN_PART, "partially supported": Position.IN_PART, "supported/noted": Position.IN_PART,
    "chấp thuận một phần": Position.IN_PART, "noted": Position.NOTED, "ghi nhận": Position.NOTED, "pending": Position.PENDING,
}  # fmt: skip
"""Words that documents use, in small letters; a mapping adds those of its own document."""


class BadMapping(Refused):
    """The mapping cannot be followed."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """`columns`: field → heading in the file. `language`: of the cells under `recommendation`."""

    facts: SetFacts
    columns: Mapping[str, str]
    ignore: tuple[str, ...] = ()
    positions: Mapping[str, Position] = None  # type: ignore[assignment]
    sheet: str = ""
    tables: tuple[int, ...] = ()
    sections: str = ""
    separator: str = ";"
    language: str = "en"

    def position(self, text: str) -> Position | None:
        """None: the word is not known."""
        word = " ".join(text.lower().split())
        return self.positions.get(word) or POSITIONS.get(word)


def read_mapping(content: bytes, set_: str = "") -> ColumnMap:
    """`set_` names the set, where the file does not or another one is meant. BadMapping says what cannot be followed."""
    raw = _loaded(content)
    _check_names(raw, _TOP, "")
    columns = {name: _text(heading, f"columns.{name}") for name, heading in _mapping(raw, "columns").items()}
    _check_names(columns, FIELDS, "columns")
    _check_columns(columns)
    sections, language = _text(raw.get("sections", ""), "sections"), _text(raw.get("language", "en"), "language")
    _one_of(sections, SECTIONS, "sections")
    _one_of(language, LANGUAGES, "language")
    return ColumnMap(
        facts=_facts(_mapping(raw, "set"), set_),
        columns=columns,
        ignore=tuple(_text(one, "ignore") for one in _listed(raw, "ignore")),
        positions=_positions(_mapping(raw, "positions", empty=True)),
        sheet=_text(raw.get("sheet", ""), "sheet"),
        tables=_numbers(_listed(raw, "tables")),
        sections=sections,
        separator=_text(raw.get("separator", ";"), "separator") or ";",
        language=language,
    )


def read_set(content: bytes) -> SetFacts:
    """What a set is, without a file of it. BadMapping says what is missing."""
    raw = _loaded(content)
    _check_names(raw, ("set",), "")
    return _facts(_mapping(raw, "set"), "")


def _loaded(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST:
        raise BadMapping(T("The mapping is larger than {limit} kB.", limit=LARGEST // 1000))
    try:
        text = normalised(content.decode("utf-8-sig"))
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            raise BadMapping(T("The mapping has aliases, which are not accepted."))
        found = yaml.safe_load(text)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 0
        raise BadMapping(T("The mapping is no YAML that can be read; look at line {line}.", line=str(line))) from fault
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as fault:
        raise BadMapping(T("The mapping is no YAML in UTF-8.")) from fault
    if not isinstance(found, dict):
        raise BadMapping(T("The mapping is no YAML in UTF-8."))
    return {str(name): value for name, value in found.items()}


def _check_names(raw: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    for name in raw:
        if name not in known:
            raise BadMapping(T("“{name}” is not known here. Known are: {known}.", name=name[:60], known=", ".join(known)), where=where)


def _check_columns(columns: Mapping[str, str]) -> None:
    if WHOLE not in columns and ("paragraph" not in columns or not any(name in columns for name in TEXTS)):
        raise BadMapping(
            T("Name the columns of the paragraph and of the words: paragraph and {texts}; or recommendation, if one cell holds both.",
              texts=", ".join(TEXTS[:2])),
            where="columns",
        )  # fmt: skip
    headings = [heading.casefold() for heading in columns.values()]
    if len(set(headings)) != len(headings):
        raise BadMapping(T("One column of the file is named for two fields."), where="columns")


def _facts(raw: Mapping[str, Any], set_: str) -> SetFacts:
    _check_names(raw, _SET, "set")
    id_ = set_ or _text(raw.get("id", ""), "set.id")
    if not id_ or len(id_) > 60 or not id_.isascii() or not id_.replace("-", "").replace(".", "").isalnum() or id_ != id_.lower():
        raise BadMapping(T("Give the set an id of small letters, digits and hyphens, 60 at most."), where="set.id")
    plain = {name: _text(raw.get(name, ""), f"set.{name}") for name in ("symbol", "cycle", "address", "licence")}
    if not plain["symbol"] or not plain["licence"]:
        raise BadMapping(T("Name the symbol of the document and the licence or terms of its source."), where="set")
    flags = {name: _truth(raw.get(name, False), f"set.{name}") for name in ("verified", "synthetic")}
    texts = {name: _both(raw.get(name), f"set.{name}") for name in ("body", "title")}
    return SetFacts(id=id_, published=_day(raw.get("published")), announced=_count(raw.get("announced")), **texts, **plain, **flags)  # type: ignore[arg-type]


def _both(raw: object, where: str) -> Bilingual:
    if not isinstance(raw, dict) or not all(isinstance(raw.get(x), str) and raw[x].strip() for x in ("vi", "en")):
        raise BadMapping(T("Give this in Vietnamese and in English."), where=where)
    return Bilingual(raw["vi"].strip(), raw["en"].strip())


def _text(raw: object, where: str) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int) or len(str(raw)) > 2000:
        raise BadMapping(_expected(), where=where)
    return str(raw).strip()


def _expected() -> Message:
    return T("A text is expected here; put it into quotation marks.")


def _truth(raw: object, where: str) -> bool:
    if not isinstance(raw, bool):
        raise BadMapping(T("Write true or false here."), where=where)
    return raw


def _day(raw: object) -> date | None:
    if raw is None:
        return None
    if type(raw) is not date:
        raise BadMapping(T("Write the day as 2026-06-30."), where="set.published")
    return raw


def _count(raw: object) -> int | None:
    if raw is not None and (isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw < 1_000_000):
        raise BadMapping(T("Write a whole number."), where="set.announced")
    return raw


def _mapping(raw: Mapping[str, Any], name: str, empty: bool = False) -> dict[str, Any]:
    found = raw.get(name, {} if empty else None)
    if not isinstance(found, dict):
        raise BadMapping(T("The mapping has no part “{name}” of names with values.", name=name), where=name)
    return {str(key): value for key, value in found.items()}


def _listed(raw: Mapping[str, Any], name: str) -> list[Any]:
    found = raw.get(name, [])
    if not isinstance(found, list) or len(found) > 200:
        raise BadMapping(T("A list is expected here."), where=name)
    return found


def _numbers(raw: list[Any]) -> tuple[int, ...]:
    if any(isinstance(one, bool) or not isinstance(one, int) or one < 1 for one in raw):
        raise BadMapping(T("Tables are counted from 1."), where="tables")
    return tuple(raw)


def _positions(raw: Mapping[str, Any]) -> dict[str, Position]:
    for value in raw.values():
        _one_of(str(value), tuple(str(p) for p in Position if p), "positions")
    return {" ".join(word.lower().split()): Position(value) for word, value in raw.items()}


def _one_of(text: str, choices: tuple[str, ...], where: str) -> None:
    if text not in choices:
        raise BadMapping(T("Choose one of these: {choices}.", choices=", ".join(one for one in choices if one)), where=where)
