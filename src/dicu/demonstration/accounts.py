"""The demonstration's accounts. Passwords and tokens are made once at set-up, kept in the secrets folder, printed by
`make demo`; no file of the project holds one."""

import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from dicu.access.model import Officer
from dicu.store.accounts.models import Account, GrantRow
from dicu.store.accounts.officers import officer_of
from dicu.store.accounts.tokens import issue

SYSTEM = "demonstration"
LASTS = timedelta(days=365)


def rows() -> list[Mapping[str, Any]]:
    from importlib.resources import files  # noqa: PLC0415

    text = (files("dicu.plans") / "demo" / "accounts.yaml").read_text("utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


def ensure() -> None:
    """Makes the accounts that are missing; one that is there keeps its password."""
    notes = _notes()
    for row in rows():
        username = row["username"]
        account = Account.objects.filter(username=username).first() or _made(row, notes)
        if not account.grants.filter(role=row["role"]).exists():
            agency = row["agency"] if row["role"] == "reporter" else ""
            GrantRow.objects.create(account=account, role=row["role"], agency=agency, granted_by=SYSTEM)
    _keep(notes)


def officer(username: str) -> Officer:
    return officer_of(Account.objects.get(username=username))


def secrets_of() -> Iterator[tuple[Mapping[str, Any], Mapping[str, str]]]:
    notes = _notes()
    return ((row, notes[row["username"]]) for row in rows() if row["username"] in notes)


def _made(row: Mapping[str, Any], notes: dict[str, dict[str, str]]) -> Account:
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    facts = {"full_name": row["full_name"], "agency": row["agency"], "language": row["language"]}
    account = Account.objects.create_account(row["username"], password, **facts)
    token = issue(account, "make demo", datetime.now(UTC) + LASTS)
    notes[row["username"]] = {"password": password, "token": token}
    return account


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
