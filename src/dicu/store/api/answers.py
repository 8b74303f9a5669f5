"""Answers to requests with an idempotency key: kept for two days with what the request did, and given again.

Of two requests with one key at the same time, one works and the other is told so: an advisory lock says it without waiting,
and goes with the transaction, also when the process dies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from dicu.store.api.models import KeptAnswer
from dicu.store.security.session import maintaining

KEPT_FOR = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """An answer that was given under the key, and to what."""

    fingerprint: bytes
    answer: Answer


def begun(account: str, key: str) -> bool:
    """Whether this request is the only one with the key now; it is until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 1))", [f"{account}\n{key}"])
        return bool(cursor.fetchone()[0])


def found(account: str, key: str, now: datetime) -> Found | None:
    row = KeptAnswer.objects.filter(account=account, key=key, at__gt=now - KEPT_FOR).first()
    return Found(bytes(row.fingerprint), Answer(row.status, row.headers, bytes(row.body))) if row else None


def keep(account: str, key: str, fingerprint: bytes, answer: Answer, now: datetime) -> None:
    """Keeps an answer, in place of one that has run out."""
    KeptAnswer.objects.filter(account=account, key=key).delete()
    facts = {"fingerprint": fingerprint, "status": answer.status, "headers": dict(answer.headers), "body": answer.body, "at": now}
    KeptAnswer.objects.create(account=account, key=key, **facts)


def sweep(now: datetime) -> int:
    """Takes away what is older than two days; how many rows it was."""
    with transaction.atomic(), maintaining():
        return _swept(now)


def _swept(now: datetime) -> int:
    return KeptAnswer.objects.filter(at__lte=now - KEPT_FOR).delete()[0]
