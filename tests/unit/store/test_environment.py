import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dicu.store import environment
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


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf"])
def test_a_secret_file_that_is_empty_is_no_silence(tmp_path: Path, content: bytes) -> None:
    """Else an empty file would quietly lead to the embedded database."""
    (tmp_path / "address").write_bytes(content)
    with pytest.raises(Unconfigured, match="empty"):
        databases({"DICU_HOME": str(tmp_path), "DICU_DATABASE_URL_FILE": str(tmp_path / "address")})


def test_a_mark_of_byte_order_is_no_part_of_a_secret(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xef\xbb\xbfsecret\r\n")
    assert told("X", {"X_FILE": str(tmp_path / "key")}) == "secret"


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
        ("postgresql://u:p@%2FVar%2FRun:5433/dicu", ("/Var/Run", "5433", "dicu", "u", "p")),
        ("postgresql://u:p@/dicu?host=%2Fsrv%2F50%25", ("/srv/50%", "5432", "dicu", "u", "p")),
        ("postgresql://cán%20bộ:m%E1%BA%ADt%20kh%E1%BA%A9u@db/s%E1%BB%95%20c%C3%A1i", ("db", "5432", "sổ cái", "cán bộ", "mật khẩu")),
        ("postgresql://u:a@b:c@db/dicu", ("db", "5432", "dicu", "u", "a@b:c")),
        ("postgresql://u:p%2523@[fe80::1%25eth0]/dicu", ("fe80::1%25eth0", "5432", "dicu", "u", "p%23")),
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
        "postgresql://u:p@db/dicu?user=postgres",
        "postgresql://u:p@db/dicu?passfile=",
        "postgresql://u:p@db/dicu?port=x",
        "postgresql://u:p@db:٥٤٣٢/dicu",
        "postgresql://u:p@db:0/dicu",
        "postgresql://u:p@one:5432,two:5432/dicu",
        "postgresql://u:p#w@db/dicu",
        "postgresql://u:p/w@db/dicu",
        "postgresql://u:p?w@db/dicu",
        "postgresql://u:p@db/dicu#w",
        "postgresql://:p@db/dicu",
        "",
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


def test_production_does_not_take_the_embedded_database(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "connection.json").write_text(json.dumps(CARD))
    earnest = {"DICU_HOME": str(tmp_path), "DICU_ENVIRONMENT": "production"}
    with pytest.raises(Unconfigured, match="DICU_DATABASE_URL"):
        databases(earnest)
    assert databases(earnest | {"DICU_DATABASE_URL": "postgresql://u:p@db/dicu"})["default"]["HOST"] == "db"


def test_the_owners_address_alone_is_not_enough(tmp_path: Path) -> None:
    with pytest.raises(Unconfigured, match="DICU_DATABASE_URL"):
        databases({"DICU_HOME": str(tmp_path), "DICU_OWNER_DATABASE_URL": "postgresql://o:p@db/dicu"})


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
        secret_key({"DICU_SECRET_KEY": "k" * 49})
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "django-key").write_text("k" * 60 + "\n")
    assert secret_key({"DICU_HOME": str(tmp_path)}) == "k" * 60


def settled(tmp_path: Path, expression: str, first: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The settings as a program without tests reads them."""
    told_ = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "DICU_HOME": str(tmp_path), **environment}
    command = [sys.executable, "-c", f"{first}\nfrom dicu import settings; print({expression})"]
    return subprocess.run(command, env=told_, capture_output=True, text=True, check=False, cwd=tmp_path)


def test_the_settings_do_not_load_without_a_key(tmp_path: Path) -> None:
    done = settled(tmp_path, "settings.SECRET_KEY")
    assert done.returncode == 1
    assert "The key that signs sessions is missing" in done.stderr


def test_production_is_never_taken_for_a_test(tmp_path: Path) -> None:
    """Although a module may bring pytest with it."""
    facts = {"DICU_ENVIRONMENT": "production", "DICU_DATABASE_URL": "postgresql://u:p@db/dicu", "DICU_SECRET_KEY": "k" * 60}
    asked = "settings.TESTING, settings.SECRET_KEY[0], settings.DATABASES['default']['HOST']"
    assert settled(tmp_path, asked, "import pytest", **facts).stdout.strip() == "False k db"
    assert settled(tmp_path, "settings.TESTING", "import pytest").stdout.strip() == "True"


def test_hosts_below_a_domain_are_trusted_by_its_forms(tmp_path: Path) -> None:
    facts = {"DICU_SECRET_KEY": "k" * 60, "DICU_HOSTS": ".mofa.gov.vn", "DICU_HTTPS": "true"}
    assert settled(tmp_path, "settings.CSRF_TRUSTED_ORIGINS", **facts).stdout.strip() == "['https://*.mofa.gov.vn']"


def test_cookies_are_only_sent_over_https_where_there_is_https(tmp_path: Path) -> None:
    key = {"DICU_SECRET_KEY": "k" * 60, "DICU_HOSTS": "dicu.gov.vn"}
    asked = "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.CSRF_TRUSTED_ORIGINS, settings.DEBUG"
    assert settled(tmp_path, asked, **key).stdout.strip() == "False False [] False"
    assert settled(tmp_path, asked, DICU_HTTPS="true", **key).stdout.strip() == "True True ['https://dicu.gov.vn'] False"


def test_a_word_is_one_of_those_that_are_known() -> None:
    assert environment.one_of("X", ("a", "b"), "b", {}) == "b"
    assert environment.one_of("X", ("a", "b"), "b", {"X": "a"}) == "a"
    with pytest.raises(environment.Unconfigured, match="one of: a, b"):
        environment.one_of("X", ("a", "b"), "b", {"X": "c"})


@pytest.mark.parametrize("value", ["4", "481", "-5", "x", "5.5", "٣٠"])
def test_a_number_is_whole_and_within_bounds(value: str) -> None:
    assert environment.number("X", 30, 5, 480, {}) == 30
    assert environment.number("X", 30, 5, 480, {"X": "480"}) == 480
    with pytest.raises(environment.Unconfigured, match="from 5 to 480"):
        environment.number("X", 30, 5, 480, {"X": value})
