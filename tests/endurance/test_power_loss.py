"""Power lost at some moment: of what was written and not yet forced to the disk, any part may be there and any part not,
down to half a page. What was acknowledged is there all the same.

How it is played: what stood after the last checkpoint of the database is copied. Somebody writes, everything is killed, and
then every piece of 4 KiB of every table, index and commit log becomes, by lot, the old one or the new one; the tail of the
log that was not forced yet is overwritten with noise. Files that began after the checkpoint are left as they are: with
`wal_level = minimal` the database forces those itself before it acknowledges.
"""

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.endurance.house import House, standing
from tests.endurance.test_kill_nine import SEED, check, whole
from tests.proof import PROOF

from dicu.store.embedded import scratch

LOSSES = 60 if PROOF else 3
PIECE = 4096
SEGMENT = 16 * 1024 * 1024
KEPT_APART = {"PG_VERSION", "pg_filenode.map", "pg_internal.init"}


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """With so little memory of its own that the database keeps writing pages before they are forced."""
    with scratch() as home, standing(home) as found:
        found.ask_alone("ALTER SYSTEM SET shared_buffers = '512kB'")
        found.crash()
        found.connection = found.server.ensure()
        yield found


def test_what_was_acknowledged_survives_any_loss_of_what_was_not_forced(house: House, tmp_path: Path) -> None:
    chance = random.Random(SEED + 2)
    before, torn = len(house.acks), 0
    for index in range(LOSSES):
        old = tmp_path / str(index)
        house.ask_alone("CHECKPOINT")
        for folder in ("base", "pg_xact"):
            shutil.copytree(house.server.layout.data / folder, old / folder)
        torn += power_lost(house, ("write", "import")[index % 2], index, old, chance)
        house.connection = house.server.ensure()
        check(house)
        shutil.rmtree(old)
    assert len(house.acks) > before
    assert torn > 0, "no piece was ever torn: this proves nothing"
    whole(house)


def power_lost(house: House, mode: str, seed: int, old: Path, chance: random.Random) -> int:
    """How many pieces went back to what they had been."""
    worker = house.order(mode, seed)
    time.sleep(chance.uniform(0.1, 0.6))
    house.end(worker)
    ((file, offset),) = house.ask("SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_flush_lsn())")
    house.crash()
    data = house.server.layout.data
    noise(data / "pg_wal" / file, offset, chance)
    return sum(torn(path, data / path.relative_to(old), chance) for path in old.rglob("*") if path.is_file())


def torn(old: Path, new: Path, chance: random.Random) -> int:
    if not new.is_file() or old.name in KEPT_APART:
        return 0
    before, content, back = old.read_bytes(), bytearray(new.read_bytes()), 0
    for start in range(0, min(len(before), len(content)), PIECE):
        piece = before[start : start + PIECE]
        if piece != content[start : start + PIECE] and chance.random() < 0.5:
            content[start : start + PIECE] = piece
            back += 1
    with new.open("r+b") as stream:  # the file keeps its owner
        stream.write(content)
    return back


def noise(log: Path, offset: int, chance: random.Random) -> None:
    """What came after the last forced byte: something else, or nothing."""
    length = min(SEGMENT - offset, 64 * 1024)
    with log.open("r+b") as stream:
        stream.seek(offset)
        stream.write(chance.randbytes(length) if chance.random() < 0.5 else bytes(length))


def test_the_play_would_lose_what_was_not_in_the_log(house: House, tmp_path: Path) -> None:
    """Noise over what had been forced is a loss, and it is seen: the check can fail."""
    house.ask_alone("CHECKPOINT")
    ((file, offset),) = house.ask("SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_flush_lsn())")
    house.ask_alone("SELECT pg_switch_wal()")
    data = house.server.layout.data
    for folder in ("base", "pg_xact"):
        shutil.copytree(data / folder, tmp_path / folder)
    ((start, begun),) = house.ask("SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_flush_lsn())")
    worker = house.order("write", 99)
    time.sleep(0.5)
    house.end(worker)
    house.crash()
    with (data / "pg_wal" / start).open("r+b") as stream:
        stream.seek(begun)
        stream.write(bytes(SEGMENT - begun))
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name not in KEPT_APART:
            place = data / path.relative_to(tmp_path)
            with place.open("r+b") as stream:
                stream.write(path.read_bytes())
    house.connection = house.server.ensure()
    with pytest.raises(AssertionError, match="acknowledged and lost"):
        check(house)
