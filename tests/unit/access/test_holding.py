"""Grants that count: in force, and not excluded by another."""

from datetime import date, timedelta

import pytest

from dicu.access.holding import Incompatible, clashes, clashing, ending, held
from dicu.access.model import Absent, Forbidden, Grant, Officer, Thing
from dicu.access.policy import Policy
from dicu.access.rulebook import INCOMPATIBLE, POLICY
from dicu.access.rules import EVERYBODY, Rule
from dicu.vocabulary.messages import T

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
WHY = T("Nobody watches over themselves.")
ALWAYS, MEETING = Incompatible("watcher", "clerk", WHY), Incompatible("watcher", "clerk", WHY, meeting=True)


def of(*grants: Grant, agency: str = "BTP") -> Officer:
    return Officer("lan", "Lan", agency, grants)


@pytest.mark.parametrize(
    ("pair", "watching", "working", "apart"),
    [
        (ALWAYS, Grant("watcher", "BTP"), Grant("clerk", "BCA"), True),
        (MEETING, Grant("watcher", "BTP"), Grant("clerk", "BCA"), False),
        (MEETING, Grant("watcher", "BTP"), Grant("clerk", "BTP"), True),
        (MEETING, Grant("watcher"), Grant("clerk", "BCA"), True),
        (MEETING, Grant("watcher", "BTP"), Grant("clerk"), True),  # the clerk's own agency is BTP
        (MEETING, Grant("watcher", "BCA"), Grant("clerk"), False),
        (ALWAYS, Grant("watcher"), Grant("watcher"), False),
        (ALWAYS, Grant("watcher"), Grant("chief"), False),
    ],
)
def test_which_two_exclude_each_other(pair: Incompatible, watching: Grant, working: Grant, apart: bool) -> None:
    """In whatever order they were given; then neither counts."""
    for grants in ((watching, working), (working, watching)):
        assert bool(list(clashes(grants, "BTP", [pair]))) is apart
        assert held(of(*grants), TODAY, [pair]) == (() if apart else grants)


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        ((None, None), (None, None), True),
        ((None, TODAY), (TODAY, None), True),
        ((None, TODAY - DAY), (TODAY, None), False),
        ((TODAY, TODAY), (TODAY, TODAY), True),
        ((TODAY + DAY, None), (None, TODAY), False),
        ((TODAY + DAY, TODAY), (None, None), False),  # ended before it began
    ],
)
def test_only_on_days_that_they_share(first: tuple[date | None, ...], second: tuple[date | None, ...], meet: bool) -> None:
    grants = (Grant("watcher", "", *first), Grant("clerk", "", *second))
    assert bool(list(clashes(grants, "BTP", [ALWAYS]))) is meet


def test_before_and_after_they_clash_each_counts() -> None:
    officer = of(Grant("watcher", until=TODAY), Grant("clerk", since=TODAY))
    assert [[grant.role for grant in held(officer, TODAY + DAY * n, [ALWAYS])] for n in (-1, 0, 1)] == [["watcher"], [], ["clerk"]]


def test_a_third_role_is_not_touched() -> None:
    assert [grant.role for grant in held(of(Grant("watcher"), Grant("clerk"), Grant("guest")), TODAY, [ALWAYS])] == ["guest"]


def test_without_an_account_nothing_is_held() -> None:
    assert held(Officer("", "", "BTP", (Grant("clerk"),)), TODAY) == ()
    assert clashing(Officer("", "", "BTP", (Grant("watcher"), Grant("clerk"))), TODAY, [ALWAYS]) is None


def test_a_refusal_says_that_the_two_exclude_each_other_and_why() -> None:
    kinds = {"paper": frozenset({"agency"}), "secret": frozenset({"agency"})}
    rules = tuple(Rule("clerk", "see", kind, frozenset({"work"}), T("A clerk sees papers.")) for kind in kinds)
    policy = Policy(rules, kinds, frozenset({"secret"}), (ALWAYS,))
    both = of(Grant("watcher"), Grant("clerk"))
    with pytest.raises(Forbidden) as refused:
        policy.check(both, "see", Thing("paper", {}), "work", TODAY)
    assert refused.value.message.say("en") == (
        "A clerk sees papers. You hold two roles that exclude each other, so neither counts. "
        "Nobody watches over themselves. Ask an administrator to end one."
    )
    with pytest.raises(Absent):
        policy.check(both, "see", Thing("secret", {}), "work", TODAY)


def test_the_house_keeps_its_roles_apart() -> None:
    """A table that somebody signed: who watches does not act, who gives roles has no other."""
    pairs = {frozenset({pair.one, pair.other}): pair.meeting for pair in INCOMPATIBLE}
    assert pairs[frozenset({"auditor", "coordinator"})] is False
    assert pairs[frozenset({"auditor", "reporter"})] is True
    assert pairs[frozenset({"caseworker-support", "caseworker-enforcement"})] is False
    roles = {rule.role for rule in POLICY.rules} - {EVERYBODY, "administrator"}
    assert {frozenset({"administrator", role}) for role in roles} <= set(pairs)
    assert all(pair.why.say("vi") != pair.why.say("en") for pair in INCOMPATIBLE)


@pytest.mark.parametrize(
    ("until", "within", "told"),
    [(None, 14, False), (TODAY, 14, True), (TODAY + 14 * DAY, 14, True), (TODAY + 15 * DAY, 14, False), (TODAY - DAY, 14, False)],
)
def test_a_grant_that_ends_soon_is_known(until: date | None, within: int, told: bool) -> None:
    assert bool(ending(of(Grant("clerk", until=until)), TODAY, within)) is told


def test_a_grant_that_is_carried_on_does_not_end() -> None:
    last = Grant("clerk", "BTP", until=TODAY + 3 * DAY)
    assert ending(of(last, Grant("clerk", "BTP", since=TODAY + 4 * DAY)), TODAY) == ()
    assert ending(of(last, Grant("clerk", "BTP", since=TODAY + 5 * DAY)), TODAY) == (last,)
    assert ending(of(last, Grant("clerk", "BCA")), TODAY) == (last,)


def test_the_first_to_end_is_told_first() -> None:
    late, soon = Grant("clerk", until=TODAY + 5 * DAY), Grant("chief", until=TODAY + DAY)
    assert ending(of(late, soon), TODAY) == (soon, late)
