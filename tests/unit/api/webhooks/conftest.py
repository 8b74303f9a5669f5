"""A house whose webhooks reach receivers on this machine."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.api.receiving import Server, receiving
from tests.unit.api.webhooks.hooking import prepared
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import serving


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("DICU_HOME", str(tmp_path))
    monkeypatch.setenv("DICU_WEBHOOK_HTTP", "true")
    monkeypatch.setenv("DICU_WEBHOOK_NETWORKS", "127.0.0.0/8")


@pytest.fixture
def world(db: None, files: None) -> Iterator[World]:
    with serving(World().load().open()) as found:
        prepared(found)
        yield found


@pytest.fixture
def server() -> Iterator[Server]:
    with receiving() as found:
        yield found
