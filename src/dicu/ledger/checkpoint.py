"""A checkpoint: what a whole ledger was at one moment, small enough to be signed and kept where the database is not.

It names the streams that moved since the checkpoint before it, each with its length and last digest, and one digest over
every entry since then in its place. By the chain of each stream a head stands for all entries below it, and by `previous`
a checkpoint stands for all checkpoints before it: so making one costs what happened since the last, and the last one
speaks for everything.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from dicu.ledger.canonical import written
from dicu.ledger.chain import Head
from dicu.ledger.model import GENESIS

FORM = "dicu-checkpoint-1"


class Malformed(ValueError):
    """A line that is no signed checkpoint in the one form that it has."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`number` from 1; `position` of the last entry it holds; `entries` held in all, since the beginning. `moved`: stream →
    its head, of those that moved since the previous one. `digest` is that of `Tally` over the entries since the previous
    one; `previous` is the previous checkpoint's own digest (GENESIS: there is none)."""

    number: int
    instance: str
    at: datetime
    position: int
    entries: int
    moved: Mapping[str, Head]
    digest: bytes
    previous: bytes = GENESIS

    def form(self) -> bytes:
        """The canonical bytes, which are signed."""
        return written(
            {
                "form": FORM,
                "number": self.number,
                "instance": self.instance,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "position": self.position,
                "entries": self.entries,
                "moved": {name: [head.length, head.digest.hex()] for name, head in self.moved.items()},
                "digest": self.digest.hex(),
                "previous": self.previous.hex(),
            }
        )

    def own_digest(self) -> bytes:
        return sha256(self.form()).digest()


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint with the Ed25519 signature of the key `key` over `signed_bytes`."""

    checkpoint: Checkpoint
    key: str
    signature: bytes

    def line(self) -> str:
        """One line of JSON, without its end: what the anchor and the database keep."""
        head = written({"key": self.key, "signature": self.signature.hex()}).decode()
        return f'{{"checkpoint":{self.checkpoint.form().decode()},{head[1:]}'


def signed_bytes(checkpoint: Checkpoint, key: str) -> bytes:
    """The key's name is signed too, so that a signature cannot be said to be another key's."""
    return f"{FORM}\n{key}\n".encode() + checkpoint.form()


def read_line(line: str) -> Signed:
    """The signed checkpoint of a line; its signature is not looked at. Raises Malformed, also for a line that means the
    same in other bytes."""
    try:
        raw = json.loads(line)
        signed = Signed(_checkpoint(raw["checkpoint"]), str(raw["key"]), bytes.fromhex(raw["signature"]))
        same = signed.line() == line
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise Malformed from fault
    if not same:
        raise Malformed
    return signed


def _checkpoint(raw: Mapping[str, Any]) -> Checkpoint:
    at = datetime.fromisoformat(raw["at"])
    if at.tzinfo is None:
        raise Malformed
    return Checkpoint(
        number=int(raw["number"]),
        instance=str(raw["instance"]),
        at=at,
        position=int(raw["position"]),
        entries=int(raw["entries"]),
        moved={str(name): Head(int(length), bytes.fromhex(digest)) for name, (length, digest) in raw["moved"].items()},
        digest=bytes.fromhex(raw["digest"]),
        previous=bytes.fromhex(raw["previous"]),
    )


class Tally:
    """The digest over entries in their places over all streams, and how many they were."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = sha256(FORM.encode() + b"\n")

    def add(self, position: int, stream: str, number: int, digest: bytes) -> None:
        self._sum.update(written([position, stream, number, digest.hex()]) + b"\n")
        self.count += 1

    def digest(self) -> bytes:
        return self._sum.digest()
