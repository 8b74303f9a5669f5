"""One byte sequence for one body, whoever writes it: the form that is stored, and that digests are computed over."""

import json
from collections.abc import Mapping
from typing import Any

from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.text import normalised

LARGEST = 2**53 - 1
"""Beyond this, other readers of JSON lose digits; a larger number is written as text."""


def canonical(body: Any) -> bytes:
    """JSON in UTF-8: text in NFC, keys sorted by code point, no space, no fraction. Refuses what has no exact form."""
    plain = plainly(body, "")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def plainly(value: Any, where: str) -> Any:
    """`value` in nothing but dict, list, str, int, bool and None; `where` is the path to it ("lines.0.value")."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, int):
        return _whole(value, where)
    if isinstance(value, Mapping):
        return _object(value, where)
    if isinstance(value, list | tuple):
        return [plainly(item, f"{where}.{index}".lstrip(".")) for index, item in enumerate(value)]
    raise Refused(_no_exact_form(value), where)


def _no_exact_form(value: Any) -> Any:
    if isinstance(value, float):
        return T("A decimal number cannot be recorded as it is, because it would be rounded. Write it as text.")
    return T("A value of the type {type} cannot be recorded. Write it as text.", type=type(value).__name__)


def _text(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        raise Refused(T("This text holds half a character and cannot be recorded. Type it again."), where) from fault
    return normalised(value)


def _whole(value: int, where: str) -> int:
    if abs(value) > LARGEST:
        raise Refused(T("This whole number is too large to be recorded exactly. Write it as text."), where)
    return int(value)


def _object(value: Mapping[Any, Any], where: str) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise Refused(T("A field's name must be text; {name} is not.", name=repr(key)), where)
        name = _text(key, where)
        if name in kept:
            raise Refused(T("The field {name} is given twice, in two spellings.", name=name), where)
        kept[name] = plainly(item, f"{where}.{name}".lstrip("."))
    return kept
