"""The keys of people

They lie in a folder of their own, locked under a master key that lies elsewhere, and neither is in the database or its backups.
"""

import shutil
from pathlib import Path

import pytest
from tests.unit.persons.world import LAN, PHUONG, THUY, World, asking

from dicu.ledger.keyring import KeysRefused
from dicu.store.keys.making import opened
from dicu.store.keys.rotation import rotate_master
from dicu.wiring import built


def test_the_keyring_knows_whose_it_is(world: World) -> None:
    """The keys of one country's installation open nothing in another's: it does not start, and says what it found and expected."""
    with pytest.raises(KeysRefused) as refusal:
        opened(world.place, "gb")
    said = refusal.value.message.say("en")
    assert "“vn”" in said
    assert "“gb”" in said


def test_a_new_master_key_changes_nothing_for_officers(world: World) -> None:
    """Every key is locked anew; the values themselves are not touched."""
    person = world.record(PHUONG)
    before = world.keyring.port.current()
    rotate_master(world.keyring)
    assert world.keyring.port.current() != before
    with asking(LAN) as asker:
        assert world.desk.view(asker, person).values["names"] == list(PHUONG.names)


def test_a_person_can_get_a_new_key(world: World) -> None:
    """What is written from now on is sealed under it; what was written before still opens, until the person is erased."""
    person = world.record(PHUONG)
    with asking(LAN) as asker:
        world.desk.renew_keys(asker, person)
        assert world.desk.view(asker, person).values["names"] == list(PHUONG.names)
        world.desk.correct(asker, person, 1, THUY)
        assert world.desk.view(asker, person).values["names"] == list(THUY.names)


def test_a_restored_older_folder_forgets_again(world: World, tmp_path: Path) -> None:
    """A backup of the keys brings back the keys of people who were erased since. When the house starts with it, it asks the ledger
    and destroys them again."""
    person = world.record(PHUONG)
    shutil.copytree(world.place.folder, tmp_path / "backup")
    world.erase(person)
    shutil.rmtree(world.place.folder)
    shutil.copytree(tmp_path / "backup", world.place.folder)
    again = built(world.clock)
    assert again.persons.tools.keyring().erased(person)  # type: ignore[attr-defined]
    assert not list(world.place.folder.rglob(f"{person}.json"))
