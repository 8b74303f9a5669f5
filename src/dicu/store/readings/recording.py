"""Noting a request: one entry at the end of its stream, in a transaction of its own, behind a reach that adds nothing else."""

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from dicu.ledger.model import Author, Conflict, Draft, Stream
from dicu.store.ledger.heads import held
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.security.session import recording

ATTEMPTS = 3


class PostgresRecorder:
    """`dicu.readings.ports.Recorder`. Requests of one account wait for one another; those of others do not."""

    def __init__(self, ledger: PostgresLedger) -> None:
        self.ledger = ledger

    def note(self, stream: Stream, draft: Draft, author: Author) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._noted(stream, draft, author)
            except Conflict:  # only past the lock: a program that does not take it
                if attempt == ATTEMPTS:
                    raise
        return None

    def _noted(self, stream: Stream, draft: Draft, author: Author) -> None:
        with transaction.atomic(), recording():
            standing = held((stream,))[stream.name]
            self.ledger.append(stream, (draft,), expected=standing.head.length, author=author)


def seal(text: str) -> str:
    """`dicu.readings.ports.Seal`, under a key made from the house's secret."""
    return salted_hmac("dicu.readings", text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:32]
