"""Every page, asked for by everybody, about every thing: the answer is the one of the reference model."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from tests.unit.access_matrix.house import CAST, House, standing
from tests.unit.access_matrix.model import ABSENT, IN, SIGN_IN, TOLD, Who
from tests.unit.access_matrix.pages import CSV, PAGES, Page
from tests.unit.access_matrix.things import Named
from tests.unit.web_review.serving import HERE, client_of, url

STATUSES = {200: IN, 302: IN, 409: IN, 422: IN, 403: TOLD, 404: ABSENT}


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    patch = pytest.MonkeyPatch()
    patch.setattr(django_settings, "FILES", tmp_path_factory.mktemp("files"))
    patch.setattr(django_settings, "DICU_HOUSE", HERE)
    with django_db_blocker.unblock(), standing() as found:
        yield found
    patch.undo()


def browser(who: Who) -> Client:
    return client_of(get_user_model().objects.get(username=who.name) if who.known else None)


def cells(house: House, who: Who, page: Page) -> Iterator[tuple[str, Named, str]]:
    """Each method that the page takes, on each thing, with what the model says."""
    for method, step in (("get", page.get), ("post", page.post)):
        for named in step.on(house) if step else ():
            expected = step.outcome(who, named, page.errand(who, named))  # type: ignore[union-attr]
            once_signed_in = method == "get" and not who.known and expected == TOLD
            yield method, named, SIGN_IN if once_signed_in else expected


def answered(house: House, client: Client, name: str, page: Page, method: str, named: Named) -> str:
    """What became of the request; whatever it did is taken back."""
    form: dict[str, Any] = {"number": "0", **page.form} if method == "post" else {}
    if form.get("file") == CSV:
        form["file"] = BytesIO(b"a,b\n1,2\n")
        form["file"].name = "bang.csv"
    with transaction.atomic():
        answer = getattr(client, method)(url(name, *named.where, *house.filled(page.tail, named.where)), form)
        transaction.set_rollback(True)
    to_sign_in = answer.status_code == 302 and "/sign-in?next=" in answer["Location"]
    return SIGN_IN if to_sign_in else STATUSES.get(answer.status_code, str(answer.status_code))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", CAST.values(), ids=lambda who: who.name)
def test_a_page_answers_as_the_model_says(house: House, who: Who, name: str) -> None:
    client, page, wrong = browser(who), PAGES[name], []
    for method, named, expected in cells(house, who, page):
        found = answered(house, client, name, page, method, named)
        if found != expected:
            wrong.append((method, named.where, found, expected))
    assert wrong == []
