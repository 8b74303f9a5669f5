"""One installation for all tests of a module that only look at it."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.operations.installing import Installation, installed


@pytest.fixture(scope="module")
def installation(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Brought to this version by `dicu migrate`."""
    with installed(postgres, tmp_path_factory.mktemp("operations") / "home", "dicu_operations") as place:
        done = place.run("migrate", "--json", owner=True, afresh=True)
        assert done.code == 0, done.err
        yield place
