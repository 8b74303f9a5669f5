"""One entry a request, before its answer: what was asked about, how it came out, and not one word of anybody's."""

import json
import re
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from tests.unit.store_review.house import UYEN, World
from tests.unit.web_readings.looking import last, noted, rows, things
from tests.unit.web_review.serving import line_url, url

from dicu.ledger.model import Conflict
from dicu.readings.desk import REFUSALS
from dicu.store.readings.recording import PostgresRecorder

As = Callable[[str], Client]
REPORT = ("demo", "2025", "TD-LD")


def test_a_page_is_one_entry_in_the_reader_s_own_stream(world: World, as_: As) -> None:
    answer = as_("dung").get(url("report", *REPORT))
    (entry,) = noted(world)
    assert entry.stream.name == "reads/dung/2025-12"
    assert (entry.author.account, entry.author.purpose) == ("dung", "reporting")
    facts = {name: entry.body[name] for name in ("route", "method", "means", "outcome", "agency", "roles")}
    assert facts == {
        "route": "report", "method": "GET", "means": "page", "outcome": "shown", "agency": "TD-LD", "roles": ["reporter"],
    }  # fmt: skip
    assert ("report", "report:demo/2025/TD-LD", "TD-LD", True) in things(entry)
    assert entry.body["request"] == answer["X-Request-ID"]


def test_the_parts_that_were_shown_name_their_whole(world: World, as_: As) -> None:
    as_("dung").get(line_url("3.1"))
    lines = [thing for thing in last(world).body["things"] if thing["kind"] == "line"]
    assert lines
    assert {thing["whole"] for thing in lines} == {"report:demo/2025/TD-LD"}


def test_a_list_is_noted_by_its_number(world: World, as_: As) -> None:
    as_("an").get(url("reports"))
    owing = len(world.overview().situation.obligations)
    assert {"kind": "obligation", "count": owing} in last(world).body["listed"]


def test_a_page_that_asks_access_nothing_is_not_noted(world: World, as_: As) -> None:
    client = as_("dung")
    for name in ("about", "accessibility", "sign-out"):
        client.get(url(name))
    client.get("/vi/nowhere")
    assert noted(world) == []


def test_the_public_s_visits_to_what_is_published_are_not_noted(world: World, as_: As) -> None:
    for name in ("home", "plans", "editions"):
        assert as_("").get(url(name)).status_code == 200
    assert noted(world) == []


def test_a_refusal_is_noted_with_a_mark_in_place_of_its_codes(world: World, as_: As) -> None:
    """What was asked for in vain could be anything that somebody typed."""
    assert as_("dung").get(url("round", "demo", "2025")).status_code == 200
    assert as_("hai").post(url("round-open", "demo", "2026")).status_code == 403
    entry = last(world)
    assert entry.body["outcome"] == "refused"
    (thing,) = [thing for thing in entry.body["things"] if not thing["seen"]]
    assert thing["kind"] == "round"
    assert re.fullmatch("#[0-9a-f]{32}", thing["name"])
    assert "2026" not in json.dumps(dict(entry.body))


def test_what_is_concealed_and_what_is_not_there_leave_the_same_trace(world: World, as_: As) -> None:
    client = as_("hai")
    assert client.get(url("report", *REPORT)).status_code == 404
    assert client.get(url("report", "demo", "2025", "NOBODY")).status_code == 404
    hidden, missing = (dict(entry.body, request="") for entry in noted(world))
    assert hidden["outcome"] == missing["outcome"] == "absent"
    marks = [thing.pop(name) for body in (hidden, missing) for thing in body["things"] for name in ("name", "whole")]
    assert len(set(marks)) == len(marks) == 4, "each is marked, and neither mark tells whether there was something"
    assert hidden == missing


def test_the_public_s_refusals_are_noted_until_they_are_too_many(world: World, as_: As) -> None:
    client = as_("")
    for _ in range(REFUSALS + 5):
        assert client.post(url("round-open", "demo", "2025")).status_code == 403
    assert len(noted(world, "public")) == REFUSALS
    world.on(world.clock.at.date(), hour=20)
    client.post(url("round-open", "demo", "2025"))
    assert last(world, "public").body["unnoted"] == 5


def test_a_search_is_noted_by_a_digest_that_tells_the_same_from_another(world: World, as_: As) -> None:
    client = as_("an")
    for rule in ("G03", "G03", "G05"):
        client.get(url("round-gaps", "demo", "2025"), {"rule": rule})
    client.get(url("round-gaps", "demo", "2025"))
    first, same, other, none = (entry.body["criteria"] for entry in noted(world))
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert first == same
    assert other not in (first, "")
    assert none == ""


def test_a_form_that_is_sent_back_is_noted_without_what_was_typed(world: World, as_: As) -> None:
    answer = as_("dung").post(line_url("3.1"), {"claim": "completed", "narrative": "Nguyễn Thị Bích Canary", "number": "0"})
    assert answer.status_code == 422
    entry = last(world)
    assert (entry.body["means"], entry.body["outcome"]) == ("form", "shown")
    assert "Canary" not in json.dumps(dict(entry.body))


def test_a_file_is_noted_as_one(world: World, as_: As) -> None:
    from tests.unit.store_review.house import DUNG  # noqa: PLC0415

    world.write(DUNG, "3.1")
    world.attach(DUNG, "3.1", name="nguyen-van-canary.csv")
    (file,) = world.line(DUNG, "3.1").files
    assert as_("dung").get(url("report-file", *REPORT, file.digest)).status_code == 200
    entry = last(world)
    assert (entry.body["route"], entry.body["means"]) == ("report-file", "file")
    assert "canary" not in json.dumps(dict(entry.body))


@pytest.mark.parametrize("fault", [OperationalError("gone"), Conflict("reads/dung"), RuntimeError("a fault of ours")])
def test_what_cannot_be_noted_is_not_shown(world: World, as_: As, fault: Exception) -> None:
    client = as_("dung")
    with patch.object(PostgresRecorder, "note", side_effect=fault):
        answer = client.get(url("report", *REPORT, language="en"))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    html = answer.content.decode()
    assert "Nothing is shown here unless it is noted who looked at it" in html
    assert "task-list" not in html
    assert "gone" not in html


def test_a_file_that_cannot_be_noted_is_not_sent(world: World, as_: As) -> None:
    from tests.unit.store_review.house import DUNG  # noqa: PLC0415

    world.write(DUNG, "3.1")
    world.attach(DUNG, "3.1", "quy,so\n1,46310\n")
    (file,) = world.line(DUNG, "3.1").files
    with patch.object(PostgresRecorder, "note", side_effect=OperationalError("gone")):
        answer = as_("dung").get(url("report-file", *REPORT, file.digest))
    assert answer.status_code == 503
    assert b"46310" not in answer.content


def test_a_step_is_noted_after_it_stands(world: World, as_: As) -> None:
    """A step whose reading cannot be noted is kept all the same, and the page does not say that it was lost."""
    client = as_("dung")
    with patch.object(PostgresRecorder, "note", side_effect=OperationalError("gone")):
        answer = client.post(line_url("3.1", language="en"), {"claim": "in-progress", "narrative": "Đã làm.", "number": "0"})
    assert answer.status_code == 503
    assert "it may have been saved" in answer.content.decode()
    assert world.history("TD-LD") == ["line.written"]


def test_what_is_noted_follows_the_chain(world: World, as_: As) -> None:
    for _ in range(3):
        as_("dung").get(url("home"))
    assert [entry.number for entry in noted(world)] == [1, 2, 3]
    assert world.by(UYEN, "audit", lambda who: world.house.ledger.verify("reads/dung/2025-12")) is None


def test_a_new_month_is_a_new_stream(world: World, as_: As) -> None:
    from datetime import date  # noqa: PLC0415

    client = as_("dung")
    client.get(url("home"))
    world.on(date(2026, 1, 1), hour=3)  # in Viet Nam; in UTC it is December
    client.get(url("home"))
    assert [entry.stream.name for entry in noted(world)] == ["reads/dung/2025-12", "reads/dung/2026-01"]


def test_somebody_who_changes_agency_keeps_their_stream(world: World, as_: As) -> None:
    from dicu.store.accounts.models import Account  # noqa: PLC0415

    client = as_("dung")
    client.get(url("home"))
    Account.objects.filter(username="dung").update(agency="TD-BP")
    assert client.get(url("home")).status_code == 200
    assert [entry.body["agency"] for entry in noted(world)] == ["TD-LD", "TD-BP"]


def test_rows_are_what_the_entries_say_and_a_rebuild_makes_the_same(world: World, as_: As) -> None:
    as_("dung").get(url("report", *REPORT))
    as_("an").get(url("reports"))
    before = rows()
    assert {row["account"] for row in before} == {"dung", "an"}
    assert any(row["kind"] == "report" and row["agency"] == "TD-LD" for row in before)
    from django.db import transaction  # noqa: PLC0415

    from dicu.store.ledger.rebuilding import rebuilt  # noqa: PLC0415
    from dicu.store.readings.projecting import projectors  # noqa: PLC0415
    from dicu.store.security.session import maintaining  # noqa: PLC0415

    with transaction.atomic(), maintaining():
        assert rebuilt("readings", projectors()) == 2
    assert rows() == before


@pytest.mark.parametrize("sent", ["x" * 200, "nguyen-van-canary", "1234", '"><script>'])
def test_a_request_s_number_is_ours_whatever_is_sent(as_: As, sent: str) -> None:
    answer = as_("dung").get(url("home"), headers={"X-Request-ID": sent})
    assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-ID"])


def test_every_answer_has_another_number(as_: As) -> None:
    client = as_("")
    answers: list[Any] = [client.get(path) for path in ("/", "/vi/", "/vi/nowhere", "/static/dicu/frame.css", "/vi/%ff")]
    assert len({answer["X-Request-ID"] for answer in answers}) == len(answers)
