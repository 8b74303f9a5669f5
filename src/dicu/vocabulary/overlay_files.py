"""An overlay as it is written: a YAML file with what an announcement says, read strictly, so that a slip of the pen is told
at its place and never counts as a day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dicu.vocabulary.messages import Message, Refused, T

LARGEST = 200_000
"""Characters of a file; a whole year has about two thousand."""

_WORDS = {date: T("a day, as in 2027-02-05"), str: T("text in quotation marks"), bool: T("true or false")}
_TOP = {"calendar", "reasons", "sources", "years"}
_YEAR = {"whole", "replaces", "holidays", "swaps"}
_SOURCE = {"title": str, "published": date}
_HOLIDAY = {"from": date, "reason": str, "source": str, "verified": bool}
_SWAP = {"day_off": date, "worked_on": date, "source": str, "verified": bool}


class BadOverlay(Refused):
    """An overlay cannot be laid over its calendar; `where` is its file and the place in it."""


def read(text: str, name: str) -> Mapping[str, Any]:
    """The file's content, every part of the form that it must have. Raises BadOverlay with the place."""
    data = _mapping(_parsed(text, name), name)
    _known(data, _TOP, name)
    if not isinstance(data.get("calendar"), str):
        raise BadOverlay(T("The overlay does not say which calendar it is for. Write for example: calendar: vn"), name)
    for key, reason in _mapping(data.get("reasons", {}), f"{name}: reasons").items():
        _fields(reason, {"vi": str, "en": str}, set(), f"{name}: reasons.{key}")
    for key, source in _mapping(data.get("sources", {}), f"{name}: sources").items():
        _fields(source, _SOURCE, {"address"}, f"{name}: sources.{key}")
    years = _mapping(data.get("years", {}), f"{name}: years")
    if not years:
        raise BadOverlay(T("The overlay names no year, so it would change nothing."), name)
    for year, entries in years.items():
        _year(year, entries, f"{name}: years.{year}")
    return data


def _parsed(text: str, name: str) -> object:
    """PyYAML takes the last of two equal keys and says nothing: a year written twice would lose its first half."""
    import yaml  # noqa: PLC0415 - only a process that counts days pays for it

    class Strict(yaml.SafeLoader):
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            if twice := next((key for key in keys if keys.count(key) > 1), None):
                raise BadOverlay(T("“{key}” stands twice. Put its entries together under one.", key=str(twice)), f"{name}: {_line(node)}")
            return dict(super().construct_mapping(node, deep=deep))

    if len(text) > LARGEST:
        raise BadOverlay(T("The file is too large to be an overlay: it has {count} characters.", count=len(text)), name)
    try:
        return yaml.load(text, Strict)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as fault:
        where = f"{name}: {_line(fault)}" if getattr(fault, "problem_mark", None) else name
        raise BadOverlay(T("The file cannot be read as YAML: {fault}.", fault=_first_line(fault)), where) from fault


def _line(found: Any) -> str:
    mark = getattr(found, "problem_mark", None) or found.start_mark
    return str(mark.line + 1)


def _first_line(fault: Exception) -> str:
    return str(getattr(fault, "problem", None) or fault).splitlines()[0].rstrip(".")


def _year(year: object, entries: object, where: str) -> None:
    if not isinstance(year, int) or isinstance(year, bool) or not 1900 < year < 2200:
        raise BadOverlay(T("“{year}” is not a year.", year=str(year)), where)
    found = _mapping(entries, where)
    _known(found, _YEAR, where)
    _typed(found.get("whole", False), bool, f"{where}.whole")
    for index, entry in enumerate(_listed(found, "holidays", where)):
        _fields(entry, _HOLIDAY, {"until", "in_lieu"}, f"{where}.holidays.{index + 1}")
        _optional(entry, f"{where}.holidays.{index + 1}")
    for index, entry in enumerate(_listed(found, "swaps", where)):
        _fields(entry, _SWAP, set(), f"{where}.swaps.{index + 1}")
    for index, day in enumerate(_listed(found, "replaces", where)):
        _typed(day, date, f"{where}.replaces.{index + 1}")


def _optional(entry: Mapping[str, Any], where: str) -> None:
    _typed(entry.get("in_lieu", False), bool, f"{where}.in_lieu")
    until = entry.get("until", entry["from"])
    _typed(until, date, f"{where}.until")
    if not 0 <= (until - entry["from"]).days < 31:
        raise BadOverlay(T("The last day of a holiday must be its first one or one of the 30 days after it."), f"{where}.until")


def _fields(found: object, wanted: Mapping[str, type], more: set[str], where: str) -> None:
    entry = _mapping(found, where)
    _known(entry, {*wanted, *more}, where)
    for key, kind in wanted.items():
        if key not in entry:
            raise BadOverlay(T("“{key}” is missing here.", key=key), where)
        _typed(entry[key], kind, f"{where}.{key}")


def _typed(value: object, kind: type, where: str) -> None:
    """A moment is a day to Python, and not to a calendar; empty text says nothing."""
    if not isinstance(value, kind) or isinstance(value, datetime) or value == "":
        said: Message = _WORDS[kind]
        raise BadOverlay(T("Here must stand {wanted}.", wanted=said), where)


def _known(entry: Mapping[str, Any], names: set[str], where: str) -> None:
    if unknown := sorted(str(key) for key in entry if key not in names):
        raise BadOverlay(
            T("“{key}” is no word of an overlay here. Known are: {names}.", key=unknown[0], names=", ".join(sorted(names))), where
        )


def _mapping(found: object, where: str) -> Mapping[Any, Any]:
    if not isinstance(found, dict):
        raise BadOverlay(T("Here must stand names with what belongs to them, one a line, as in the example of the guide."), where)
    return found


def _listed(found: Mapping[str, Any], name: str, where: str) -> list[Any]:
    entries = found.get(name, [])
    if not isinstance(entries, list):
        raise BadOverlay(T("Here must stand a list, each entry after a dash."), f"{where}.{name}")
    return entries
