"""What an installation tells about letters and calendars, and the commands that need no account."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.spec.vocabulary.test_workday_overlays import YEAR

from dicu.store.environment import Unconfigured, address, calendars, mail

SENDER = {"DICU_MAIL_FROM": "dicu@mofa.example.vn"}


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "user", "password"),
    [
        ("smtp://dicu:m%E1%BA%ADt%2F1@mail.example.vn", "mail.example.vn", 587, "starttls", "dicu", "mật/1"),
        ("smtps://dicu:x@mail.example.vn:4650", "mail.example.vn", 4650, "tls", "dicu", "x"),
        ("smtp://localhost?tls=none", "localhost", 25, "none", "", ""),
        ("smtp://[::1]:2525?tls=none", "::1", 2525, "none", "", ""),
    ],
)
def test_how_letters_leave(url: str, host: str, port: int, tls: str, user: str, password: str) -> None:
    told = mail({"DICU_SMTP_URL": url, **SENDER})
    assert told == {"host": host, "port": port, "tls": tls, "user": user, "password": password, "sender": "dicu@mofa.example.vn"}


def test_without_a_mail_server_there_are_no_letters() -> None:
    assert mail({}) is None and mail(SENDER) is None


def test_the_address_with_its_password_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "smtp").write_text("smtps://dicu:x@mail.example.vn\n", "utf-8")
    told = mail({"DICU_SMTP_URL_FILE": str(tmp_path / "smtp"), **SENDER})
    assert told is not None and told["port"] == 465


@pytest.mark.parametrize(
    "url",
    ["mail.example.vn", "http://mail.example.vn", "smtp://", "smtp://h:notaport", "smtp://h:99999", "smtp://h/path", "smtp://h?tls=maybe", "smtp://h?x=1"],
)  # fmt: skip
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(Unconfigured, match="is not the address of a mail server"):
        mail({"DICU_SMTP_URL": url, **SENDER})


def test_a_password_never_leaves_unencrypted() -> None:
    with pytest.raises(Unconfigured, match="never leaves unencrypted"):
        mail({"DICU_SMTP_URL": "smtp://dicu:secret@mail.example.vn?tls=none", **SENDER})


@pytest.mark.parametrize("sender", ["", "Di Cư <dicu@example.vn>", "dicu@example.vn\nBcc: x@example.vn", "dicu"])
def test_letters_come_from_somewhere(sender: str) -> None:
    with pytest.raises(Unconfigured, match="DICU_MAIL_FROM"):
        mail({"DICU_SMTP_URL": "smtps://mail.example.vn", "DICU_MAIL_FROM": sender})


def test_the_address_of_this_installation() -> None:
    assert address({"DICU_ADDRESS": "https://dicu.example.vn/"}) == "https://dicu.example.vn" and address({}) == ""
    for wrong in ("dicu.example.vn", "javascript:alert(1)", "https://dicu.example.vn/?next=x", "https://a b"):
        with pytest.raises(Unconfigured, match="DICU_ADDRESS is not an address"):
            address({"DICU_ADDRESS": wrong})


def test_a_folder_of_calendars() -> None:
    assert calendars({}) is None and calendars({"DICU_CALENDARS": "/etc/dicu/calendars"}) == Path("/etc/dicu/calendars")


# Commands ----------------------------------------------------------------------------------------------------------------


def run(*arguments: str, **told: str) -> Any:
    program = Path(sys.executable).with_name("dicu")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DICU_")}
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=False, timeout=120, env={**kept, "DICU_LANG": "en", **told}
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_the_days_of_a_year_are_shown_with_their_sources() -> None:
    done = run("calendar", "show", "gb-sct", "2026", "--json")
    told = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0 and told["working_days"] == 251 and "2026-11-30  Saint Andrew's Day" in done.stdout
    assert {day["worked"] for day in told["days"]} == {False} and not any(day["verified"] for day in told["days"])


@pytest.mark.parametrize(("code", "year", "said"), [("vn", "2027", "is not loaded"), ("fr", "2026", "no working-day calendar")])
def test_a_year_that_is_not_loaded_is_refused(code: str, year: str, said: str) -> None:
    done = run("calendar", "show", code, year)
    assert done.returncode == 1 and said in done.stderr and done.stdout == ""


def test_an_overlay_is_checked_and_then_counts(tmp_path: Path) -> None:
    folder, file = tmp_path / "calendars", tmp_path / "vn-2027.yaml"
    folder.mkdir()
    file.write_text(YEAR, "utf-8")
    done = run("calendar", "check", str(file), "--json", DICU_CALENDARS=str(folder))
    assert done.returncode == 0 and json.loads(done.stdout.splitlines()[-1]) == {
        "ok": True,
        "calendar": "vn",
        "years": [2027],
        "changed": [],
    }
    file.rename(folder / file.name)
    assert run("calendar", "show", "vn", "2027", DICU_CALENDARS=str(folder)).returncode == 0
    again = run("calendar", "check", str(folder / file.name), DICU_CALENDARS=str(folder))
    assert again.returncode == 0 and "It opens the year 2027" in again.stdout


def test_an_overlay_that_does_not_fit_is_refused_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "vn-2027.yaml"
    file.write_text(YEAR.replace("2027-04-16, reason: hung-kings", "2027-04-16, reason: hung-king"), "utf-8")
    done = run("calendar", "check", str(file))
    assert done.returncode == 1 and "There is no reason “hung-king”" in done.stderr and "years.2027.holidays.3.reason" in done.stderr
    assert run("calendar", "check", str(tmp_path / "none.yaml")).returncode == 1
