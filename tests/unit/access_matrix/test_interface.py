"""Every operation of the interface, called by everybody on every errand, about every thing."""

from typing import Any

import pytest
from django.db import transaction
from tests.unit.access_matrix.elsewhere import calls, gone
from tests.unit.access_matrix.house import CAST, House
from tests.unit.access_matrix.interface import BESIDES, OPERATIONS, Operation
from tests.unit.access_matrix.model import ABSENT, IN, SIGN_IN, TOLD, Who
from tests.unit.access_matrix.things import Named
from tests.unit.api.calling import NO_LIMIT, Api

from dicu.api.interface import description

STATUSES = {**dict.fromkeys((200, 201, 204, 409, 412, 422), IN), 401: SIGN_IN, 403: TOLD, 404: ABSENT}
ERRANDS = ("", "audit", "reading")
CALLERS = ("dung", "an", "binh", "uyen", "van", "phuc", "nga", "public")


@pytest.fixture(autouse=True)
def unlimited(settings: Any) -> None:
    settings.DICU_API_LIMIT = NO_LIMIT


def answered(house: House, who: Who, operation: Operation, named: Named, purpose: str) -> str:
    api = Api(house.tokens.get(who.name, ""))
    path = operation.path.format(*named.where, *house.filled(operation.tail, named.where))
    more = {"Dicu-Purpose": purpose} if purpose else {}
    with transaction.atomic():
        answer = api.send(operation.method, path, operation.body, match='"0"' if operation.guarded else "", **more)
        transaction.set_rollback(True)
    return STATUSES.get(answer.status_code, str(answer.status_code))


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("who", CALLERS)
def test_an_operation_answers_as_the_model_says(house: House, who: str, name: str) -> None:
    """`Dicu-Purpose` is the errand; without it, the one that is usual at that place."""
    operation, caller, wrong = OPERATIONS[name], CAST[who], []
    for named in operation.step.on(house):
        for purpose in ERRANDS if operation.method == "GET" else ("",):
            expected = operation.step.outcome(caller, named, purpose or operation.errand(caller, named))
            if not caller.known and expected == TOLD:
                expected = SIGN_IN
            found = answered(house, caller, operation, named, purpose)
            if found != expected:
                wrong.append((named.where, purpose, found, expected))
    assert wrong == []


def test_every_operation_is_in_the_matrix(house: House) -> None:
    """One that is added is called by everybody here, or stands in the list of those that another file asks about."""
    paths = Api().get("/openapi.json").json()["paths"]
    assert {operation["operationId"] for methods in paths.values() for operation in methods.values()} == {*OPERATIONS, *BESIDES}


def test_what_is_asked_elsewhere_is_asked_there() -> None:
    """Each names a test that exists and calls the operation."""
    assert gone(BESIDES) == []
    paths = description()["paths"]
    doors = {o["operationId"]: (method, path.removeprefix("/api/v1")) for path, methods in paths.items() for method, o in methods.items()}
    assert [name for name, test in BESIDES.items() if not calls(test, *doors[name])] == []
