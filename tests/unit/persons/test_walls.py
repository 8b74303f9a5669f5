"""The database's own wall round people, asked in SQL as the application's role: by domain and agency, whatever the session's reach;
and that the application starts with no keys but its own."""

from typing import Any

import pytest
from django.apps import apps
from psycopg import errors
from tests.unit.persons.world import FAR, LAN, PHUONG, THUY, TUAN, World

from dicu.access.model import Grant, Officer
from dicu.access.rulebook import rooms
from dicu.ledger.keyring import KeysRefused

HERE = {"dicu.reach": "public", "dicu.rooms": "person/support/TD-LD", "dicu.account": "lan.hotro"}
TABLES = {"ledger_entry": "stream", "ledger_stream": "name", "persons_person": "id", "persons_token": "person"}


@pytest.fixture
def people(world: World) -> tuple[str, str, str]:
    return world.record(PHUONG), world.record(THUY, FAR), world.record(THUY, TUAN, "enforcement")


@pytest.mark.parametrize(
    ("settings", "seen", "tokens"),
    [
        (HERE, {0}, {0}),
        ({**HERE, "dicu.rooms": "person/support/TD-NG\nperson/enforcement/TD-LD"}, {1, 2}, {1, 2}),
        ({**HERE, "dicu.rooms": "person/consular/TD-LD"}, set(), set()),
        ({**HERE, "dicu.rooms": "person"}, set(), set()),
        ({**HERE, "dicu.rooms": "person/support"}, set(), set()),
        ({**HERE, "dicu.rooms": ""}, set(), set()),
        ({"dicu.reach": "own", "dicu.agency": "TD-LD", "dicu.written": "TD-LD", "dicu.account": "an"}, set(), set()),
        ({"dicu.reach": "all", "dicu.account": "hoa"}, set(), set()),
        ({"dicu.reach": "watch", "dicu.account": "uyen"}, {0, 1, 2}, set()),
        ({"dicu.reach": "recording", "dicu.account": ""}, set(), set()),
        ({"dicu.reach": "all", "dicu.account": ""}, {0, 1, 2}, {0, 1, 2}),
        ({}, set(), set()),
    ],
)
@pytest.mark.parametrize("role", ["app_sql", "owner_sql"])
def test_what_a_session_sees(
    request: pytest.FixtureRequest, people: tuple[str, ...], role: str, settings: dict[str, str], seen: set[int], tokens: set[int]
) -> None:
    ask = request.getfixturevalue(role)
    for table, column in TABLES.items():
        found = {str(name)[-32:] for (name,) in ask(f"SELECT {column} FROM {table}", settings=settings)}
        wanted = tokens if table == "persons_token" else seen
        assert found & set(people) == {people[number] for number in wanted}, table


@pytest.mark.parametrize(
    "settings", [{"dicu.reach": "all", "dicu.account": "hoa"}, {"dicu.reach": "watch", "dicu.account": "uyen"}, {**HERE, "dicu.rooms": ""}]
)
def test_who_does_not_work_there_writes_nothing(app_sql: Any, people: tuple[str, ...], settings: dict[str, str]) -> None:
    stream = f"person/support/{'0' * 32}"
    with pytest.raises(errors.InsufficientPrivilege):
        app_sql(
            "INSERT INTO ledger_stream (name, authority, instance, length, head)"
            " VALUES (%s, 'TD-LD', 'vn', 0, decode(repeat('00', 32), 'hex'))",
            stream,
            settings=settings,
        )
    with pytest.raises(errors.InsufficientPrivilege):
        app_sql(
            "INSERT INTO persons_token (domain, agency, person, token) VALUES ('support', 'TD-LD', %s, 'x')", people[0], settings=settings
        )
    app_sql("DELETE FROM persons_token", settings=settings)
    house = {"dicu.reach": "all", "dicu.account": ""}
    assert app_sql("SELECT count(*) FROM persons_token WHERE person = %s", people[0], settings=house)[0][0] > 0


def test_no_record_is_taken_away(app_sql: Any, people: tuple[str, ...]) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        app_sql("DELETE FROM persons_person WHERE id = %s", people[0], settings={"dicu.reach": "all", "dicu.account": ""})
    with pytest.raises(errors.InsufficientPrivilege):
        app_sql("SELECT persons_emptied()", settings={"dicu.reach": "all", "dicu.account": "hoa"})


def test_the_rooms_of_a_caseworker_are_those_of_the_grant(world: World) -> None:
    day = world.clock.now.date()
    assert rooms(LAN, day) == {"person/support/TD-LD"}
    lent = Officer("lan", "", "TD-LD", (Grant("caseworker-support", "TD-NG"), Grant("caseworker-consular")))
    assert rooms(lent, day) == {"person/support/TD-NG", "person/consular/TD-LD"}
    both = Officer("lan", "", "TD-LD", (Grant("caseworker-support", "TD-LD"), Grant("caseworker-enforcement", "TD-NG")))
    assert rooms(both, day) == frozenset()
    assert rooms(Officer("lan", "", "", (Grant("caseworker-support"),)), day) == frozenset()


def test_the_application_starts_with_its_own_keys_and_with_no_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    persons = apps.get_app_config("persons")
    persons.ready()
    monkeypatch.setenv("DICU_INSTANCE", "gb")
    with pytest.raises(KeysRefused) as refusal:
        persons.ready()
    assert "“gb”" in refusal.value.message.say("en")
    monkeypatch.delenv("DICU_INSTANCE")
    world.place.master.unlink()
    with pytest.raises(KeysRefused) as refusal:
        persons.ready()
    assert refusal.value.where == str(world.place.master)
