"""Every page, asked for by everybody, about every thing: the answer is the one of the reference model."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.unit.access_matrix.house import CAST, House
from tests.unit.access_matrix.model import ABSENT, IN, SIGN_IN, TOLD, Who
from tests.unit.access_matrix.pages import CSV, Page
from tests.unit.access_matrix.pages_besides import PAGES, trivial
from tests.unit.access_matrix.things import Named
from tests.unit.web_review.serving import client_of, url

STATUSES = {200: IN, 302: IN, 409: IN, 422: IN, 403: TOLD, 404: ABSENT}


def browser(who: Who) -> Client:
    return client_of(get_user_model().objects.get(username=who.name) if who.known else None)


def cells(house: House, who: Who, page: Page) -> Iterator[tuple[str, Named, str]]:
    """Each method that the page takes, on each thing, with what the model says."""
    for method, step in (("get", page.get), ("post", page.post)):
        for named in step.on(house) if step else ():
            expected = step.outcome(who, named, page.errand(who, named))  # type: ignore[union-attr]
            once_signed_in = method == "get" and not who.known and expected == TOLD
            yield method, named, SIGN_IN if once_signed_in else expected


def status(house: House, client: Client, name: str, page: Page, method: str, named: Named) -> tuple[int, str]:
    """What a request is answered with; whatever it did is taken back."""
    form: dict[str, Any] = {"number": "0", **page.form} if method == "post" else {}
    if form.get("file") == CSV:
        form["file"] = BytesIO(b"a,b\n1,2\n")
        form["file"].name = "bang.csv"
    with transaction.atomic():
        answer = getattr(client, method)(url(name, *named.where, *house.filled(page.tail, named.where)), form)
        transaction.set_rollback(True)
    return answer.status_code, answer.get("Location", "")


def answered(house: House, client: Client, name: str, page: Page, method: str, named: Named) -> str:
    code, leads = status(house, client, name, page, method, named)
    return SIGN_IN if code == 302 and "/sign-in?next=" in leads else STATUSES.get(code, str(code))


ANY = ("dung", "van", "public")
"""Where the model knows no roles, but only whether somebody has signed in."""
READERS = tuple(name for name in CAST if name != "nga")
"""Who holds nothing any more is asked about at the other doors; here somebody whose roles exclude each other is."""
ASKED = [(who, name) for name, page in PAGES.items() for who in (ANY if trivial(page) else READERS)]


@pytest.mark.parametrize(("who", "name"), ASKED)
def test_a_page_answers_as_the_model_says(house: House, who: str, name: str) -> None:
    client, page, wrong = browser(CAST[who]), PAGES[name], []
    for method, named, expected in cells(house, CAST[who], page):
        found = answered(house, client, name, page, method, named)
        if found != expected:
            wrong.append((method, named.where, found, expected))
    assert wrong == []


def addresses(found: URLResolver | None = None) -> Iterator[str]:
    for inner in (found or get_resolver("dicu.web.urls")).url_patterns:
        if isinstance(inner, URLPattern):
            yield str(inner.name)
        elif not str(inner.pattern).startswith("api"):
            yield from addresses(inner)


def test_every_address_is_in_the_matrix() -> None:
    """A page that is added is asked for by everybody here, or this fails."""
    machines = {"live", "ready", "metrics", "health"}
    assert set(addresses()) - machines - {"None"} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_every_method_of_a_page_is_in_the_matrix(house: House, name: str) -> None:
    page = PAGES[name]
    step = page.get or page.post
    named = step.on(house)[0]  # type: ignore[union-attr]
    client = browser(CAST["van"])
    taken = {method for method in ("get", "post") if status(house, client, name, page, method, named)[0] != 405}
    assert taken == {method for method, step in (("get", page.get), ("post", page.post)) if step}
    for method in ("put", "patch", "delete"):
        answer = getattr(client, method)(url(name, *named.where, *house.filled(page.tail, named.where)))
        assert answer.status_code in (403, 404, 405) or name in ("front-door", "home", "signed-out", "about", "accessibility")
