"""Noting a request: one entry at the end of its stream, in a transaction of its own, behind a reach that adds nothing else."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from dicu.ledger.model import Author, Conflict, Draft, Stream
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.security.session import transaction_of_the_log

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
        with transaction_of_the_log():
            self.ledger.add(stream, draft, author)


def seal(text: str) -> str:
    """`dicu.readings.ports.Seal`, under a key made from the house's secret."""
    return salted_hmac("dicu.readings", text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:32]
