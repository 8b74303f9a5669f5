"""What accounts and access ask people to do: rights that end soon, and notices of what was opened in an emergency."""

from collections.abc import Iterable
from datetime import date, timedelta

from dicu.access.rulebook import ADMINISTRATOR, REPORTER
from dicu.agenda.standing import SOON, Ending, Opening, of_endings, of_openings
from dicu.agenda.todo import Todo
from dicu.store.accounts.models import GrantRow, OpeningRow
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import Message, T

NOTICE = timedelta(days=10)
"""So long a notice stands: nothing records that somebody has read it."""


def role_words(role: str) -> Message:
    words = {"reporter": T("reporter"), "coordinator": T("coordinator"), "auditor": T("auditor"), "administrator": T("administrator")}
    return words.get(role, Message(role))


def ending(today: date) -> Iterable[Todo]:
    """A right that was ended by hand is no surprise to anybody, and one that a newer grant goes on with ends nothing."""
    rows = GrantRow.objects.filter(until__range=(today, today + SOON), ended__isnull=True, account__is_active=True)
    found = []
    for row in rows.select_related("account"):
        longer = GrantRow.objects.filter(account=row.account, role=row.role, agency=row.agency, ended__isnull=True).exclude(id=row.id)
        if not longer.filter(until__isnull=True).exists() and not longer.filter(until__gt=row.until).exists():
            found.append(Ending(row.account.username, row.agency, role_words(row.role), row.until))
    return of_endings(found, today, ADMINISTRATOR)


def opened(today: date) -> Iterable[Todo]:
    """For the reporters of the agency whose thing it is."""
    rows = OpeningRow.objects.all()
    found = [
        Opening(row.key, row.agency, REPORTER, row.since.astimezone(VIET_NAM).date(), place=("openings", ())) for row in rows if row.agency
    ]
    return of_openings(one for one in found if today - NOTICE <= one.opened <= today)
