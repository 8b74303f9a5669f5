"""The interface on a round of the demonstration plan, open, with a token for each officer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.unit.api.calling import NO_LIMIT, Api, api_of
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import HERE, enrol, serving


@pytest.fixture(autouse=True)
def service(settings: Any) -> None:
    settings.DICU_HOUSE = HERE
    settings.DICU_API_LIMIT = NO_LIMIT


@pytest.fixture
def world(db: None, files: None) -> Iterator[World]:
    with serving(World().load().open()) as found:
        yield found


@pytest.fixture
def as_(world: World) -> Callable[[str], Api]:
    """`as_("dung")` is a program with a token of Dũng's; `as_("")` one without a token."""
    accounts = enrol()
    return lambda name: api_of(accounts.get(name))
