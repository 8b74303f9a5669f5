"""One byte sequence for one body, whoever writes it: the form that is stored, and that digests are computed over."""

import json
from collections.abc import Mapping
from typing import Any

from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.text import normalised

LARGEST = 2**53 - 1
"""Beyond this, other readers of JSON lose digits; a larger number is written as text."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(body: Any) -> bytes:
    """JSON in UTF-8: text in NFC, keys sorted by code point, no space, no fraction. Refuses what has no exact form."""
    return written(plainly(body))


def written(plain: Any) -> bytes:
    """The canonical bytes of what `plainly` gave; it is not looked at again."""
    return _ENCODER.encode(plain).encode()


def plainly(value: Any) -> Any:
    """`value` in nothing but dict (keys sorted), list, str, int, bool and None: the very value that is read back from its
    bytes. A refusal names the path to what has no exact form ("lines.0.value")."""
    try:
        return _plain(value)
    except _Inexact as fault:
        raise Refused(fault.message, ".".join(reversed(fault.path))) from fault


class _Inexact(Exception):
    """Something without an exact form. `path` grows from the inside out, so that it costs nothing where all is well."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message
        self.path: list[str] = []


def _plain(value: Any) -> Any:
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list | tuple):
        return [_under(str(index), item) for index, item in enumerate(value)]
    raise _Inexact(_no_exact_form(value))


def _no_exact_form(value: Any) -> Message:
    if isinstance(value, float):
        return T("A decimal number cannot be recorded as it is, because it would be rounded. Write it as text.")
    return T("A value of the type {type} cannot be recorded. Write it as text.", type=type(value).__name__)


def _text(value: str) -> str:
    plain = str.__str__(value)  # the text of an enumeration
    if plain.isascii():
        return plain
    try:
        plain.encode()
    except UnicodeEncodeError as fault:
        raise _Inexact(T("This text holds half a character and cannot be recorded. Type it again.")) from fault
    return normalised(plain)


def _whole(value: int) -> int:
    if abs(value) > LARGEST:
        raise _Inexact(T("This whole number is too large to be recorded exactly. Write it as text."))
    return int(value)


def _object(value: Mapping[Any, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise _Inexact(T("A field's name must be text; {name} is not.", name=repr(key)))
        name = _text(key)
        if name in kept:
            raise _Inexact(T("The field {name} is given twice, in two spellings.", name=name))
        kept[name] = _under(name, item)
    return dict(sorted(kept.items()))


def _under(step: str, item: Any) -> Any:
    try:
        return _plain(item)
    except _Inexact as fault:
        fault.path.append(step)
        raise
