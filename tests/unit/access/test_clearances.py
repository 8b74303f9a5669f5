"""How far a grant looks up: the same in a decision and in a list."""

from datetime import date

import pytest

from dicu.access.clearances import LEVELS, NAMES, highest
from dicu.access.conditions import holds
from dicu.access.model import PUBLIC, Forbidden, Grant, Officer, Thing
from dicu.access.policy import Policy
from dicu.access.rules import EVERYBODY, Rule
from dicu.vocabulary.messages import T

TODAY = date(2026, 11, 24)
SAID = T("A clerk sees files.")
POLICY = Policy(
    rules=(
        Rule("clerk", "see", "file", frozenset({"work"}), SAID),
        Rule(EVERYBODY, "see", "file", frozenset({"leisure"}), T("Everybody sees ordinary files.")),
        Rule("clerk", "see", "plain", frozenset({"work"}), SAID),
    ),
    kinds={"file": frozenset({"clearance", "agency"}), "plain": frozenset({"agency"})},
)
FOUND = [*LEVELS, "?", "", None]


def clerk(*levels: str) -> Officer:
    return Officer("lan", "Lan", "BTP", tuple(Grant("clerk", clearance=level) for level in levels))


def seen(officer: Officer, purpose: str = "work") -> list[str | None]:
    """The levels of the files that the officer sees, one by one; the list must show the same."""
    scope = POLICY.scope(officer, "see", "file", purpose, TODAY)
    things = {level: Thing("file", {"clearance": level, "agency": "BTP"}) for level in FOUND}
    decided = [level for level, thing in things.items() if POLICY.decide(officer, "see", thing, purpose, TODAY).allowed]
    assert [level for level, thing in things.items() if holds(scope, thing.attributes)] == decided
    return decided


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("open",), ["open"]),
        (("protected",), ["open", "protected"]),
        (("secret",), FOUND),
        (("open", "protected"), ["open", "protected"]),
        (("top",), []),
        (("",), []),
        ((), []),
    ],
)
def test_a_grant_looks_at_its_own_level_and_below(levels: tuple[str, ...], expected: list[str | None]) -> None:
    """What has no known level is for the highest alone: nobody knows how secret it is."""
    assert seen(clerk(*levels)) == expected


def test_everybody_sees_what_is_ordinary() -> None:
    assert seen(PUBLIC, "leisure") == ["open"]
    assert seen(clerk("secret"), "leisure") == ["open"]


def test_a_grant_for_one_agency_looks_no_higher_there() -> None:
    officer = Officer("lan", "Lan", "BTP", (Grant("clerk", "BTP", clearance="protected"), Grant("clerk", "BCA", clearance="secret")))
    for agency, level, allowed in (("BTP", "protected", True), ("BTP", "secret", False), ("BCA", "secret", True)):
        thing = Thing("file", {"clearance": level, "agency": agency})
        assert POLICY.decide(officer, "see", thing, "work", TODAY).allowed is allowed


def test_a_kind_without_levels_is_not_protected_by_them() -> None:
    assert POLICY.decide(clerk("open"), "see", Thing("plain", {"clearance": "secret"}), "work", TODAY).allowed


def test_a_refusal_names_the_level_that_is_lacking_and_whom_to_ask() -> None:
    with pytest.raises(Forbidden) as refused:
        POLICY.check(clerk("open"), "see", Thing("file", {"clearance": "protected"}), "work", TODAY)
    assert refused.value.message.say("en") == (
        "A clerk sees files. This asks for the clearance “Protected”, which your role does not have. Ask an administrator for it."
    )


def test_levels_have_names_and_an_order() -> None:
    assert set(NAMES) == set(LEVELS)
    assert highest(frozenset({"open", "protected"})) == "protected"
    assert highest(frozenset()) == highest(frozenset({"top"})) == "open"
    assert len({NAMES[level].say("vi") for level in LEVELS}) == len(LEVELS)
