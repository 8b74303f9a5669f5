"""Figures held against the plan they belong to: in a bundle that is loaded, and one by one when they are imported or typed."""

from collections.abc import Iterator, Mapping
from typing import Any

from dicu.expression import Lookup
from dicu.review.observations.ratios import agrees, is_ratio
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.observation import Indicator, Observation

Bundle = Mapping[str, Any]
Problem = tuple[str, Message]


def faults(o: Observation, indicator: Indicator) -> Iterator[Message]:
    """What is wrong with one figure. A value without unit, period, area and source says nothing; the period cannot be left
    out of an observation at all."""
    if not (indicator.unit.vi and indicator.unit.en):
        yield T("the indicator has no unit, so its values mean nothing")
    if not o.area:
        yield T("it has no area")
    if not o.source.title:
        yield T("it has no source")
    yield from _definition(o, indicator)
    yield from _ratio(o, indicator)


def _definition(o: Observation, indicator: Indicator) -> Iterator[Message]:
    known = ", ".join(indicator.by_definition)
    if o.definition and o.definition not in indicator.by_definition:
        yield T("“{definition}” is no definition of this indicator. It has: {known}.", definition=o.definition, known=known or "—")
    if not o.definition and len(indicator.definitions) > 1:
        yield T("the indicator has several definitions ({known}); say under which one this was counted", known=known)


def _ratio(o: Observation, indicator: Indicator) -> Iterator[Message]:
    if o.denominator == 0 and o.value is not None:
        yield T("the denominator is zero, so there is no value; the reason is “not-computable”")
    elif is_ratio(indicator) and not agrees(o, indicator):
        yield T(
            "the value {value} is not what {numerator} of {denominator} gives",
            value=o.value,
            numerator=o.numerator,
            denominator=o.denominator,
        )


def unnamed_definition(lookup: Lookup) -> Message | None:
    """Why an expression cannot stay so that asks for an indicator of several definitions and names none of them."""
    if any(key == "definition" for key, _ in lookup.named):
        return None
    return T('“{name}” has several definitions: name one, as in {name}[…, definition: "…"]', name=lookup.name)


def bundle_problems(bundle: Bundle) -> Iterator[Problem]:
    """Definitions, items and revisions that point to nothing."""
    indicators = {row["code"]: row for row in bundle["indicators"]}
    for row in bundle["indicators"]:
        yield from _of_indicator(row, indicators)
    keys = {row["key"] for row in bundle["observations"]}
    for row in bundle["observations"]:
        yield from _of_figure(row, indicators, row["key"])
        if row.get("supersedes") and (row["supersedes"] not in keys or row["supersedes"] == row["key"]):
            yield f"observations/{row['key']}", T("it replaces “{key}”, which is no other figure of the plan", key=row["supersedes"])
    for row in bundle["targets"]:
        yield from _of_figure(row, indicators, row.get("code", ""))


def _of_indicator(row: Mapping[str, Any], indicators: Mapping[str, Any]) -> Iterator[Problem]:
    where = f"indicators/{row['code']}"
    for part in ("numerator", "denominator"):
        item = (row.get(part) or {}).get("indicator")
        if item and (item not in indicators or item == row["code"]):
            yield where, T("“{name}” is {what}", name=item, what=T("an indicator that the plan does not have"))
    for part, key in (("definitions", "code"), ("dimensions", "name")):
        codes = [one[key] for one in row.get(part) or ()]
        for twice in {code for code in codes if codes.count(code) > 1}:
            yield where, T("“{key}” stands twice", key=twice)
    if row.get("aggregation") == "weighted-by-denominator" and not (row.get("numerator") and row.get("denominator")):
        yield where, T("what is weighted by its denominator needs a numerator and a denominator")


def _of_figure(row: Mapping[str, Any], indicators: Mapping[str, Any], key: str) -> Iterator[Problem]:
    """A wrong indicator is told elsewhere."""
    codes = [d["code"] for d in (indicators.get(row["indicator"]) or {}).get("definitions") or ()]
    given, known = row.get("definition"), ", ".join(codes)
    if given and given not in codes:
        said = T("“{definition}” is no definition of this indicator. It has: {known}.", definition=given, known=known or "—")
        yield f"figures/{key}", said
    if not given and len(codes) > 1:
        yield f"figures/{key}", T("the indicator has several definitions ({known}); say under which one this was counted", known=known)
