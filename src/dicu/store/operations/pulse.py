"""Signs that other rooms give: does the worker live, how old is the newest checkpoint, how much waits to be done? None is vital:
pages are served without them, and whoever watches the metrics should look."""

import os
from datetime import UTC, datetime, timedelta

from django.db import connections, transaction

from dicu.store.agenda.models import PulseRow
from dicu.store.ledger.models import LedgerCheckpoint
from dicu.store.operations.signs import Sign
from dicu.store.security.session import maintaining

BREATH = timedelta(minutes=5)
"""The worker does each of its jobs every minute or two."""

WINDOW = timedelta(hours=2)
"""Twice what lies between two checkpoints, as deploy/ sets it."""


def worker() -> Sign:
    """Unknown where none ever worked."""
    newest = PulseRow.objects.order_by("-at").first()
    if newest is None:
        return Sign("worker", None, vital=False)
    age = (datetime.now(UTC) - newest.at).total_seconds()
    failed = PulseRow.objects.exclude(failed="").count()
    figures = {"worker_pulse_age_seconds": age, "worker_jobs_failed": failed}
    return Sign("worker", age <= BREATH.total_seconds() and not failed, figures, vital=False)


def checkpoint() -> Sign:
    """Unknown where there is no anchor to make them for."""
    with transaction.atomic(), maintaining():
        newest = LedgerCheckpoint.objects.order_by("-number").values_list("number", "at").first()
    if newest is None:
        return Sign("checkpoint", None if not os.environ.get("DICU_ANCHOR") else False, vital=False)
    number, at = newest
    age = (datetime.now(UTC) - at).total_seconds()
    return Sign("checkpoint", age <= WINDOW.total_seconds(), {"ledger_checkpoints": number, "checkpoint_age_seconds": age}, vital=False)


def queue() -> Sign:
    """What the worker was rung for and has not done."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        (waiting,) = cursor.fetchone()
    return Sign("queue", None, {"queue_jobs": waiting}, vital=False)
