"""How far the database opens for an officer, before any rule is asked."""

from datetime import date

import pytest

from dicu.access.model import PUBLIC, Grant, Officer
from dicu.access.rulebook import agencies, reach, written

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
        (of("BTP", Grant("auditor"), Grant("reporter", "BNG")), "watch", "BNG BTP", "BNG"),
        (of("BTP", Grant("auditor"), Grant("coordinator")), "all", "BTP", "BTP"),
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
