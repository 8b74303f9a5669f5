"""What every use case of administration works with, and the steps they share: ask access, read, append."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dicu.access.conditions import Condition
from dicu.access.model import Asker, Thing
from dicu.access.policy import Policy
from dicu.administration.ports import Entrances, Records
from dicu.ledger.model import Author, Draft, Entry, Ledger, Stream
from dicu.vocabulary.dates import VIET_NAM


@dataclass(frozen=True)
class Tools:
    ledger: Ledger
    records: Records
    entrances: Entrances
    policy: Policy
    instance: str
    now: Callable[[], datetime]

    def today(self) -> date:
        return self.now().astimezone(VIET_NAM).date()

    def check(self, asker: Asker, action: str, kind: str, **attributes: object) -> None:
        """Raises Forbidden or Absent."""
        self.policy.check(asker.officer, action, Thing(kind, attributes), asker.purpose, self.today())

    def may(self, asker: Asker, action: str, kind: str, **attributes: object) -> bool:
        return self.policy.decide(asker.officer, action, Thing(kind, attributes), asker.purpose, self.today()).allowed

    def scope(self, asker: Asker, kind: str, action: str = "see") -> Condition:
        return self.policy.scope(asker.officer, action, kind, asker.purpose, self.today())

    def length(self, name: str) -> int:
        """How far a stream is. Asked before what a step depends on is read: what changes after that is a Conflict."""
        return len(self.ledger.read(name))

    def append(self, author: Author, name: str, authority: str, expected: int, *drafts: Draft) -> Entry:
        """The first of the entries."""
        stream = Stream(name, authority, self.instance)
        return self.ledger.append(stream, drafts, expected=expected, author=author)[0]


def author_of(asker: Asker) -> Author:
    return Author(asker.officer.account, asker.purpose)


def stream_of(username: str) -> str:
    return f"access/{username}"


def tokens_of(username: str) -> str:
    """A stream of their own: their account writes it, and must not be able to write the other."""
    return f"access/{username}/tokens"


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
