"""SIGKILL at random moments of appends, imports and rebuilds: every acknowledged entry is there, none is half there, the
chain verifies, and what pages read stands where the ledger stands.

`make test` looks at a sample; `make proof` kills a thousand times.
"""

import os
import random
from collections.abc import Iterator

import pytest
from tests.endurance.house import House, standing
from tests.endurance.writing import BATCH
from tests.proof import PROOF

from dicu.store.embedded import scratch

KILLS, CRASHES = (900, 100) if PROOF else (24, 4)
MODES = ("write", "import", "rebuild")
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


def whole(house: House) -> None:
    """The chain verifies, and what pages read is, byte for byte, what the entries make of it."""
    assert house.verified().startswith("whole")
    before = house.projections()
    house.ended(house.order("again"))
    assert house.projections() == before


def test_a_killed_program_leaves_whole_what_it_had_done(house: House) -> None:
    chance = random.Random(SEED)
    for index in range(KILLS):
        house.kill(MODES[index % 3], SEED + index, chance)
        check(house)
    assert house.acks, "nothing was ever acknowledged: the kills came too early to prove anything"
    whole(house)


def test_a_killed_database_loses_nothing_it_acknowledged(house: House) -> None:
    chance = random.Random(SEED + 1)
    before = len(house.acks)
    for index in range(CRASHES):
        house.kill_server(MODES[index % 3], SEED + index, chance)
        check(house)
    assert len(house.acks) > before
    whole(house)


def test_the_check_would_see_a_loss(house: House) -> None:
    """An acknowledgement of what was never written is found."""
    house.acks["report/demo/2025/TD-LD", 10**6] = "00"
    with pytest.raises(AssertionError, match="acknowledged and lost"):
        check(house)
    del house.acks["report/demo/2025/TD-LD", 10**6]
