from typing import Any as Anything

import pytest

from dicu.access.conditions import All, Always, Among, Any, Condition, Is, Known, Mine, Never, Not, attributes_of, bound, holds

THING = {"agency": "BTP", "state": "draft", "number": 3, "open": True, "sent_by": None}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Always(), True),
        (Never(), False),
        (Is("agency", "BTP"), True),
        (Is("agency", "BNG"), False),
        (Is("agency", "btp"), False),
        (Is("number", 3), True),
        (Is("open", True), True),
        (Is("open", False), False),
        (Is("sent_by", "lan"), False),
        (Is("nothing", "lan"), False),
        (Not(Is("sent_by", "lan")), True),
        (Not(Is("nothing", "lan")), True),
        (Among("state", frozenset({"draft", "returned"})), True),
        (Among("state", frozenset()), False),
        (Among("nothing", frozenset({"draft"})), False),
        (Known("agency"), True),
        (Known("sent_by"), False),
        (Known("nothing"), False),
        (Not(Known("nothing")), True),
        (All(()), True),
        (Any(()), False),
        (All((Is("agency", "BTP"), Not(Is("state", "draft")))), False),
        (Any((Is("agency", "BNG"), Is("state", "draft"))), True),
        (Not(All(())), False),
        (Not(Any(())), True),
    ],
)
def test_what_holds(condition: Condition, expected: bool) -> None:
    assert holds(condition, THING) is expected


def test_mine_is_bound_wherever_it_stands() -> None:
    condition = All((Is("agency", Mine("agency")), Not(Any((Is("sent_by", Mine("account")), Never())))))
    assert bound(condition, "BTP", "lan") == All((Is("agency", "BTP"), Not(Any((Is("sent_by", "lan"), Never())))))


@pytest.mark.parametrize("found", ["", None])
def test_who_has_no_agency_owns_nothing_not_even_what_has_none(found: Anything) -> None:
    assert holds(bound(Is("agency", Mine("agency")), "", "lan"), {"agency": found}) is False


def test_an_unbound_condition_gives_no_answer() -> None:
    with pytest.raises(TypeError, match="bind"):
        holds(Is("agency", Mine("agency")), THING)


def test_what_a_condition_reads() -> None:
    condition = All((Is("a", 1), Not(Among("b", frozenset({"x"}))), Any((Is("c", Mine("account")), Always()))))
    assert attributes_of(condition) == {"a", "b", "c"}
