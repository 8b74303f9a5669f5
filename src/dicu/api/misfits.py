"""What pydantic finds wrong with a request, in our words and both languages, each at its place."""

from collections.abc import Iterable, Mapping
from typing import Any

from dicu.api.problems import Misfit, in_body, in_parameter
from dicu.vocabulary.messages import Message, T

MOST = 50
"""Misfits named in one answer."""

SAID: dict[str, Message] = {
    "missing": T("This is missing."),
    "extra_forbidden": T("There is no field of this name here."),
    "string_type": T("Write text here."),
    "int_type": T("Write a whole number here."),
    "int_parsing": T("Write a whole number here."),
    "bool_type": T("Write true or false here."),
    "list_type": T("Write a list here."),
    "model_attributes_type": T("Write an object with its fields here."),
    "model_type": T("Write an object with its fields here."),
    "dict_type": T("Write an object with its fields here."),
    "day": T("Write a day of the calendar as year-month-day, for example 2026-11-22."),
    "decimal": T('Write a decimal number as text, with a point before the decimals and nothing else, for example "1234.5".'),
    "storable": T("This text holds a character that cannot be stored."),
}


def misfits(errors: Iterable[Mapping[str, Any]]) -> tuple[Misfit, ...]:
    return tuple(_misfit(error) for error in list(errors)[:MOST])


def _misfit(error: Mapping[str, Any]) -> Misfit:
    source, *steps = error["loc"]
    if source == "body":
        return in_body(pointer(steps[1:]), _said(error))
    return in_parameter(str(steps[0]) if steps else str(source), _said(error))


def pointer(steps: Iterable[Any]) -> str:
    """RFC 6901. What was sent as a name may be anything, so it is shortened."""
    return "".join("/" + str(step)[:100].replace("~", "~0").replace("/", "~1") for step in steps)


def _said(error: Mapping[str, Any]) -> Message:
    bounds = error.get("ctx", {})
    match error["type"]:
        case "string_too_long" | "too_long":
            return T("This is too long; at most {most} fit.", most=bounds["max_length"])
        case "string_too_short" | "too_short":
            return T("This is too short; at least {least} are needed.", least=bounds["min_length"])
        case "literal_error" | "enum":
            return T("Choose one of these: {choices}.", choices=str(bounds["expected"]))
        case "greater_than_equal":
            return T("Write {least} or more.", least=bounds["ge"])
        case "less_than_equal":
            return T("Write {most} or less.", most=bounds["le"])
    return SAID.get(error["type"], T("This does not have the form that the description of the interface asks for."))
