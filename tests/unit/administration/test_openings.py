"""Break-glass: what one may not see, opened for a reason and for hours; seen by its owner, over by itself."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from tests.unit.store_review.house import AN, DUNG, HAI, UYEN, World
from tests.unit.web_review.serving import account_of

from dicu.access.model import Absent, Forbidden, Grant, Officer
from dicu.access.rulebook import AUDIT, COORDINATION, READING, REPORTING
from dicu.administration.model import OpeningView
from dicu.administration.rules import NotAllowed
from dicu.store.accounts.models import Account, OpeningRow
from dicu.store.accounts.officers import officer_of
from dicu.store.security.session import maintaining, speaking_as

REASON = "Bộ trưởng yêu cầu kiểm tra gấp bản nháp."
LIMITED = Officer("phuc", "Phúc", "TD-TP", (Grant("auditor", "TD-TP"),))
NAMED = {"plan": "demo", "round": "2025", "agency": "TD-LD"}


class Emergency:
    """TD-LD is writing; nobody else may see what."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.write(DUNG, "3.1", narrative="Bản nháp.")
        for officer in (AN, DUNG, HAI, UYEN, LIMITED):
            account_of(officer)

    @property
    def openings(self):  # type: ignore[no-untyped-def]
        return self.world.house.administration.openings

    def officer(self, officer: Officer) -> Officer:
        return officer_of(Account.objects.get(username=officer.account), self.world.clock())

    def make(self, officer: Officer = AN, purpose: str = COORDINATION, reason: str = REASON, hours: int = 2, **named: str) -> OpeningView:
        return self.world.by(
            self.officer(officer), purpose, lambda who: self.openings.make(who, "report", {**NAMED, **named}, reason, hours)
        )

    def end(self, officer: Officer, key: str, purpose: str = READING) -> None:
        self.world.by(self.officer(officer), purpose, lambda who: self.openings.end(who, key))

    def listed(self, officer: Officer, purpose: str = READING) -> list[str]:
        return [o.key for o in self.world.by(self.officer(officer), purpose, self.openings.listed)]

    def draft(self, officer: Officer, purpose: str = COORDINATION) -> str | None:
        """What the officer reads of the draft."""
        view = self.world.sees(self.officer(officer), "TD-LD", purpose)
        content = view.line("3.1")[1].content if view else None
        return content.narrative if content else None


@pytest.fixture
def emergency(world: World) -> Iterator[Emergency]:
    world.clock.at = datetime.now(UTC)  # whose openings the database shows is judged by the machine's day
    yield Emergency(world)


@pytest.fixture
def world(db: None, files: None) -> World:
    return World().load().open()


def test_what_was_opened_is_seen_and_nothing_else(emergency: Emergency) -> None:
    assert emergency.draft(AN) is None
    made = emergency.make()
    assert emergency.draft(AN) == "Bản nháp."
    assert emergency.world.sees(emergency.officer(AN), "TD-TP") is None
    assert (made.key, made.agency, made.role, made.reason) == ("openings/an/1", "TD-LD", "coordinator", REASON)
    assert (made.until - made.since).total_seconds() == 2 * 60 * 60


def test_an_opening_is_to_look_and_to_do_nothing(emergency: Emergency) -> None:
    emergency.make()
    world, officer = emergency.world, emergency.officer(AN)
    view = world.view(officer, "TD-LD", COORDINATION)
    assert not view.own and view.opened is not None
    for step in (
        lambda who: world.desk.reporting.write(who, view, "3.1", {"claim": "completed"}, "vi", view.report.number),
        lambda who: world.desk.reporting.submit(who, view, view.report.number),
        lambda who: world.desk.coordination.accept(who, view, "3.1", view.report.number),
    ):
        with pytest.raises(Forbidden):
            world.by(officer, COORDINATION, step)  # type: ignore[arg-type]


def test_an_opening_ends_by_itself(emergency: Emergency) -> None:
    from datetime import timedelta  # noqa: PLC0415

    made = emergency.make(hours=1)
    emergency.world.clock.at = made.until - timedelta(seconds=1)
    assert emergency.draft(AN) == "Bản nháp."
    emergency.world.clock.at = made.until
    assert emergency.draft(AN) is None
    with pytest.raises(NotAllowed, match="over already"):
        emergency.end(AN, made.key)


def test_its_officer_ends_it_early(emergency: Emergency) -> None:
    made = emergency.make()
    emergency.end(AN, made.key)
    assert emergency.draft(AN) is None
    assert OpeningRow.objects.count() == 0  # the test itself reaches nothing
    with pytest.raises(NotAllowed, match="over already"):
        emergency.end(AN, made.key)


def test_the_owner_reads_why_and_ends_it(emergency: Emergency) -> None:
    made = emergency.make()
    assert emergency.listed(DUNG, REPORTING) == [made.key]
    running = emergency.world.by(DUNG, REPORTING, lambda who: emergency.openings.running(who.officer, "TD-LD"))
    assert [(o.account, o.reason) for o in running] == [("an", REASON)]
    emergency.end(DUNG, made.key, REPORTING)
    assert emergency.draft(AN) is None
    last = emergency.world.by(DUNG, REPORTING, lambda who: emergency.openings.one(who, made.key))
    assert (last.ended_by, last.running(emergency.world.clock())) == ("dung", False)


def test_it_is_no_other_agency_s_business(emergency: Emergency) -> None:
    made = emergency.make()
    assert emergency.listed(HAI, REPORTING) == []
    for key in (made.key, "openings/an/99", "openings/nobody/1", "", "\\"):
        with pytest.raises(Absent):
            emergency.end(HAI, key or "openings//", REPORTING)
    assert emergency.draft(AN) == "Bản nháp."


def test_auditors_see_all_that_was_opened(emergency: Emergency) -> None:
    made = emergency.make()
    assert emergency.listed(UYEN, AUDIT) == [made.key]
    assert emergency.listed(UYEN, READING) == []
    with pytest.raises(Forbidden):
        emergency.end(UYEN, made.key, AUDIT)


def test_an_auditor_of_one_agency_opens_another_s_and_the_database_lets_them_read(emergency: Emergency) -> None:
    """The second lock opens for the agency, for as long as the opening lasts, and only to read."""
    assert emergency.draft(LIMITED, AUDIT) is None
    made = emergency.make(LIMITED, AUDIT)
    assert emergency.draft(LIMITED, AUDIT) == "Bản nháp."
    emergency.end(LIMITED, made.key, AUDIT)
    assert emergency.draft(LIMITED, AUDIT) is None


def test_it_ends_with_the_role_by_which_it_was_made(emergency: Emergency) -> None:
    emergency.make(LIMITED, AUDIT)
    Account.objects.get(username="phuc").grants.update(ended=emergency.world.house.administration.tools.today())
    assert emergency.draft(LIMITED, AUDIT) is None


def test_whether_there_is_such_a_thing_is_not_told(emergency: Emergency) -> None:
    """The same answer for a report that is there and for one that never was."""
    there = emergency.make(LIMITED, AUDIT)
    nowhere = emergency.make(LIMITED, AUDIT, agency="TD-QQ")
    assert (there.number, nowhere.number, nowhere.until - nowhere.since) == ("1", "2", there.until - there.since)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"reason": "Gấp."}, "reason"),
        ({"reason": " " * 40}, "reason"),
        ({"reason": "a" * 2001}, "reason"),
        ({"hours": 0}, "hours"),
        ({"hours": 5}, "hours"),
        ({"hours": -1}, "hours"),
        ({"plan": ""}, "plan"),
        ({"round": "2025/TD"}, "round"),
        ({"agency": ""}, "agency"),
        ({"agency": "a\nb"}, "agency"),
        ({"agency": "a b"}, "agency"),
    ],
)
def test_what_is_no_reason_no_time_or_no_name_is_refused(emergency: Emergency, change: dict[str, object], where: str) -> None:
    before = emergency.world.entries()
    with pytest.raises(NotAllowed) as refused:
        emergency.make(**change)  # type: ignore[arg-type]
    assert refused.value.where == where
    assert emergency.world.entries() == before


@pytest.mark.parametrize(("officer", "purpose"), [(DUNG, REPORTING), (AN, READING), (AN, REPORTING), (UYEN, COORDINATION)])
def test_who_may_open_nothing_is_told_who_may(emergency: Emergency, officer: Officer, purpose: str) -> None:
    with pytest.raises(Forbidden, match="a coordinator or an auditor opens"):
        emergency.make(officer, purpose)


def test_behind_the_first_lock_an_opening_is_still_seen_by_few(emergency: Emergency) -> None:
    """Without any scope: by who made it, by its agency, and by who sees everything."""
    made = emergency.make(LIMITED, AUDIT)
    for officer, seen in ((LIMITED, 1), (DUNG, 1), (HAI, 0), (AN, 1), (UYEN, 1), (Officer("van", "", "", (Grant("administrator"),)), 0)):
        with transaction.atomic(), speaking_as(officer):
            assert OpeningRow.objects.count() == seen, officer.account
            assert len(emergency.world.house.ledger.read(made.key)) == seen, officer.account


def test_an_officer_s_openings_are_not_asked_for_in_vain(emergency: Emergency, django_assert_num_queries: object) -> None:
    """Nearly nobody has opened anything: then looking an officer up costs what it did before."""
    account = Account.objects.get(username="an")
    with django_assert_num_queries(1):  # type: ignore[operator]
        officer_of(account)
    emergency.make()
    assert len(emergency.officer(AN).openings) == 1


def test_the_ledger_tells_what_was_opened_and_by_whom(emergency: Emergency) -> None:
    made = emergency.make()
    emergency.end(DUNG, made.key, REPORTING)
    with transaction.atomic(), maintaining():
        entries = emergency.world.house.ledger.read(made.key)
    assert [(e.kind, e.author.account, e.stream.authority) for e in entries] == [
        ("access.opened", "an", "TD-LD"),
        ("access.opening.ended", "dung", "TD-LD"),
    ]
