"""No name that somebody types, sends or looks for is ever written into a log: not by the programs, not by the packages they
stand on, not by PostgreSQL, and not by the log of reading."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from tests.unit.store_review.house import DUNG, World
from tests.unit.web_readings.canaries import found_in, listening, planted
from tests.unit.web_readings.looking import noted, rows
from tests.unit.web_review.serving import HERE, account_of, client_of, enrol, line_url, serving, url

from dicu.access.model import Grant, Officer
from dicu.access.rulebook import ADMINISTRATOR
from dicu.store.accounts.models import Account

REPORT = ("demo", "2025", "TD-LD")
PLAIN = "hoangyen"
"""A name that looks like a code or a username."""
QUAN = Officer("quan", "Quân", "TD-NG", (Grant(ADMINISTRATOR),))


@pytest.fixture
def world(transactional_db: None, files: None, settings: Any) -> Iterator[World]:
    settings.DICU_HOUSE = HERE
    with serving(World().load().open()) as found:
        yield found


@pytest.fixture
def server_log(superuser_sql: Any) -> Path:
    ((data,),) = superuser_sql("SHOW data_directory")
    return Path(data).parent / "server.log"


def people(*names: str) -> dict[str, Client]:
    accounts = enrol() | {"quan": account_of(QUAN)}
    return {name: client_of(accounts[name] if name else None) for name in names}


def wander(world: World) -> None:
    """Every way in which a name can be put into a request, by who may and by who may not."""
    world.write(DUNG, "3.1")
    everybody = people("", "dung", "hai", "an", "uyen", "quan")
    for client in everybody.values():
        _addresses(client)
        _searches(client)
        _forms(client)
        _headers(client)
    _files(everybody["dung"])
    _sign_in()


def _addresses(client: Client) -> None:
    name = planted("in an address")
    for parts in ((name, "2025", "TD-LD"), ("demo", name, "TD-LD"), ("demo", "2025", name), ("demo", "2025", PLAIN)):
        client.get(url("report", *parts))
        client.post(url("report-send", *parts))
        client.get(url("readings-of", "report", "/".join(parts)))
        client.post(url("round-build", *parts[:2]))
    for path in (url("plan", name), url("readings-of", name, name), f"/vi/{name}", f"/{name}", f"/static/{name}.css", f"/api/{name}"):
        client.get(path)
    for account in (name, PLAIN):
        client.get(url("administration-account", account))
        client.post(url("administration-grant", account), {"role": account, "agency": account})
    client.get(url("report-file", *REPORT, name))
    client.get(url("edition-file", "demo", "2025", "0" * 64, name))


def _searches(client: Client) -> None:
    name = planted("in a search")
    for page in (
        url("readings"),
        url("home"),
        url("trail"),
        url("reports"),
        url("round-gaps", "demo", "2025"),
        url("administration"),
        url("openings"),
    ):
        client.get(page, {"q": name, "search": name, "account": name, "key": name, "kind": name, "rule": name, name: "x", "day": name})
    client.get(url("sign-in"), {"next": f"/vi/{name}"})


def _forms(client: Client) -> None:
    name = planted("in a form")
    fields = {"claim": "completed", "narrative": name, "difficulties": name, "number": "1", "completed_on": name, "departed_value": name}
    for language in ("vi", "en"):
        client.post(line_url("3.1", language=language), fields)
        client.post(line_url("3.1", "line-review", language), {"answer": "return", "reason": name, "text": name, "due": name})
        client.post(line_url("3.1", "line-attach", language), {"locator": name, "number": name})
    client.post(url("report-send", *REPORT), {"number": name, name: name})
    client.post(url("round-open", "demo", name), {name: name})
    for page in ("administration-new", "opening-new", "tokens", "password", "begin"):
        for typed in (name, PLAIN):
            rest = dict.fromkeys(("full_name", "reason", "name", "password", "what", "plan", "round", "agency"), name)
            client.post(url(page), {"username": typed, "email": f"{typed}@x", **rest})


def _headers(client: Client) -> None:
    name = planted("in a header").encode().decode("latin-1")
    client.get(url("home"), headers={"X-Request-ID": name, "Referer": name, "User-Agent": name, "Accept-Language": name})
    client.get(url("home"), headers={"Host": f"{PLAIN}.example"})
    client.get("/api/v1/plans", headers={"Authorization": f"Bearer {name}", "Dicu-Purpose": name})


def _files(client: Client) -> None:
    for name, content in ((planted("in a file name") + ".csv", b"a\n1\n"), ("a.csv", planted("in a file").encode()), ("b.exe", b"MZ")):
        upload = SimpleUploadedFile(name, content)
        client.post(line_url("3.1", "line-attach"), {"file": upload, "locator": planted("in a place"), "number": "1"})


def _sign_in() -> None:
    client = client_of(None)
    for username in (planted("at the door"), PLAIN, "dung"):
        client.post(url("sign-in"), {"username": username, "password": planted("as a password")})


def broken(world: World) -> None:
    """Faults that quote what they stumbled over: of the database, of the program, while a page is made."""
    name = planted("in a fault")
    clients = people_again("dung")
    faults = [
        RuntimeError(name),
        KeyError(name),
        UnicodeDecodeError("utf-8", name.encode(), 0, 1, name),
        IntegrityError(f"duplicate key value violates unique constraint\nDETAIL:  Key (full_name)=({name}) already exists."),
    ]
    for fault in faults:
        with patch("dicu.review.desk.reporting.Reporting.view", side_effect=fault):
            clients["dung"].get(url("report", *REPORT))
        with patch("dicu.store.readings.recording.PostgresRecorder.note", side_effect=fault):
            clients["dung"].get(url("report", *REPORT))


def people_again(*names: str) -> dict[str, Client]:
    return {name: client_of(Account.objects.get(username=name)) for name in names}


def upset_the_database() -> None:
    """Statements that PostgreSQL refuses, each with a name in it that it would like to repeat."""
    name = planted("in a statement")
    for statement, values in (
        ("SELECT %s::integer", [name]),
        ("SELECT '" + name + "'::date", None),
        (f'SELECT "{name}"', None),
        ("INSERT INTO accounts_account (username, full_name) VALUES (%s, %s)", [name, name]),
        ("INSERT INTO review_plan VALUES (%s, 'x', 'x', true, now()), (%s, 'x', 'x', true, now())", [name, name]),
        ("DO $$ BEGIN RAISE WARNING '" + name + "'; RAISE EXCEPTION '" + name + "'; END $$", None),
    ):
        with pytest.raises((DatabaseError, psycopg.Error)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)


def test_no_canary_sings_in_any_log(world: World, server_log: Path, capfd: pytest.CaptureFixture[str]) -> None:
    connection.force_debug_cursor = True  # Django then tells each statement with its values, at DEBUG
    try:
        with listening() as heard:
            wander(world)
            broken(world)
            upset_the_database()
    finally:
        connection.force_debug_cursor = False
    entries = "\n".join(json.dumps(dict(entry.body), ensure_ascii=False) for entry in noted(world))
    written = capfd.readouterr()
    logs = {
        "the programs' log": heard.text,
        "stdout": written.out,
        "stderr": written.err,
        "PostgreSQL's log": server_log.read_text("utf-8", "replace"),
        "the log of reading": entries,
        "its rows": json.dumps(rows(), ensure_ascii=False, default=str),
    }
    assert len(noted(world)) > 50, "hardly anything was noted: the canaries were not heard where they should have been"
    assert "django.db.backends" in heard.text, "the packages were not listened to"
    assert len(logs["PostgreSQL's log"]) > 0
    assert {where: found_in(text)[:3] for where, text in logs.items() if found_in(text)} == {}


def test_a_canary_in_a_log_is_heard(world: World, superuser_sql: Any, server_log: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The net has no hole: a name that is let into each of these logs on purpose is found in it."""
    with listening() as heard:
        logging.getLogger("dicu.test").error("the case of %s", planted("on purpose"))
        logging.getLogger("a.package").info(planted("on purpose"))
    assert found_in(heard.text) == [line for line in heard.text.splitlines() if "dicu.test" in line]
    print(planted("on purpose"))
    assert found_in(capfd.readouterr().out)
    told = "DO $$ BEGIN SET LOCAL log_min_messages = notice; RAISE WARNING '" + planted("on purpose") + "'; END $$"
    superuser_sql(told)
    assert found_in(server_log.read_text("utf-8"))


@pytest.mark.parametrize(
    "written", ["hoàng yến", "HOANG YEN", "hoang-yen", "Ho%C3%A0ng%20Y%E1%BA%BFn", "HoangYen", r"Ho\xe0ng Y\u1ebfn", r"Ho\u00e0ng Y\u1ebfn"]
)
def test_a_canary_is_known_in_every_dress(written: str) -> None:
    assert found_in(f"… {written} …")
