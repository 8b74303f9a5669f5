import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dicu.store.environment import Unconfigured, database, databases, listed, secret_key, told, yes

CARD = {
    "host": "/run/dicu",
    "port": 5432,
    "database": "dicu",
    "app": {"user": "dicu_app", "password": "a"},
    "owner": {"user": "dicu_owner", "password": "o"},
    "superuser": {"user": "postgres", "password": "s"},
}


def test_a_value_comes_from_the_variable_or_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    assert told("X", {"X": "plain"}) == "plain"
    assert told("X", {"X_FILE": str(tmp_path / "key")}) == "from a file"
    assert told("X", {}) == ""


def test_a_variable_and_its_file_together_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unconfigured, match="only one"):
        told("X", {"X": "plain", "X_FILE": str(tmp_path / "key")})


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unconfigured, match="missing-file"):
        told("X", {"X_FILE": str(tmp_path / "missing-file")})
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(Unconfigured, match="cannot be read"):
        told("X", {"X_FILE": str(tmp_path / "bytes")})


def test_a_switch_is_true_or_false_and_nothing_else() -> None:
    assert [yes("X", env) for env in ({}, {"X": "true"}, {"X": "false"}, {"X": ""})] == [False, True, False, False]
    for value in ("1", "yes", "True"):
        with pytest.raises(Unconfigured, match="true or false"):
            yes("X", {"X": value})


def test_a_list_is_written_with_commas() -> None:
    assert listed("X", "a,b", {}) == ["a", "b"]
    assert listed("X", "a", {"X": " one.gov.vn , ,two.gov.vn"}) == ["one.gov.vn", "two.gov.vn"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:p@db.gov.vn/dicu", ("db.gov.vn", "5432", "dicu", "u", "p")),
        ("postgres://u:p@db.gov.vn:5433/dicu", ("db.gov.vn", "5433", "dicu", "u", "p")),
        ("postgresql://u:p%40%3A%2F@[::1]:5433/dicu", ("::1", "5433", "dicu", "u", "p@:/")),
        ("postgresql://u:p@/dicu?host=/run/dicu&port=6000", ("/run/dicu", "6000", "dicu", "u", "p")),
        ("postgresql://u@localhost/dicu", ("localhost", "5432", "dicu", "u", "")),
    ],
)
def test_a_database_is_named_by_its_address(url: str, expected: tuple[str, ...]) -> None:
    found = database(url)
    assert tuple(found[name] for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD")) == expected


def test_options_of_the_connection_are_passed_on() -> None:
    assert database("postgresql://u:p@db/dicu?sslmode=verify-full&connect_timeout=3")["OPTIONS"] == {
        "application_name": "dicu",
        "connect_timeout": "3",
        "sslmode": "verify-full",
    }


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:p@db/dicu",
        "sqlite:///dicu.db",
        "postgresql://db/dicu",
        "postgresql://u:p@db",
        "postgresql://u:p@/dicu",
        "postgresql://u:p@[::1/dicu",
        "nonsense",
        "postgresql://u:p@db:port/dicu",
        "postgresql://u:p@db:99999/dicu",
        "postgresql://u:p@db/dicu?options=-csession_replication_role%3Dreplica",
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(Unconfigured) as refused:
        database(url, where="DICU_DATABASE_URL")
    assert "DICU_DATABASE_URL" in str(refused.value)
    assert "u:p" not in str(refused.value)


def test_the_embedded_database_is_found_by_its_card(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    card = tmp_path / "postgres" / "connection.json"
    card.write_text(json.dumps(CARD))
    found = databases({"DICU_HOME": str(tmp_path)})
    assert {alias: facts["USER"] for alias, facts in found.items()} == {"default": "dicu_app", "owner": "dicu_owner"}
    assert (found["default"]["ATOMIC_REQUESTS"], found["owner"]["ATOMIC_REQUESTS"]) == (True, False)


def test_an_address_in_the_environment_comes_before_the_embedded_database(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "connection.json").write_text(json.dumps(CARD))
    found = databases({"DICU_HOME": str(tmp_path), "DICU_DATABASE_URL": "postgresql://u:p@db/dicu"})
    assert {alias: facts["HOST"] for alias, facts in found.items()} == {"default": "db"}


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"host": "x"}'])
def test_a_spoilt_card_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "connection.json").write_text(text)
    with pytest.raises(Unconfigured, match="connection.json"):
        databases({"DICU_HOME": str(tmp_path)})


def test_there_is_no_key_that_everybody_knows(tmp_path: Path) -> None:
    with pytest.raises(Unconfigured, match="django-key"):
        secret_key({"DICU_HOME": str(tmp_path)})
    with pytest.raises(Unconfigured, match="too short"):
        secret_key({"DICU_SECRET_KEY": "secret"})
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "django-key").write_text("k" * 60 + "\n")
    assert secret_key({"DICU_HOME": str(tmp_path)}) == "k" * 60


def settled(tmp_path: Path, expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The settings as a program without tests reads them."""
    told_ = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "DICU_HOME": str(tmp_path), **environment}
    command = [sys.executable, "-c", f"from dicu import settings; print({expression})"]
    return subprocess.run(command, env=told_, capture_output=True, text=True, check=False, cwd=tmp_path)


def test_the_settings_do_not_load_without_a_key(tmp_path: Path) -> None:
    done = settled(tmp_path, "settings.SECRET_KEY")
    assert done.returncode == 1
    assert "The key that signs sessions is missing" in done.stderr


def test_cookies_are_only_sent_over_https_where_there_is_https(tmp_path: Path) -> None:
    key = {"DICU_SECRET_KEY": "k" * 60, "DICU_HOSTS": "dicu.gov.vn"}
    asked = "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.CSRF_TRUSTED_ORIGINS, settings.DEBUG"
    assert settled(tmp_path, asked, **key).stdout.strip() == "False False [] False"
    assert settled(tmp_path, asked, DICU_HTTPS="true", **key).stdout.strip() == "True True ['https://dicu.gov.vn'] False"
