"""The same request sent twice is done once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction
from tests.unit.api.calling import LINE, REPORT, Api, api_of, problem, whole
from tests.unit.store_review.house import AN, BINH, DUNG, HOA, World
from tests.unit.web_review.serving import enrol, serving

from dicu.api import noting
from dicu.store.api import answers
from dicu.store.api.models import KeptAnswer
from dicu.store.embedded import Connection
from dicu.store.security.session import speaking_as

As = Callable[[str], Api]
KEY = "a-key-of-mine-1"
PATH = f"{REPORT}/lines/3.1"


DESCRIBED = "kind=dataset&title=x&place=not-known&classification=public&language=vi"


def test_a_repeated_request_gets_the_answer_of_the_first(world: World, as_: As) -> None:
    """Although the state that it was read in has gone: it was this very request that moved it."""
    dung = as_("dung")
    read = dung.etag()
    first = dung.put(PATH, LINE, match=read, key=KEY)
    again = dung.put(PATH, LINE, match=read, key=KEY)
    assert (first.status_code, first.content, first["ETag"]) == (again.status_code, again.content, again["ETag"])
    assert (again["Idempotency-Replayed"], first.headers.get("Idempotency-Replayed")) == ("true", None)
    assert again["Content-Type"] == "application/json"
    assert world.history("TD-LD") == ["line.written"]
    assert problem(dung.put(PATH, {**LINE, "narrative": "Khác."}, match=read)) == "stale"


def test_a_file_that_is_sent_again_is_attached_once(world: World, as_: As) -> None:
    dung = as_("dung")
    dung.put(PATH, LINE, match=dung.etag())
    read, address = dung.etag(), f"{PATH}/files?name=bang.csv&{DESCRIBED}"
    answers_ = [dung.post(address, b"a,b\n1,2\n", match=read, key=KEY) for _ in range(2)]
    assert [a.status_code for a in answers_] == [201, 201] and answers_[0].content == answers_[1].content
    assert problem(dung.post(address, b"a,b\n1,3\n", match=read, key=KEY)) == "key-reused"


@pytest.mark.parametrize(
    "other",
    [
        {"body": {**LINE, "narrative": "Khác."}},
        {"path": f"{REPORT}/lines/3.2"},
        {"match": '"5"'},
        {"Dicu_Purpose": "reporting"},
        {
            "path": f"{PATH}/files?name=a.csv&{DESCRIBED}",
            "method": "POST",
            "body": b"a,b\n1,2\n",
        },
    ],
)
def test_a_key_stands_for_one_request(world: World, as_: As, other: dict[str, Any]) -> None:
    dung = as_("dung")
    read = dung.etag()
    named = {"Dicu_Purpose": "reading"} if "Dicu_Purpose" in other else {}
    first = dung.put(PATH, LINE, match=read, key=KEY)
    assert first.status_code == 200
    asked = {"method": "PUT", "path": PATH, "body": LINE, "match": read, **other, **named}
    assert problem(dung.send(key=KEY, **asked)) == "key-reused"
    assert world.history("TD-LD") == ["line.written"]


def test_a_refused_request_may_be_tried_again_with_its_key(world: World, as_: As) -> None:
    """A refusal did nothing, so nothing is repeated by trying it when what stood in its way is gone."""
    dung = as_("dung")
    assert problem(dung.post(f"{REPORT}/clearance", match=dung.etag(), key=KEY)) == "refused"
    for task in ("3.1", "3.2", "3.3"):
        dung.put(f"{REPORT}/lines/{task}", whole(task), match=dung.etag())
    assert dung.post(f"{REPORT}/clearance", match=dung.etag(), key=KEY).status_code == 200


def test_a_key_is_its_account_s_own(world: World, as_: As) -> None:
    """Another account's same key is another key, and brings nobody another's answer."""
    dung, hoa = as_("dung"), as_("hoa")
    assert dung.put(PATH, LINE, match=dung.etag(), key=KEY).status_code == 200
    assert hoa.put(f"{REPORT}/lines/3.2", LINE, match=hoa.etag(), key=KEY).status_code == 200
    with transaction.atomic(), speaking_as(AN):
        assert KeptAnswer.objects.count() == 0, "even a coordinator's reach shows no other account's answers"


def test_an_answer_that_was_lost_on_its_way_is_given_again(world: World, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step is done and its answer kept in one transaction: what breaks afterwards loses neither."""
    dung = as_("dung")
    read = dung.etag()
    with monkeypatch.context() as broken:
        broken.setattr(noting, "_note", lambda *_: 1 / 0)
        assert problem(dung.put(PATH, LINE, match=read, key=KEY)) == "unavailable"
    assert dung.put(PATH, LINE, match=read, key=KEY).status_code == 200
    assert world.history("TD-LD") == ["line.written"]


def test_what_fails_while_the_answer_is_kept_undoes_the_step(world: World, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    dung = as_("dung")
    read = dung.etag()
    with monkeypatch.context() as broken:
        broken.setattr(answers, "keep", lambda *_: 1 / 0)
        assert problem(dung.put(PATH, LINE, match=read, key=KEY)) == "fault"
    assert world.history("TD-LD") == []
    assert dung.put(PATH, LINE, match=read, key=KEY).status_code == 200


def test_a_request_in_flight_is_told_apart(world: World, as_: As, postgres: Connection) -> None:
    dung = as_("dung")
    with psycopg.connect(postgres.address("app")) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"dung\n{KEY}"])
        answer = dung.put(PATH, LINE, match=dung.etag(), key=KEY)
        assert (problem(answer), answer["Retry-After"]) == ("in-flight", "1")
    assert dung.put(PATH, LINE, match=dung.etag(), key=KEY).status_code == 200


def test_many_at_once_are_one(transactional_db: None, files: None) -> None:
    """Eight times the same request in eight connections: one entry, and no answer but the first one's or "wait"."""
    with serving(World().load().open()) as world:
        dung = api_of(enrol()["dung"])
        read = dung.etag()

        def ask(_: int) -> Any:
            try:
                return Api(dung.token).put(PATH, LINE, match=read, key=KEY)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(ask, range(8)))
        good = [answer for answer in found if answer.status_code == 200]
        assert good and len({answer.content for answer in good}) == 1
        assert {problem(answer) for answer in found if answer.status_code != 200} <= {"in-flight"}
        assert world.history("TD-LD") == ["line.written"]


def test_a_key_is_forgotten_after_two_days(world: World, as_: As) -> None:
    dung = as_("dung")
    read = dung.etag()
    dung.put(PATH, LINE, match=read, key=KEY)
    world.clock.at += timedelta(hours=47)
    assert dung.put(PATH, LINE, match=read, key=KEY).status_code == 200
    world.clock.at += timedelta(hours=2)
    assert problem(dung.put(PATH, {**LINE, "narrative": "Khác."}, match=read, key=KEY)) == "stale"


def test_what_is_old_is_swept_away(world: World, as_: As) -> None:
    dung, hoa = as_("dung"), as_("hoa")
    dung.put(PATH, LINE, match=dung.etag(), key=KEY)
    world.clock.at += timedelta(hours=30)
    hoa.put(f"{REPORT}/lines/3.2", LINE, match=hoa.etag(), key=KEY)
    world.clock.at += timedelta(hours=20)
    assert "answers" in world.house.jobs
    world.house.jobs["answers"].call()
    with transaction.atomic(), speaking_as(HOA):
        assert KeptAnswer.objects.filter(account="hoa").count() == 1
    with transaction.atomic(), speaking_as(DUNG):
        assert KeptAnswer.objects.count() == 0


@pytest.mark.parametrize("key", ["short", "x" * 101, "có-dấu-à-12345", "a b c d e f g", "", "a\tb-12345678"])
def test_a_key_has_a_form(world: World, as_: As, key: str) -> None:
    dung = as_("dung")
    assert problem(dung.put(PATH, LINE, match=dung.etag(), Idempotency_Key=key)) == "invalid"


def test_publishing_twice_is_publishing_once(world: World, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    from dicu.review.desk import Press  # noqa: PLC0415

    world.desk.editions.press = Press(("html",), lambda document, _: document.snapshot.encode())
    built = as_("an").post("/plans/demo/rounds/2025/editions", key=KEY)
    assert built.status_code == 201 and built["Location"].endswith(built.json()["snapshot"])
    assert as_("an").post("/plans/demo/rounds/2025/editions", key=KEY)["Location"] == built["Location"]
    for _ in range(2):
        published = as_("binh").post(f"{built['Location']}/publish", key=KEY)
        assert (published.status_code, published.json()["state"]) == (200, "published")
    assert as_(BINH.account).post(f"{built['Location']}/publish").status_code == 403
