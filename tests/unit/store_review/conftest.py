"""A house with the demonstration plan loaded and its round of 2025 open."""

from typing import Any

import pytest
from tests.unit.store_review.house import World


@pytest.fixture
def world(db: Any, files: None) -> World:
    return World().load().open()
