"""The second way to files that the account cannot reach: links or copies, kept the same, and nothing opened."""

import os
from pathlib import Path

import pytest

from dicu.store.embedded import scratch
from dicu.store.embedded.account import Account, service_account
from dicu.store.embedded.mirror import mirror

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands files over to an account")


@pytest.fixture
def account() -> Account:
    found = service_account()
    assert found
    return found


@pytest.fixture
def pair(tmp_path: Path):
    source = tmp_path / "source"
    (source / "room").mkdir(parents=True)
    (source / "room" / "open.py").write_text("1")
    (source / "room" / "closed.py").write_text("2")
    (source / "room" / "closed.py").chmod(0o600)
    (source / "program").write_text("#!/bin/sh\n")
    (source / "program").chmod(0o700)
    (source / "link").symlink_to("room/open.py")
    with scratch() as place:
        place.chmod(0o711)
        yield source, place / "mirror"


def test_everything_is_there_and_the_account_reads_it(pair, account: Account) -> None:
    source, target = pair
    mirror(source, target, account)
    names = {str(path.relative_to(target)) for path in target.rglob("*")}
    assert names == {"room", "room/open.py", "room/closed.py", "program", "link"}
    assert account.reaches(target.rglob("*"))


def test_the_source_keeps_its_rights(pair, account: Account) -> None:
    source, target = pair
    mirror(source, target, account)
    assert (source / "room" / "closed.py").stat().st_mode & 0o777 == 0o600
    assert not account.reaches([source / "room" / "closed.py"])


def test_only_what_others_may_read_is_linked(pair, account: Account) -> None:
    source, target = pair
    mirror(source, target, account)
    assert (target / "room" / "open.py").samefile(source / "room" / "open.py")
    assert not (target / "room" / "closed.py").samefile(source / "room" / "closed.py")
    assert os.access(target / "program", os.X_OK)


def test_nobody_but_the_account_looks_into_it(pair, account: Account) -> None:
    source, target = pair
    mirror(source, target, account)
    assert not Account("nobody", 65534, 65534).reaches([target / "room" / "open.py"])


def test_the_account_cannot_change_it(pair, account: Account) -> None:
    source, target = pair
    mirror(source, target, account)
    owners = {path.lstat().st_uid for path in (target, *target.rglob("*"))}
    assert owners == {0}
    assert not any(path.lstat().st_mode & 0o022 for path in (target, *target.rglob("*")) if not path.is_symlink())


def test_changes_and_removals_follow(pair, account: Account) -> None:
    source, target = pair
    mirror(source, target, account)
    (source / "room" / "open.py").unlink()
    (source / "room" / "closed.py").write_text("22")
    (source / "link").unlink()
    (source / "link").mkdir()
    (source / "program").unlink()
    (source / "program").write_text("another")
    mirror(source, target, account)
    assert not (target / "room" / "open.py").exists()
    assert (target / "room" / "closed.py").read_text() == "22"
    assert (target / "link").is_dir()
    assert (target / "program").read_text() == "another"


def test_what_is_not_wanted_is_left_out(pair, account: Account) -> None:
    source, target = pair
    mirror(source, target, account, wanted=lambda path: path.name != "room")
    assert not (target / "room").exists()
