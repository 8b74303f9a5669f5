"""An account as an officer of `access`: with its grants, ended ones too, so that a refusal can say that one has lapsed, and
with what it has opened in an emergency and not ended."""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from dicu.access.model import Grant, Officer, Opening
from dicu.access.rulebook.opening import OPENABLE
from dicu.store.accounts.models import Account, OpeningRow
from dicu.store.security.session import identifying


def officer_of(account: Account, now: datetime | None = None) -> Officer:
    rows = account.grants.order_by("id").values_list("role", "agency", "since", "until", "clearance", "ended")
    grants = tuple(Grant(role, agency, since, last_day(until, ended), level) for role, agency, since, until, level, ended in rows)
    return Officer(account.username, account.full_name, account.agency, grants, _openings(account, now or datetime.now(UTC)))


def last_day(until: date | None, ended: date | None) -> date | None:
    """The last day on which a grant counts; before its first one if it was ended before it began."""
    before = ended - timedelta(days=1) if ended else None
    return min((day for day in (until, before) if day), default=None)


def _openings(account: Account, now: datetime) -> tuple[Opening, ...]:
    """Asked of the database only where there may be some: nearly nobody opens anything."""
    if account.opened_until is None or account.opened_until <= now:
        return ()
    with transaction.atomic(), identifying(account.username):
        rows = list(OpeningRow.objects.filter(account=account.username, ended=None, since__lte=now, until__gt=now))
    return tuple(_opening(row) for row in rows if row.what in OPENABLE)


def _opening(row: OpeningRow) -> Opening:
    openable = OPENABLE[row.what]
    named = tuple((name, str(row.attributes[name])) for name in openable.attributes)
    return Opening(row.key, row.role, openable.kinds, named, row.until)
