"""The demonstration's round of 2025, served to the officers who take part in it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import HERE, client_of, enrol, serving


@pytest.fixture
def world(db: Any, files: None, settings: Any) -> Iterator[World]:
    settings.DICU_HOUSE = HERE
    with serving(World().load().open()) as found:
        yield found


@pytest.fixture
def browser(world: World) -> Callable[[str], Client]:
    """`browser("dung")` is one in which Dũng has signed in; `browser("")` one in which nobody has."""
    accounts = enrol()
    return lambda name: client_of(accounts[name] if name else None)
