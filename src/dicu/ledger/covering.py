"""What a list of signed checkpoints says about every stream, once the list itself is found to be whole."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from operator import attrgetter

from dicu.ledger.chain import Fault, Head
from dicu.ledger.checkpoint import Malformed, Signed, read_line
from dicu.ledger.clock import TOLERANCE
from dicu.ledger.model import GENESIS, Entry
from dicu.ledger.signing import PublicKey, key_of
from dicu.vocabulary.messages import Message, T


@dataclass(frozen=True, slots=True)
class Seal:
    """What is kept of a checkpoint once its heads are noted. `line` is the SHA-256 of its line, `own` its own digest."""

    number: int
    at: datetime
    position: int
    entries: int
    digest: bytes
    own: bytes
    line: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A stream's head as checkpoint `checkpoint` holds it."""

    length: int
    digest: bytes
    checkpoint: int


@dataclass
class Covering:
    """Checkpoints of one instance, taken in one after the other. Memory: about 200 bytes for each head that they note."""

    instance: str
    keys: Sequence[PublicKey]
    seals: list[Seal] = field(default_factory=list)
    notes: dict[str, list[Note]] = field(default_factory=dict)

    @property
    def last(self) -> Seal | None:
        return self.seals[-1] if self.seals else None

    def take(self, line: str) -> Fault | None:
        """Why the line is not the next checkpoint; None if it is, and it is taken in."""
        number = len(self.seals) + 1
        try:
            signed = read_line(line)
        except Malformed:
            message = T("Checkpoint {number} cannot be read: its line was changed or is no checkpoint.", number=number)
            return Fault("", 0, message, "checkpoint", number)
        if found := self._misfit(signed, number):
            what, message = found
            return Fault("", 0, message, what, number)
        self._keep(signed, line)
        return None

    def noted(self, stream: str, number: int) -> tuple[Note | None, int]:
        """The first noted head at or above entry `number` of the stream, and the length noted before that (else 0)."""
        notes = self.notes.get(stream, [])
        place = bisect_left(notes, number, key=attrgetter("length"))
        return (notes[place] if place < len(notes) else None), (notes[place - 1].length if place else 0)

    def ends(self, stream: str) -> Note | None:
        """The last noted head of the stream."""
        notes = self.notes.get(stream)
        return notes[-1] if notes else None

    def before(self, note: Note | None) -> Seal | None:
        """The last checkpoint that does not hold an entry of this note; without a note, the last of all."""
        held = note.checkpoint - 1 if note else len(self.seals)
        return self.seals[held - 1] if held else None

    def fault(self, entry: Entry) -> Fault | None:
        """Why an entry that fits its chain is not the one that the checkpoints hold, or stands where they hold none."""
        note, below = self.noted(entry.stream.name, entry.number)
        before = self.before(note)
        if before and entry.position <= before.position:
            return self._slipped_in(entry, before.number)
        if note is None:
            return None
        if entry.position > self.seals[note.checkpoint - 1].position:
            return self._slipped_in(entry, note.checkpoint)
        if entry.number == note.length and entry.digest != note.digest:
            return _recomputed(entry, below + 1, note)
        return None

    def back_dated(self, entry: Entry) -> Fault | None:
        """Whether the entry is dated before a checkpoint that was made before it, further than clocks differ."""
        note, _ = self.noted(entry.stream.name, entry.number)
        before = self.before(note)
        if before is None or before.at - entry.at <= TOLERANCE:
            return None
        message = T(
            "Entry {number} is back-dated: it says {at}, but was recorded after checkpoint {checkpoint}, made on {made}.",
            number=entry.number,
            at=entry.at,
            checkpoint=before.number,
            made=before.at,
        )
        return Fault(entry.stream.name, entry.number, message, "back-dated", before.number)

    def end_fault(self, stream: str, seen: Head) -> Fault | None:
        """Whether a stream that stands at `seen` is as long as the checkpoints say, or gone."""
        note = self.ends(stream)
        if note is None or seen.length >= note.length:
            return None
        values = {"noted": note.length, "checkpoint": note.checkpoint, "found": seen.length}
        if not seen.length:
            gone = T("The stream is gone: checkpoint {checkpoint} holds {noted} entries of it.", **values)
            return Fault(stream, 1, gone, "vanished", note.checkpoint)
        message = T("The stream was cut off: checkpoint {checkpoint} holds {noted} entries of it, and {found} are left.", **values)
        return Fault(stream, seen.length + 1, message, "cut", note.checkpoint)

    def _misfit(self, signed: Signed, number: int) -> tuple[str, Message] | None:  # noqa: PLR0911 - one answer for each misfit
        c, last = signed.checkpoint, self.last
        key = key_of(signed.key, self.keys)
        if c.number != number:
            return "checkpoint", T("Checkpoint {number} is missing; checkpoint {found} stands there.", number=number, found=c.number)
        if c.instance != self.instance or (key and key.instance != self.instance):
            other = c.instance if c.instance != self.instance else key.instance if key else ""
            return "checkpoint", T("Checkpoint {number} is of the instance {instance}, not of this one.", number=number, instance=other)
        if key is None:
            return "unknown-key", T(
                "Checkpoint {number} was signed with the key {key}, which is not among the known ones.", number=number, key=signed.key
            )
        if key.up_to is not None and number > key.up_to:
            return "unknown-key", T(
                "Checkpoint {number} was signed with the key {key}, whose word ended with checkpoint {last}.",
                number=number,
                key=signed.key,
                last=key.up_to,
            )
        if not key.signed(signed):
            return "checkpoint", T("Checkpoint {number} was changed or forged: the signature does not fit.", number=number)
        if c.previous != (last.own if last else GENESIS) or (last and not _after(signed, last)):
            return "checkpoint", T("Checkpoint {number} does not follow the checkpoint before it.", number=number)
        return None

    def _keep(self, signed: Signed, line: str) -> None:
        c = signed.checkpoint
        self.seals.append(Seal(c.number, c.at, c.position, c.entries, c.digest, c.own_digest(), sha256(line.encode()).digest()))
        for stream, head in c.moved.items():
            self.notes.setdefault(stream, []).append(Note(head.length, head.digest, c.number))

    def _slipped_in(self, entry: Entry, checkpoint: int) -> Fault:
        message = T(
            "Entry {number} does not stand where checkpoint {checkpoint} has it: it was moved or slipped in.",
            number=entry.number,
            checkpoint=checkpoint,
        )
        return Fault(entry.stream.name, entry.number, message, "order", checkpoint)


def _after(signed: Signed, last: Seal) -> bool:
    c = signed.checkpoint
    return c.position >= last.position and c.entries >= last.entries and c.at >= last.at


def _recomputed(entry: Entry, first: int, note: Note) -> Fault:
    """The chain was computed anew from the changed entry on; the head before it, if noted, still fits."""
    if first == entry.number:
        message = T("Entry {number} is not the one that checkpoint {checkpoint} holds.", number=first, checkpoint=note.checkpoint)
    else:
        message = T(
            "One of the entries {first} to {number} was changed and the chain computed anew: checkpoint {checkpoint} holds another "
            "entry {number}.",
            first=first,
            number=entry.number,
            checkpoint=note.checkpoint,
        )
    return Fault(entry.stream.name, first, message, "changed", note.checkpoint)
