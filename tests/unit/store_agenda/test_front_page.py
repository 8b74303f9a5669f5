"""What the front page costs: a number of questions to the database that does not grow; and the agenda asks in vain for nobody
without leaving anything out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import transaction
from tests.unit.review.making import DUE, plan_of
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, HOA, TWO_HATS, UYEN, World
from tests.unit.web_review.serving import HERE, client_of, enrol, serving, url

from dicu.access.model import Grant, Officer
from dicu.agenda.todo import For, Sources, Todo
from dicu.store.accounts.models import Account, GrantRow
from dicu.store.agenda.recipients import does
from dicu.store.agenda.rights import ending
from dicu.store.security.session import maintaining, speaking_as
from dicu.vocabulary.messages import T

MOST = 22
"""Statements of one request, without the beginning and the end of its two transactions: three say who asks, one whose reach it
is, six or seven are the agenda's, three or four the other tiles', three note what was read. A room that adds a tile looks first
whether the tile can do with what is asked already."""
ADMINISTRATOR = Officer("ly", "Lý", "TD-NG", (Grant("administrator"),))


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that is sent, whether by Django or past it."""
    said: list[str] = []
    execute = psycopg.Cursor.execute

    def noted(cursor: Any, query: Any, *more: Any, **named: Any) -> Any:
        said.append(str(query))
        return execute(cursor, query, *more, **named)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", noted)
        yield said


@pytest.mark.django_db(transaction=True)
def test_the_front_page_takes_few_questions_and_no_more_when_there_is_more_to_do(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DICU_HOUSE = HERE
    with serving(World().load().open()) as world:
        accounts = enrol()
        clients = {officer.account: client_of(accounts[officer.account]) for officer in (DUNG, AN)}
        before = asked(clients, monkeypatch)
        task = plan_of().tasks_led_by("TD-LD")[0].code
        world.report(DUNG, "TD-LD")
        world.report(HAI, "TD-TP")
        world.on(DUE).give_back(AN, task)
        world.house.agenda.tick()
        after = asked(clients, monkeypatch)
        for name, said in (*before.items(), *after.items()):
            assert len(said) <= MOST, f"{name}: {len(said)} statements\n" + "\n".join(one[:100] for one in said)
        assert {name: len(said) for name, said in after.items()} == {name: len(said) for name, said in before.items()}


def asked(clients: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    found = {}
    for name, client in clients.items():
        assert client.get(url("home")).status_code == 200  # what a process asks once is not counted
        with counted(monkeypatch) as said:
            page = client.get(url("home", language="en")).content.decode()
        assert "What there is to do" in page or name == "an"
        found[name] = said
    return found


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("officer", [DUNG, HOA, HAI, AN, BINH, UYEN, TWO_HATS, ADMINISTRATOR], ids=lambda officer: officer.account)
def test_asking_in_vain_for_nobody_leaves_nothing_out(officer: Officer, settings: Any) -> None:
    """Against every to-do there is, each decided for this officer."""
    settings.DICU_HOUSE = HERE
    with serving(World().load().open()) as world:
        accounts = enrol()
        GrantRow.objects.filter(account=accounts["dung"]).update(until=DUE + timedelta(days=5))
        task = plan_of().tasks_led_by("TD-LD")[0].code
        world.report(DUNG, "TD-LD")
        world.report(HAI, "TD-TP")
        world.on(DUE).give_back(AN, task)
        desk = world.house.agenda
        with transaction.atomic(), speaking_as(officer):
            every = desk.sources.todos(desk.today())
            expected = [todo.id for todo in every if does(desk.policy, officer, todo, desk.today())]
            mine = desk.mine(officer)
            assert [line.todo.id for line in mine] == expected
            assert desk.counted(officer) == (len(mine), sum(line.late for line in mine))
        assert expected or officer in {UYEN, HAI}


class TestNarrowing:
    def source(self, day: date) -> list[Todo]:
        return [Todo("report", ("a",), T("Send."), T("Owed."), role="reporter")]

    @pytest.mark.parametrize(("roles", "found"), [(None, 1), ({"reporter"}, 1), ({"reporter", "auditor"}, 1), ({"auditor"}, 0), ((), 0)])
    def test_a_source_is_asked_for_its_roles(self, roles: Any, found: int) -> None:
        sources = Sources()
        sources.register("one", For(frozenset({"reporter"}), self.source))
        assert len(sources.todos(DUE, roles)) == found

    def test_one_that_does_not_say_whom_it_is_for_is_always_asked(self) -> None:
        sources = Sources()
        sources.register("one", self.source)
        assert len(sources.todos(DUE, ())) == 1


@pytest.mark.usefixtures("db")
class TestRightsThatEnd:
    DAY = date(2026, 3, 2)

    def given(self, *until: date | None, ended: date | None = None, active: bool = True) -> list[str]:
        account = Account.objects.create_account("lan", None, full_name="Lan", agency="TD-LD")
        account.is_active = active
        account.save()
        for day in until:
            GrantRow.objects.create(account=account, role="reporter", agency="TD-LD", until=day, ended=ended, granted_by="test")
        with transaction.atomic(), maintaining():
            return [f"{todo.account or todo.role} {todo.due}" for todo in ending(self.DAY)]

    def test_one_that_ends_soon_is_told_to_two(self) -> None:
        assert self.given(self.DAY) == ["lan 2026-03-02", "administrator 2026-03-02"]

    @pytest.mark.parametrize("longer", [None, DAY + timedelta(days=1), DAY + timedelta(days=900)])
    def test_one_that_a_longer_one_goes_on_with_ends_nothing(self, longer: date | None) -> None:
        told = self.given(self.DAY, longer)
        assert [one for one in told if one.endswith(str(self.DAY))] == []

    def test_one_that_was_ended_by_hand_is_no_surprise(self) -> None:
        assert self.given(self.DAY, ended=self.DAY) == []

    def test_one_that_is_past_ends_nothing_now(self) -> None:
        assert self.given(self.DAY - timedelta(days=1)) == []

    def test_one_that_is_far_off_ends_nothing_now(self) -> None:
        assert self.given(self.DAY + timedelta(days=46)) == []

    def test_of_a_closed_account_nothing_ends(self) -> None:
        assert self.given(self.DAY, active=False) == []
