"""One house for all the doors of a module."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from tests.unit.access_matrix.house import House, standing
from tests.unit.web_review.serving import HERE


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    patch = pytest.MonkeyPatch()
    home = tmp_path_factory.mktemp("home")
    patch.setattr(django_settings, "FILES", home / "files")
    patch.setattr(django_settings, "HOME", home)
    patch.setattr(django_settings, "DICU_HOUSE", HERE)
    with django_db_blocker.unblock(), standing() as found:
        yield found
    patch.undo()
