"""A house with the shipped register loaded by a coordinator, and two officers who watch policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.policy_watch.watching import Watching
from tests.unit.web_review.serving import HERE, serving


@pytest.fixture
def watching(db: Any, files: None, settings: Any) -> Iterator[Watching]:
    settings.DICU_HOUSE = HERE
    made = Watching()
    with serving(made.world):
        yield made.load()
