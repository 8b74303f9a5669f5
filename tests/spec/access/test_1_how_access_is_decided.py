"""How access is decided

An **officer** asks to do an **action** to a **thing** for a **purpose**. Rules give rights to roles; nothing takes a right
away, and what no rule allows is refused. The same rules decide about one thing and say which things a list may show.
"""

from datetime import date

import pytest

from dicu.access.conditions import holds
from dicu.access.model import PUBLIC, Absent, Forbidden, Grant, Officer, Thing
from dicu.access.rulebook import COORDINATION, POLICY, READING, REPORTING

TODAY = date(2026, 11, 24)
LAN = Officer("lan", "Nguyễn Thị Lan", "BTP", (Grant("reporter", agency="BTP"),))
HOA = Officer("hoa", "Phạm Hoa", "BCA", (Grant("coordinator"),))


def report(agency: str, state: str, submitted_by: str = "") -> Thing:
    return Thing("report", {"plan": "demo", "round": "2024", "agency": agency, "state": state, "submitted_by": submitted_by})


def test_nothing_is_allowed_unless_a_rule_says_so() -> None:
    """No rule says that a plan may be burnt. So nobody may."""
    assert not POLICY.decide(HOA, "burn", Thing("plan", {}), COORDINATION, TODAY).allowed


def test_a_right_is_for_a_purpose() -> None:
    """A reporter writes for the purpose of reporting. Merely reading, the same person writes nothing."""
    draft = report("BTP", "draft")
    assert POLICY.decide(LAN, "write", draft, REPORTING, TODAY).allowed
    assert not POLICY.decide(LAN, "write", draft, READING, TODAY).allowed


def test_a_refusal_says_what_the_rule_is_and_what_to_do() -> None:
    """Who is refused learns what the rule allows and whom to ask."""
    with pytest.raises(Forbidden) as refused:
        POLICY.check(LAN, "accept", report("BTP", "submitted", "lan"), REPORTING, TODAY)
    assert refused.value.message.say("en") == (
        "A coordinator accepts or returns what was sent, but never what the same person sent or wrote. "
        "You do not have this role. Ask an administrator for it."
    )


def test_what_one_may_not_know_of_does_not_exist() -> None:
    """The report of another agency and a report that was never begun give one and the same answer."""
    with pytest.raises(Absent) as refused:
        POLICY.check(LAN, "see", report("BNG", "submitted", "minh"), REPORTING, TODAY)
    assert "nothing under this name" in refused.value.message.say("en")


def test_a_role_is_held_from_one_day_to_another() -> None:
    """A grant has a first and a last day. After the last day the refusal says when it ended."""
    lapsed = Officer("lan", "Nguyễn Thị Lan", "BTP", (Grant("reporter", agency="BTP", until=date(2026, 6, 30)), Grant("auditor")))
    with pytest.raises(Forbidden, match="ended on"):
        POLICY.check(lapsed, "write", report("BTP", "draft"), "audit", TODAY)


def test_one_person_does_not_judge_the_own_work() -> None:
    """A coordinator accepts what was sent, unless it was the same person who sent it."""
    assert POLICY.decide(HOA, "accept", report("BTP", "submitted", "lan"), COORDINATION, TODAY).allowed
    assert not POLICY.decide(HOA, "accept", report("BTP", "submitted", "hoa"), COORDINATION, TODAY).allowed


def test_a_list_shows_exactly_what_could_be_opened_one_by_one() -> None:
    """The scope of a list is a condition made from the rules that also decide about one thing. The database is asked for
    the rows that meet it, and for no others."""
    for officer, purpose in ((LAN, REPORTING), (HOA, COORDINATION), (PUBLIC, READING)):
        scope = POLICY.scope(officer, "see", "report", purpose, TODAY)
        for thing in (report("BTP", "draft"), report("BTP", "submitted", "lan"), report("BNG", "accepted", "minh")):
            assert holds(scope, thing.attributes) is POLICY.decide(officer, "see", thing, purpose, TODAY).allowed
