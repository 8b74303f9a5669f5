"""Administration, openings, the agenda and the log of reading, for programs: the same desks, and secrets that are told once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.unit.api.calling import LINE, REPORT, Api, api_of, problem
from tests.unit.api.webhooks.hooking import QUAN, prepared
from tests.unit.store_review.house import DUNG, World
from tests.unit.web_review.serving import serving

from dicu.store.accounts.models import Account, Token
from dicu.store.api.models import KeptAnswer
from dicu.store.security.session import maintaining
from dicu.store.signing_in.invitations import invited

As = Callable[[str], Api]
KEY = "a-key-of-mine-1"
REASON = "Cần xem gấp để trả lời Quốc hội."


@pytest.fixture
def world(db: None, files: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[World]:
    monkeypatch.setenv("DICU_HOME", str(tmp_path))
    with serving(World().load().open()) as found:
        prepared(found)
        yield found


@pytest.fixture
def as_(world: World) -> As:
    accounts = {account.username: account for account in Account.objects.all()}
    return lambda name: api_of(accounts.get(name))


def kept() -> list[bytes]:
    with transaction.atomic(), maintaining():
        return [bytes(row.body) for row in KeptAnswer.objects.all()]


# Accounts -----------------------------------------------------------------------------------------------------------------


def test_an_account_from_its_opening_to_its_closing(world: World, as_: As) -> None:
    quan = as_("quan")
    made = quan.post("/accounts", {"username": "moi", "full_name": "Người mới", "agency": "TD-LD"})
    assert made.status_code == 201 and made["Location"] == "/api/v1/accounts/moi" and made.json()["secret"]
    assert quan.post("/accounts/moi/roles", {"role": "reporter", "agency": "TD-LD"}).json()["roles"][0]["state"] == "in force"
    given = quan.get("/accounts/moi").json()["roles"][0]
    assert quan.post("/accounts/moi/roles/end", {"key": given["key"]}).json()["roles"][0]["state"] == "over"
    assert quan.post("/accounts/moi/close", {"reason": REASON}).json()["active"] is False
    assert problem(quan.post("/accounts/moi/close", {"reason": REASON})) == "refused"
    assert quan.post("/accounts/moi/reopen", {"reason": REASON}).json()["active"] is True
    assert "moi" in [row["username"] for row in quan.get("/accounts?search=moi").json()["items"]]


def test_accounts_are_an_administrator_s_alone(world: World, as_: As) -> None:
    for name in ("dung", "an", "uyen", "he-thong", ""):
        for answer in (as_(name).get("/accounts"), as_(name).get("/accounts/dung"), as_(name).get("/accounts/nobody")):
            assert problem(answer) == ("forbidden" if name else "token-needed")
    quan = as_("quan")
    assert problem(quan.get("/accounts/nobody")) == "absent"
    assert problem(quan.post("/accounts/quan/roles", {"role": "auditor"})) == "forbidden", "nobody gives themselves a role"


def test_who_is_no_administrator_opens_and_hands_out_nothing(world: World, as_: As) -> None:
    before = world.entries()
    for name in ("dung", "an", "uyen", "he-thong", ""):
        api = as_(name)
        steps = [
            api.post("/accounts", {"username": "moi", "full_name": "Người mới"}),
            api.post("/accounts/hai/reopen", {"reason": REASON}),
            api.post("/accounts/may-ld/tokens", {"name": "x", "days": 1}),
            api.post("/accounts/may-ld/tokens/revoke", {"key": "none"}),
        ]
        assert {problem(answer) for answer in steps} == {"forbidden" if name else "token-needed"}, name
    assert world.entries() == before


def test_accounts_page_by_page(world: World, as_: As) -> None:
    quan, found = as_("quan"), []
    address = "/accounts?limit=3"
    while address:
        page = quan.get(address).json()
        found += [row["username"] for row in page["items"]]
        address = page["next"]
    assert found == sorted(Account.objects.values_list("username", flat=True))


def test_a_token_is_told_once_and_kept_nowhere(world: World, as_: As) -> None:
    """Also where the request carried a key: what is kept for its repetition is without the secret."""
    quan = as_("quan")
    first = quan.post("/accounts/he-thong/tokens", {"name": "đêm", "days": 30}, key=KEY)
    again = quan.post("/accounts/he-thong/tokens", {"name": "đêm", "days": 30}, key=KEY)
    assert first.status_code == again.status_code == 201
    token = first.json()["token"]
    Token.objects.filter(name="đêm").update(expires=datetime.now(UTC) + timedelta(days=1))  # the house's clock stands in the past here
    assert Api(token).get("/plans/demo/rounds/2025").status_code == 200
    assert again.json() == {"name": "đêm", "token": None} and again["Idempotency-Replayed"] == "true"
    assert len(kept()) == 1 and token.encode() not in kept()[0]
    tokens = quan.get("/accounts/he-thong").json()["tokens"]
    assert [row["name"] for row in tokens if row["revoked"] is None] == ["đêm"]
    made = next(row["key"] for row in tokens if row["name"] == "đêm")
    assert quan.post("/accounts/he-thong/tokens/revoke", {"key": made}).status_code == 200
    assert problem(Api(token).get("/plans")) == "token-unknown"


def test_the_secret_of_a_new_account_is_told_once_and_kept_nowhere(world: World, as_: As) -> None:
    quan, body = as_("quan"), {"username": "moi", "full_name": "Người mới"}
    secret = quan.post("/accounts", body, key=KEY).json()["secret"]
    assert quan.post("/accounts", body, key=KEY).json()["secret"] is None
    assert secret.encode() not in kept()[0]
    assert invited(secret).username == "moi"


def test_no_token_acts_as_another_person(world: World, as_: As) -> None:
    assert problem(as_("quan").post("/accounts/dung/tokens", {"name": "x", "days": 1})) == "forbidden"


# Openings -----------------------------------------------------------------------------------------------------------------


def test_an_opening_is_made_seen_and_ended(world: World, as_: As) -> None:
    an, dung = as_("an"), as_("dung")
    dung.put(f"{REPORT}/lines/3.1", LINE, match=dung.etag())
    assert an.get(REPORT).status_code == 404
    where = {"plan": "demo", "round": "2025", "agency": "TD-LD"}
    made = an.post("/openings", {**where, "reason": REASON, "hours": 2})
    assert made.status_code == 201 and made.json()["running"] is True
    assert an.get(REPORT).json()["lines"][0]["content"]["narrative"] == "Đã làm."
    assert [row["key"] for row in dung.get("/openings").json()["items"]] == ["an/1"]
    assert as_("hai").get("/openings").json()["items"] == []
    assert problem(as_("hai").post("/openings/an/1/end")) == "absent"
    assert dung.post("/openings/an/1/end").status_code == 200
    assert problem(dung.post("/openings/an/1/end")) == "refused"
    assert an.get(REPORT).status_code == 404
    assert problem(dung.post("/openings", {**where, "reason": REASON, "hours": 2})) == "forbidden"


def test_an_opening_is_the_same_whether_the_thing_is_there_or_not(world: World, as_: As) -> None:
    facts = [
        as_("an").post("/openings", {"plan": "demo", "round": "2025", "agency": agency, "reason": REASON, "hours": 1}).json()
        for agency in ("TD-LD", "TD-QQ")
    ]
    assert facts[0].keys() == facts[1].keys() and facts[1]["running"] is True


# The agenda ---------------------------------------------------------------------------------------------------------------


def test_what_there_is_to_do(world: World, as_: As) -> None:
    found = as_("dung").get("/agenda").json()
    assert [(todo["what"], todo["thing"]) for todo in found["items"]] == [("report", ["demo", "2025", "TD-LD"])]
    assert as_("").get("/agenda").json() == {"items": [], "mail": False}


def test_letters_are_one_s_own_choice(world: World, as_: As) -> None:
    dung = as_("dung")
    assert dung.put("/agenda/mail", {"mail": False}).json() == {"mail": False}
    assert dung.get("/agenda").json()["mail"] is False
    assert as_("").put("/agenda/mail", {"mail": False}).status_code in (401, 404)


def test_reminders_are_seen_by_who_looks_after_the_round(world: World, as_: As) -> None:
    assert as_("an").get("/reminders").status_code == 200
    assert as_("").get("/reminders").status_code in (401, 404)


def test_a_stopped_webhook_is_something_to_do(world: World, as_: As) -> None:
    webhook = world.by(QUAN, "administration", lambda who: world.house.webhooks.register(
        who, "https://nhan.example/", "he-thong", "coordination", ("report.submitted",)))  # fmt: skip
    with transaction.atomic(), maintaining():
        world.house.webhooks.give_up(webhook, "failing", webhook.begun)  # type: ignore[arg-type]
    todos = as_("quan").get("/agenda?lang=en").json()["items"]
    assert [(todo["what"], todo["thing"]) for todo in todos] == [("webhook-stopped", [webhook.id])]
    assert "five days" in todos[0]["why"]["en"]
    assert [todo["what"] for todo in as_("he-thong").get("/agenda").json()["items"] if todo["what"] == "webhook-stopped"]


# Readings -----------------------------------------------------------------------------------------------------------------


def test_each_request_of_a_program_is_noted_with_what_it_asked_about(world: World, as_: As) -> None:
    world.report(DUNG, "TD-LD")
    an, dung, uyen = as_("an"), as_("dung"), as_("uyen")
    an.get(REPORT)
    an.get(REPORT, Dicu_Purpose="reading")
    as_("hai").get(REPORT)
    found = dung.get("/readings/of?kind=report&key=demo/2025/TD-LD").json()["items"]
    assert [(row["account"], row["means"], row["route"], row["purpose"]) for row in found if row["account"] == "an"] == [
        ("an", "api", "api:getReport", "reading"), ("an", "api", "api:getReport", "coordination"),
    ]  # fmt: skip
    searched = uyen.get("/readings?account=hai").json()["items"]
    assert [(row["route"], row["outcome"]) for row in searched] == [("api:getReport", "absent")]
    assert problem(an.get("/readings")) == "forbidden"
    assert problem(uyen.get("/readings?kind=nothing")) == "invalid" and problem(uyen.get("/readings?day=1.1.2025")) == "invalid"


def test_readings_are_shown_to_those_whose_they_are(world: World, as_: As) -> None:
    """Of a thing: to the agency that owns it and to auditors; of oneself: to everybody who has signed in, and nobody else's."""
    world.report(DUNG, "TD-LD")
    assert as_("an").get(REPORT).status_code == 200
    for name in ("dung", "uyen"):
        shown = as_(name).get("/readings/of?kind=report&key=demo/2025/TD-LD", Dicu_Purpose="audit" if name == "uyen" else "reporting")
        assert "an" in {row["account"] for row in shown.json()["items"]}
    for name in ("hai", ""):
        assert problem(as_(name).get("/readings/of?kind=report&key=demo/2025/TD-LD")) in ("absent", "token-needed")
    assert {row["account"] for row in as_("an").get("/readings/mine").json()["items"]} == {"an"}
    assert problem(as_("").get("/readings/mine")) in ("absent", "token-needed")


def test_readings_page_by_page(world: World, as_: As) -> None:
    dung, found = as_("dung"), []
    for _ in range(5):
        dung.get(REPORT)
    address = "/readings/mine?limit=2"
    while address:
        page = dung.get(address).json()
        found += [row["position"] for row in page["items"]]
        address = page["next"] if len(found) < 20 else None
    assert found == sorted(found, reverse=True) and len(set(found)) == len(found) >= 5


# Webhooks -----------------------------------------------------------------------------------------------------------------


def test_webhooks_by_a_program(world: World, as_: As) -> None:
    quan = as_("quan")
    body = {"address": "https://nhan.example/x", "account": "he-thong", "purpose": "coordination", "kinds": ["report.submitted"]}
    made = quan.post("/webhooks", body, key=KEY)
    assert made.status_code == 201 and quan.post("/webhooks", body, key=KEY).content == made.content
    one = made["Location"]
    assert quan.get(one).json()["standing"]["position"] == made.json()["begun"]
    renewed = quan.post(f"{one}/renew", {"overlap_days": 3}).json()
    assert [key["generation"] for key in renewed["keys"]] == [1, 2] and renewed["keys"][0]["until"]
    assert problem(quan.post(f"{one}/resume")) == "refused"
    assert problem(quan.post(f"{one}/replay", {"position": 10**6})) == "refused"
    assert quan.post(f"{one}/replay", {"position": made.json()["begun"]}).status_code == 200
    assert as_("uyen").get("/webhooks", Dicu_Purpose="audit").json()["items"][0]["webhook"] == made.json()["webhook"]
    assert as_("binh").get("/webhooks").json()["items"] == [] and problem(as_("binh").get(one)) == "absent"
    assert problem(quan.post("/webhooks", {**body, "address": "http://nhan.example/"})) == "refused"
    assert problem(quan.post("/webhooks", {**body, "account": "an"})) == "forbidden"
    assert quan.delete(one).status_code == 200 and problem(quan.get(one)) == "absent"


def test_who_has_no_webhooks_does_nothing_with_them(world: World, as_: As) -> None:
    """Another coordinator neither: what is not theirs is not there."""
    body = {"address": "https://nhan.example/x", "account": "he-thong", "purpose": "coordination", "kinds": ["report.submitted"]}
    one, before = as_("quan").post("/webhooks", body)["Location"], world.entries()
    for name in ("binh", "dung", ""):
        api = as_(name)
        assert api.get("/webhooks").json().get("items", []) == []
        assert problem(api.post("/webhooks", body)) in ("forbidden", "absent", "token-needed")
        steps = [
            api.get(one),
            api.post(f"{one}/renew", {"overlap_days": 3}),
            api.post(f"{one}/resume"),
            api.post(f"{one}/replay", {"position": 1}),
            api.delete(one),
        ]
        assert {problem(answer) for answer in steps} == {"absent"}, name
    assert world.entries() == before
