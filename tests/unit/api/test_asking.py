"""Who asks, and what for: tokens, purposes, languages; and that a browser's session opens nothing here."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.unit.api.calling import LINE, REPORT, Api, api_of, problem
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import client_of, enrol

from dicu.api.limits import Buckets
from dicu.api.problems import KINDS
from dicu.store.accounts.models import Account, Token

As = Callable[[str], Api]


def test_a_session_s_cookie_gives_nothing(world: World) -> None:
    """Neither to read nor, what a page of somebody else's could try, to write."""
    client: Client = client_of(enrol()["dung"])
    assert client.get("/vi/reports/").status_code == 200
    assert client.get("/api/v1/reports").json() == {"items": [], "next": None}
    assert client.get(REPORT).status_code == 404
    answer = client.put(f"{REPORT}/lines/3.1", LINE, content_type="application/json", headers={"If-Match": '"0"'})
    assert answer.status_code == 404
    assert world.history("TD-LD") == [] and not answer.cookies and "Cookie" not in answer["Vary"]


def test_no_page_of_another_origin_reads_an_answer(world: World, as_: As) -> None:
    for method in ("GET", "OPTIONS"):
        answer = as_("dung").send(method, "/plans", Origin="https://elsewhere.example", Access_Control_Request_Method="GET")
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Bearer " + "x" * 43, "token-unknown"),
        ("Bearer", "token-needed"),
        ("Bearer a b", "token-needed"),
        ("Basic ZHVuZzpkdW5n", "token-needed"),
        ("Bearer " + "x" * 300, "token-needed"),
        ("Bearer tö", "token-needed"),
        ("", "token-needed"),
    ],
)
def test_what_is_no_token(world: World, as_: As, header: str, kind: str) -> None:
    answer = as_("").get("/plans", Authorization=header)
    assert problem(answer) == kind
    assert answer.status_code == 401 and answer["WWW-Authenticate"] == 'Bearer realm="dicu"'


def test_a_token_that_ran_out_says_so_and_in_the_middle_of_a_batch_what_is_done_stays(world: World) -> None:
    dung = api_of(enrol()["dung"])
    read = dung.etag()
    assert dung.put(f"{REPORT}/lines/3.1", LINE, match=read, key="batch-1-line-1").status_code == 200
    Token.objects.update(expires=Token.objects.get().created - timedelta(seconds=1))
    answer = dung.put(f"{REPORT}/lines/3.2", LINE, match='"1"', key="batch-1-line-2", Accept_Language="en")
    assert problem(answer) == "token-expired" and "valid until" in answer.json()["detail"]
    assert world.history("TD-LD") == ["line.written"]
    fresh = api_of(Account.objects.get(username="dung"))
    assert fresh.put(f"{REPORT}/lines/3.1", LINE, match=read, key="batch-1-line-1")["Idempotency-Replayed"] == "true"
    assert fresh.put(f"{REPORT}/lines/3.2", LINE, match='"1"', key="batch-1-line-2").status_code == 200


def test_the_token_of_a_closed_account_opens_nothing_and_tells_nothing(world: World) -> None:
    accounts = enrol()
    dung, hoa = api_of(accounts["dung"]), api_of(accounts["hoa"], timedelta(seconds=-1))
    Account.objects.update(is_active=False)
    assert {problem(api.get("/plans")) for api in (dung, hoa)} == {"token-unknown"}


def test_the_purpose_is_the_caller_s_to_name(world: World, as_: As) -> None:
    """The rules are those of the page: what is not for this purpose is refused, and said why."""
    an = as_("an")
    assert an.get("/plans/demo/rounds/2025", Dicu_Purpose="coordination").status_code == 200
    answer = an.get("/plans/demo/rounds/2025", Dicu_Purpose="audit", Accept_Language="en")
    assert problem(answer) == "forbidden" and "another purpose" in answer.json()["detail"]
    misfit = an.get("/plans", Dicu_Purpose="curiosity")
    assert problem(misfit) == "invalid" and misfit.json()["errors"][0]["parameter"] == "Dicu-Purpose"


@pytest.mark.parametrize(
    ("query", "accept", "language"),
    [
        ("", "", "vi"),
        ("", "en", "en"),
        ("", "fr, de;q=0.5", "vi"),
        ("", "en-GB,en;q=0.9,vi;q=0.8", "en"),
        ("", "vi;q=0.2, en;q=0.7", "en"),
        ("", "en;q=0", "vi"),
        ("", "en;q=x;;;,,", "vi"),
        ("?lang=en", "vi", "en"),
        ("?lang=vi", "en", "vi"),
    ],
)
def test_problems_are_said_in_the_language_that_was_asked_for(world: World, as_: As, query: str, accept: str, language: str) -> None:
    answer = as_("").get(f"/plans/nothing{query}", Accept_Language=accept)
    assert answer["Content-Language"] == language
    assert answer.json()["title"] == {"vi": "Ở đây không có gì", "en": "There is nothing here"}[language]


def test_every_problem_is_said_in_both_languages() -> None:
    for kind in KINDS:
        for text in (kind.title, kind.detail):
            assert text.sentence != text.both().vi if not text.sentence.count("{") else True, kind.name


def test_who_asks_too_often_waits(world: World, as_: As, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    time = [0.0]
    settings.DICU_API_LIMIT = "dicu.api.limits.by_process"
    monkeypatch.setattr("dicu.api.limits.ACCOUNTS", Buckets(burst=2, rate=0.5, clock=lambda: time[0]))
    dung, hoa = as_("dung"), as_("hoa")
    assert [dung.get("/plans").status_code for _ in range(2)] == [200, 200]
    answer = dung.get("/plans")
    assert problem(answer) == "too-many" and answer["Retry-After"] == "2"
    assert hoa.get("/plans").status_code == 200
    time[0] += 2
    assert dung.get("/plans").status_code == 200
    assert dung.get("/plans").status_code == 429


def test_whoever_tries_out_tokens_is_counted_as_one_of_the_public(
    world: World, as_: As, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DICU_API_LIMIT = "dicu.api.limits.by_process"
    monkeypatch.setattr("dicu.api.limits.PUBLIC", Buckets(burst=3, rate=1, clock=lambda: 0.0))
    tried = [problem(Api("x" * 40 + str(n)).get("/plans")) for n in range(5)]
    assert tried == ["token-unknown"] * 3 + ["too-many"] * 2
    assert problem(as_("").get("/plans")) == "too-many" and as_("dung").get("/plans").status_code == 200


def test_what_is_counted_of_callers_does_not_grow_without_end() -> None:
    buckets = Buckets(burst=1, rate=1, clock=lambda: 0.0)
    for number in range(10_050):
        buckets.wait(str(number))
    assert len(buckets.known) == 10_000
