"""Damaged, oversized and crooked requests: each a problem in words, none a fault of ours, nothing done."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError
from tests.unit.api.calling import LINE, REPORT, Api, problem
from tests.unit.store_review.house import World

from dicu.api import once

As = Callable[[str], Api]
PATH = f"{REPORT}/lines/3.1"


DESCRIBED = "kind=dataset&title=x&place=not-known&classification=public&language=vi"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "invalid"),
        (b"{", "bad-request"),
        (b"null", "invalid"),
        (b"[]", "invalid"),
        (b'"text"', "invalid"),
        (b'{"claim": "completed"} {}', "bad-request"),
        (b"\xff\xfe{}", "bad-request"),
        ('{"claim": "in-progress"}'.encode("utf-16"), "bad-request"),
        (b"\xef\xbb\xbf{}", "bad-request"),
        (b'{"narrative": "\xff"}', "bad-request"),
        (b'{"claim": "in-progress", "claim": "completed"}', "bad-request"),
        (b'{"claim": "in-progress", "narrative": "\\u0000"}', "invalid"),
        (b'{"claim": "in-progress", "narrative": "\\ud800"}', "invalid"),
        (b'{"claim": "in-progress", "\\ud800": 1}', "invalid"),
        (b'{"claim": NaN}', "bad-request"),
        (b'{"claim": Infinity}', "bad-request"),
        (b'{"claim": ' + b"9" * 5000 + b"}", "bad-request"),
        (b'{"claim": 1e999}', "invalid"),
        (b"[" * 5000 + b"]" * 5000, "bad-request"),
        (b"[" * 50 + b"]" * 50, "bad-request"),
        (b'{"a":' * 90_000, "bad-request"),
        (b'{"claim": "' + b"a" * 2_000_000 + b'"}', "too-large"),
    ],
    ids=lambda value: value[:24].decode("latin-1") if isinstance(value, bytes) else value,
)
def test_bodies_that_are_not_what_they_should_be(world: World, as_: As, body: bytes, kind: str) -> None:
    dung = as_("dung")
    answer = dung.put(PATH, body, match='"0"', Content_Type="application/json")
    assert problem(answer) == kind
    assert answer.status_code < 500 and world.history("TD-LD") == []


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        ("text/plain", ""),
        ("application/x-www-form-urlencoded", ""),
        ("multipart/form-data; boundary=x", ""),
        ("", ""),
        ("application/json; charset=utf-16", ""),
        ("application/json", "gzip"),
        ("application/JSONx", ""),
    ],
)
def test_another_kind_of_content_is_refused(world: World, as_: As, kind: str, encoding: str) -> None:
    more = {"Content_Encoding": encoding} if encoding else {}
    answer = as_("dung").put(PATH, json.dumps(LINE).encode(), match='"0"', Content_Type=kind, **more)
    assert problem(answer) == "media-type" and answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


def test_a_body_may_say_that_it_is_utf_8(world: World, as_: As) -> None:
    answer = as_("dung").put(PATH, json.dumps(LINE).encode(), match='"0"', Content_Type="application/json; charset=UTF-8")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api", 404),
        ("/api/", 404),
        ("/api/v1", 404),
        ("/api/v1/", 404),
        ("/api/v2/plans", 404),
        ("/api/v1/plans/", 404),
        ("/api/v1//plans", 404),
        ("/api/v1/plans/demo%2Frounds", 404),
        ("/api/v1/plans/../trail", 404),
        ("/api/v1/plans/%2e%2e/trail", 404),
        ("/api/v1/plans/..;/trail", 404),
        ("/api/v1/plans/demo%00", 400),
        ("/api/v1/plans/%ff%fe", 400),
        ("/api/v1/plans/" + "a" * 101, 404),
        ("/api/v1/plans/" + "a" * 3000, 400),
        ("/api/v1/plans/%F0%9F%92%A9", 404),
        ("/api/v1/plans?x=%00", 400),
        ("/api/v1/plans?x=%ff", 400),
        ("/api/v1/plans?" + "x" * 5000, 400),
        ("/api/v1/plans?unknown=1", 422),
        ("/api/v1/plans?lang=fr", 422),
        ("/api/v1/editions?limit=1&limit=2", 422),
        ("/api/v1/editions?limit=0", 422),
        ("/api/v1/editions?limit=201", 422),
        ("/api/v1/editions?limit=" + "9" * 3000, 422),
        ("/api/v1/editions?after=x", 422),
        ("/api/v1/editions?after=W10", 422),
        ("/api/v1/trail?after=" + "W" * 601, 422),
        ("/API/v1/plans", 404),
    ],
)
def test_crooked_addresses(world: World, as_: As, path: str, status: int) -> None:
    for name in ("", "uyen"):
        answer = as_(name).get(path)
        assert answer.status_code == status
        if path.startswith("/api"):
            assert problem(answer)


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept_Language": "x" * 5000},
        {"Idempotency_Key": "x" * 5000},
        {"Authorization": "Bearer " + "x" * 5000},
        {"Host": "evil.example"},
        {"Host": "a\\b@c"},
        {"If_Match": '"' + "9" * 4001 + '"'},
    ],
)
def test_crooked_headers(world: World, as_: As, headers: dict[str, str]) -> None:
    if "Host" in headers:
        answer = as_("dung").client.get("/api/v1/plans", HTTP_HOST=headers["Host"])
    else:
        answer = as_("dung").get("/plans", **headers)
    assert problem(answer) == "bad-request"


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "\u0661", "9" * 30])
def test_a_length_that_is_none(world: World, as_: As, length: str) -> None:
    dung = as_("dung")
    headers = {"Authorization": f"Bearer {dung.token}"}
    answer = dung.client.generic("PUT", PATH, b"{}", "application/json", headers=headers, CONTENT_LENGTH=length)
    assert problem(answer) in ("bad-request", "too-large")


def test_a_body_that_ends_too_early_leaves_nothing(world: World, as_: As) -> None:
    dung = as_("dung")
    dung.put(PATH, LINE, match='"0"')
    headers = {"Authorization": f"Bearer {dung.token}", "If-Match": '"1"'}
    address = f"{PATH}/files?name=a.csv&{DESCRIBED}"
    sent = {"CONTENT_TYPE": "application/octet-stream", "CONTENT_LENGTH": "400", "wsgi.input": BytesIO(b"a,b\n")}
    answer = dung.client.generic("POST", address, b"", "application/octet-stream", headers=headers, **sent)
    assert problem(answer) == "bad-request"
    assert world.history("TD-LD") == ["line.written"]


def test_a_file_beyond_the_limit_is_not_kept(world: World, as_: As, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    dung = as_("dung")
    dung.put(PATH, LINE, match='"0"')
    answer = dung.post(f"{PATH}/files?name=a.csv&{DESCRIBED}", b"a,b\n" * 251, match='"1"')
    assert problem(answer) == "too-large" and answer.status_code == 413
    assert not [p for p in django_settings.FILES.rglob("*") if p.is_file() and p.stat().st_size == 1004]


def test_a_file_that_is_announced_beyond_the_limit_is_not_read(world: World, as_: As, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    dung = as_("dung")
    sent = {"CONTENT_TYPE": "application/octet-stream", "CONTENT_LENGTH": "1001", "wsgi.input": BytesIO()}
    headers = {"Authorization": f"Bearer {dung.token}", "If-Match": '"0"'}
    answer = dung.client.generic(
        "POST",
        f"{PATH}/files?name=a.csv&{DESCRIBED}",
        b"",
        headers=headers,
        **sent,
    )
    assert problem(answer) == "too-large"


def test_steps_without_a_body_take_none(world: World, as_: As) -> None:
    an = as_("an")
    assert problem(an.post("/plans/demo/rounds/2026/open", {"force": True})) == "invalid"
    assert an.post("/plans/demo/rounds/2026/open", {}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FOO"])
def test_other_methods(world: World, as_: As, method: str) -> None:
    answer = as_("dung").send(method, "/plans", b"")
    assert problem(answer) == "method" and answer["Allow"] == "GET, HEAD, OPTIONS"


def test_heads_and_options(world: World, as_: As) -> None:
    dung = as_("dung")
    whole, head, options = (dung.send(method, REPORT) for method in ("GET", "HEAD", "OPTIONS"))
    assert head.status_code == 200 and head.content == b"" and head["ETag"] == whole["ETag"]
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert dung.send("OPTIONS", PATH)["Allow"] == "GET, HEAD, OPTIONS, PUT"
    assert problem(dung.send("OPTIONS", "/nowhere")) == "absent"


def test_nothing_is_kept_on_the_way(world: World, as_: As) -> None:
    for answer in (as_("dung").get(REPORT), as_("").get("/plans"), as_("").get("/nowhere")):
        assert answer["Cache-Control"] == "no-store" and "Authorization" in answer["Vary"]


def test_a_fault_of_ours_is_told_by_a_number_alone(
    world: World, as_: As, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise ValueError("Nguyễn Thị Canary")

    monkeypatch.setattr(once, "once", broken)
    answer = as_("dung").put(PATH, LINE, match='"0"')
    assert problem(answer) == "fault" and len(answer.json()["incident"]) == 8
    assert answer.json()["incident"] in caplog.text and "Canary" not in caplog.text + answer.content.decode()


def test_a_database_that_is_gone_is_said_so(world: World, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> Any:
        raise OperationalError("secret host")

    monkeypatch.setattr(once, "once", gone)
    answer = as_("dung").put(PATH, LINE, match='"0"')
    assert problem(answer) == "unavailable" and answer["Retry-After"] == "60" and b"secret" not in answer.content
