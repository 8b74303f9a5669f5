"""The notary of an installation: makes checkpoints, anchors them outside the database, and holds the database against them.

What it needs comes from its surroundings: DICU_ANCHOR, DICU_CHECKPOINT_PUBLIC_KEYS and, only where checkpoints are made,
DICU_CHECKPOINT_KEY_FILE. Without DICU_ANCHOR there is no notary, and only the chain is checked.
"""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from dicu.ledger.anchor import Anchor
from dicu.ledger.chain import Fault
from dicu.ledger.checkpoint import Signed
from dicu.ledger.clock import moment
from dicu.ledger.covering import Covering
from dicu.ledger.signing import PublicKey, SigningKey, key_of
from dicu.store.environment import instance
from dicu.store.ledger import checkpoints, keys
from dicu.store.ledger.anchors import FileAnchor
from dicu.store.ledger.heads import alone
from dicu.store.ledger.models import LedgerCheckpoint
from dicu.store.ledger.verification import Examination, examined
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import Message, Refused, T

ANCHOR = "DICU_ANCHOR"
LOG = logging.getLogger("dicu.ledger")


class OlderThanAnchor(Refused):
    """The anchor knows a checkpoint that the database does not: a backup was put back, or its end was cut off."""


@dataclass(frozen=True)
class Notary:
    instance: str
    anchor: Anchor
    public: Sequence[PublicKey]

    def check(self) -> None:
        """For the start of a program. Reads the two last checkpoints and nothing else. Raises OlderThanAnchor, or Refused
        where the anchor is of another instance or says something else than the database."""
        with transaction.atomic(), maintaining():
            self._check_last(self.anchor.last(), checkpoints.last())

    def checkpoint(self, key: SigningKey, now: Callable[[], datetime], *, fill: bool = False) -> Signed | None:
        """The next checkpoint, signed, kept and, once it is committed, anchored; None if nothing came since the last. One
        that could not be anchored before is anchored now. `fill` lets a new or lost anchor be written from the database.

        Call it with the widest reach or none: it takes its own, and holds the ledger alone while it reads.
        """
        with transaction.atomic(), maintaining():
            alone()
            last, anchored = checkpoints.last(), self.anchor.last()
            self._check_last(anchored, last)
            self._check_pending(anchored, last, fill)
            previous = last.checkpoint if last else None
            at = moment(now(), previous.at if previous else None, "checkpoint")
            made = checkpoints.following(previous, self.instance, at)
            signed = self._signed(made, key) if made else None
            transaction.on_commit(self._anchored)
        return signed

    def checkpoint_here(self, now: Callable[[], datetime], environment: Mapping[str, str] = os.environ) -> Signed | None:
        """The same with the key of this machine; None where it has none."""
        if not environment.get(keys.KEY):
            return None
        return self.checkpoint(keys.signing_key(self.instance, self.public, environment), now)

    def examine(self, stream: str = "") -> Examination:
        """The whole ledger, or one stream, against chain, heads and anchor, in the session's reach (`all` or `watch`)."""
        covering = Covering(self.instance, self.public)
        fault = self._anchor_fault(covering) or self._table_fault(covering)
        if fault:
            return Examination(fault, covered=covering.last, anchored=True)
        return examined(stream, covering)

    def _signed(self, made: checkpoints.Checkpoint, key: SigningKey) -> Signed:
        signed = key.sign(made)
        known = key_of(signed.key, self.public)
        if known is None or not known.signed(signed):
            raise Refused(T("The key {key} may sign no checkpoint any more. Use the key that replaced it.", key=signed.key), keys.KEY)
        checkpoints.kept(signed)
        return signed

    def _anchored(self) -> None:
        """What the database has above the anchor's last. Done again after a crash it does the same."""
        with transaction.atomic(), maintaining():
            last = self.anchor.last()
            for signed in checkpoints.above(last.checkpoint.number if last else 0):
                self.anchor.append(signed)
                LOG.info("Checkpoint %s stands in %s.", signed.checkpoint.number, self.anchor.place)

    def _check_last(self, anchored: Signed | None, last: Signed | None) -> None:
        for signed in (anchored, last):
            self._check_believed(signed)
        if anchored and (last is None or anchored.checkpoint.number > last.checkpoint.number):
            raise OlderThanAnchor(_older(anchored, last.checkpoint.number if last else 0), self.anchor.place)
        if anchored and last and anchored.checkpoint.number == last.checkpoint.number and anchored != last:
            raise Refused(
                T(
                    "Checkpoint {number} of the database is not the one in {place}. Run dicu ledger verify.",
                    number=last.checkpoint.number,
                    place=self.anchor.place,
                ),
                self.anchor.place,
            )

    def _check_believed(self, signed: Signed | None) -> None:
        if signed is None:
            return
        number, instance = signed.checkpoint.number, signed.checkpoint.instance
        if instance != self.instance:
            raise Refused(
                T(
                    "Checkpoint {number} is of the instance {found}; this installation is {instance}. Check the anchor {place}.",
                    number=number,
                    found=instance,
                    instance=self.instance,
                    place=self.anchor.place,
                ),
                ANCHOR,
            )
        key = key_of(signed.key, self.public)
        if key is None or key.instance != self.instance or not key.signed(signed):
            raise Refused(
                T(
                    "Checkpoint {number} was not signed with a key that is believed ({key}). Run dicu ledger verify.",
                    number=number,
                    key=signed.key,
                ),
                keys.PUBLIC,
            )

    def _check_pending(self, anchored: Signed | None, last: Signed | None, fill: bool) -> None:
        """One may wait, if a program was stopped in between; more were not left by us."""
        ends, has = (signed.checkpoint.number if signed else 0 for signed in (anchored, last))
        if has - ends > 1 and not fill:
            raise Refused(
                T(
                    "The anchor {place} ends with checkpoint {ends}, the database with {has}. Put the anchor back from its copy; if it is "
                    "meant to be new, use --fill-anchor.",
                    place=self.anchor.place,
                    ends=ends,
                    has=has,
                ),
                ANCHOR,
            )

    def _anchor_fault(self, covering: Covering) -> Fault | None:
        return next((fault for line in self.anchor.lines() if (fault := covering.take(line))), None)

    def _table_fault(self, covering: Covering) -> Fault | None:
        """Whether the database has every anchored checkpoint unchanged, and at most one that is not anchored yet."""
        ends, number = len(covering.seals), 0
        for row in LedgerCheckpoint.objects.order_by("number").iterator(100):
            number += 1
            if fault := _row_fault(row, number, covering, ends):
                return fault
        if number < ends:
            return _lost(number + 1, covering)
        if number > ends + 1:
            message = T("The anchor lacks checkpoints {first} to {last}, which the database has.", first=ends + 1, last=number)
            return Fault("", 0, message, "checkpoint", ends + 1)
        return None


def notary(whose: str, environment: Mapping[str, str] = os.environ) -> Notary | None:
    """The notary that the surroundings describe; None without DICU_ANCHOR. Raises Refused for surroundings that do not fit."""
    place = environment.get(ANCHOR, "")
    return Notary(whose, FileAnchor(Path(place).absolute()), keys.public_keys(environment)) if place else None


def check_anchor(environment: Mapping[str, str] = os.environ) -> None:
    """Raises Refused if this database, this key or this anchor must not be worked with. For the start of every program that
    opens the store; does nothing where no anchor is configured."""
    if found := notary(instance(environment), environment):
        keys.check_key(found.instance, found.public, environment)
        found.check()


def _row_fault(row: LedgerCheckpoint, number: int, covering: Covering, ends: int) -> Fault | None:
    if row.number != number:
        return _missing(number)
    if number > ends:
        fault = covering.take(row.line)
        return fault or _columns_fault(row, covering)
    if sha256(row.line.encode()).digest() != covering.seals[number - 1].line:
        message = T("Checkpoint {number} of the database is not the one that was anchored.", number=number)
        return Fault("", 0, message, "checkpoint", number)
    return _columns_fault(row, covering)


def _columns_fault(row: LedgerCheckpoint, covering: Covering) -> Fault | None:
    seal = covering.seals[row.number - 1]
    if (row.position, row.at) == (seal.position, seal.at):
        return None
    message = T("Checkpoint {number} of the database is not the one that was anchored.", number=row.number)
    return Fault("", 0, message, "checkpoint", row.number)


def _lost(number: int, covering: Covering) -> Fault:
    """The table ends before the anchor. Whether entries are missing too tells a lost row from a database that is older."""
    last = covering.seals[-1]
    if checkpoints.newest_position() >= last.position:
        return _missing(number)
    message = T(
        "This database is older than its anchor: checkpoint {anchored}, made on {at}, is in the anchor, and the database ends with "
        "checkpoint {found}. A backup was put back, or its end was cut off.",
        anchored=last.number,
        at=last.at,
        found=number - 1,
    )
    return Fault("", 0, message, "restored", last.number)


def _missing(number: int) -> Fault:
    return Fault("", 0, T("Checkpoint {number} is missing from the database.", number=number), "checkpoint", number)


def _older(anchored: Signed, found: int) -> Message:
    return T(
        "This database is older than its anchor, so nothing was started: checkpoint {anchored}, made on {at}, is in the anchor, and the "
        "database ends with checkpoint {found}. Put the newest backup in place; run dicu ledger verify to see what is missing.",
        anchored=anchored.checkpoint.number,
        at=anchored.checkpoint.at,
        found=found,
    )
