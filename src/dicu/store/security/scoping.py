"""A condition of `access` as a filter of a query: the same meaning in SQL as `conditions.holds` has in Python."""

from django.db.models import Q

from dicu.access.conditions import All, Always, Among, Any, Condition, Is, Mine, Never, Not

NOTHING = Q(pk__in=[])


def within(condition: Condition) -> Q:
    """The filter for a bound condition. Fields have the names of the attributes.

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
            return Q(**{attribute: value, f"{attribute}__isnull": False})
        case Among(attribute, values):
            return Q(**{f"{attribute}__in": sorted(values, key=str), f"{attribute}__isnull": False})
        case Not(inner):
            return ~within(inner)
        case All(inners):
            return _joined(inners, Q.AND)
        case Any(inners):
            return _joined(inners, Q.OR)


def _joined(conditions: tuple[Condition, ...], how: str) -> Q:
    """All of nothing is everything; any of nothing is nothing."""
    if not conditions:
        return ~NOTHING if how == Q.AND else NOTHING
    first, *others = (within(condition) for condition in conditions)
    for other in others:
        first = first & other if how == Q.AND else first | other
    return first
