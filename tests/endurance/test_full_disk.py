"""The disk fills up: whoever writes is told so, nothing that was acknowledged is lost, and work goes on once there is room."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.endurance.house import House, standing
from tests.endurance.test_kill_nine import check, whole

from dicu.store.embedded import scratch
from dicu.store.embedded.account import service_account

SIZE = "320m"


@pytest.fixture
def house() -> Iterator[House]:
    """On a small disk of its own, which only root can make."""
    with scratch() as place:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "dicu", place], capture_output=True, text=True, check=False
        )
        if os.geteuid() or made.returncode:
            pytest.skip(f"a small disk cannot be made here: {made.stderr.strip() or 'only root mounts one'}")
        try:
            with standing(place / "home") as found:
                yield found
        finally:
            subprocess.run(["umount", "-l", place], check=True)


def filled(folder: Path) -> Path:
    """A file that takes the last byte of room. It belongs to the database's account: root has no reserve here."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(64 * 1024))
        except OSError:
            pass
    if account := service_account():
        account.own(path)
    return path


@pytest.mark.parametrize("mode", ["write", "import"])
def test_a_full_disk_refuses_and_loses_nothing(house: House, mode: str) -> None:
    house.end_after(house.order(mode, 1), seconds=0.4)
    acknowledged = len(house.acks)
    assert acknowledged
    filler = filled(house.home.parent)
    said = house.ended(house.order(mode, 2))  # it ends by itself: no step succeeds for ever on a full disk
    assert any(line.startswith("failed") for line in said)
    filler.unlink()
    house.connection = house.server.ensure()
    check(house)
    before = len(house.acks)
    house.end_after(house.order(mode, 3), seconds=0.6)
    assert len(house.acks) > before, "there is room again, and still nothing could be written"
    check(house)
    whole(house)
