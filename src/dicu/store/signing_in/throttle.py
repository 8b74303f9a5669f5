"""Failed attempts, counted in the database: a restart forgets none and all processes count together.

An attempt is counted before it is made (`reserve`) and taken back if it succeeds, so that a hundred sent at once are not
all let through before the first has failed. While there is a wait nothing is examined: no password is hashed.

Call it outside the transaction of the step itself, or let the step answer rather than raise: a count that is rolled back
was not made.
"""

import logging
from datetime import datetime
from math import ceil

from django.db import transaction
from django.db.models import F

from dicu.store.signing_in import moments
from dicu.store.signing_in.limits import FORGOTTEN, LIMITS
from dicu.store.signing_in.models import Attempts
from dicu.store.signing_in.sealing import digest
from dicu.vocabulary.messages import Refused, T

log = logging.getLogger("dicu.signing_in")

MOST_ROWS = 10_000
"""Rows of names and networks that are no accounts of ours: beyond that the oldest go."""


class Throttled(Refused):
    """Too many attempts have failed; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        minutes = ceil(seconds / 60)
        super().__init__(T("Too many attempts have failed. Try again in {minutes} min.", minutes=minutes))
        self.seconds = seconds


def throttled(kind: str, key: str) -> int:
    """Seconds to wait before the next attempt; 0: none. Only looks."""
    row = Attempts.objects.filter(kind=kind, key=_key(kind, key)).first()
    return _seconds(row.until) if row else 0


def check(kind: str, key: str) -> None:
    """Raises Throttled while there is a wait."""
    if seconds := throttled(kind, key):
        raise Throttled(seconds)


def reserve(kind: str, key: str, *, kept: bool = False) -> int:
    """Count an attempt about to be made. Seconds to wait: if any, the attempt must not be made. `kept`: `key` is one of
    our accounts."""
    found = Attempts.objects.filter(kind=kind, key=_key(kind, key)).first()
    if found and (seconds := _seconds(found.until)):
        return _turned_away(kind, found, seconds)
    with transaction.atomic():
        row = _row(kind, key, kept)
        if seconds := _seconds(row.until):  # somebody else has just failed
            return _turned_away(kind, row, seconds)
        now, limit = moments.now(), LIMITS[kind]
        row.failures = limit.remembered(row.failures, now - row.last) + 1
        row.total, row.until, row.last = row.total + 1, now + limit.wait(row.failures), now
        row.save(update_fields=["total", "failures", "until", "last"])
    if row.failures >= limit.most:
        log.warning("locked: kind=%s row=%d failures=%d", kind, row.pk, row.failures)
    return 0


def failed(kind: str, key: str, *, kept: bool = False) -> None:
    """Count an attempt that has failed already."""
    reserve(kind, key, kept=kept)


def succeeded(kind: str, key: str) -> int:
    """Forget what failed before. How many attempts had failed since the last success, this one's reservation not counted."""
    found = Attempts.objects.filter(kind=kind, key=_key(kind, key))
    total = found.values_list("total", flat=True).first() or 0
    found.update(failures=0, total=0, until=moments.now())
    return max(0, total - 1)


def taken_back(kind: str, key: str) -> None:
    """One reservation fewer; the failures of others stay: an own good sign-in must not wipe a network's count."""
    with transaction.atomic():
        row = Attempts.objects.select_for_update().filter(kind=kind, key=_key(kind, key)).first()
        if row and row.failures:
            row.failures -= 1
            row.until = min(row.until, row.last + LIMITS[kind].wait(row.failures))
            row.save(update_fields=["failures", "until"])


def prune() -> None:
    """Rows that count nothing any more, and the oldest of too many."""
    Attempts.objects.filter(last__lt=moments.now() - FORGOTTEN, kept=False).delete()
    others = Attempts.objects.filter(kept=False).order_by("-last", "-id")
    surplus = list(others.values_list("id", flat=True)[MOST_ROWS:])
    Attempts.objects.filter(id__in=surplus).delete()


def _row(kind: str, key: str, kept: bool) -> Attempts:
    """The row, locked until the transaction ends."""
    now = moments.now()
    row, new = Attempts.objects.get_or_create(kind=kind, key=_key(kind, key), defaults={"kept": kept, "last": now, "until": now})
    if new and row.pk % 100 == 0:
        prune()
    locked = Attempts.objects.select_for_update().filter(pk=row.pk).first()
    return locked or _row(kind, key, kept)  # pruned by somebody else in between


def _key(kind: str, key: str) -> bytes:
    """What was typed as a name may be a password: it is kept as a keyed digest."""
    return digest(key, f"attempts {kind}")


def _seconds(until: datetime) -> int:
    return max(0, ceil((until - moments.now()).total_seconds()))


def _turned_away(kind: str, row: Attempts, seconds: int) -> int:
    """Counted, and told at 1, 2, 4, 8 … attempts: ten thousand fill no log."""
    Attempts.objects.filter(pk=row.pk).update(total=F("total") + 1)
    total = row.total + 1
    if total & row.total == 0:
        log.warning("turned away: kind=%s row=%d attempts=%d", kind, row.pk, total)
    return seconds
