"""The page on which an administrator lets somebody in again, and that it asks who sits there."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import account_of, links, url

from dicu.access.model import Officer
from dicu.store.accounts.models import Account, GrantRow
from dicu.store.signing_in import identities
from dicu.store.signing_in.invitations import begun
from dicu.store.signing_in.lasting import CONFIRMED
from dicu.store.signing_in.models import Identity
from dicu.store.signing_in.providing import Provider

As = Callable[[str], Client]
PASSWORD, NEW = "mật khẩu đủ dài", "mật khẩu hoàn toàn khác"


@pytest.fixture
def lan(world: World) -> Account:
    found: Account = account_of(Officer("lan", "Nguyễn Thị Lan", "TD-LD", ()), PASSWORD)
    return found


def page(username: str, language: str = "en") -> str:
    return url("administration-admission", username, language=language)


def shown(answer: Any) -> str:
    return unescape(answer.content.decode())


def long_ago(client: Client) -> None:
    session = client.session
    session[CONFIRMED] = 0
    session.save()


def test_who_forgot_a_password_gets_a_secret_and_chooses_another(as_: As, lan: Account) -> None:
    van = as_("van")
    here = url("administration-account", "lan", language="en")
    assert page("lan") in shown(van.get(here))
    made = van.post(page("lan"), {"step": "invite", "reason": "Quên mật khẩu"})
    assert (made.status_code, made["Cache-Control"]) == (200, "no-store")
    assert "/en/account/begin" in shown(made)
    assert authenticate(username="lan", password=PASSWORD) is None
    found = re.search(r"<code[^>]*>(.*?)</code>", shown(made))
    assert found and begun(found[1], NEW) == lan
    assert "Gave lan a secret to begin anew: Quên mật khẩu" in shown(van.get(here))


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(as_: As, lan: Account, settings: Any) -> None:
    settings.DICU_PROVIDER = Provider("https://id.mofa.example", "dicu", name="MOFA ID")
    van = as_("van")
    for form, where in (({"step": "invite", "reason": " ", "forget": "yes"}, "#reason"), ({"step": "link", "subject": "tên"}, "#subject")):
        answer = van.post(page("lan"), form)
        assert (answer.status_code, links(answer.content)) == (422, [where])
        assert all(f'value="{value}"' in shown(answer) for name, value in form.items() if value.strip())
    assert van.post(page("lan"), {"step": "?"}).status_code == 422
    assert authenticate(username="lan", password=PASSWORD) is not None


def test_an_account_is_linked_and_unlinked(as_: As, lan: Account, settings: Any) -> None:
    settings.DICU_PROVIDER = Provider("https://id.mofa.example", "dicu", name="MOFA ID")
    van = as_("van")
    assert van.post(page("lan"), {"step": "link", "subject": "7f3a-90c1"}).status_code == 302
    assert Identity.objects.get().account == lan
    assert "7f3a-90c1" in shown(van.get(page("lan")))
    assert van.post(page("lan"), {"step": "unlink", "issuer": "https://id.mofa.example"}).status_code == 302
    assert not identities.of(lan).exists()


def test_without_a_provider_the_page_says_who_names_one(as_: As, lan: Account) -> None:
    said = shown(as_("van").get(page("lan")))
    assert "DICU_OIDC_ISSUER" in said and 'name="subject"' not in said


def test_an_administrator_has_no_such_page_for_themselves(as_: As, lan: Account) -> None:
    van = as_("van")
    assert van.get(page("van")).status_code == 403
    assert page("van") not in shown(van.get(url("administration-account", "van", language="en")))


FORMS = [
    ("administration-admission", ("lan",), "administration-admission", {"step": "invite", "reason": "Quên mật khẩu của mình"}),
    ("administration-new", (), "administration-new", {"username": "moi", "full_name": "Người mới", "kind": "person"}),
    ("administration-grant", ("lan",), "administration-account", {"role": "reporter", "agency": "TD-LD", "until": "31/12/2030"}),
]


@pytest.mark.parametrize(("name", "where", "back", "form"), FORMS, ids=[row[0] for row in FORMS])
def test_the_step_waits_until_it_is_known_who_sits_there_and_what_was_typed_is_kept(
    as_: As, lan: Account, name: str, where: tuple[str, ...], back: str, form: dict[str, str]
) -> None:
    van = as_("van")
    long_ago(van)
    asked = van.post(url(name, *where, language="en"), form)
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, url("confirm", language="en"))
    assert not GrantRow.objects.filter(account=lan).exists() and authenticate(username="lan", password=PASSWORD) is not None
    assert not Account.objects.filter(username="moi").exists()
    again = as_("van")
    for key, value in van.session.items():
        session = again.session
        session[key] = value if key != CONFIRMED else again.session[CONFIRMED]
        session.save()
    returned = shown(again.get(url(back, *where, language="en")))
    typed = [value for name, value in form.items() if name in ("reason", "full_name", "until")]
    assert all(f'value="{value}"' in returned for value in typed)
    assert typed[0] not in shown(again.get(url(back, *where, language="en"))), "shown once"


def test_an_opening_asks_too(as_: As, world: World) -> None:
    an = as_("an")
    long_ago(an)
    assert an.get(url("opening-new")).status_code == 302
    form = {"plan": "demo", "round": "2025", "agency": "TD-LD", "reason": "x" * 40, "hours": "2"}
    assert an.post(url("opening-new"), form).status_code == 302
    assert an.get(url("report", "demo", "2025", "TD-LD")).status_code == 404
