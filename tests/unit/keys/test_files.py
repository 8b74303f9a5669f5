"""The keyring's files: whose they are, what happens when one is missing, cut off, open to others, of another instance, or when
the disk is full; and that two processes make one key."""

import errno
import json
import multiprocessing
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from dicu.ledger.keyring import KeysRefused
from dicu.store.keys import writing
from dicu.store.keys.folder import DirectoryKeyring
from dicu.store.keys.making import make, opened
from dicu.store.keys.place import KeyPlace, keyplace

LAN, MINH = "a1" * 16, "b2" * 16


@pytest.fixture
def place(tmp_path: Path) -> KeyPlace:
    return KeyPlace(tmp_path / "keys", tmp_path / "apart" / "master-key")


@pytest.fixture
def keyring(place: KeyPlace) -> DirectoryKeyring:
    return make(place, "vn")


def box(place: KeyPlace, person: str = LAN, domain: str = "support") -> Path:
    return place.folder / "domains" / domain / "people" / person[:2] / f"{person}.json"


def test_everything_is_for_the_house_alone(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    keyring.sealing_key(LAN, "support")
    keyring.search_keys("support", 7)
    keyring.destroy(MINH)
    found = [place.master, place.folder, *place.folder.rglob("*")]
    assert {oct(path.stat().st_mode & 0o777) for path in found if path.is_file()} == {"0o600"}
    assert {oct(path.stat().st_mode & 0o777) for path in found if path.is_dir()} == {"0o700"}


def test_no_key_stands_in_plain_in_the_folder(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    import base64  # noqa: PLC0415

    key = keyring.sealing_key(LAN, "support").material
    search = keyring.search_keys("support", 7)[0].material
    content = b"".join(path.read_bytes() for path in place.folder.rglob("*") if path.is_file())
    for material in (key, search):
        for form in (material, material.hex().encode(), base64.b64encode(material), base64.urlsafe_b64encode(material)):
            assert form not in content


def test_a_key_is_the_same_for_whoever_opens_the_keyring(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    key = keyring.sealing_key(LAN, "support")
    assert opened(place, "vn").sealing_key(LAN, "support") == key
    assert keyring.sealing_key(LAN, "enforcement") != key
    assert keyring.sealing_key(MINH, "support") != key


def test_what_is_there_is_never_made_again(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    before = place.master.read_bytes(), keyring.card.read_bytes()
    with pytest.raises(KeysRefused):
        make(place, "vn")
    assert (place.master.read_bytes(), keyring.card.read_bytes()) == before


def test_a_making_that_was_cut_off_is_carried_on(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    master = place.master.read_bytes()
    keyring.card.unlink()
    assert make(place, "vn").name == keyring.name
    assert place.master.read_bytes() == master


@pytest.mark.parametrize("which", ["folder", "card", "master"])
def test_a_missing_file_is_named(place: KeyPlace, keyring: DirectoryKeyring, which: str) -> None:
    gone = {"folder": place.folder, "card": keyring.card, "master": place.master}[which]
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    with pytest.raises(KeysRefused) as refusal:
        opened(place, "vn")
    assert refusal.value.where == str(gone)
    assert str(gone) in refusal.value.message.say("en")


def test_files_of_another_instance_are_refused_with_both_names(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    with pytest.raises(KeysRefused) as refusal:
        opened(place, "gb")
    said = refusal.value.message.say("en")
    assert "“vn”" in said
    assert "“gb”" in said


def test_the_master_key_of_another_instance_is_refused(tmp_path: Path, place: KeyPlace, keyring: DirectoryKeyring) -> None:
    other = KeyPlace(tmp_path / "gb-keys", tmp_path / "gb-master")
    make(other, "gb")
    with pytest.raises(KeysRefused) as refusal:
        opened(KeyPlace(place.folder, other.master), "vn")
    assert refusal.value.where == str(other.master)


def test_the_wrong_master_key_is_named_with_the_one_that_is_wanted(tmp_path: Path, place: KeyPlace, keyring: DirectoryKeyring) -> None:
    other = KeyPlace(tmp_path / "other-keys", tmp_path / "other-master")
    wrong = make(other, "vn").port.current()
    with pytest.raises(KeysRefused) as refusal:
        opened(KeyPlace(place.folder, other.master), "vn")
    said = refusal.value.message.say("en")
    assert wrong in said
    assert keyring.port.current() in said


def test_a_master_key_whose_bytes_were_changed_is_noticed(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    paper = json.loads(place.master.read_text())
    key = paper["keys"][0]["key"]
    paper["keys"][0]["key"] = ("B" if key[0] == "A" else "A") + key[1:]
    place.master.write_text(json.dumps(paper))
    with pytest.raises(KeysRefused):
        opened(place, "vn")


@pytest.mark.parametrize("left", [0, 1, 40, -1, -3])
@pytest.mark.parametrize("which", ["card", "master", "box"])
def test_a_file_that_is_cut_off_is_named_and_never_taken_for_a_new_one(
    place: KeyPlace, keyring: DirectoryKeyring, which: str, left: int
) -> None:
    keyring.sealing_key(LAN, "support")
    path = {"card": keyring.card, "master": place.master, "box": box(place)}[which]
    whole = path.read_bytes().rstrip()
    path.write_bytes(whole[:left])
    with pytest.raises(KeysRefused) as refusal:
        opened(place, "vn").sealing_key(LAN, "support")
    assert refusal.value.where == str(path)
    assert path.read_bytes() == whole[:left]


@pytest.mark.parametrize("which", ["folder", "master"])
def test_what_others_may_open_is_refused(place: KeyPlace, keyring: DirectoryKeyring, which: str) -> None:
    path = {"folder": place.folder, "master": place.master}[which]
    path.chmod(path.stat().st_mode | 0o040)
    with pytest.raises(KeysRefused) as refusal:
        opened(place, "vn")
    assert refusal.value.where == str(path)


def test_the_keys_of_one_person_put_in_the_place_of_another_open_nothing(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    for person, domain in ((LAN, "support"), (MINH, "support"), (LAN, "enforcement")):
        keyring.sealing_key(person, domain)
    for person, domain in ((MINH, "support"), (LAN, "enforcement")):
        shutil.copy(box(place), box(place, person, domain))
        with pytest.raises(KeysRefused):
            opened(place, "vn").sealing_key(person, domain)


def test_a_missing_key_is_no_erasure(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    key = keyring.sealing_key(LAN, "support")
    box(place).unlink()
    with pytest.raises(KeysRefused) as refusal:
        keyring.opening_key(LAN, "support", key.id)
    assert refusal.value.where == str(box(place))


def test_what_was_destroyed_is_gone_at_once_for_a_process_that_remembers_it(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    key, other = keyring.sealing_key(LAN, "support"), opened(place, "vn")
    assert other.opening_key(LAN, "support", key.id) == key
    assert keyring.destroy(LAN) == 1
    assert other.opening_key(LAN, "support", key.id) is None
    assert keyring.destroy(LAN) == 0
    for maker in (keyring, other):
        with pytest.raises(KeysRefused):
            maker.sealing_key(LAN, "support")
        with pytest.raises(KeysRefused):
            maker.renew(LAN, "support")


def test_destroying_reaches_every_domain_and_what_was_half_written(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    for domain in ("support", "enforcement", "consular"):
        keyring.sealing_key(LAN, domain)
    keyring.renew(LAN, "support")
    writing.draft_of(box(place)).write_bytes(box(place).read_bytes())
    assert keyring.destroy(LAN) == 4
    assert [path for path in place.folder.rglob("*") if LAN in path.name] == [place.folder / "erased" / LAN[:2] / LAN]


def test_a_restored_older_folder_is_found_out(tmp_path: Path, place: KeyPlace, keyring: DirectoryKeyring) -> None:
    keyring.sealing_key(LAN, "support")
    shutil.copytree(place.folder, tmp_path / "backup")
    keyring.destroy(LAN)
    assert keyring.still_held([LAN]) == ()
    shutil.rmtree(place.folder)
    shutil.copytree(tmp_path / "backup", place.folder)
    assert opened(place, "vn").still_held([LAN, MINH]) == (LAN, MINH)


def test_two_processes_that_want_the_first_key_get_the_same(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    ready = context.Barrier(4)
    makers = [context.Process(target=_make, args=(place, ready, answers)) for _ in range(4)]
    for maker in makers:
        maker.start()
    found = [answers.get(timeout=60) for _ in makers]
    for maker in makers:
        maker.join(60)
    assert len({tuple(keys) for keys in found}) == 1
    assert len(set(found[0])) == 10
    assert all(len(json.loads(path.read_text())["keys"]) == 1 for path in place.folder.rglob("people/*/*.json"))


def _make(place: KeyPlace, ready: Any, answers: Any) -> None:
    keyring = opened(place, "vn")
    ready.wait(60)
    answers.put([keyring.sealing_key(f"{number:032x}", "support").id for number in range(10)])


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_the_keys_as_they_were(place: KeyPlace, keyring: DirectoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    key, files = keyring.sealing_key(LAN, "support"), set(place.folder.rglob("*.*"))
    with monkeypatch.context() as full:
        full.setattr(writing.os, "fsync", _full)
        for step in (lambda: keyring.sealing_key(MINH, "support"), lambda: keyring.renew(LAN, "support")):
            with pytest.raises(KeysRefused) as refusal:
                step()
            assert "full" in refusal.value.message.say("en")
    assert keyring.sealing_key(LAN, "support") == key
    assert {path for path in place.folder.rglob("*.json")} == {path for path in files if path.suffix == ".json"}
    assert not list(place.folder.rglob(".*.new"))


def test_a_write_that_the_system_cuts_short_leaves_no_half_a_key(place: KeyPlace, keyring: DirectoryKeyring) -> None:
    """A limit on the size of files, in a process of its own: ten bytes are written, then no more."""
    key = keyring.sealing_key(LAN, "support")
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    child = context.Process(target=_cut_short, args=(place, answers))
    child.start()
    assert answers.get(timeout=60) == ["full", "full"]
    child.join(60)
    assert opened(place, "vn").sealing_key(LAN, "support") == key
    assert not [path for path in place.folder.rglob("*") if MINH in path.name]


def _cut_short(place: KeyPlace, answers: Any) -> None:
    import resource  # noqa: PLC0415

    keyring = opened(place, "vn")
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
    said = []
    for step in (lambda: keyring.sealing_key(MINH, "support"), lambda: keyring.renew(LAN, "support")):
        try:
            step()
            said.append("made")
        except KeysRefused as refusal:
            said.append("full" if "full" in refusal.message.say("en") else str(refusal))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    answers.put(said)


def test_a_person_is_no_path(keyring: DirectoryKeyring) -> None:
    for person, domain in (
        ("../../etc", "support"),
        (LAN, "../x"),
        (LAN.upper(), "support"),
        ("", "support"),
        (LAN, ""),
        (LAN + "\n", "x"),
    ):
        with pytest.raises(KeysRefused):
            keyring.sealing_key(person, domain)
    for person in ("../../etc", "", LAN + "\0"):
        with pytest.raises(KeysRefused):
            keyring.destroy(person)


def test_keys_do_not_lie_where_backups_are_made_of(tmp_path: Path) -> None:
    good = {"DICU_KEYS": str(tmp_path / "keys"), "DICU_MASTER_KEY_FILE": str(tmp_path / "master")}
    assert keyplace(tmp_path, True, good).told
    for name, path in (
        ("DICU_KEYS", tmp_path / "postgres" / "keys"),
        ("DICU_KEYS", tmp_path / "files"),
        ("DICU_MASTER_KEY_FILE", tmp_path / "postgres" / "data" / "master"),
        ("DICU_MASTER_KEY_FILE", tmp_path / "keys" / "master"),
        ("DICU_KEYS", ""),
        ("DICU_MASTER_KEY_FILE", ""),
    ):
        with pytest.raises(KeysRefused):
            keyplace(tmp_path, False, {**good, name: str(path)})


def test_without_being_told_keys_lie_in_the_home_and_in_production_they_do_not(tmp_path: Path) -> None:
    assert not keyplace(tmp_path, False, {}).known
    make(keyplace(tmp_path, False, {}), "vn")
    assert keyplace(tmp_path, False, {}).known
    with pytest.raises(KeysRefused):
        keyplace(tmp_path, True, {})
