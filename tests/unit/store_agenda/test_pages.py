"""The pages: each officer's own work, the coordinator's look at who was reminded, and who may not see either."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from tests.unit.review.making import DUE
from tests.unit.store_agenda.conftest import Sink
from tests.unit.store_review.house import AN, DUNG, HAI, HOA, World
from tests.unit.web_review.serving import client_of, url

from dicu.store.accounts.models import GrantRow
from dicu.store.agenda.models import PreferenceRow, PulseRow, ReminderRow
from dicu.store.security.session import maintaining, speaking_as


def browser(name: str) -> Client:
    return client_of(get_user_model().objects.get(username=name))


def text(client: Client, name: str, language: str = "en") -> str:
    answer = client.get(url(name, language=language))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def due(world: World) -> World:
    world.on(DUE)
    world.house.agenda.tick()
    return world


def test_an_officer_sees_their_own_work_with_its_last_day_in_words(due: World) -> None:
    page = text(browser("dung"), "agenda")
    assert "Write and send the report" in page and "today is the last day" in page and "16 December 2025" in page
    assert "You were reminded on 16 December 2025." in page
    assert url("report", "demo", "2025", "TD-LD", language="en") in page
    assert "Tư pháp" not in page
    assert "hôm nay là hạn cuối" in text(browser("dung"), "agenda", "vi")


def test_the_front_page_counts_it(due: World) -> None:
    due.on(DUE + timedelta(days=7))
    page = text(browser("dung"), "home")
    assert "What there is to do" in page and "One of them is late." in page
    assert "What there is to do" not in text(browser("uyen"), "home")


def test_who_has_nothing_to_do_is_told_so(world: World) -> None:
    assert "There is nothing for you to do" in text(browser("an"), "agenda")


def test_somebody_who_has_not_signed_in_is_asked_to(world: World) -> None:
    for name in ("agenda", "agenda-reminders"):
        answer = Client().get(url(name))
        assert answer.status_code == 302 and "sign-in" in answer["Location"]
    assert Client().post(url("agenda-mail"), {"mail": "no"}).status_code == 302


def test_an_officer_switches_letters_off_and_on(due: World, sink: Sink) -> None:
    client = browser("dung")
    assert "Switch letters off" in text(client, "agenda")
    answer = client.post(url("agenda-mail", language="en"), {"mail": "no"}, follow=True)
    assert "No more reminders come to you by e-mail" in answer.content.decode() and "Switch letters on" in answer.content.decode()
    before = len(sink.got)
    due.on(DUE + timedelta(days=7)).house.agenda.tick()
    assert "dung@example.test" not in [to for to, _ in sink.got[before:]] and len(sink.got) > before
    client.post(url("agenda-mail"), {"mail": "yes"})
    with transaction.atomic(), maintaining():
        assert PreferenceRow.objects.get(account="dung").mail is True
        assert [entry.kind for entry in due.house.ledger.read("preference/dung")] == ["preference.mail"] * 2


def test_choosing_what_is_chosen_already_records_nothing(due: World) -> None:
    browser("dung").post(url("agenda-mail"), {"mail": "yes"})
    with transaction.atomic(), maintaining():
        assert due.house.ledger.read("preference/dung") == ()


def test_the_coordinator_sees_who_was_reminded_and_what_did_not_arrive(due: World, sink: Sink) -> None:
    sink.refuse["hai@example.test"] = "550 no such mailbox"
    due.on(DUE + timedelta(days=7)).house.agenda.tick()
    page = text(browser("an"), "agenda-reminders")
    assert all(name in page for name in ("dung", "hoa", "hai", "khoa"))
    assert "the mail server refuses this address" in page and "given up" in page
    assert "No address is known for these accounts" in page and "hoa" in page
    assert "no such mailbox" not in page and "@example.test" not in page


@pytest.mark.parametrize(("name", "status"), [("an", 200), ("uyen", 200), ("dung", 404), ("hai", 404)])
def test_who_looks_at_the_reminders_of_all(due: World, name: str, status: int) -> None:
    assert browser(name).get(url("agenda-reminders")).status_code == status


def test_a_coordinator_is_told_when_no_worker_runs(due: World) -> None:
    assert "has never run here" in text(browser("an"), "agenda")
    PulseRow.objects.create(job="agenda", at=due.clock())
    assert "Nobody is being reminded" not in text(browser("an"), "agenda")
    due.clock.at += timedelta(hours=1)
    assert "was last seen on" in text(browser("an"), "agenda") and "was last seen on" in text(browser("an"), "agenda-reminders")
    assert "Nobody is being reminded" not in text(browser("dung"), "agenda")


def test_a_right_that_ends_is_told_to_its_holder_and_to_the_administrator_alone(world: World) -> None:
    accounts = get_user_model().objects
    GrantRow.objects.filter(account__username="dung").update(until=date(2025, 12, 20))
    boss = accounts.create_account("quantri", None, full_name="Q", agency="TD-NG", language="en")
    GrantRow.objects.create(account=boss, role="administrator", granted_by="test")
    assert "A right as reporter ends" in text(browser("dung"), "agenda")
    assert "The account dung works as reporter" in text(browser("quantri"), "agenda")
    assert "A right as" not in text(browser("hoa"), "agenda") + text(browser("an"), "agenda")
    GrantRow.objects.create(account=accounts.get(username="dung"), role="reporter", agency="TD-LD", granted_by="test")
    assert "A right as" not in text(browser("quantri"), "agenda")


def test_the_database_itself_shows_an_officer_no_other_agencys_reminders(due: World) -> None:
    with transaction.atomic(), speaking_as(DUNG):
        assert set(ReminderRow.objects.values_list("account", flat=True)) == {"dung", "hoa"}
        assert ReminderRow.objects.update(step=99) == 0
    with transaction.atomic(), speaking_as(AN):
        assert ReminderRow.objects.count() > 3


def test_the_database_lets_nobody_choose_for_another(due: World) -> None:
    from django.db import Error  # noqa: PLC0415

    for officer, account in ((DUNG, "hai"), (HAI, "hoa"), (HOA, "")):
        with pytest.raises(Error), transaction.atomic(), speaking_as(officer):
            PreferenceRow.objects.create(account=account, mail=False, at=due.clock())


def test_the_trail_can_tell_of_reminders(due: World) -> None:
    page = text(browser("uyen"), "trail")
    assert "Reminded dung: report/demo/2025/TD-LD/2025-12-16." in page


def test_the_place_where_a_thing_is_done_opens_for_who_has_to_do_it(due: World) -> None:
    """Every link on somebody's page leads somewhere."""
    import re  # noqa: PLC0415

    due.report(HAI, "TD-TP")
    for name in ("dung", "khoa", "an"):
        page: Any = text(browser(name), "agenda")
        links = re.findall(r'dc-todo__title"><a class="govuk-link" href="([^"]+)"', page)
        assert links and all(browser(name).get(link).status_code == 200 for link in links)


def test_what_was_opened_in_an_emergency_is_told_to_the_agency_it_belongs_to(world: World) -> None:
    from dicu.store.accounts.models import OpeningRow  # noqa: PLC0415

    with transaction.atomic(), maintaining():
        since = world.clock()
        facts = {"what": "report", "attributes": {"plan": "demo"}, "reason": "Chuyện riêng", "until": since + timedelta(hours=4)}
        OpeningRow.objects.create(key="openings/an/1", account="an", role="coordinator", agency="TD-LD", since=since, **facts)
    page = text(browser("dung"), "agenda")
    assert "Look at something that was opened in an emergency" in page and "Chuyện riêng" not in page
    assert url("openings", language="en") in page
    assert "opened in an emergency" not in text(browser("hai"), "agenda") + text(browser("an"), "agenda")
    world.clock.at += timedelta(days=11)
    assert "opened in an emergency" not in text(browser("dung"), "agenda")
