"""Pages and programs are answered alike: the table of the pages, row by row and role by role, asked of the interface."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from tests.unit.api.calling import NO_LIMIT, Api, api_of, problem
from tests.unit.api.doors import DONE, ELSEWHERE, LOOKED_AT, Door
from tests.unit.store_review.house import World
from tests.unit.web_review import test_who_opens_what as pages
from tests.unit.web_review.serving import HERE, ROLES, serving, undone
from tests.unit.web_review.test_who_opens_what import ALIKE, ENTRIES, READING, STEPS, Standing

from dicu.store.accounts.models import Account

LOOKING = [row for row in READING if row[0] in LOOKED_AT]


def _door(name: str, form: dict[str, str]) -> str:
    step = form.get("answer") or form.get("step")
    return f"{name} {step}" if step else name


DOING = [row for row in STEPS if _door(row[0], row[2]) not in ELSEWHERE]


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "FILES", tmp_path_factory.mktemp("files"))
    patch.setattr(settings, "DICU_HOUSE", HERE)
    patch.setattr(settings, "DICU_API_LIMIT", NO_LIMIT, raising=False)
    with django_db_blocker.unblock(), transaction.atomic(), serving(World()) as world:
        yield pages._played(world)
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture(scope="module")
def apis(standing: Standing) -> dict[str, Api]:
    accounts = {account.username: account for account in Account.objects.all()}
    return {role: api_of(accounts[officer.account] if officer else None) for role, officer in ROLES.items()}


def _row(row: tuple[Any, ...]) -> str:
    return ":".join([row[0], *row[1]])


def _of_pages(status: int, method: str, role: str) -> set[int]:
    """What the interface answers where a page answers `status`."""
    if role == "public" and status in (302, 403):
        return {401}
    return {200, 201} if status in (200, 302) else {status}


def _asked(api: Api, door: Door, where: tuple[str, ...], match: str = "", body: Any = None) -> Any:
    return api.send(door.method, door.path.format(*where), body, match=match, Accept_Language="en")


@pytest.mark.parametrize(("role", "column"), [(role, n) for n, role in enumerate(ROLES)])
@pytest.mark.parametrize(("name", "where", "statuses"), LOOKING, ids=map(_row, LOOKING))
def test_who_sees_what(
    standing: Standing, apis: dict[str, Api], name: str, where: tuple[str, ...], statuses: tuple[int, ...], role: str, column: int
) -> None:
    answer = _asked(apis[role], LOOKED_AT[name], tuple(map(standing.fill, where)))
    if (role, name) == ("public", "reports"):  # a page asks to sign in; a list that holds nothing for the public is empty
        assert answer.json() == {"items": [], "next": None}
        return
    assert answer.status_code in _of_pages(statuses[column], "GET", role)
    if answer.status_code >= 400:
        assert problem(answer) in ("absent", "forbidden", "token-needed")


@pytest.mark.parametrize(("role", "column"), [(role, n) for n, role in enumerate(ROLES)])
@pytest.mark.parametrize(("name", "where", "form", "statuses"), DOING, ids=map(_row, DOING))
def test_who_does_what(
    standing: Standing, apis: dict[str, Api], name: str, where: tuple[str, ...], form: dict[str, str], statuses: tuple[int, ...],
    role: str, column: int,
) -> None:  # fmt: skip
    """A refused step leaves the ledger as it was; an allowed one adds what the page’s does."""
    door = DONE[_door(name, form)]
    with undone():
        before = standing.world.entries()
        fields = pages._form(standing, where, form)
        match = f'"{fields.get("number", "0")}"' if door.guarded else ""
        answer = _asked(apis[role], door, tuple(map(standing.fill, where)), match, door.body(fields))
        assert answer.status_code in _of_pages(statuses[column], door.method, role), answer.content
        added = standing.world.entries() - before
        assert added == (ENTRIES.get(name, 1) if answer.status_code < 300 else 0)


@pytest.mark.parametrize(("role", "name", "hidden", "missing"), [row for row in ALIKE if row[1] in LOOKED_AT])
def test_hidden_and_missing_answer_alike(
    standing: Standing, apis: dict[str, Api], role: str, name: str, hidden: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """To the byte, headers and all: nothing in a problem repeats what was asked for."""
    answers = []
    for where in (hidden, missing):
        answer = _asked(apis[role], LOOKED_AT[name], tuple(map(standing.fill, where)))
        answers.append((answer.status_code, {k: v for k, v in answer.headers.items() if k != "X-Request-ID"}, answer.content))
    assert answers[0] == answers[1] and answers[0][0] == 404


@pytest.mark.parametrize(
    ("role", "name", "hidden", "missing"),
    [
        ("B", "line", ("demo", "2025", "TD-LD", "3.1"), ("demo", "2025", "TD-QQ", "9.9")),
        ("B", "line-attach", ("demo", "2025", "TD-LD", "3.1"), ("demo", "2025", "TD-QQ", "9.9")),
        ("B", "report-send", ("demo", "2025", "TD-LD"), ("demo", "2025", "TD-QQ")),
        ("B", "edition-publish", ("demo", "2025", "BUILT"), ("demo", "2025", "NOTHING")),
        ("B", "line-review accept", ("demo", "2025", "TD-LD", "3.1"), ("demo", "2025", "TD-QQ", "9.9")),
    ],
)
@pytest.mark.parametrize("match", ["", '"0"', '"99"'])
def test_steps_on_what_is_hidden_and_what_is_missing_are_answered_alike(
    standing: Standing, apis: dict[str, Api], role: str, name: str, hidden: tuple[str, ...], missing: tuple[str, ...], match: str
) -> None:
    """Also where the precondition is missing or wrong: that is asked only of what may be seen."""
    body = {"line": {"claim": "in-progress"}, "line-attach": b"a,b\n"}.get(name)
    answers = [_asked(apis[role], DONE[name], tuple(map(standing.fill, where)), match, body) for where in (hidden, missing)]
    assert [answer.status_code for answer in answers] == [404, 404] and answers[0].content == answers[1].content


def test_a_list_that_is_narrowed_to_what_is_hidden_looks_like_one_narrowed_to_nothing(standing: Standing, apis: dict[str, Api]) -> None:
    found = apis["B"].get("/reports?plan=demo&round=2025").json()["items"]
    assert [row["agency"] for row in found] == ["TD-TP"]
    assert apis["B"].get("/reports?plan=nope").content == apis["B"].get("/reports?plan=demo&round=2099").content
    assert len(apis["coordinator"].get("/editions").json()["items"]) == 2
    assert [e["state"] for e in apis["public"].get("/editions").json()["items"]] == ["published"]


def test_what_is_drafted_is_shown_to_its_agency_alone(standing: Standing, apis: dict[str, Api]) -> None:
    line = "/reports/demo/2025/TD-LD/lines/3.2"
    assert apis["A"].get(line).json()["content"]["narrative"] == "Bản nháp."
    assert apis["coordinator"].get(line).json()["content"]["narrative"] == "Đã làm."
