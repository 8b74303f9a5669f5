"""SIGKILL at random moments of appends, imports, loads, checkpoints and rebuilds: every acknowledged entry is there, none is half
there, the chain verifies, and what pages read stands where the ledger stands.

`make test` looks at a sample; `make proof` kills a thousand times.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

import pytest
from tests.endurance.house import House, standing
from tests.endurance.writing import BATCH, EACH, STREAMS
from tests.proof import PROOF

from dicu.store.embedded import scratch

KILLS, CRASHES = (900, 100) if PROOF else (20, 5)
MODES = ("write", "import", "rebuild", "load", "checkpoint")
BUSY = {"write": "ack", "import": "ack", "rebuild": "rebuilt", "load": "loaded", "checkpoint": "sealed"}
"""What a worker says when it has done something."""
SEED = int(os.environ.get("DICU_SEED", "20261124"))

HALF = "SELECT s.name FROM ledger_stream s LEFT JOIN ledger_entry e ON e.stream = s.name GROUP BY s.name HAVING count(e.*) <> s.length"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with scratch() as home, standing(home) as found:
        yield found


def check(house: House) -> None:
    """Nothing that was acknowledged is lost, nothing is half there, and projections are where the entries are."""
    kept = {
        (stream, number): digest for stream, number, digest in house.ask("SELECT stream, number, encode(digest, 'hex') FROM ledger_entry")
    }
    lost = {ack for ack, digest in house.acks.items() if kept.get(ack) != digest}
    assert not lost, f"acknowledged and lost: {sorted(lost)}"
    assert house.ask(HALF) == []
    imported = [number for stream, number in kept if stream.endswith("/TD-TP")]
    assert len(imported) % BATCH == 0, "an import is there in part"
    loads = Counter(stream.rpartition("-")[0] for stream, _ in kept if stream.startswith("preference/load-"))
    assert set(loads.values()) <= {STREAMS * EACH}, "a load is there in part"
    check_seals(house)


def check_seals(house: House) -> None:
    """A checkpoint that was given back stands in the database and in the anchor, as it was."""
    anchor = house.anchor.read_text("utf-8").splitlines() if house.anchor.exists() else []
    for lines in ([line for (line,) in house.ask("SELECT line FROM ledger_checkpoint")], anchor):
        found = {sha256(line.encode()).hexdigest() for line in lines}
        lost = {number for number, digest in house.seals.items() if digest not in found}
        assert not lost, f"signed and lost: {sorted(lost)}"


def whole(house: House) -> None:
    """The chain verifies, and what pages read is, byte for byte, what the entries make of it."""
    assert house.verified().startswith("whole")
    before = house.projections()
    house.ended(house.order("again"))
    assert house.projections() == before


def test_a_killed_program_leaves_whole_what_it_had_done(house: House) -> None:
    chance = random.Random(SEED)
    for mode, word in BUSY.items():
        house.kill_busy(mode, word, SEED, chance)
        check(house)
    for index in range(KILLS):
        house.kill(MODES[index % len(MODES)], SEED + index, chance)
        check(house)
    assert any(stream.startswith("preference/load-") for stream, _ in house.acks)
    assert house.seals and len(house.acks) > len(house.seals)
    whole(house)


def test_a_killed_database_loses_nothing_it_acknowledged(house: House) -> None:
    chance = random.Random(SEED + 1)
    before = len(house.acks)
    for index in range(CRASHES):
        house.kill_server(MODES[index % len(MODES)], SEED + index, chance)
        check(house)
    assert len(house.acks) > before
    whole(house)


def test_the_check_would_see_a_loss(house: House) -> None:
    """An acknowledgement of what was never written is found."""
    house.acks["report/demo/2025/TD-LD", 10**6] = "00"
    with pytest.raises(AssertionError, match="acknowledged and lost"):
        check(house)
    del house.acks["report/demo/2025/TD-LD", 10**6]
    house.seals[10**6] = "00"
    with pytest.raises(AssertionError, match="signed and lost"):
        check(house)
    del house.seals[10**6]
