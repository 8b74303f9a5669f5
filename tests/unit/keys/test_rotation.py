"""A new master key: everything opens before, after, and wherever the rotation was cut off. And a keyring whose master key is held
by a key service."""

import os
import shutil
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dicu.ledger.keyring import KeysRefused, Wrapped
from dicu.store.keys import writing
from dicu.store.keys.folder import DirectoryKeyring, card
from dicu.store.keys.making import make, opened
from dicu.store.keys.place import KeyPlace
from dicu.store.keys.rotation import looked_through, proof_master, rotate_master

PEOPLE = [f"{number:032x}" for number in (1, 2, 3)]


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def place(tmp_path: Path) -> KeyPlace:
    return KeyPlace(tmp_path / "keys", tmp_path / "master-key")


@pytest.fixture
def keyring(place: KeyPlace) -> DirectoryKeyring:
    keyring = make(place, "vn")
    for person in PEOPLE:
        keyring.sealing_key(person, "support")
    keyring.renew(PEOPLE[0], "support")
    keyring.search_keys("support", 3)
    return keyring


def everything(keyring: DirectoryKeyring) -> object:
    people = [list(keyring.boxes.keys(keyring.boxes.owner(path)).items()) for path in sorted(keyring.boxes.paths())]
    return people, keyring.all_search_keys("support")


def test_after_a_rotation_everything_opens_and_nothing_needs_the_old_key(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    before, old = everything(keyring), keyring.port.current()
    rotated = rotate_master(keyring)
    assert (rotated.files, rotated.anew) == (4, 4)
    again = opened(place, "vn")
    assert everything(again) == before
    assert everything(keyring) == before
    assert again.port.current() != old
    found = looked_through(again)
    assert (found.masters, found.people, found.faults) == ({again.port.current()}, 3, [])
    assert proof_master(again) == again.port.current()
    assert old not in place.master.read_text()


def test_an_old_master_key_opens_nothing_of_the_new_folder(tmp_path: Path, place: KeyPlace, keyring: DirectoryKeyring) -> None:
    shutil.copy(place.master, tmp_path / "old-master")
    (tmp_path / "old-master").chmod(0o600)
    rotate_master(keyring)
    with pytest.raises(KeysRefused):
        opened(KeyPlace(place.folder, tmp_path / "old-master"), "vn")


def test_wherever_a_rotation_is_cut_off_everything_opens_and_it_is_carried_on(
    place: KeyPlace, keyring: DirectoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before and after each of its writes. There are seven: the master file twice, four files of keys, the card."""
    before, write = everything(keyring), writing.write
    old = keyring.port.current()
    for number in range(14):
        writes = iter(range(100))

        def killed(path: Path, content: bytes, number: int = number, writes: object = writes) -> None:
            count = next(writes)  # type: ignore[call-overload]
            if (2 * count) == number:
                raise Killed
            write(path, content)
            if (2 * count + 1) == number:
                raise Killed

        with monkeypatch.context() as killing:
            killing.setattr(writing, "write", killed)
            with pytest.raises(Killed):
                rotate_master(opened(place, "vn"))
        assert everything(opened(place, "vn")) == before, f"cut off at {number}"
        rotate_master(opened(place, "vn"))
        again = opened(place, "vn")
        assert everything(again) == before
        assert again.port.current() != old
        assert looked_through(again).masters == {again.port.current()}
        old = again.port.current()


def test_a_key_that_does_not_open_stops_the_rotation_and_keeps_the_old_key(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    path = next(keyring.folder.rglob(f"{PEOPLE[1]}.json"))
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    with pytest.raises(KeysRefused) as refusal:
        rotate_master(keyring)
    assert refusal.value.where == str(path)
    assert [fault.where for fault in looked_through(keyring).faults] == [str(path)]
    path.write_bytes(whole)
    rotate_master(keyring)
    assert looked_through(opened(place, "vn")).faults == []


def test_what_a_killed_writer_left_is_taken_away(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    left = place.folder / "domains" / "support" / "people" / "00" / ".x.json.new"
    left.write_bytes(b"half")
    looked_through(keyring)
    assert not left.exists()


class Service:
    """A key service in memory, as a KMS is from outside: it wraps and unwraps, and gives no key away."""

    def __init__(self) -> None:
        self._keys = {"service/1": os.urandom(32)}

    def wrap(self, material: bytes, context: bytes) -> Wrapped:
        nonce = os.urandom(12)
        return Wrapped(self.current(), nonce + AESGCM(self._keys[self.current()]).encrypt(nonce, material, context))

    def unwrap(self, wrapped: Wrapped, context: bytes) -> bytes:
        from dicu.vocabulary.messages import T  # noqa: PLC0415

        try:
            return AESGCM(self._keys[wrapped.master]).decrypt(wrapped.text[:12], wrapped.text[12:], context)
        except (KeyError, InvalidTag) as fault:
            raise KeysRefused(T("The key service refuses.")) from fault

    def current(self) -> str:
        return list(self._keys)[-1]

    def new(self) -> None:
        self._keys[f"service/{len(self._keys) + 1}"] = os.urandom(32)


def test_a_key_service_stands_in_for_the_file(tmp_path: Path) -> None:
    service = Service()
    folder = writing.folder(tmp_path / "keys")
    writing.write(folder / "keyring.json", card("vn", "k1", service))
    keyring = DirectoryKeyring(folder, service, "vn")
    key = keyring.sealing_key(PEOPLE[0], "support")
    service.new()
    assert rotate_master(keyring).anew == 1
    again = DirectoryKeyring(folder, service, "vn")
    assert again.sealing_key(PEOPLE[0], "support") == key
    assert looked_through(again).masters == {"service/2"}
    with pytest.raises(KeysRefused):
        DirectoryKeyring(folder, Service(), "vn")
