"""A quick yes for a body that fits its schema. Of the many keywords of JSON Schema it knows those that kinds of entries use,
and it is asked about plain values only (`dicu.ledger.canonical.plainly`). It never says yes where the full validator says no,
which the generative tests hold against each other; what it does not know, or does not let through, the full one decides."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Test = Callable[[Any], bool]

_TYPES: Mapping[str, type] = {"string": str, "integer": int, "object": dict, "array": list, "boolean": bool, "null": type(None)}
_SAID = frozenset({"title", "description", "$comment"})


class _Unknown(Exception):
    pass


def quick(schema: Mapping[str, Any]) -> Test | None:
    """A test of bodies against the schema; None where it has a keyword, or a way to use one, that is not known here."""
    try:
        return _test(schema)
    except _Unknown:
        return None


def _test(schema: Any) -> Test:
    if not isinstance(schema, Mapping) or not schema.keys() <= _SAID | _KEYWORDS.keys():
        raise _Unknown
    tests = tuple(_KEYWORDS[name](value, schema) for name, value in schema.items() if name not in _SAID)
    return lambda value: all([test(value) for test in tests])  # a list: an iterator that stops early costs more than it spares


def _type(asked: Any, _: Any) -> Test:
    names = [asked] if isinstance(asked, str) else asked
    if not all(name in _TYPES for name in names):
        raise _Unknown
    types = frozenset(_TYPES[name] for name in names)
    return lambda value: type(value) in types


def _enum(asked: Sequence[Any], _: Any) -> Test:
    """Texts only: of 1, 1.0 and true the full validator knows more."""
    if not all(isinstance(one, str) for one in asked):
        raise _Unknown
    known = frozenset(asked)
    return lambda value: type(value) is str and value in known


def _pattern(asked: str, _: Any) -> Test:
    found = re.compile(asked).search
    return lambda value: type(value) is not str or found(value) is not None


def _properties(asked: Mapping[str, Any], _: Any) -> Test:
    tests = tuple((name, _test(schema)) for name, schema in asked.items())
    return lambda value: type(value) is not dict or all([test(value[name]) for name, test in tests if name in value])


def _others(asked: Any, schema: Mapping[str, Any]) -> Test:
    named = frozenset(schema.get("properties", ()))
    if asked is False:
        return lambda value: type(value) is not dict or value.keys() <= named
    test = _test(asked)
    return lambda value: type(value) is not dict or all(test(item) for name, item in value.items() if name not in named)


def _required(asked: Sequence[str], _: Any) -> Test:
    names = frozenset(asked)
    return lambda value: type(value) is not dict or value.keys() >= names


def _items(asked: Any, _: Any) -> Test:
    test = _test(asked)
    return lambda value: type(value) is not list or all(map(test, value))


def _at_least(of: type[Any]) -> Callable[[Any, Any], Test]:
    return lambda asked, _: lambda value: type(value) is not of or len(value) >= asked


def _at_most(of: type[Any]) -> Callable[[Any, Any], Test]:
    return lambda asked, _: lambda value: type(value) is not of or len(value) <= asked


_KEYWORDS: Mapping[str, Callable[[Any, Mapping[str, Any]], Test]] = {
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "properties": _properties,
    "additionalProperties": _others,
    "required": _required,
    "items": _items,
    "minimum": lambda asked, _: lambda value: type(value) is not int or value >= asked,
    "maximum": lambda asked, _: lambda value: type(value) is not int or value <= asked,
    "minLength": _at_least(str),
    "maxLength": _at_most(str),
    "minItems": _at_least(list),
    "maxItems": _at_most(list),
    "minProperties": _at_least(dict),
    "maxProperties": _at_most(dict),
}
