"""What comes back from a backup: an older keyring, an older database, an erasure that was cut off."""

import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.unit.persons.world import LAN, PHUONG, THUY, World, asking

from dicu.ledger.keyring import KeysRefused
from dicu.ledger.sealing import Marker
from dicu.persons.tokens import part_of
from dicu.store.keys.folder import DirectoryKeyring
from dicu.store.persons.erasing import NotFinished, PostgresFinishing
from dicu.store.persons.models import TokenRow
from dicu.store.security.session import maintaining
from dicu.wiring import built


def started_again(world: World) -> World:
    return World(built(world.clock), world.clock, world.place)


def test_an_older_keyring_forgets_again_those_whom_the_ledger_says_are_erased(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    person, other = world.record(PHUONG), world.record(THUY)
    shutil.copytree(world.place.folder, tmp_path / "backup")
    world.erase(person)
    shutil.rmtree(world.place.folder)
    shutil.copytree(tmp_path / "backup", world.place.folder)
    assert list(world.place.folder.rglob(f"{person}.json"))
    again = started_again(world)
    with caplog.at_level(logging.WARNING, "dicu.persons"), asking(LAN) as asker:
        assert again.desk.view(asker, other).values["names"] == list(THUY.names)
    assert not list(world.place.folder.rglob(f"{person}.json"))
    assert again.keyring.erased(person)
    assert "1 erased" in caplog.text
    assert person not in caplog.text
    assert again.found("thuy") == {other}
    assert world.house.jobs["erasures"].call() == "0 erased again, 0 parts finished"
    caplog.clear()
    assert not started_again(world).keyring.still_held([person])
    assert caplog.text == ""


def test_an_older_database_shows_nothing_of_whom_the_keyring_has_forgotten(world: World) -> None:
    """The keys are gone, whatever an older ledger says: nothing opens, nothing new is sealed, and lists can be made anew."""
    person = world.record(PHUONG)
    world.keyring.destroy(person)
    again = started_again(world)
    with asking(LAN) as asker:
        assert again.desk.view(asker, person).values["names"] is Marker.ERASED
        with pytest.raises(KeysRefused):
            again.desk.correct(asker, person, 1, THUY)
    with transaction.atomic(), maintaining():
        again.house.ledger.rebuild("persons")
        assert not TokenRow.objects.filter(person=person).exists()


def test_nobody_is_forgotten_because_a_list_says_so(world: World, superuser_sql: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Somebody wrote to the table: the ledger knows better, and the keys stay."""
    person = world.record(PHUONG)
    superuser_sql("UPDATE persons_person SET state = 'erased' WHERE id = %s", person)
    with caplog.at_level(logging.ERROR, "dicu.persons"):
        assert started_again(world).keyring.erased(person) is None
    assert "the ledger does not" in caplog.text
    with transaction.atomic(), maintaining():
        world.house.ledger.rebuild("persons")
    assert world.found("phuong") == {person}


@pytest.mark.parametrize("step", ["destroy", "renew_search", "drop_old_search"])
def test_an_erasure_that_was_cut_off_is_finished_by_the_next_start(world: World, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    person, other = world.record(PHUONG), world.record(THUY)
    before = {key.id for key in world.keyring.search_keys("support", part_of(person))}

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cutting:
        cutting.setattr(DirectoryKeyring, step, cut_off)
        with pytest.raises(KeyboardInterrupt):
            world.erase(person)
    again = started_again(world)
    with asking(LAN) as asker:
        assert again.desk.view(asker, person).values["names"] is Marker.ERASED
        assert again.desk.view(asker, other).values["names"] == list(THUY.names)
    again.keyring  # noqa: B018 - opened, and put right
    assert again.keyring.erased(person)
    if step != "renew_search":
        assert not before & {key.id for key in again.keyring.search_keys("support", part_of(person))}
    assert list(again.keyring.unfinished_searches()) == []
    assert again.found("thuy") == {other}


def test_keys_that_cannot_be_destroyed_are_said_and_the_entry_stands(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = world.record(PHUONG)

    def refused(*_: object) -> None:
        from dicu.vocabulary.messages import T  # noqa: PLC0415

        raise KeysRefused(T("The disk."), where="disk")

    with monkeypatch.context() as failing:
        failing.setattr(DirectoryKeyring, "destroy", refused)
        with pytest.raises(NotFinished) as refusal:
            world.erase(person)
        assert "dicu person keys check" in refusal.value.message.say("en")
    with asking(LAN) as asker:
        assert world.desk.view(asker, person).person.state == "erased"
    settled = PostgresFinishing(world.desk.tools.keyring, world.house.ledger.read, world.desk.tools.copies).settle(world.keyring)
    assert settled.people == (person,)
    assert world.keyring.erased(person)


def test_without_keys_the_rest_of_the_house_works_and_people_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DICU_KEYS", "DICU_MASTER_KEY_FILE"):
        monkeypatch.delenv(name)
    again = started_again(world)
    with asking(LAN) as asker, pytest.raises(KeysRefused) as refusal:
        again.desk.record(asker, "support", "TD-LD", PHUONG)
    assert "dicu person keys init" in refusal.value.message.say("en")
    with transaction.atomic(), maintaining():
        assert again.house.ledger.verify() is None
