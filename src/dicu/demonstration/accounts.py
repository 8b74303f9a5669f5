"""The demonstration's accounts, opened and given their roles by its administrator, through the desk that a page uses. Passwords
and tokens are made once at set-up, kept in the secrets folder, printed by `make demo`; no file of the project holds one."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.conf import settings
from django.db import transaction

from dicu.access.model import Asker, Officer
from dicu.access.rulebook import ADMINISTRATION, ADMINISTRATOR, READING, REPORTER
from dicu.administration.desk import AdministrationDesk
from dicu.administration.model import NewAccount, NewRole
from dicu.store.accounts.models import Account
from dicu.store.accounts.officers import officer_of
from dicu.store.security.session import maintaining, speaking_as
from dicu.store.signing_in.invitations import begun
from dicu.vocabulary.dates import VIET_NAM

Row = Mapping[str, Any]
Got = TypeVar("Got")

FOUNDED = datetime(2024, 1, 2, 8, tzinfo=VIET_NAM)
"""Before anything that is played: nobody acts in a role that they do not have yet."""
LASTS = 365
"""Days that a token for commands is valid."""


def rows() -> list[Row]:
    from importlib.resources import files  # noqa: PLC0415

    text = (files("dicu.plans") / "demo" / "accounts.yaml").read_text("utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


def ensure(desk: AdministrationDesk, set_clock: Callable[[datetime], None]) -> None:
    """Makes the accounts that are missing; one that is there keeps its password."""
    notes, now = _notes(), desk.tools.now()
    set_clock(FOUNDED)
    missing = [row for row in sorted(rows(), key=lambda row: row["role"] != ADMINISTRATOR) if _is_new(row)]
    for row in missing:
        notes[row["username"]] = {"password": _made(desk, row)}
    for row in rows():
        _given(desk, row)
    set_clock(now)
    for row in missing:
        notes[row["username"]]["token"] = _token(desk, row["username"])
    _keep(notes)


def officer(username: str) -> Officer:
    return officer_of(Account.objects.get(username=username))


def secrets_of() -> Iterator[tuple[Row, Mapping[str, str]]]:
    notes = _notes()
    return ((row, notes[row["username"]]) for row in rows() if row["username"] in notes)


def _is_new(row: Row) -> bool:
    return not Account.objects.filter(username=row["username"]).exists()


def _made(desk: AdministrationDesk, row: Row) -> str:
    """The password of a new account."""
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    account = NewAccount(row["username"], row["full_name"], row["agency"], language=row["language"])
    if row["role"] == ADMINISTRATOR:
        with transaction.atomic(), maintaining():
            opened = desk.accounts.first(account)
    else:
        opened = _as_administrator(lambda who: desk.accounts.open(who, account))
    begun(opened.secret, password)
    return password


def _given(desk: AdministrationDesk, row: Row) -> None:
    if Account.objects.get(username=row["username"]).grants.filter(role=row["role"]).exists():
        return
    role = NewRole(row["role"], row["agency"] if row["role"] == REPORTER else "")
    _as_administrator(lambda who: desk.roles.give(who, row["username"], role))


def _token(desk: AdministrationDesk, username: str) -> str:
    """Issued by the account itself: nobody else may."""
    who = officer(username)
    with transaction.atomic(), speaking_as(who):
        return desk.tokens.issue(Asker(who, READING), username, "make demo", LASTS)


def _as_administrator(step: Callable[[Asker], Got]) -> Got:
    who = officer(next(row["username"] for row in rows() if row["role"] == ADMINISTRATOR))
    with transaction.atomic(), speaking_as(who):
        return step(Asker(who, ADMINISTRATION))


def _path() -> Path:
    return Path(settings.HOME) / "secrets" / "demonstration.json"


def _notes() -> dict[str, dict[str, str]]:
    path = _path()
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def _keep(notes: dict[str, dict[str, str]]) -> None:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(notes, ensure_ascii=False, indent=1), "utf-8")
