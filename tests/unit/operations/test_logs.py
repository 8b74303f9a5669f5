"""Logs: one JSON object a line, and nothing in it that somebody typed or that a row contains, whoever speaks."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from dicu.store import logs

CANARY = "Canary-Nguyễn-Thị-Kín"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged while it is open, in the form that a service writes, from the least grave on."""
    monkeypatch.setenv("DICU_LOG", "json")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter())
    root, requests = logging.getLogger(), logging.getLogger("dicu.requests")
    levels = root.level, requests.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    requests.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(levels[0])
    requests.setLevel(levels[1])


def lines(said: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_an_event_is_one_line_with_its_values(said: io.StringIO) -> None:
    logs.logger("dicu.test").warning("something", count=3, text="a\nb\x1b[31m")
    (line,) = lines(said)
    assert (line["event"], line["count"], line["text"], line["level"], line["logger"]) == (
        "something",
        3,
        "a\nb\x1b[31m",
        "warning",
        "dicu.test",
    )
    assert line["at"].endswith("Z") and "\x1b" not in said.getvalue()


def test_of_others_the_sentence_is_kept_and_never_what_stands_in_it(said: io.StringIO) -> None:
    other = logging.getLogger("somebody.elses")
    other.warning("could not open %s for %s", CANARY, CANARY)
    other.warning(f"opened {CANARY}")
    other.error("status", extra={"status_code": 500})
    first, second, third = lines(said)
    assert first["event"] == "could not open %s for %s"
    assert second["event"] == "told by somebody.elses" and second["code"].startswith("test_logs:")
    assert third["status"] == 500
    assert CANARY not in said.getvalue()


def test_of_a_fault_its_kind_and_its_way_are_kept_and_never_its_words(said: io.StringIO) -> None:
    def inner() -> None:
        int(CANARY)

    for told in (logging.getLogger("dicu.test"), logging.getLogger("other"), logs.logger("dicu.test")):
        try:
            try:
                inner()
            except ValueError as fault:
                raise KeyError(CANARY) from fault
        except KeyError:
            told.exception("failed")
    found = lines(said)
    assert [line["fault"] for line in found] == ["KeyError < ValueError"] * 3
    assert all("test_logs.py" in " ".join(line["way"]) for line in found)
    assert "canary" not in said.getvalue().lower()


@pytest.mark.django_db
def test_a_row_that_breaks_a_rule_is_not_quoted(said: io.StringIO) -> None:
    accounts = get_user_model().objects
    accounts.create_account("canary", None, full_name=CANARY)
    said.truncate(0)
    said.seek(0)
    try:
        with transaction.atomic():
            accounts.model(username="canary", full_name=CANARY, password="!").save(force_insert=True)
    except IntegrityError as fault:
        assert "canary" in str(fault)  # the database does quote it
        logging.getLogger("dicu.test").exception("failed")
    (line,) = [line for line in lines(said) if "fault" in line]
    assert line["fault"] == "IntegrityError < UniqueViolation"
    assert "canary" not in json.dumps([line for line in lines(said) if line["logger"] != "django.db.backends"]).lower()


@pytest.mark.django_db
def test_no_request_leaves_a_trace_of_what_was_typed(said: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    client.get("/vi/about", {"q": CANARY}, HTTP_USER_AGENT=CANARY, HTTP_REFERER=f"https://x/{CANARY}", HTTP_X_REQUEST_ID=CANARY)
    client.get(f"/vi/{CANARY}")
    client.get("/vi/about", HTTP_HOST="canary-host.example")
    client.post("/vi/sign-in", {"username": CANARY, "password": CANARY, "file": SimpleUploadedFile(f"{CANARY}.pdf", b"canary")})
    client.post("/vi/sign-in", {"username": "canary"}, HTTP_COOKIE=f"dicu_session={CANARY}")
    client.generic("CANARY", "/vi/about")
    text = said.getvalue()
    quiet = "\n".join(line for line in text.splitlines() if json.loads(line)["logger"] != "django.db.backends")
    assert "canary" not in quiet.lower() and "nguyễn" not in quiet.lower()
    told = [line for line in lines(said) if line["event"] == "request"]
    assert len(told) == 6 and told[0]["route"] == "about" and told[1]["route"] == "none" and told[5]["method"] == "other"


@pytest.mark.django_db
def test_the_account_is_told_where_something_was_changed_or_refused(said: io.StringIO) -> None:
    account = get_user_model().objects.create_account("lan", "mật khẩu đủ dài", full_name=CANARY, agency="BNG")
    client = Client(raise_request_exception=False)
    client.force_login(account)
    client.get("/vi/")
    client.get("/vi/plans/none-of-ours/")
    client.post("/vi/sign-out")
    home, refused, out = [line for line in lines(said) if line["event"] == "request"]
    assert "account" not in home and home["status"] == 200
    assert refused["account"] == "lan" and refused["status"] == 404
    assert out["account"] == "lan"
    assert CANARY.lower() not in said.getvalue().lower()


@pytest.mark.django_db
def test_signing_in_and_out_and_in_vain_are_told_without_what_was_typed(said: io.StringIO) -> None:
    get_user_model().objects.create_account("lan", "mật khẩu đủ dài", full_name="Lan", agency="BNG")
    client = Client()
    client.post("/vi/sign-in", {"username": "lan", "password": CANARY})
    client.post("/vi/sign-in", {"username": "lan", "password": "mật khẩu đủ dài"})
    client.post("/vi/sign-out")
    told = [(line["event"], line.get("account"), len(line["request"])) for line in lines(said) if line["logger"] == "dicu.signing_in"]
    assert told == [("sign-in failed", None, 32), ("signed in", "lan", 32), ("signed out", "lan", 32)]
    assert CANARY not in said.getvalue()


def test_values_of_queries_are_told_by_nobody_at_the_level_that_serves() -> None:
    """Django tells them to its own logger at the finest level, and only where DEBUG is on."""
    from django.conf import settings  # noqa: PLC0415

    told = logs.settings({"DICU_ENVIRONMENT": "production"})
    assert settings.DEBUG is False
    assert told["root"]["level"] == "WARNING" and "django.db" not in " ".join(told["loggers"])
    assert told["loggers"]["django"] == {"handlers": [], "propagate": True}


def test_requests_are_told_in_earnest_and_not_in_a_demonstration() -> None:
    level = lambda **told: logs.settings(told)["loggers"]["dicu.requests"]["level"]  # noqa: E731
    assert level(DICU_ENVIRONMENT="production") == "INFO"
    assert level(DICU_LOG="human") == "INFO"
    assert level() == "WARNING"


def test_at_a_terminal_it_is_written_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    assert logs.form({"DICU_LOG": "human"}) == "human" and logs.form({"DICU_LOG": "json"}) == "json"
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert logs.form({}) == "json"
