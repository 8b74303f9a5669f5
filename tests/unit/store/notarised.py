"""A ledger with an anchor beside it: a key, a file, and the steps that a worker and an auditor do."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.unit.store.conftest import BNG, BTP, KINDS, LAN, NOON, at_work, noted

from dicu.ledger.checkpoint import Signed
from dicu.ledger.signing import SigningKey, new_key
from dicu.store.ledger.anchors import FileAnchor
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.ledger.notary import Notary
from dicu.store.ledger.verification import Examination

HOUR = timedelta(hours=1)
UNGUARDED = {"session_replication_role": "replica"}
"""With this a superuser goes past every trigger."""


@dataclass
class Watched:
    """A clock that is set by hand; every checkpoint moves it an hour on."""

    path: Path
    key: SigningKey = field(default_factory=lambda: new_key("vn"))
    at: datetime = NOON

    def __post_init__(self) -> None:
        self.ledger = PostgresLedger(KINDS, now=lambda: self.at)
        self.notary = Notary("vn", FileAnchor(self.path), (self.key.public,))
        self.ledger.notary = self.notary

    def checkpoint(self, *, fill: bool = False, key: SigningKey | None = None) -> Signed | None:
        made = self.notary.checkpoint(key or self.key, lambda: self.at, fill=fill)
        self.at += HOUR
        return made

    def examine(self, stream: str = "") -> Examination:
        with at_work():
            return self.ledger.examine(stream)

    def lines(self) -> list[str]:
        return self.path.read_text("utf-8").splitlines()


def played(folder: Path) -> Watched:
    """BTP: four entries, BNG: two; checkpoint 1; BTP: two more; checkpoint 2; BNG: one more that no checkpoint holds."""
    house = Watched(folder / "anchor.jsonl")
    with at_work():
        house.ledger.append(BTP, noted("một", "hai", "ba", "bốn"), expected=0, author=LAN)
        house.ledger.append(BNG, noted("one", "two"), expected=0, author=LAN)
    house.checkpoint()
    with at_work():
        house.ledger.append(BTP, noted("năm", "sáu"), expected=4, author=LAN)
    house.checkpoint()
    with at_work():
        house.ledger.append(BNG, noted("three"), expected=2, author=LAN)
    return house
