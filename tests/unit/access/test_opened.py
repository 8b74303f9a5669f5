"""What an opening lets its officer do, by the policy alone: see what was named, in a decision and in a list."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from dicu.access.conditions import holds
from dicu.access.holding import Incompatible
from dicu.access.model import Absent, Forbidden, Grant, Officer, Opening, Thing
from dicu.access.policy import Policy
from dicu.access.rules import Rule
from dicu.vocabulary.messages import T

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KINDS = {"letter": frozenset({"box", "agency", "clearance"}), "stamp": frozenset({"agency"}), "note": frozenset({"box", "agency"})}
POLICY = Policy(
    (Rule("chief", "burn", "letter", frozenset({"work"}), T("A chief burns letters.")),),
    KINDS,
    frozenset({"letter"}),
    (Incompatible("chief", "clerk", T("Never both.")),),
)
OPENING = Opening("openings/lan/1", "chief", frozenset({"letter", "stamp"}), (("box", "1"), ("agency", "BTP")), NOON)
LAN = Officer("lan", "Lan", "BCA", (Grant("chief", clearance="protected"),), (OPENING,))


def letter(box: str = "1", agency: str = "BTP", clearance: str | None = "open") -> Thing:
    return Thing("letter", {"box": box, "agency": agency, "clearance": clearance})


def sees(officer: Officer, thing: Thing, action: str = "see", purpose: str = "work") -> bool:
    decided = POLICY.decide(officer, action, thing, purpose, TODAY).allowed
    assert holds(POLICY.scope(officer, action, thing.kind, purpose, TODAY), thing.attributes) is decided
    return decided


def test_the_named_thing_is_seen_on_any_errand_and_no_other_thing() -> None:
    for box, agency in product(("1", "2", ""), ("BTP", "BCA", "")):
        assert sees(LAN, letter(box, agency)) is ((box, agency) == ("1", "BTP"))
    assert sees(LAN, letter(), purpose="leisure")


@pytest.mark.parametrize("action", ["burn", "open", "", "SEE"])
def test_nothing_else_is_done_to_it(action: str) -> None:
    assert not sees(replace(LAN, grants=(Grant("chief", agency="BCA", clearance="protected"),)), letter(), action)


def test_a_kind_that_cannot_be_named_so_is_not_opened() -> None:
    """A stamp has no box: it would be every stamp of the agency."""
    assert not sees(LAN, Thing("stamp", {"agency": "BTP"}))
    assert not sees(LAN, Thing("note", {"box": "1", "agency": "BTP"}))


def test_an_opening_that_names_nothing_opens_nothing() -> None:
    assert not sees(replace(LAN, openings=(replace(OPENING, attributes=()),)), letter())


@pytest.mark.parametrize(
    "grants",
    [(), (Grant("clerk"),), (Grant("chief", until=date(2026, 11, 23)),), (Grant("chief"), Grant("clerk"))],
    ids=["no role", "another", "a lapsed one", "one that counts for nothing"],
)
def test_without_the_role_by_which_it_was_made_it_is_worth_nothing(grants: tuple[Grant, ...]) -> None:
    officer = replace(LAN, grants=grants)
    assert not sees(officer, letter())
    assert POLICY.opened(officer, letter(), TODAY) is None


@pytest.mark.parametrize(("clearance", "seen"), [("open", True), ("protected", True), ("secret", False), (None, False)])
def test_an_opening_looks_no_higher_than_its_role(clearance: str | None, seen: bool) -> None:
    assert sees(LAN, letter(clearance=clearance)) is seen


def test_it_is_over_on_the_day_after() -> None:
    """The hour is watched where the officer is looked up; a day too late is refused here as well."""
    assert POLICY.decide(LAN, "see", letter(), "work", date(2026, 11, 25)).allowed is False


def test_who_sees_it_so_is_told_why_something_else_is_refused() -> None:
    with pytest.raises(Forbidden):
        POLICY.check(LAN, "tear", letter(), "work", TODAY)
    with pytest.raises(Absent):
        POLICY.check(LAN, "tear", letter("2"), "work", TODAY)


def test_of_several_the_one_that_lasts_longest_is_named() -> None:
    longer = replace(OPENING, key="openings/lan/2", until=datetime(2026, 11, 24, 14, tzinfo=UTC))
    for openings in ((OPENING, longer), (longer, OPENING)):
        assert POLICY.opened(replace(LAN, openings=openings), letter(), TODAY) == longer
    assert POLICY.opened(LAN, letter("2"), TODAY) is None
