"""What holds whatever the thing is.

An auditor looks and touches nothing; nobody judges what might be their own; and behind the rules the database has a
second, coarser lock, for when a rule was not asked.
"""

from datetime import date

import pytest

from dicu.access.model import PUBLIC, Grant, Officer, Thing
from dicu.access.rulebook import (
    AUDIT,
    COORDINATION,
    KINDS,
    POLICY,
    PUBLICATION,
    READING,
    REPORTING,
    agencies,
    reach,
    written,
)

TODAY = date(2026, 11, 24)
REPORTER = Officer("lan", "Lan", "BTP", (Grant("reporter", agency="BTP"),))
COORDINATOR = Officer("hoa", "Hoa", "BCA", (Grant("coordinator"),))
AUDITOR = Officer("uyen", "Uyên", "KTNN", (Grant("auditor"),))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_auditor_looks_for_the_purpose_of_audit_and_for_no_other(kind: str) -> None:
    """The same person, merely reading, sees what the public sees."""
    officer = AUDITOR
    thing = Thing(kind, dict.fromkeys(KINDS[kind], "x"))
    for purpose in (REPORTING, COORDINATION, PUBLICATION, READING):
        public = POLICY.decide(PUBLIC, "see", thing, purpose, TODAY).allowed
        assert POLICY.decide(officer, "see", thing, purpose, TODAY).allowed is public


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_auditor_changes_nothing(kind: str) -> None:
    """Whatever the purpose and whatever the thing. An opening in an emergency is of their own making, and changes nothing of
    what is opened."""
    officer = AUDITOR
    ways_of_looking = {"see", "trace", "search"}
    actions = {rule.action for rule in POLICY.rules} - ways_of_looking
    thing = Thing(kind, dict.fromkeys(KINDS[kind], "KTNN") | {"state": "draft"})
    for action in actions:
        for purpose in (AUDIT, REPORTING, COORDINATION, PUBLICATION, READING):
            assert not POLICY.decide(officer, action, thing, purpose, TODAY).allowed


def test_what_nobody_is_known_to_have_sent_is_not_accepted() -> None:
    """That somebody else sent it must be known; an empty name is nobody."""
    for sender in ("", None):
        thing = Thing("report", {"agency": "BTP", "state": "submitted", "submitted_by": sender})
        assert not POLICY.decide(COORDINATOR, "accept", thing, COORDINATION, TODAY).allowed


@pytest.mark.parametrize(
    ("officer", "expected"),
    [(REPORTER, "own"), (COORDINATOR, "all"), (AUDITOR, "watch"), (PUBLIC, "public")],
)
def test_how_far_the_database_opens(officer: Officer, expected: str) -> None:
    """Behind these rules stands a second, coarser lock in the database: `all` reads and writes every stream, `watch` reads
    every stream, `own` reads and writes the agency's own and reads what is shared, `public` reads plans and publications."""
    assert reach(officer, TODAY) == expected


def test_the_database_opens_no_further_than_a_limited_or_lapsed_role() -> None:
    """A coordinator for one agency only does not reach the others; who has lost a role, or has one that this house does not
    know, reaches what the public reaches."""
    limited = Officer("hoa", "Hoa", "BCA", (Grant("coordinator", agency="BTP"),))
    lapsed = Officer("hoa", "Hoa", "BCA", (Grant("coordinator", until=date(2026, 1, 1)),))
    unknown = Officer("hoa", "Hoa", "BCA", (Grant("minister"),))
    unnamed = Officer("", "Hoa", "BCA", (Grant("coordinator"),))
    assert [reach(officer, TODAY) for officer in (limited, lapsed, unknown, unnamed)] == ["own", "public", "public", "public"]
    assert agencies(limited, TODAY) == {"BTP"}
    assert agencies(lapsed, TODAY) == frozenset()


def test_whose_things_the_database_shows_and_whose_it_takes() -> None:
    """Somebody may report for two agencies and audit a third: the database shows all three and takes reports of two."""
    officer = Officer("lan", "Lan", "BTP", (Grant("reporter"), Grant("reporter", agency="BNG"), Grant("auditor", agency="BYT")))
    assert reach(officer, TODAY) == "own"
    assert agencies(officer, TODAY) == {"BTP", "BNG", "BYT"}
    assert written(officer, TODAY) == {"BTP", "BNG"}
    nowhere = Officer("lan", "Lan", "", (Grant("reporter"),))
    assert agencies(nowhere, TODAY) == written(nowhere, TODAY) == frozenset()
