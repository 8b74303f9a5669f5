"""A condition of `access` as a filter of a query: the same meaning in SQL as `conditions.holds` has in Python."""

from collections.abc import Mapping

from django.db.models import Q

from dicu.access.conditions import All, Always, Among, Any, Condition, Is, Known, Mine, Never, Not

NOTHING = Q(pk__in=[])
SAME: Mapping[str, str] = {}


def within(condition: Condition, fields: Mapping[str, str] = SAME) -> Q:  # noqa: PLR0911 - one answer for each form
    """The filter for a bound condition. Fields have the names of the attributes, except those that `fields` names; a
    path through relations ("round__plan") must lead to one row only.

    SQL's NULL equals nothing and differs from nothing; "is not" must be true of it, as it is in Python.
    """
    match condition:
        case Always():
            return ~NOTHING
        case Never():
            return NOTHING
        case Is(attribute, value):
            if isinstance(value, Mine):
                raise TypeError("bind the condition to an officer before asking it")
            return _equal(fields.get(attribute, attribute), "exact", value)
        case Among(attribute, values):
            return _equal(fields.get(attribute, attribute), "in", sorted(values, key=str))
        case Known(attribute):
            return Q(**{f"{fields.get(attribute, attribute)}__isnull": False})
        case Not(inner):
            return ~within(inner, fields)
        case All(inners):
            return _joined(inners, fields, Q.AND)
        case Any(inners):
            return _joined(inners, fields, Q.OR)


def _equal(field: str, lookup: str, value: object) -> Q:
    return Q(**{f"{field}__{lookup}": value, f"{field}__isnull": False})


def _joined(conditions: tuple[Condition, ...], fields: Mapping[str, str], how: str) -> Q:
    """All of nothing is everything; any of nothing is nothing."""
    if not conditions:
        return ~NOTHING if how == Q.AND else NOTHING
    first, *others = (within(condition, fields) for condition in conditions)
    for other in others:
        first = first & other if how == Q.AND else first | other
    return first
