"""A condition of `access` as a filter of a query: the same meaning in SQL as `conditions.holds` has in Python."""

from collections.abc import Mapping

from django.db.models import Q

from dicu.access.conditions import All, Always, Among, Any, Condition, Is, Known, Mine, Never, Not

NOTHING = Q(pk__in=[])
SAME: Mapping[str, str] = {}


def within(condition: Condition, fields: Mapping[str, str] = SAME) -> Q:
    """The filter for a bound condition. Fields have the names of the attributes, except those that `fields` names; a
    path through relations ("round__plan") must lead to one row only.

    SQL's NULL equals nothing and differs from nothing; "is not" must be true of it, as it is in Python.
    """
    return _filter(condition, fields, False)


def _filter(condition: Condition, fields: Mapping[str, str], denied: bool) -> Q:  # noqa: PLR0911 - one answer for each form
    """`denied`: somewhere below a Not, where "unknown" would stay unknown and has to be made a plain no."""
    match condition:
        case Always():
            return ~NOTHING
        case Never():
            return NOTHING
        case Is(attribute, value):
            if isinstance(value, Mine):
                raise TypeError("bind the condition to an officer before asking it")
            return _equal(fields.get(attribute, attribute), "exact", value, denied)
        case Among(attribute, values):
            return _equal(fields.get(attribute, attribute), "in", sorted(values, key=str), denied)
        case Known(attribute):
            return Q(**{f"{fields.get(attribute, attribute)}__isnull": False})
        case Not(inner):
            return ~_filter(inner, fields, True)
        case All(inners):
            return _joined(inners, fields, Q.AND, denied)
        case Any(inners):
            return _joined(inners, fields, Q.OR, denied)


def _equal(field: str, lookup: str, value: object, denied: bool) -> Q:
    same = Q(**{f"{field}__{lookup}": value})
    return same & Q(**{f"{field}__isnull": False}) if denied else same


def _joined(conditions: tuple[Condition, ...], fields: Mapping[str, str], how: str, denied: bool) -> Q:
    """All of nothing is everything; any of nothing is nothing. What is said twice is asked once."""
    if not conditions:
        return ~NOTHING if how == Q.AND else NOTHING
    first, *others = (_filter(condition, fields, denied) for condition in dict.fromkeys(conditions))
    for other in others:
        first = first & other if how == Q.AND else first | other
    return first
