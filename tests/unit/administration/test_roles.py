"""Roles: given, ended, and the two that one officer may not hold together."""

from datetime import date, timedelta

import pytest
from tests.unit.administration.house import Office

from dicu.access.model import Absent, Forbidden, Grant
from dicu.access.rulebook import POLICY
from dicu.access.rules import EVERYBODY
from dicu.administration.model import NewRole
from dicu.administration.rules import ROLES, NotAllowed
from dicu.store.accounts.models import Account, GrantRow


def today(office: Office) -> date:
    return office.desk.tools.today()


def test_every_role_of_the_rulebook_can_be_given_and_no_other() -> None:
    assert set(ROLES) == {rule.role for rule in POLICY.rules} - {EVERYBODY}


def test_a_role_is_given_and_counts_from_its_first_day(office: Office) -> None:
    day = today(office)
    office.hire("lan")
    key = office.give("lan", NewRole("reporter", until=day + timedelta(days=30)))
    assert office.officer("lan").grants == (Grant("reporter", "TD-LD", day, day + timedelta(days=30)),)
    row = GrantRow.objects.get(key=key)
    assert (key, row.granted_by, row.granted_at) == ("access/lan/2", "van", office.clock())
    assert office.entries()[-1].body["role"] == "reporter"


def test_a_role_carries_a_clearance(office: Office) -> None:
    office.hire("lan", NewRole("auditor", "TD-TP", "protected"))
    assert office.officer("lan").grants[0].clearance == "protected"


@pytest.mark.parametrize(
    ("role", "where"),
    [
        (NewRole("minister"), "role"),
        (NewRole("public"), "role"),
        (NewRole(""), "role"),
        (NewRole("auditor", clearance="top"), "clearance"),
        (NewRole("administrator", "TD-LD"), "agency"),
        (NewRole("reporter", "không mã"), "agency"),
        (NewRole("auditor", until=date(2020, 1, 1)), "until"),
        (NewRole("auditor", since=date(2020, 1, 1)), "since"),
    ],
)
def test_what_is_no_role_is_refused_at_its_field(office: Office, role: NewRole, where: str) -> None:
    office.hire("lan")
    with pytest.raises(NotAllowed) as refused:
        office.give("lan", role)
    assert refused.value.where == where
    assert not Account.objects.get(username="lan").grants.exists()


def test_a_reporter_has_an_agency(office: Office) -> None:
    office.hire("lan", agency="")
    with pytest.raises(NotAllowed) as refused:
        office.give("lan", NewRole("reporter"))
    assert refused.value.where == "agency"
    office.give("lan", NewRole("reporter", "TD-TP"))


def test_nobody_gives_a_role_to_themselves_nor_ends_one_of_their_own(office: Office) -> None:
    with pytest.raises(Forbidden, match="never to themselves"):
        office.give("van", NewRole("coordinator"))
    key = GrantRow.objects.get(account__username="van").key
    with pytest.raises(Forbidden, match="never to themselves"):
        office.end("van", key)


def test_a_role_that_was_given_to_another_reaches_nothing_of_theirs(office: Office) -> None:
    """An administrator who made another one is no nearer to anything but accounts."""
    office.hire("phu", NewRole("administrator"))
    with pytest.raises(Forbidden):
        office.give("phu", NewRole("auditor"), by="phu")


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (NewRole("auditor"), NewRole("coordinator")),
        (NewRole("coordinator"), NewRole("auditor")),
        (NewRole("coordinator", "TD-LD"), NewRole("auditor", "TD-TP")),
        (NewRole("auditor"), NewRole("reporter", "TD-TP")),
        (NewRole("reporter"), NewRole("auditor", "TD-LD")),
        (NewRole("administrator"), NewRole("reporter")),
        (NewRole("auditor", "TD-TP"), NewRole("administrator")),
    ],
)
def test_roles_that_exclude_each_other_are_not_given_together(office: Office, held: NewRole, wanted: NewRole) -> None:
    office.hire("lan", held)
    with pytest.raises(NotAllowed, match="cannot be") as refused:
        office.give("lan", wanted)
    assert refused.value.where == "role"
    assert len(office.officer("lan").grants) == 1


def test_they_may_follow_each_other(office: Office) -> None:
    day = today(office)
    office.hire("lan", NewRole("auditor", until=day + timedelta(days=9)))
    with pytest.raises(NotAllowed):
        office.give("lan", NewRole("coordinator", since=day + timedelta(days=9)))
    office.give("lan", NewRole("coordinator", since=day + timedelta(days=10)))


def test_who_audits_one_agency_may_report_for_another(office: Office) -> None:
    office.hire("lan", NewRole("auditor", "TD-TP"), NewRole("reporter"))
    assert {grant.role for grant in office.officer("lan").grants} == {"auditor", "reporter"}


def test_the_same_role_is_not_given_twice_for_the_same_days(office: Office) -> None:
    day = today(office)
    office.hire("lan", NewRole("coordinator", until=day + timedelta(days=30)))
    with pytest.raises(NotAllowed, match="already"):
        office.give("lan", NewRole("coordinator", until=day + timedelta(days=10)))
    office.give("lan", NewRole("coordinator", until=day + timedelta(days=60)))


def test_a_role_ends_at_once(office: Office) -> None:
    """Also one that began today: who must go, goes now."""
    office.hire("lan")
    key = office.give("lan", NewRole("coordinator"))
    office.end("lan", key)
    assert office.officer("lan").roles(today(office)) == frozenset()
    with pytest.raises(NotAllowed, match="over"):
        office.end("lan", key)


def test_a_role_ends_on_a_day_to_come_and_can_be_ended_sooner_but_not_later(office: Office) -> None:
    day = today(office)
    office.hire("lan")
    key = office.give("lan", NewRole("coordinator", until=day + timedelta(days=30)))
    office.end("lan", key, day=day + timedelta(days=10))
    assert office.officer("lan").grants[0].until == day + timedelta(days=9)
    with pytest.raises(NotAllowed, match="over by then"):
        office.end("lan", key, day=day + timedelta(days=20))
    office.end("lan", key, day=day + timedelta(days=5))
    assert office.officer("lan").grants[0].until == day + timedelta(days=4)
    with pytest.raises(NotAllowed, match="days that are over"):
        office.end("lan", key, day=day - timedelta(days=1))


def test_a_role_of_another_account_is_not_ended_through_this_one(office: Office) -> None:
    office.hire("lan")
    office.hire("minh")
    key = office.give("minh", NewRole("coordinator"))
    with pytest.raises(Absent):
        office.end("lan", key)
    assert office.officer("minh").roles(today(office)) == {"coordinator"}


def test_what_is_in_the_table_already_is_found_and_counts_for_nothing(office: Office) -> None:
    """Given before anybody said that the two exclude each other, or written into the table by hand."""
    office.hire("lan", NewRole("auditor"))
    GrantRow.objects.create(account=Account.objects.get(username="lan"), role="coordinator", granted_by="by hand")
    ((username, clash),) = office.by("van", office.desk.accounts.findings)
    assert (username, {clash.first.role, clash.second.role}) == ("lan", {"auditor", "coordinator"})
    office.end("lan", GrantRow.objects.get(granted_by="by hand").key)
    assert office.by("van", office.desk.accounts.findings) == ()


def test_roles_are_told_with_their_standing(office: Office) -> None:
    day = today(office)
    office.hire("lan", NewRole("auditor", "TD-TP"), NewRole("reporter", since=day + timedelta(days=3)))
    over = office.give("lan", NewRole("reporter", "TD-CA"))
    office.end("lan", over)
    given = office.by("van", lambda who: office.desk.roles.of(who, "lan"))
    assert [one.state(day) for one in given] == ["in force", "to come", "over"]
