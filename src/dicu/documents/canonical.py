"""One document, one text: a JSON form without freedom, and its fingerprint, for comparing what was published."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dicu.documents.model import Document


def canonical(document: Document) -> bytes:
    """The document as UTF-8 JSON: keys sorted, no spaces, each part naming its kind under `is`.

    Equal documents give equal bytes in every process. TypeError or ValueError: a specification holds what JSON cannot
    say (an object, not-a-number).
    """
    return json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8")


def fingerprint(document: Document) -> str:
    """The SHA-256 of the canonical form, in 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__} | {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return {"is": "date", "day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"is": "decimal", "value": str(value)}
    return value


def _key(key: Any) -> str:
    """json would turn 1 and "1" into one key; a specification has only strings."""
    if not isinstance(key, str):
        raise TypeError(f"{key!r} is a key of a specification, but not a string")
    return key
