"""A house with the shipped series of dialogues loaded, and two officers of the secretariat."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.dialogues.talks import Talks
from tests.unit.web_review.serving import HERE, serving


@pytest.fixture
def talks(db: Any, files: None, settings: Any) -> Iterator[Talks]:
    settings.DICU_HOUSE = HERE
    made = Talks()
    with serving(made.world):
        yield made.load()
