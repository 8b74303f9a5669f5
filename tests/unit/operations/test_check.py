"""`dicu check`: what forbids to serve in earnest is found, named, and comes with what to do; what is right is not."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.unit.operations.installing import KEY, Installation, installed
from tests.unit.operations.test_quiet import LOUD, OF_THE_SERVER
from tools.settings import written

import dicu
from dicu import settings
from dicu.cli.joining import keep_key
from dicu.store.operations.database import demonstrated
from dicu.store.operations.findings import Finding
from dicu.store.operations.known import KNOWN
from dicu.store.operations.surroundings import DEMONSTRATION_KEY, looked_at


def codes(place: Installation, **environment: str) -> dict[str, str]:
    """As a program is told by the command."""
    return {finding["code"]: finding["weight"] for finding in place.run("check", "--json", **environment).last["findings"]}


def seen(place: Installation, **environment: str) -> dict[str, Finding]:
    """What is seen without the database, by code."""
    return {finding.code: finding for finding in looked_at({**place.settings(), **environment})}


def test_an_installation_that_is_fit_is_said_to_be(installation: Installation) -> None:
    """The embedded server writes as little into its log as one in production should, as it is."""
    done = installation.run("check", "--json", afresh=True)
    assert done.code == 0 and done.last["fit"] is True
    assert [finding["code"] for finding in done.last["findings"]] == ["no-anchor"], done.out  # there is none on this machine


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("environment", {"DICU_ENVIRONMENT": "test"}),
        ("https", {"DICU_HTTPS": "false"}),
        ("https", {"DICU_HTTPS": ""}),
        ("settings", {"DICU_HTTPS": "yes"}),
        ("hosts", {"DICU_HOSTS": "*"}),
        ("hosts", {"DICU_HOSTS": "dicu.gov.vn,*"}),
        ("hosts", {"DICU_HOSTS": ""}),
        ("key", {"DICU_SECRET_KEY": "short"}),
        ("key", {"DICU_SECRET_KEY": ""}),
        ("key", {"DICU_SECRET_KEY": "abc" * 30}),
        ("key", {"DICU_SECRET_KEY": "demonstration-" + KEY}),
        ("key", {"DICU_SECRET_KEY_FILE": "/nowhere/key", "DICU_SECRET_KEY": ""}),
        ("database-address", {"DICU_DATABASE_URL": ""}),
        ("database-address", {"DICU_DATABASE_URL": "mysql://u:p@h/d"}),
        ("home", {"DICU_HOME": "/nowhere/at/all"}),
    ],
)
def test_what_forbids_to_serve_is_found(installation: Installation, code: str, told: dict[str, str]) -> None:
    found = list(looked_at({**installation.settings(), **told}))
    assert [finding.code for finding in found if finding.weight == "refused"][0] == code
    for finding in found:
        assert all(message.say(language) for message in (finding.message, finding.remedy) for language in ("vi", "en"))


@pytest.mark.parametrize(
    ("code", "told"),
    [("database", {"DICU_DATABASE_URL": "postgresql://u:p@127.0.0.1:1/d"}), ("settings", {"DICU_SECOND_FACTOR": "perhaps"})],
)
def test_what_django_cannot_work_with_is_found(installation: Installation, code: str, told: dict[str, str]) -> None:
    done = installation.run("check", "--json", **told)
    assert done.code == 1 and not done.last["fit"]
    assert [finding["code"] for finding in done.last["findings"] if finding["weight"] == "refused"] == [code]


def test_no_secret_is_ever_said(installation: Installation) -> None:
    """Not even where the secret itself is what is wrong."""
    wrong = ({"DICU_SECRET_KEY": "canarykey"}, {"DICU_DATABASE_URL": "postgresql://u:canarykey@/"}, {"DICU_DATABASE_URL": "x:canarykey@"})
    for told in wrong:
        found = list(looked_at({**installation.settings(), **told}))
        assert found and "canarykey" not in repr([finding.told() for finding in found])
    done = installation.run("check", "--json", DICU_DATABASE_URL="postgresql://u:canarykey@127.0.0.1:1/d")
    assert "canarykey" not in done.out + done.err


def test_a_database_of_an_earlier_version_is_told_to_migrate(installation: Installation) -> None:
    installation.ask("DELETE FROM django_migrations WHERE app = 'review' AND name LIKE '0003%'")
    try:
        done = installation.run("check", "--json")
        assert {f["code"]: f["where"] for f in done.last["findings"]}["migrations"] == "review.0003_several_agencies"
        assert "dicu migrate" in done.out
    finally:
        installation.ask("INSERT INTO django_migrations (app, name, applied) VALUES ('review', '0003_several_agencies', now())")


def test_a_database_of_a_later_version_is_refused(installation: Installation) -> None:
    installation.ask("INSERT INTO django_migrations (app, name, applied) VALUES ('review', '9999_of_the_future', now())")
    try:
        done = installation.run("check", "--json")
        assert {f["code"]: f["where"] for f in done.last["findings"]}["migrations"] == "review.9999_of_the_future"
    finally:
        installation.ask("DELETE FROM django_migrations WHERE name = '9999_of_the_future'")


def test_an_empty_database_lacks_everything(postgres: Any, tmp_path: Path) -> None:
    with installed(postgres, tmp_path / "home", "dicu_empty") as place:
        assert codes(place)["migrations"] == "refused"


def test_a_database_that_cannot_hold_vietnamese_is_refused(postgres: Any, tmp_path: Path) -> None:
    with installed(postgres, tmp_path / "home", "dicu_latin", encoding="LATIN1") as place:
        assert codes(place)["encoding"] == "refused"


@pytest.mark.parametrize("role", ["owner", "superuser"])
def test_a_role_that_no_guard_holds_against_is_refused(installation: Installation, role: str) -> None:
    assert codes(installation, DICU_DATABASE_URL=installation.address(role))["roles"] == "refused"


def test_one_role_for_both_is_refused(installation: Installation) -> None:
    both = installation.address("app")
    assert seen(installation, DICU_DATABASE_URL=both, DICU_OWNER_DATABASE_URL=both)["roles"].weight == "refused"


def test_accounts_of_the_demonstration_are_refused_unless_said(installation: Installation) -> None:
    name = dict(demonstrated())["an.ngoaigiao"]
    installation.ask(
        "INSERT INTO accounts_account (password, username, full_name, agency, email, language, is_active, created) "
        "VALUES ('!', 'an.ngoaigiao', %s, 'TD-NG', '', 'vi', true, now())", name
    )  # fmt: skip
    try:
        assert codes(installation)["demonstration"] == "refused"
        assert "demonstration" not in codes(installation, DICU_SYNTHETIC="true")
        installation.ask("UPDATE accounts_account SET full_name = 'Lê Thị An, real'")
        assert "demonstration" not in codes(installation)
    finally:
        installation.ask("DELETE FROM accounts_account")


def secret(place: Installation, mode: int, folder: int = 0o700) -> Path:
    path = place.home / "secrets" / "some-key"
    path.parent.mkdir(exist_ok=True)
    path.write_text(KEY)
    path.chmod(mode)
    path.parent.chmod(folder)
    return path


@pytest.mark.parametrize(
    ("mode", "folder"), [(0o644, 0o700), (0o640, 0o700), (0o602, 0o700), (0o620, 0o700), (0o600, 0o770), (0o600, 0o702)]
)
def test_a_secret_that_others_reach_is_refused(installation: Installation, mode: int, folder: int) -> None:
    path = secret(installation, mode, folder)
    try:
        assert seen(installation)["secrets"].where == str(path)
    finally:
        path.unlink()
        path.parent.chmod(0o700)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_secret_of_ones_own_is_not(installation: Installation, mode: int) -> None:
    path = secret(installation, mode)
    try:
        assert "secrets" not in seen(installation)
        assert "secrets" not in seen(installation, DICU_SECRET_KEY="", DICU_SECRET_KEY_FILE=str(path))
    finally:
        path.unlink()


def test_a_credential_that_systemd_hands_on_may_show_as_readable_for_the_group(installation: Installation, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(KEY)
    path.chmod(0o440)
    tmp_path.chmod(0o700)
    told = {"DICU_SECRET_KEY": "", "DICU_SECRET_KEY_FILE": str(path)}
    assert "secrets" in seen(installation, **told)
    assert "secrets" not in seen(installation, **told, CREDENTIALS_DIRECTORY=str(tmp_path))
    path.chmod(0o444)
    assert "secrets" in seen(installation, **told, CREDENTIALS_DIRECTORY=str(tmp_path))


@pytest.mark.parametrize("name", ["postgres", "secrets/demonstration.json"])
def test_the_home_of_a_demonstration_is_refused(installation: Installation, tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(parents=True)
    (tmp_path / "secrets").mkdir(exist_ok=True, mode=0o700)
    assert seen(installation, DICU_HOME=str(tmp_path))["home"].weight == "refused"


def test_a_key_that_a_demonstration_makes_for_itself_is_known_as_such(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    keep_key(tmp_path, None)
    assert (tmp_path / "secrets" / "django-key").read_text().startswith(DEMONSTRATION_KEY)


def test_a_setting_that_nobody_looks_at_is_a_warning(installation: Installation) -> None:
    assert seen(installation, DICU_HOST="dicu.gov.vn")["unknown-setting"].weight == "warning"
    assert installation.run("check", DICU_HOST="x").code == 0
    assert installation.run("check", "--strict", DICU_HOST="x").code == 1


def test_what_the_check_says_to_set_is_what_makes_it_content(installation: Installation) -> None:
    """On a real server, as it comes: the sentences' own statements, run as they stand."""
    user = installation.postgres.app.user
    for setting in OF_THE_SERVER:
        installation.ask(f"ALTER ROLE {user} SET {setting} = '{LOUD[setting]}'")
    try:
        told = [finding for finding in installation.run("check", "--json").last["findings"] if finding["code"] == "database-log"]
        assert {finding["where"] for finding in told} == OF_THE_SERVER
        for finding in told:
            (statement,) = re.findall(r"ALTER ROLE .*?;", finding["remedy"]["en"])
            installation.ask(statement)
        assert "database-log" not in installation.run("check", "--json").out
    finally:
        for setting in OF_THE_SERVER:
            installation.ask(f"ALTER ROLE {user} RESET {setting}")


def test_migrating_without_the_owner_is_refused(installation: Installation) -> None:
    done = installation.run("migrate")
    assert done.code == 1 and "DICU_OWNER_DATABASE_URL" in done.err


def test_migrating_twice_does_nothing_more(installation: Installation) -> None:
    done = installation.run("migrate", "--json", owner=True)
    assert done.code == 0 and done.last == {"applied": [], "taken_back": []}


def test_a_room_goes_back_by_a_step_and_forth_again(installation: Installation) -> None:
    folder = Path(next(iter(dicu.__path__))) / "store" / "review" / "migrations"
    *_, before, last = sorted(path.stem for path in folder.glob("0*.py"))
    back = installation.run("migrate", "--to", "review", before, "--json", owner=True)
    assert back.code == 0 and back.last == {"applied": [], "taken_back": [f"review.{last}"]}
    assert codes(installation)["migrations"] == "refused"
    forth = installation.run("migrate", "--json", owner=True)
    assert forth.last == {"applied": [f"review.{last}"], "taken_back": []}
    unknown = installation.run("migrate", "--to", "review", "0099_never", owner=True)
    assert unknown.code == 1 and "0099_never" in unknown.err


def test_every_setting_that_is_read_is_known_and_none_besides() -> None:
    source = Path(next(iter(dicu.__path__)))
    texts = [path.read_text("utf-8") for path in source.rglob("*.py") if path.name != "known.py"]
    read = {name for text in texts for name in re.findall(r"""["'](DICU_[A-Z_]+[A-Z])["']""", text)}
    known = {*KNOWN, *(f"{name}_FILE" for name, setting in KNOWN.items() if setting.secret)}
    of_django = {name for name in read if hasattr(settings, name) or name == "DICU_API_LIMIT"}
    tests = {"DICU_DATA_DIR", "DICU_PROOF", "DICU_SEED"}
    assert read - known - of_django == set()
    assert set(KNOWN) - read - tests == set()


def test_the_page_of_settings_is_made_from_the_table() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "settings.md"
    assert page.read_text("utf-8") == written(), "run: .venv/bin/python -m tools.settings"
