"""How far the database opens for an officer, before any rule is asked."""

from datetime import UTC, date, datetime

import pytest

from dicu.access.model import PUBLIC, Grant, Officer, Opening
from dicu.access.rulebook import agencies, reach, rooms, written

TODAY, YESTERDAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 25)


def of(agency: str, *grants: Grant, account: str = "lan") -> Officer:
    return Officer(account, "Lan", agency, grants)


@pytest.mark.parametrize(
    ("officer", "how_far", "seen", "written_for"),
    [
        (PUBLIC, "public", "", ""),
        (of("BTP"), "public", "", ""),
        (of("BTP", Grant("minister")), "public", "", ""),
        (of("BTP", Grant("reporter", "BTP")), "own", "BTP", "BTP"),
        (of("BTP", Grant("reporter")), "own", "BTP", "BTP"),
        (of("", Grant("reporter")), "own", "", ""),
        (of("BNG", Grant("reporter", "BTP")), "own", "BTP", "BTP"),
        (of("", Grant("reporter", "BTP")), "own", "BTP", "BTP"),
        (of("BTP", Grant("reporter", "BTP"), Grant("reporter", "BNG")), "own", "BNG BTP", "BNG BTP"),
        (of("BTP", Grant("coordinator")), "all", "BTP", "BTP"),
        (of("BNG", Grant("coordinator", "BTP")), "own", "BTP", "BTP"),
        (of("BTP", Grant("auditor")), "watch", "BTP", ""),
        (of("BNG", Grant("auditor", "BTP")), "own", "BTP", ""),
        (of("BTP", Grant("auditor", "BTP"), Grant("reporter", "BNG")), "own", "BNG BTP", "BNG"),
        (of("BTP", Grant("auditor"), Grant("reporter", "BNG")), "public", "", ""),  # they exclude each other
        (of("BTP", Grant("auditor"), Grant("coordinator")), "public", "", ""),
        (of("BTP", Grant("administrator")), "public", "", ""),
        (of("BTP", Grant("administrator"), Grant("reporter")), "public", "", ""),
        (of("BTP", Grant("coordinator", until=YESTERDAY)), "public", "", ""),
        (of("BTP", Grant("coordinator", since=TOMORROW)), "public", "", ""),
        (of("BTP", Grant("coordinator", since=TODAY, until=TODAY)), "all", "BTP", "BTP"),
        (of("BTP", Grant("coordinator", until=YESTERDAY), Grant("reporter", "BNG")), "own", "BNG", "BNG"),
        (of("BTP", Grant("coordinator"), Grant("auditor"), account=""), "public", "", ""),
    ],
)
def test_how_far_an_officer_reaches(officer: Officer, how_far: str, seen: str, written_for: str) -> None:
    assert reach(officer, TODAY) == how_far
    assert " ".join(sorted(agencies(officer, TODAY))) == seen
    assert " ".join(sorted(written(officer, TODAY))) == written_for


@pytest.mark.parametrize(
    ("grants", "worked_in"),
    [
        ((Grant("administrator"),), {"access"}),
        ((Grant("administrator", "BTP"),), set()),
        ((Grant("administrator", until=YESTERDAY),), set()),
        ((Grant("administrator"), Grant("auditor")), set()),
        ((Grant("coordinator"), Grant("auditor", "BTP"), Grant("reporter")), set()),
    ],
)
def test_only_an_administrator_of_the_whole_house_works_in_the_room_of_accounts(grants: tuple[Grant, ...], worked_in: set[str]) -> None:
    assert rooms(of("BTP", *grants), TODAY) == worked_in


def test_an_opening_shows_its_agency_for_as_long_as_the_role_is_held() -> None:
    opening = Opening("openings/lan/1", "auditor", frozenset({"report"}), (("agency", "BCA"),), datetime(2026, 11, 24, 12, tzinfo=UTC))
    for grants, seen in (((Grant("auditor", "BTP"),), {"BTP", "BCA"}), ((Grant("reporter", "BTP"),), {"BTP"}), ((), set())):
        officer = Officer("lan", "Lan", "BTP", grants, (opening,))
        assert agencies(officer, TODAY) == seen
        assert "BCA" not in written(officer, TODAY)
