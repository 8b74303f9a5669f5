import pytest
from tests.unit.administration.house import Office


@pytest.fixture
def office(db: None, files: None) -> Office:
    return Office()
