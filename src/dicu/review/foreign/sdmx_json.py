"""SDMX-JSON data, 1.0 and 2.x. pysdmx reads structures in JSON, but no data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dicu.review.foreign.sdmx_message import PERIOD, VALUE, Broken, Head, NoData, Observed
from dicu.vocabulary.messages import T

Component = tuple[str, list[str]]
"""A concept and the codes that positions stand for."""


def read_json(content: bytes, head: Head, broken: Broken) -> Iterator[Observed]:
    """Each observation in the order of the message. Raises NoData if it holds no data."""
    message = _loaded(content)
    packed = message.get("data")
    inside: dict[str, Any] = packed if isinstance(packed, dict) else message
    said = message.get("meta") if isinstance(message.get("meta"), dict) else message.get("header")
    head.prepared = str(said.get("prepared", ""))[:10] if isinstance(said, dict) else ""
    sets, structures = inside.get("dataSets"), inside.get("structures") or [inside.get("structure")]
    if not isinstance(sets, list) or not isinstance(structures, list) or not all(isinstance(s, dict) for s in structures):
        raise NoData(T("The file is JSON, but no SDMX message with data."))
    for part in sets:
        try:
            yield from _of_set(part, structures, head)
        except (KeyError, IndexError, ValueError, TypeError, AttributeError):
            broken.reason = T("its parts do not fit together")
            return


def _loaded(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_float=str)
    except (ValueError, RecursionError) as fault:
        raise NoData(T("The file is not well-formed JSON.")) from fault
    if not isinstance(found, dict):
        raise NoData(T("The file is JSON, but no SDMX message with data."))
    return found


def _of_set(part: Mapping[str, Any], structures: Sequence[Mapping[str, Any]], head: Head) -> Iterator[Observed]:
    structure = structures[int(part.get("structure", 0))]
    _name(structure, head)
    plan = _Plan(structure)
    base = plan.coded("dimensions", "dataSet", [0] * len(plan.components("dimensions", "dataSet")))
    base |= plan.coded("attributes", "dataSet", part.get("attributes", []))
    for key, series in (part.get("series") or {}).items():
        of_series = plan.coded("dimensions", "series", key.split(":")) | plan.coded("attributes", "series", series.get("attributes", []))
        yield from plan.observed(base | of_series, series.get("observations") or {})
    yield from plan.observed(base, part.get("observations") or {})


def _name(structure: Mapping[str, Any], head: Head) -> None:
    links = structure.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") in {"datastructure", "dataflow"}:
            head.structures.append(str(link.get("urn", "")).rpartition("=")[2])


class _Plan:
    """How positions in keys and lists become concepts and codes."""

    def __init__(self, structure: Mapping[str, Any]) -> None:
        self.parts: dict[tuple[str, str], list[Component]] = {}
        for kind in ("dimensions", "attributes"):
            for level in ("dataSet", "series", "observation", "dimensionGroup"):
                self.parts[kind, level] = [_component(entry) for entry in (structure.get(kind) or {}).get(level) or []]
        self.keys = frozenset(name for (kind, _), found in self.parts.items() if kind == "dimensions" for name, _ in found)

    def components(self, kind: str, level: str) -> list[Component]:
        return self.parts[kind, level]

    def coded(self, kind: str, level: str, positions: Sequence[Any]) -> dict[str, str]:
        pairs = zip(self.parts[kind, level], positions, strict=False)
        return {name: _code(codes, position) for (name, codes), position in pairs if position is not None}

    def observed(self, base: Mapping[str, str], observations: Mapping[str, Any]) -> Iterator[Observed]:
        for key, cells in observations.items():
            values = cells if isinstance(cells, list) else [cells]
            value = values[0] if values else None
            concepts = {
                **base,
                **self.coded("dimensions", "observation", key.split(":")),
                **self.coded("attributes", "observation", values[1:]),
            }
            concepts[VALUE] = "" if value is None else str(value)
            concepts.setdefault(PERIOD, "")
            yield Observed(concepts, self.keys - {PERIOD})


def _component(entry: Mapping[str, Any]) -> Component:
    name = str(entry["id"])
    values = entry.get("values") or []
    if "TIME_PERIOD" in (entry.get("roles") or [entry.get("role")]) or name == "TIME_PERIOD":
        name = PERIOD
    return name, [_said(value) for value in values]


def _said(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return str(value.get("id") or value.get("value") or value.get("name") or "")


def _code(codes: Sequence[str], position: Any) -> str:
    """What a position stands for; an attribute without a list of values says what it is."""
    if isinstance(position, list):
        return "; ".join(str(_said(part)) for part in position)
    if not codes:
        return str(position)
    number = int(position)
    return codes[number] if 0 <= number < len(codes) else _beyond(number)


def _beyond(number: int) -> str:
    raise IndexError(number)
