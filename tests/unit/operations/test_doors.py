"""The doors for machines: health tells good, bad or unknown and nothing else; metrics are closed to all who are not let in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client

from dicu.store.operations import pulse, signs
from dicu.store.operations.signs import Sign
from dicu.web.operations import doors

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Nothing that another test was told."""
    doors._known.clear()
    yield
    doors._known.clear()


def ready(**more: Any) -> Any:
    doors._known.clear()
    return Client().get("/health/ready", **more)


def test_a_house_that_works_is_ready() -> None:
    answer = ready()
    assert answer.status_code == 200 and answer.json()["ready"] is True
    assert answer.json()["signs"] == {"database": "good", "migrations": "good", "room": "good", "clock": "good", "worker": "unknown",
                                      "checkpoint": "unknown", "queue": "unknown"}  # fmt: skip


def test_a_database_that_is_gone_is_told_and_nothing_more_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> Any:
        raise OperationalError("connection to server at 10.9.8.7 failed for user secretuser")

    monkeypatch.setattr(connections["default"], "cursor", gone)
    answer = ready()
    assert answer.status_code == 503
    assert answer.json()["signs"]["database"] == "bad" and set(answer.json()["signs"].values()) == {"bad", "unknown"}
    assert b"secretuser" not in answer.content and b"10.9.8.7" not in answer.content
    assert Client().get("/health/live").status_code == 200


@pytest.mark.parametrize(("sign", "status"), [(Sign("x", False), 503), (Sign("x", False, vital=False), 200), (Sign("x", None), 200)])
def test_only_a_vital_sign_sends_visitors_elsewhere(monkeypatch: pytest.MonkeyPatch, sign: Sign, status: int) -> None:
    monkeypatch.setattr(doors, "all_signs", lambda: iter([sign]))
    assert ready().status_code == status


def test_who_asks_often_makes_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(doors, "all_signs", lambda: iter(asked.append(1) or [Sign("x", True)]))  # type: ignore[func-returns-value]
    for _ in range(5):
        Client().get("/health/ready")
    assert len(asked) == 1


def test_a_database_of_another_version_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    carried = signs.checks.carried()
    monkeypatch.setattr(signs.checks, "carried", lambda: carried | {("review", "9999_of_the_future")})
    assert ready().json()["signs"]["migrations"] == "bad"


def test_a_disk_that_is_nearly_full_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "ROOM", 2**62)
    answer = ready()
    assert answer.json()["signs"]["room"] == "bad" and answer.status_code == 200


def test_a_clock_that_was_set_back_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(UTC) - timedelta(days=1)

    monkeypatch.setattr(signs, "datetime", Yesterday)
    answer = ready()
    assert answer.json()["signs"]["clock"] == "bad" and answer.status_code == 503


def test_an_entry_of_tomorrow_shows_that_the_clock_is_wrong(reaching_all: None) -> None:
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    from tests.unit.store.conftest import BTP, LAN, noted  # noqa: PLC0415
    from tests.unit.store.conftest import KINDS as TOLD  # noqa: PLC0415

    from dicu.store.ledger.keeper import PostgresLedger  # noqa: PLC0415

    assert signs.clock().good
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    PostgresLedger(TOLD, now=lambda: tomorrow).append(BTP, noted("một"), expected=0, author=LAN)
    found = signs.clock()
    assert found.good is False and found.figures["ledger_entries"] == 1


def test_a_worker_that_stopped_is_told() -> None:
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    from dicu.store.agenda.models import PulseRow  # noqa: PLC0415

    now = datetime.now(UTC)
    PulseRow.objects.create(job="agenda", at=now)
    assert pulse.worker().good is True
    PulseRow.objects.filter(job="agenda").update(at=now - timedelta(minutes=6))
    found = pulse.worker()
    assert found.good is False and found.figures["worker_pulse_age_seconds"] > 300
    PulseRow.objects.filter(job="agenda").update(at=now, failed="SMTPError")
    assert pulse.worker().good is False


def test_a_missing_checkpoint_is_told_where_there_is_an_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pulse.checkpoint().good is None
    monkeypatch.setenv("DICU_ANCHOR", "/elsewhere/anchor")
    assert pulse.checkpoint().good is False


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_to_a_door(method: str) -> None:
    assert getattr(Client(), method)("/health/live").status_code in {404, 405}


def asked(settings: Any, token: str = "", networks: tuple[str, ...] = (), **headers: str) -> int:
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = token, list(networks)
    return int(Client().get("/metrics", **headers).status_code)


def test_metrics_are_closed_by_default_and_look_like_nothing(settings: Any) -> None:
    assert asked(settings) == 404
    assert Client().get("/metrics").content.replace(b"metrics", b"nowhere") == Client().get("/nowhere").content
    assert asked(settings, HTTP_AUTHORIZATION="Bearer ") == 404
    assert asked(settings, HTTP_AUTHORIZATION="Bearer") == 404


def test_a_token_opens_metrics_and_no_other_token_does(settings: Any) -> None:
    assert asked(settings, "right", HTTP_AUTHORIZATION="Bearer right") == 200
    for wrong in ("Bearer wrong", "Bearer rightx", "Basic right", "right", "Bearer ríght", ""):
        assert asked(settings, "right", HTTP_AUTHORIZATION=wrong) == 404


def test_a_network_opens_metrics_but_not_through_a_proxy(settings: Any) -> None:
    inside = ("10.1.0.0/16", "::1/128")
    assert asked(settings, networks=inside, REMOTE_ADDR="10.1.2.3") == 200
    assert asked(settings, networks=inside, REMOTE_ADDR="::1") == 200
    for address in ("10.2.0.1", "", "unix:", "10.1.2.3, 1.1.1.1"):
        assert asked(settings, networks=inside, REMOTE_ADDR=address) == 404
    for passed in doors.PASSED_ON:
        assert asked(settings, networks=inside, REMOTE_ADDR="10.1.2.3", **{passed: "10.1.2.3"}) == 404


def test_a_failed_sign_in_is_counted(settings: Any) -> None:
    from django.contrib.auth import authenticate  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    def count() -> float:
        settings.METRICS_TOKEN = "t"
        text = Client().get("/metrics", HTTP_AUTHORIZATION="Bearer t").content.decode()
        return float(next(line.split()[1] for line in text.splitlines() if line.startswith("dicu_sign_in_failures_total")))

    before = count()
    authenticate(RequestFactory().post("/"), username="nobody", password="x")
    assert count() == before + 1
