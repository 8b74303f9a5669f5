"""The pages of administration, on a house with an administrator, a coordinator and reporters."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.unit.store_review.house import AN, DUNG, HAI, UYEN, World
from tests.unit.web_review.serving import HERE, account_of, client_of, serving

from dicu.access.model import Grant, Officer

VAN = Officer("van", "Trịnh Hà Vân", "TD-NG", (Grant("administrator"),))
OFFICERS = (VAN, AN, DUNG, HAI, UYEN)


@pytest.fixture(autouse=True)
def service(settings: Any) -> None:
    settings.DICU_HOUSE = HERE


@pytest.fixture
def world(db: None, files: None) -> Iterator[World]:
    with serving(World().load().open()) as found:
        found.write(DUNG, "3.1", narrative="Bản nháp của Dũng.")
        found.clock.at = datetime.now(UTC)
        yield found


@pytest.fixture
def as_(world: World) -> Callable[[str], Client]:
    accounts = {officer.account: account_of(officer) for officer in OFFICERS}
    return lambda name: client_of(accounts.get(name))
