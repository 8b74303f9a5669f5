"""Letters: what a mail server may answer, and what becomes of the letter."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from tests.unit.review.making import DUE
from tests.unit.store_agenda.conftest import Sink
from tests.unit.store_review.house import DUNG, HAI, World

from dicu.access.model import Asker
from dicu.access.rulebook import READING
from dicu.store.agenda.models import LetterRow, ReminderRow
from dicu.store.security.session import maintaining, speaking_as


def tick(world: World, minutes: int = 0) -> None:
    world.clock.at += timedelta(minutes=minutes)
    world.house.agenda.tick()


def letter(account: str) -> LetterRow:
    with transaction.atomic(), maintaining():
        return LetterRow.objects.get(account=account)


def reminder(account: str) -> ReminderRow:
    with transaction.atomic(), maintaining():
        return ReminderRow.objects.get(account=account)


@pytest.fixture
def due(world: World) -> World:
    return world.on(DUE)


def test_one_letter_each_in_the_language_of_the_account(due: World, sink: Sink) -> None:
    due.report(HAI, "TD-TP")
    tick(due)
    by = {mail["To"]: mail for mail in sink.letters()}
    assert by.keys() == {f"{name}@example.test" for name in ("dung", "an", "binh", "khoa")}
    assert "việc cần làm" in by["dung@example.test"]["Subject"] and "Hạn cuối: 16/12/2025" in by["dung@example.test"].get_content()
    assert "one thing to do" in by["binh@example.test"]["Subject"]


def test_a_letter_names_no_person_and_holds_no_secret(due: World, sink: Sink) -> None:
    get_user_model().objects.update(full_name="Nguyễn Thị Tên Riêng")
    due.report(HAI, "TD-TP", narrative="Chuyện riêng của bà Lê Thị B.")
    line = due.view(HAI, "TD-TP").lines[0][0].code
    from tests.unit.store_review.house import AN  # noqa: PLC0415

    due.give_back(AN, line, text="Xem lại trường hợp của bà Lê Thị B.", due=DUE)
    tick(due)
    assert len(sink.letters()) > 3
    for mail in sink.letters():
        text = mail.as_string() + mail.get_content() + str(mail["Subject"])
        assert not any(word in text for word in ("Tên Riêng", "Lê Thị", "token", "hai,", "csrf"))
        assert "dung" not in text.replace("dung@example.test", "").replace("nội dung", "")


def test_headers_say_that_a_program_wrote_it(due: World, sink: Sink) -> None:
    tick(due)
    mail = sink.letters()[0]
    assert mail["Auto-Submitted"] == "auto-generated" and mail["List-Id"] == "<reminders.dicu.example.test>"
    assert mail["Message-ID"].endswith("@example.test>") and mail["From"] == "dicu@example.test"
    assert "=?utf-8?" in str(sink.got[0][1]) and mail.get_content_charset() == "utf-8"


def test_who_has_no_address_or_wants_none_is_reminded_on_the_page(due: World, sink: Sink) -> None:
    with transaction.atomic(), speaking_as(DUNG):
        due.house.agenda.choose_mail(Asker(DUNG, READING), mail=False)
    tick(due)
    assert (reminder("dung").mail, reminder("hoa").mail, reminder("hai").mail) == ("off", "no-address", "letter")
    assert not {"dung@example.test", "hoa@example.test"} & {to for to, _ in sink.got}


def test_a_refused_address_is_given_up_and_the_others_get_theirs(due: World, sink: Sink) -> None:
    sink.refuse["hai@example.test"] = "550 no such mailbox"
    tick(due)
    assert (letter("hai").state, letter("hai").reason) == ("given-up", "refused")
    assert letter("dung").state == letter("khoa").state == "sent"
    tick(due, minutes=600)
    assert letter("hai").attempts == 1


def test_an_address_that_is_put_off_is_tried_again(due: World, sink: Sink) -> None:
    sink.refuse["hai@example.test"] = "451 try later"
    tick(due)
    assert (letter("hai").state, letter("hai").reason) == ("waiting", "later")
    tick(due, minutes=4)
    assert letter("hai").attempts == 1
    sink.refuse.clear()
    tick(due, minutes=2)
    assert (letter("hai").state, letter("hai").attempts) == ("sent", 2)
    assert [to for to, _ in sink.got].count("hai@example.test") == 1


def test_a_mail_server_that_is_down_costs_one_look_and_loses_nothing(due: World, sink: Sink, settings: Any) -> None:
    right, desk = sink.port, due.house.agenda
    desk.sending.settings["port"] = 1
    tick(due)
    with transaction.atomic(), maintaining():
        assert sorted(LetterRow.objects.values_list("state", "attempts")) == [("waiting", 0), ("waiting", 0), ("waiting", 1)]
        assert ReminderRow.objects.count() == 4
    desk.sending.settings["port"] = right
    tick(due, minutes=6)
    assert len(sink.got) == 3


def test_a_letter_that_never_left_is_given_up_after_ten_days(due: World, sink: Sink) -> None:
    sink.refuse["hai@example.test"] = "451 try later"
    for _ in range(40):
        tick(due, minutes=720)
    with transaction.atomic(), maintaining():
        first = LetterRow.objects.filter(account="hai").order_by("made").first()
    assert first is not None and first.state == "given-up" and 20 < first.attempts < 30


def test_a_refused_text_is_given_up(due: World, sink: Sink) -> None:
    sink.data = "554 looks like spam"
    tick(due)
    assert letter("hai").state == "given-up"


def test_a_letter_about_what_was_done_meanwhile_does_not_leave(due: World, sink: Sink) -> None:
    sink.refuse["hai@example.test"] = "451 try later"
    tick(due)
    due.report(HAI, "TD-TP")
    sink.refuse.clear()
    tick(due, minutes=10)
    assert letter("hai").state == "dropped" and "hai@example.test" not in [to for to, _ in sink.got]


def test_a_letter_that_was_leaving_when_the_worker_died_is_sent_once_more_and_no_more(due: World, sink: Sink) -> None:
    """The mail server may have it already: it comes under the same Message-ID."""
    tick(due)
    first = {mail["To"]: mail["Message-ID"] for mail in sink.letters()}
    died(due, "hai")
    tick(due)
    assert (letter("hai").state, letter("hai").reason) == ("waiting", "unsure")
    tick(due, minutes=10)
    again = [mail for mail in sink.letters() if mail["To"] == "hai@example.test"]
    assert [mail["Message-ID"] for mail in again] == [first["hai@example.test"]] * 2
    died(due, "hai")
    tick(due)
    assert letter("hai").state == "given-up"
    tick(due, minutes=600)
    assert len([to for to, _ in sink.got if to == "hai@example.test"]) == 2


def died(world: World, account: str) -> None:
    """As if the worker had been killed between the mail server's answer and its record."""
    with transaction.atomic(), maintaining():
        LetterRow.objects.filter(account=account).update(state="leaving")


def test_without_a_mail_server_reminders_stand_on_the_page(world: World, sink: Sink, settings: Any) -> None:
    settings.MAIL = None
    quiet = World()
    quiet.on(DUE).house.agenda.tick()
    assert reminder("hai").mail == "not-set-up" and sink.got == []


def test_letters_go_out_on_their_day_and_not_at_night(world: World, sink: Sink) -> None:
    world.on(date(2025, 12, 2), hour=7)
    tick(world)
    assert sink.got == []
    world.on(date(2025, 12, 2), hour=8)
    tick(world)
    assert len(sink.got) == 3
