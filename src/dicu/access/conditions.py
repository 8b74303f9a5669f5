"""Conditions on a thing's attributes: a small closed algebra that can be asked of one thing in Python and of a table in
SQL, with one meaning. An attribute that a thing does not have equals nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Value = str | int | bool
Anything = object


@dataclass(frozen=True, slots=True)
class Mine:
    """Stands for the asking officer's agency or account. An officer who has none has nothing that is theirs."""

    what: Literal["agency", "account"]


@dataclass(frozen=True, slots=True)
class Always:
    pass


@dataclass(frozen=True, slots=True)
class Never:
    pass


@dataclass(frozen=True, slots=True)
class Is:
    attribute: str
    value: Value | Mine


@dataclass(frozen=True, slots=True)
class Among:
    attribute: str
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class Known:
    """The thing has this attribute. Stands beside a `Not`, which by itself takes what is unknown for "no"."""

    attribute: str


@dataclass(frozen=True, slots=True)
class Not:
    condition: Condition


@dataclass(frozen=True, slots=True)
class All:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    conditions: tuple[Condition, ...]


Condition = Always | Never | Is | Among | Known | Not | All | Any


def bound(condition: Condition, agency: str, account: str) -> Condition:
    """The condition with the officer's own values in place of `Mine`."""
    match condition:
        case Is(attribute, Mine(what)):
            value = agency if what == "agency" else account
            return Is(attribute, value) if value else Never()
        case Not(inner):
            return Not(bound(inner, agency, account))
        case All(inners):
            return All(tuple(bound(inner, agency, account) for inner in inners))
        case Any(inners):
            return Any(tuple(bound(inner, agency, account) for inner in inners))
    return condition


def holds(condition: Condition, attributes: Mapping[str, Anything]) -> bool:  # noqa: PLR0911 - one answer for each form
    """Whether a bound condition is true of a thing with these attributes."""
    match condition:
        case Always():
            return True
        case Never():
            return False
        case Is(attribute, value):
            return _equal(attributes.get(attribute), value)
        case Among(attribute, values):
            return any(_equal(attributes.get(attribute), value) for value in values)
        case Known(attribute):
            return attributes.get(attribute) is not None
        case Not(inner):
            return not holds(inner, attributes)
        case All(inners):
            return all(holds(inner, attributes) for inner in inners)
        case Any(inners):
            return any(holds(inner, attributes) for inner in inners)


def attributes_of(condition: Condition) -> frozenset[str]:
    """The attributes that a condition reads."""
    match condition:
        case Is(attribute) | Among(attribute) | Known(attribute):
            return frozenset({attribute})
        case Not(inner):
            return attributes_of(inner)
        case All(inners) | Any(inners):
            return frozenset().union(*map(attributes_of, inners))
    return frozenset()


def _equal(found: Anything, value: Value | Mine) -> bool:
    if isinstance(value, Mine):
        raise TypeError("bind the condition to an officer before asking it")
    alike = isinstance(found, bool) == isinstance(value, bool)  # Python takes True for 1, a database does not
    return found is not None and alike and found == value
