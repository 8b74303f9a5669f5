"""The review's pages on a house that the tests set up: accounts for its officers, and a client for each."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, HOA, TWO_HATS, UYEN, World

from dicu.access.model import Officer
from dicu.store.accounts.models import GrantRow
from dicu.wiring import House

HERE = "tests.unit.web_review.serving.house"
ROLES: dict[str, Officer | None] = {"A": DUNG, "B": HAI, "coordinator": AN, "second": BINH, "auditor": UYEN, "public": None}
DESCRIBED = {
    "evidence-kind": "dataset", "evidence-title": "Bảng", "evidence-place": "page", "evidence-locator": "1",
    "evidence-classification": "public", "evidence-language": "vi",
}  # fmt: skip
"""A form's description of evidence."""
_open: list[House] = []


def house() -> House:
    """What `DICU_HOUSE` names while these tests run."""
    return _open[-1]


@contextmanager
def serving(world: World) -> Iterator[World]:
    _open.append(world.house)
    try:
        yield world
    finally:
        _open.pop()


def enrol() -> dict[str, Any]:
    """An account for each officer, with the same name, agency and grants; none of them has a password."""
    return {officer.account: account_of(officer) for officer in (DUNG, HOA, HAI, AN, BINH, UYEN, TWO_HATS)}


def account_of(officer: Officer, password: str | None = None, language: str = "vi") -> Any:
    facts = {"full_name": officer.name, "agency": officer.agency, "language": language}
    account = get_user_model().objects.create_account(officer.account, password, **facts)
    for grant in officer.grants:
        GrantRow.objects.create(account=account, role=grant.role, agency=grant.agency, granted_by="test")
    return account


def client_of(account: Any | None) -> Client:
    """As a browser sees it: a fault is a page, not an exception."""
    client = Client(raise_request_exception=False)
    if account is not None:
        client.force_login(account)
    return client


def url(name: str, *where: str, language: str = "vi") -> str:
    with translation.override(language):
        return reverse(name, args=where)


def line_url(task: str, name: str = "line", language: str = "vi", *more: str) -> str:
    return url(name, "demo", "2025", World.lead(task), task, *more, language=language)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def normal(content: bytes, path: str) -> str:
    """A page without what differs between any two requests: its own address and the token of its forms."""
    text = content.decode()
    for own in (path.split("/", 2)[2], path):
        text = text.replace(own, "…")
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", text)


def title(content: bytes) -> str:
    found = re.search(r"<title>(.*?)</title>", content.decode(), re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def links(content: bytes) -> list[str]:
    """Where the error summary leads."""
    summary = re.search(r'class="govuk-error-summary".*?</ul>', content.decode(), re.DOTALL)
    return re.findall(r'href="([^"]+)"', summary[0]) if summary else []


def switch(content: bytes) -> str:
    """Where the language switch leads."""
    found = re.search(r'<link rel="alternate" hreflang="[a-z]+" href="([^"]+)"', content.decode())
    return found[1] if found else ""
