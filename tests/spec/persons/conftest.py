"""A house with keys, committed, so that what an erasure does after its commit is done."""

from pathlib import Path

import pytest
from tests.unit.persons.world import World, a_world


@pytest.fixture
def world(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return a_world(tmp_path, monkeypatch)
