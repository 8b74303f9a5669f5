"""The noted readings, read through a scope. A page is cut between requests, never within one."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet

from dicu.access.conditions import Condition
from dicu.readings.model import Page, Reading, Touched, Wanted
from dicu.store.accounts.models import Account
from dicu.store.readings.models import ReadingRow
from dicu.store.security.scoping import within
from dicu.vocabulary.dates import VIET_NAM


class PostgresReadings:
    """`dicu.readings.ports.Rows`."""

    def page(self, scope: Condition, wanted: Wanted, names: tuple[str, ...], before: int | None, count: int) -> Page:
        rows = ReadingRow.objects.filter(within(scope)).filter(_asked(wanted, names))
        younger = rows if before is None else rows.filter(position__lt=before)
        positions = list(younger.order_by("-position").values_list("position", flat=True).distinct()[: count + 1])
        if not positions:
            return Page(())
        more, shown = len(positions) > count, positions[:count]
        return Page(_readings(rows.filter(position__gte=shown[-1], position__lte=shown[0])), shown[-1] if more else None)


def _asked(wanted: Wanted, names: tuple[str, ...]) -> Q:
    asked = Q(name__in=names) | Q(whole__in=names) if names else Q()
    if wanted.account:
        asked &= Q(account=wanted.account)
    if wanted.agency:
        asked &= Q(agency=wanted.agency) | Q(reader_agency=wanted.agency)
    if wanted.kind:
        asked &= Q(kind=wanted.kind) if not names else Q()
    return asked & _on(wanted.day) if wanted.day else asked


def _on(day: date) -> Q:
    """A day in Viet Nam."""
    begins = datetime.combine(day, time(), VIET_NAM).astimezone(UTC)
    return Q(at__gte=begins, at__lt=begins + timedelta(days=1))


def _readings(rows: QuerySet[ReadingRow]) -> tuple[Reading, ...]:
    found = list(rows.order_by("-position", "part"))
    names = dict(Account.objects.filter(username__in={row.account for row in found}).values_list("username", "full_name"))
    return tuple(_reading(list(group), names) for _, group in groupby(found, key=lambda row: row.position))


def _reading(rows: list[ReadingRow], names: dict[str, str]) -> Reading:
    row = rows[0]
    return Reading(
        position=row.position,
        at=row.at,
        account=row.account,
        name=names.get(row.account, ""),
        agency=row.reader_agency,
        roles=tuple(row.roles.split()),
        purpose=row.purpose,
        route=row.route,
        method=row.method,
        means=row.means,  # type: ignore[arg-type]
        outcome=row.outcome,  # type: ignore[arg-type]
        listed=row.listed,
        criteria=row.criteria,
        request=row.request,
        things=tuple(_things(rows)),
    )


def _things(rows: Iterable[ReadingRow]) -> Iterable[Touched]:
    return (Touched(row.kind, row.name, row.whole, row.agency, row.domain, tuple(row.did.split()), row.seen) for row in rows if row.kind)
