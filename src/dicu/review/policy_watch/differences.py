"""What a newer version of a register changes: entry by entry, field by field."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dicu.review.bundles import Bundle


@dataclass(frozen=True, slots=True)
class Difference:
    """`how`: added, removed or changed; `field`, `old` and `new` only for what was changed."""

    key: str
    how: str
    field: str = ""
    old: str = ""
    new: str = ""


def differences(old: Bundle | None, new: Bundle) -> tuple[Difference, ...]:
    """Against nothing, everything is added."""
    before, after = _rows(old), _rows(new)
    return tuple(one for key in dict.fromkeys((*before, *after)) for one in _of_row(key, before.get(key), after.get(key)))


def _of_row(key: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Difference]:
    if old is None or new is None:
        yield Difference(key, "added" if old is None else "removed")
        return
    for field in dict.fromkeys((*old, *new)):
        if old.get(field) != new.get(field):
            yield Difference(key, "changed", field, _shown(old.get(field)), _shown(new.get(field)))


def _rows(bundle: Bundle | None) -> dict[str, Any]:
    if bundle is None:
        return {}
    sources = {f"source {key}": row for key, row in bundle["sources"].items()}
    return {str(bundle["register"]["id"]): bundle["register"], **sources, **{row["code"]: row for row in bundle["entries"]}}


def _shown(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
