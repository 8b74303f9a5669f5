"""What accounts and access ask people to do: rights that end soon, and notices of what was opened in an emergency."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from dicu.access.rulebook import ADMINISTRATOR, REPORTER
from dicu.agenda.standing import SOON, Ending, Opening, of_endings, of_openings
from dicu.agenda.todo import Todo
from dicu.store.ledger.rows import direct
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import Message, T

NOTICE = timedelta(days=10)
"""So long a notice stands: nothing records that somebody has read it."""

# The front page asks all of this of everybody, so it is asked in statements that the database keeps the plans of.
ENDING = """
SELECT a.username, g.agency, g.role, g.until FROM accounts_grantrow g JOIN accounts_account a ON a.id = g.account_id
 WHERE g.until BETWEEN %s AND %s AND g.ended IS NULL AND a.is_active AND NOT EXISTS (
       SELECT FROM accounts_grantrow longer
        WHERE longer.account_id = g.account_id AND longer.role = g.role AND longer.agency = g.agency AND longer.ended IS NULL
          AND (longer.until IS NULL OR longer.until > g.until))
 ORDER BY g.id
"""
OPENED = "SELECT key, agency, since FROM accounts_openingrow WHERE since >= %s AND agency <> '' ORDER BY since DESC, key"


def role_words(role: str) -> Message:
    words = {"reporter": T("reporter"), "coordinator": T("coordinator"), "auditor": T("auditor"), "administrator": T("administrator"),
             "dialogue-secretary": T("dialogue secretariat"), "policy-watcher": T("policy watch")}  # fmt: skip
    return words.get(role, Message(role))


def ending(today: date) -> Iterable[Todo]:
    """A right that was ended by hand is no surprise to anybody, and one that a newer grant goes on with ends nothing."""
    rows = direct(ENDING, (today, today + SOON))
    return of_endings((Ending(account, agency, role_words(role), until) for account, agency, role, until in rows), today, ADMINISTRATOR)


def opened(today: date) -> Iterable[Todo]:
    """For the reporters of the agency whose thing it is."""
    rows = direct(OPENED, (datetime.combine(today - NOTICE, time.min, VIET_NAM),))
    found = [Opening(key, agency, REPORTER, since.astimezone(VIET_NAM).date(), place=("openings", ())) for key, agency, since in rows]
    return of_openings(one for one in found if today - NOTICE <= one.opened <= today)
