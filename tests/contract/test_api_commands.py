"""`dicu api` and `dicu webhook` as other programs call them, on a house of their own; and the documents that are made of them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.conftest import emptied
from tests.contract.test_review_commands import Shell
from tests.contract.test_review_commands import _played as played
from tests.unit.api.receiving import Server, example, receiving
from tests.unit.api.webhooks.hooking import PROGRAMS, QUAN
from tests.unit.store_review.house import AN, World
from tests.unit.web_review.serving import account_of

from dicu.api.interface import description
from dicu.api.reference import MARK, joined
from dicu.store.accounts.models import Account
from dicu.store.accounts.tokens import issue

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "api.md"
LOCAL = {"DICU_WEBHOOK_HTTP": "true", "DICU_WEBHOOK_NETWORKS": "127.0.0.0/8", "DICU_LANG": "en"}


@pytest.fixture(scope="module")
def shell(django_db_setup: None, django_db_blocker: Any, postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    patch = pytest.MonkeyPatch()
    home = tmp_path_factory.mktemp("home")
    patch.setattr(settings, "FILES", home / "files")
    with django_db_blocker.unblock():
        tokens = played(World())
        for officer in (QUAN, PROGRAMS["he-thong"]):
            account = account_of(officer)
            tokens[officer.account] = issue(account, "test", datetime.now(UTC) + timedelta(days=1))
        Account.objects.filter(username="he-thong").update(service=True)
        yield Shell(home, postgres, tokens)
        emptied(postgres)
    patch.undo()


@pytest.fixture
def server() -> Iterator[Server]:
    with receiving() as found:
        yield found


def add(shell: Shell, server: Server, *more: str, **environment: str) -> Any:
    kinds = "--kinds=report.line.returned, report.submitted"
    address = f"http://127.0.0.1:{server.port}/hook"
    return shell.as_("quan", "webhook", "add", "--account=he-thong", "--for=coordination", kinds, address, *more, **LOCAL, **environment)


def test_the_description_as_a_file(shell: Shell) -> None:
    made = shell.home / "openapi.json"
    assert shell.run("api", "schema", "--out", str(made), afresh=True).code == 0
    assert json.loads(made.read_text("utf-8")) == json.loads(json.dumps(description()))
    refused = shell.run("api", "schema", "--out", str(shell.home / "nowhere" / "x.json"), DICU_LANG="en")
    assert refused.code == 1 and "cannot be written" in refused.err


def test_the_reference_says_what_the_description_says() -> None:
    """Made anew by `dicu api schema --out docs/reference/api.md`."""
    text = REFERENCE.read_text("utf-8")
    assert MARK in text and joined(text, description()) == text


def test_from_the_registration_to_the_receiver(shell: Shell, server: Server) -> None:
    made = add(shell, server, "--json")
    assert made.code == 0 and made.last["kinds"] == ["report.line.returned", "report.submitted"]
    webhook, public = made.last["webhook"], made.last["keys"][0]["public"]
    assert made.out.splitlines()[0] == f"{webhook}  {public}"
    World().give_back(AN, "3.2")
    delivered = shell.run("webhook", "deliver", "--once", "--json", afresh=True, **LOCAL)
    assert (delivered.code, delivered.last) == (0, {"sent": 1, "failed": 0, "stopped": 0})
    heard = server.heard[0]
    event = example()(webhook, [public]).accept(heard.headers, heard.body)
    assert (event["type"], event["data"]["task"]) == ("report.line.returned", "3.2")
    listed = shell.as_("quan", "webhook", "list", "--json", **LOCAL).last
    assert [(row["webhook"], row["state"], row["last_result"]) for row in listed] == [(webhook, "active", "204")]
    assert shell.as_("quan", "webhook", "replay", f"--after={event['data']['position'] - 1}", webhook, **LOCAL).code == 0
    server.status = 500
    again = shell.run("webhook", "deliver", "--once", "--json", **LOCAL)
    assert (again.code, again.last["failed"]) == (1, 1)
    assert shell.as_("quan", "webhook", "renew", webhook, **LOCAL).out.startswith("whpk_")
    refused = shell.as_("quan", "webhook", "resume", webhook, **LOCAL)
    assert refused.code == 1 and "not stopped" in refused.err
    assert shell.as_("quan", "webhook", "remove", webhook, **LOCAL).code == 0
    assert shell.as_("quan", "webhook", "list", "--json", **LOCAL).last == []


def test_what_is_refused_leaves_nothing(shell: Shell, server: Server) -> None:
    before = shell.entries()
    plain = shell.as_("quan", "webhook", "add", "--account=he-thong", "--for=coordination", "--kinds=report.submitted",
                      f"http://127.0.0.1:{server.port}/", DICU_LANG="en")  # fmt: skip
    assert plain.code == 1 and "HTTPS" in plain.err
    stranger = shell.as_("dung", "webhook", "list", "--purpose=reporting", "--json", **LOCAL)
    assert stranger.last == []
    unknown = shell.as_("quan", "webhook", "remove", "0" * 16, **LOCAL)
    assert unknown.code == 1 and shell.entries() == before
    assert shell.run("webhook", "deliver", **LOCAL).code == 2


OF_OTHERS = [
    ("webhook", "add", "--account=he-thong", "--for=reporting", "--kinds=report.submitted", "https://nhan.example/"),
    *((*step, "0" * 16) for step in (("webhook", "renew"), ("webhook", "resume"), ("webhook", "remove"))),
    ("webhook", "replay", "--after=0", "0" * 16),
]


def test_who_has_no_webhooks_does_none_of_it(shell: Shell) -> None:
    before = shell.entries()
    for arguments in OF_OTHERS:
        ran = shell.as_("dung", *arguments, "--purpose=reporting", **LOCAL)
        assert (ran.code, ran.out) == (1, ""), arguments
        assert ran.err and shell.entries() == before
    assert shell.as_("dung", "webhook", "list", "--purpose=reporting", "--json", **LOCAL).last == []


def test_in_production_plain_http_stays_closed(shell: Shell, server: Server) -> None:
    refused = add(shell, server, DICU_ENVIRONMENT="production", DICU_HOSTS="di-cu.example", DICU_HTTPS="true")
    assert refused.code == 1 and "HTTPS" in refused.err, refused.err
