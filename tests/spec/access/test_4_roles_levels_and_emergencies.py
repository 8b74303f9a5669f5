"""Roles, levels and emergencies

An administrator gives roles, with a first and a last day, perhaps for one agency, and with a **clearance**: how protected the
things may be that it looks at. Some roles exclude each other. And because no rule foresees everything, an officer may in an
emergency **open** what they may not see: for a reason, for a few hours, and so that its owner knows.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dicu.access.clearances import LEVELS
from dicu.access.holding import ending, held
from dicu.access.model import Forbidden, Grant, Officer, Opening, Thing
from dicu.access.policy import Policy
from dicu.access.rulebook import ADMINISTRATION, AUDIT, COORDINATION, INCOMPATIBLE, POLICY
from dicu.access.rulebook.opening import LONGEST, MAY_OPEN, OPENABLE, SHORTEST
from dicu.access.rules import Rule
from dicu.vocabulary.messages import T

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
VAN = Officer("van", "Trịnh Hà Vân", "BTP", (Grant("administrator"),))
HOA = Officer("hoa", "Phạm Hoa", "BCA", (Grant("coordinator"),))
DRAFT = Thing("report", {"plan": "demo", "round": "2024", "agency": "BTP", "state": "draft", "submitted_by": ""})
OPENING = Opening("openings/hoa/1", "coordinator", OPENABLE["report"].kinds, (("plan", "demo"), ("round", "2024"), ("agency", "BTP")), NOON)


def account(username: str, service: bool = False) -> Thing:
    return Thing("account", {"username": username, "service": service})


def test_roles_are_given_by_an_administrator_and_never_to_oneself() -> None:
    """Who gives rights over others' work has none over any work, and cannot take some."""
    assert POLICY.decide(VAN, "grant", account("lan"), ADMINISTRATION, TODAY).allowed
    assert not POLICY.decide(VAN, "grant", account("van"), ADMINISTRATION, TODAY).allowed
    for purpose in (ADMINISTRATION, AUDIT, COORDINATION):
        assert not POLICY.decide(VAN, "see", DRAFT, purpose, TODAY).allowed


def test_nobody_gets_a_token_that_acts_as_another_person() -> None:
    """An administrator issues tokens of programs; a person issues their own."""
    assert POLICY.decide(VAN, "issue", account("nightly", service=True), ADMINISTRATION, TODAY).allowed
    assert not POLICY.decide(VAN, "issue", account("lan"), ADMINISTRATION, TODAY).allowed
    assert POLICY.decide(VAN, "issue", account("van"), ADMINISTRATION, TODAY).allowed


def test_two_roles_that_exclude_each_other_are_both_void() -> None:
    """Who audits does not run what is audited. Where somebody holds both on one day, neither counts, and the refusal says so:
    to keep one would be a choice that nobody made."""
    both = Officer("an", "An", "BTP", (Grant("coordinator"), Grant("auditor")))
    assert held(both, TODAY, INCOMPATIBLE) == ()
    with pytest.raises(Forbidden, match="exclude each other"):
        POLICY.check(both, "open", Thing("round", {"plan": "demo", "round": "2024"}), COORDINATION, TODAY)


def test_who_reports_for_one_agency_may_audit_another() -> None:
    """These two exclude each other only where they meet: nobody audits the own report."""
    apart = Officer("an", "An", "BTP", (Grant("reporter"), Grant("auditor", agency="BYT")))
    meeting = replace(apart, grants=(Grant("reporter"), Grant("auditor", agency="BTP")))
    assert [len(held(officer, TODAY, INCOMPATIBLE)) for officer in (apart, meeting)] == [2, 0]


def test_a_clearance_looks_at_its_own_level_and_below() -> None:
    """Levels are ordered: open, protected, secret. Of a kind whose things have a level, every rule reaches what is at the
    grant's level or below; a thing whose level nobody knows is for the highest alone."""
    rule = Rule("clerk", "see", "file", frozenset({"work"}), T("A clerk sees files."))
    policy = Policy((rule,), {"file": frozenset({"clearance"})})
    for place, level in enumerate(LEVELS):
        clerk = Officer("lan", "Lan", "BTP", (Grant("clerk", clearance=level),))
        seen = [found for found in LEVELS if policy.decide(clerk, "see", Thing("file", {"clearance": found}), "work", TODAY).allowed]
        assert seen == list(LEVELS[: place + 1])
        unknown = policy.decide(clerk, "see", Thing("file", {"clearance": None}), "work", TODAY).allowed
        assert unknown is (level == "secret")


def test_a_role_that_ends_soon_is_known_in_time() -> None:
    """Two weeks before its last day, unless another one carries it on."""
    last = Grant("reporter", "BTP", until=TODAY + timedelta(days=10))
    lan = Officer("lan", "Lan", "BTP", (last,))
    assert ending(lan, TODAY) == (last,)
    assert ending(replace(lan, grants=(last, Grant("reporter", "BTP", since=TODAY + timedelta(days=11)))), TODAY) == ()


def test_in_an_emergency_a_draft_is_opened_to_be_seen() -> None:
    """What was named, by whom opened it, and nothing but seeing."""
    assert not POLICY.decide(HOA, "see", DRAFT, COORDINATION, TODAY).allowed
    opener = replace(HOA, openings=(OPENING,))
    assert POLICY.decide(opener, "see", DRAFT, COORDINATION, TODAY).allowed
    assert not POLICY.decide(opener, "write", DRAFT, COORDINATION, TODAY).allowed
    another = Thing("report", {**DRAFT.attributes, "agency": "BNG"})
    assert not POLICY.decide(opener, "see", another, COORDINATION, TODAY).allowed


def test_an_opening_ends_with_its_time_and_with_the_role_it_was_made_by() -> None:
    """At most four hours; a role that was taken away takes the opening with it."""
    opener = replace(HOA, openings=(OPENING,))
    assert (SHORTEST, LONGEST) == (20, 4)
    assert not POLICY.decide(opener, "see", DRAFT, COORDINATION, TODAY + timedelta(days=1)).allowed
    assert not POLICY.decide(replace(opener, grants=()), "see", DRAFT, COORDINATION, TODAY).allowed


def test_the_owner_of_what_was_opened_sees_it_and_ends_it() -> None:
    """The agency's reporters read who opened what is theirs, and why; other agencies do not know of it; auditors read all."""
    opened = Thing("opening", {"what": "report", "agency": "BTP", "account": "hoa"})
    owner = Officer("lan", "Lan", "BTP", (Grant("reporter", agency="BTP"),))
    neighbour = Officer("minh", "Minh", "BNG", (Grant("reporter", agency="BNG"),))
    auditor = Officer("uyen", "Uyên", "KTNN", (Grant("auditor"),))
    assert POLICY.decide(owner, "see", opened, "reporting", TODAY).allowed
    assert POLICY.decide(owner, "end", opened, "reporting", TODAY).allowed
    assert POLICY.decide(neighbour, "see", opened, "reporting", TODAY).concealed
    assert POLICY.decide(auditor, "see", opened, AUDIT, TODAY).allowed
    assert not POLICY.decide(auditor, "end", opened, AUDIT, TODAY).allowed
    assert set(MAY_OPEN) == {"coordinator", "auditor"}
