"""The pages on a house with an open round, and a browser for each officer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import HERE, client_of, enrol, serving


@pytest.fixture(autouse=True)
def service(settings: Any) -> None:
    settings.DICU_HOUSE = HERE


@pytest.fixture
def world(db: None, files: None) -> Iterator[World]:
    with serving(World().load().open()) as found:
        yield found


@pytest.fixture
def as_(world: World) -> Callable[[str], Client]:
    accounts = enrol()
    return lambda name: client_of(accounts[name] if name else None)
