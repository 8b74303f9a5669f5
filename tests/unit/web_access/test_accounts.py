"""What an administrator does on the pages, and what the forms say of it."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import links, normal, switch, title, url

from dicu.store.accounts.models import Account, GrantRow, Token
from dicu.store.accounts.tokens import account_by_token
from dicu.store.signing_in.invitations import begun

As = Callable[[str], Client]
PASSWORD = "mật khẩu đủ dài"
LAN = {"kind": "person", "username": "lan", "full_name": "Nguyễn Thị Lan", "agency": "TD-LD", "language": "vi"}


def shown(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def secret(answer: object) -> str:
    found = re.search(r"<code[^>]*>(.*?)</code>", shown(answer))
    return found[1] if found else ""


def test_from_a_new_account_to_a_role_that_ends(as_: As, world: World) -> None:
    """The whole way: opened, signed in, given a role, ended, closed; and its history tells all of it."""
    van = as_("van")
    made = van.post(url("administration-new", language="en"), LAN)
    assert (made.status_code, made["Cache-Control"]) == (200, "no-store")
    assert title(made.content).startswith("The account lan is open.")
    assert begun(secret(made), PASSWORD).username == "lan"
    assert authenticate(username="lan", password=PASSWORD) is not None
    here = url("administration-account", "lan", language="en")
    given = van.post(f"{here}grant", {"role": "reporter", "agency": "", "clearance": "open", "since": "", "until": ""})
    assert (given.status_code, given["Location"]) == (302, here)
    grant = GrantRow.objects.get(account__username="lan")
    assert (grant.role, grant.agency, grant.granted_by) == ("reporter", "TD-LD", "van")
    assert van.post(f"{here}end", {"grant": grant.key}).status_code == 302
    assert van.post(f"{here}turn", {"step": "close", "reason": "Chuyển công tác"}).status_code == 302
    page = shown(van.get(here))
    for said in ("Opened the account lan.", "Gave lan the role Reporter.", "Closed the account lan: Chuyển công tác"):
        assert said in page
    assert not Account.objects.get(username="lan").is_active
    assert "Open the account again" in page


def test_a_first_secret_is_shown_once_and_never_again(as_: As) -> None:
    van = as_("van")
    made = secret(van.post(url("administration-new"), LAN))
    assert made
    for page in (url("administration-account", "lan"), url("administration"), url("home")):
        assert made not in shown(van.get(page))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "Lan Anh"}, "username"),
        ({"username": ""}, "username"),
        ({"username": "van"}, "username"),
        ({"full_name": ""}, "full_name"),
        ({"agency": "TD LD"}, "agency"),
        ({"email": "lan@"}, "email"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_is_wrong_stands_at_its_field_with_what_was_typed(as_: As, change: dict[str, str], field: str) -> None:
    for language in ("vi", "en"):
        answer = as_("van").post(url("administration-new", language=language), LAN | change)
        assert answer.status_code == 422
        assert links(answer.content) == [f"#{field}"]
        assert f'id="{field}"' in answer.content.decode()
        assert 'value="Nguyễn Thị Lan"' in shown(answer) or field == "full_name"
    assert not Account.objects.filter(username="lan").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": ""}, "role"),
        ({"role": "minister"}, "role"),
        ({"role": "administrator", "agency": "TD-LD"}, "agency"),
        ({"until": "31/02/2027"}, "until"),
        ({"until": "01/01/2020"}, "until"),
        ({"since": "xyz"}, "since"),
        ({"clearance": "top"}, "clearance"),
        ({"role": "auditor"}, "role"),
    ],
)
def test_a_role_that_cannot_be_given_is_refused_at_its_field(as_: As, change: dict[str, str], field: str) -> None:
    """An is a coordinator: the last row would make her audit herself."""
    here = url("administration-account", "an", language="en")
    answer = as_("van").post(f"{here}grant", {"role": "reporter", "agency": "TD-NG", "clearance": "open"} | change)
    assert (answer.status_code, links(answer.content)) == (422, [f"#{field}"])
    assert switch(answer.content) == here.replace("/en/", "/vi/")
    assert GrantRow.objects.filter(account__username="an").count() == 1


def test_a_token_is_shown_once_and_revoked(as_: As) -> None:
    van = as_("van")
    van.post(url("administration-new"), {**LAN, "username": "may", "kind": "service"})
    here = url("administration-account", "may", language="en")
    issued = van.post(f"{here}tokens", {"name": "ban đêm", "days": "30"})
    token = secret(issued)
    assert (issued.status_code, issued["Cache-Control"]) == (200, "no-store")
    assert account_by_token(token) == Account.objects.get(username="may")
    assert token not in shown(van.get(here))
    assert van.post(f"{here}tokens/revoke", {"token": Token.objects.get().key}).status_code == 302
    assert account_by_token(token) is None
    for days in ("0", "400", "x", "9" * 30):
        assert links(van.post(f"{here}tokens", {"name": "x", "days": days}).content) == ["#days"]


def test_nobody_changes_the_own_account_here(as_: As) -> None:
    van, here = as_("van"), url("administration-account", "van", language="en")
    page = shown(van.get(here))
    assert "another administrator must change it" in page
    assert "Give the role" not in page and "Close the account" not in page
    for step, form in (("grant", {"role": "auditor"}), ("turn", {"step": "close", "reason": "x"}), ("end", {"grant": "x"})):
        answer = van.post(f"{here}{step}", form)
        assert answer.status_code == 403
        assert "An administrator" in shown(answer)


@pytest.mark.parametrize("role", ["an", "dung", "uyen"])
def test_others_are_told_whom_to_ask_and_learn_of_no_account(as_: As, role: str) -> None:
    client = as_(role)
    answer = client.get(url("administration", language="en"))
    assert answer.status_code == 403
    assert "An administrator sees accounts" in shown(answer) and "Ask an administrator for it." in shown(answer)
    addresses = [url("administration-account", name, language="en") for name in ("van", "nobody")]
    answers = [client.get(address) for address in addresses]
    assert [a.status_code for a in answers] == [403, 403]
    assert len({normal(a.content, address) for a, address in zip(answers, addresses, strict=True)}) == 1
    assert url("administration") not in shown(client.get(url("home")))


def test_a_list_is_searched(as_: As) -> None:
    van = as_("van")
    assert "3 tài khoản" not in shown(van.get(url("administration")))
    answer = shown(van.get(url("administration", language="en"), {"q": "TD-LD"}))
    assert "1 accounts" in answer and ">dung<" in answer and ">hai<" not in answer
    assert "No account fits" in shown(van.get(url("administration", language="en"), {"q": "<script>"}))
    for page in ("0", "-1", "x", "99999", "9" * 40):
        assert van.get(url("administration"), {"page": page}).status_code == 200


def test_roles_that_exclude_each_other_are_shown_to_the_administrator(as_: As) -> None:
    van = as_("van")
    assert "exclude each other" not in shown(van.get(url("administration", language="en")))
    GrantRow.objects.create(account=Account.objects.get(username="uyen"), role="coordinator", granted_by="by hand")
    page = shown(van.get(url("administration", language="en")))
    assert "exclude each other" in page and "nobody audits the own decisions" in page


def test_the_session_of_a_closed_account_is_over_at_once(as_: As) -> None:
    dung, van = as_("dung"), as_("van")
    assert dung.get(url("reports")).status_code == 200
    van.post(url("administration-turn", "dung"), {"step": "close", "reason": "Nghỉ việc"})
    assert dung.get(url("reports")).status_code == 302
