"""What a newer version of a series changes: part by part, row by row, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dicu.review.bundles import Bundle
from dicu.review.dialogues.bundles import PARTS


@dataclass(frozen=True, slots=True)
class Difference:
    """`how`: added, removed or changed; `field`, `old` and `new` only for what was changed."""

    part: str
    key: str
    how: str
    field: str = ""
    old: str = ""
    new: str = ""


def differences(old: Bundle | None, new: Bundle) -> tuple[Difference, ...]:
    """Against nothing, everything is added."""
    return tuple(one for part in PARTS for one in _of_part(part, old[part] if old else None, new[part]))


def _of_part(part: str, old: Any, new: Any) -> Iterator[Difference]:
    before, after = _rows(old), _rows(new)
    for key in (*before, *(key for key in after if key not in before)):
        if key not in after:
            yield Difference(part, key, "removed")
        elif key not in before:
            yield Difference(part, key, "added")
        else:
            yield from _of_row(part, key, before[key], after[key])


def _of_row(part: str, key: str, old: Any, new: Any) -> Iterator[Difference]:
    flat_old, flat_new = dict(_flat(old)), dict(_flat(new))
    for field in (*flat_old, *(f for f in flat_new if f not in flat_old)):
        if flat_old.get(field) != flat_new.get(field):
            yield Difference(part, key, "changed", field, _shown(flat_old.get(field)), _shown(flat_new.get(field)))


def _rows(part: Any) -> dict[str, Any]:
    if part is None:
        return {}
    if isinstance(part, list):
        return {str(row.get("code") or row.get("id")): row for row in part}
    if all(isinstance(value, Mapping) for value in part.values()):
        return dict(part)
    return {str(part.get("id", "")): part}


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Lists of rows by their codes, so that a row put in front does not change all that follow."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}/{key}".lstrip("/"))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            named = inner.get("code") or inner.get("id") if isinstance(inner, Mapping) else None
            yield from _flat(inner, f"{path}/{named or number}".lstrip("/"))
    else:
        yield path, value


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
