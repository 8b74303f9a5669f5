"""The worker's part of the agenda: it looks what is due, records who is reminded, and sends letters.

Each reminder is an entry, so on the page it stands exactly once, whatever happens to the worker. A letter cannot be that
certain: a mail server may have taken it a moment before the worker died. So its leaving is recorded first. Where a worker
finds a letter that was leaving, nobody knows whether it left; it is sent once more under the same Message-ID, by which a
mail program shows one letter, and if that ends the same way it is given up and shown to the coordinator. At least once
rather than at most once: a lost letter may cost an agency its last day, a doubled one costs a glance.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby

from django.db import transaction
from django.db.models import Max

from dicu.access.policy import Policy
from dicu.access.rulebook import COORDINATOR
from dicu.agenda.reminding import Calendars, Reminder, Round, reminders_due
from dicu.agenda.standing import of_calendars
from dicu.agenda.terms import Terms
from dicu.agenda.todo import Sources, Todo
from dicu.ledger.model import Author, Draft, Entry, Ledger, Stream
from dicu.store.agenda.models import ReminderRow
from dicu.store.agenda.projecting import HOUSE
from dicu.store.agenda.recipients import Recipient, pairs, recipients
from dicu.store.ledger.models import LedgerStream
from dicu.store.security.session import maintaining
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import Refused

AUTHOR = Author("dicu:worker", "reminding")
"""No account has a colon in its name: nobody can sign in as the worker."""

log = logging.getLogger("dicu.agenda")


class SourceFailed(RuntimeError):
    """At least one room could not say what there is to do; the others were looked at all the same."""


@dataclass(frozen=True)
class Looked:
    """What one look found: every to-do, who was reminded now, what could not be counted, which rooms failed."""

    todos: tuple[Todo, ...]
    reminded: tuple[Reminder, ...]
    round: Round
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reminding:
    """`set_up`: whether letters can leave at all. `policy` decides who does what; it is asked for nobody's reading."""

    ledger: Ledger
    policy: Policy
    sources: Sources
    calendars: Calendars
    terms: Terms
    instance: str
    set_up: bool
    now: Callable[[], datetime]

    def look(self) -> Looked:
        """Records every reminder that is due. What was recorded before is not recorded again."""
        now = self.now()
        with transaction.atomic(), maintaining():
            todos, failed = self._todos(now.astimezone(VIET_NAM).date())
            people = recipients(self.set_up, now)
            round_, missing = self._round(todos, people, now)
        known = {one.officer.account: one for one in people}
        reminded: list[Reminder] = []
        for account, theirs in groupby(round_.reminders, key=lambda reminder: reminder.account):
            reminded += self._remember(known[account], tuple(theirs))
        return Looked((*todos, *missing), tuple(reminded), round_, failed)

    def _todos(self, today: date) -> tuple[tuple[Todo, ...], tuple[str, ...]]:
        """A room that fails is left out this time, and named; the others are not made to wait for it."""
        found: list[Todo] = []
        failed: list[str] = []
        for name, source in self.sources:
            try:
                with transaction.atomic():
                    found += source(today)
            except Exception:
                log.exception("the source %s of the agenda failed", name)
                failed.append(name)
        return tuple(found), tuple(failed)

    def _round(self, todos: Iterable[Todo], people: Sequence[Recipient], now: datetime) -> tuple[Round, tuple[Todo, ...]]:
        """What is due, and the to-dos that say that a calendar is missing."""
        round_ = self._due(tuple(todos), people, now)
        missing = tuple(of_calendars(round_.uncounted, now.astimezone(VIET_NAM).date(), COORDINATOR))
        more = self._due(missing, people, now)
        reminders = sorted((*round_.reminders, *more.reminders), key=lambda reminder: reminder.account)
        return Round(tuple(reminders), round_.uncounted), missing

    def _due(self, todos: Sequence[Todo], people: Sequence[Recipient], now: datetime) -> Round:
        sent = sent_steps(todo.id for todo in todos)
        concerned = pairs(self.policy, people, todos, now.astimezone(VIET_NAM).date())
        return reminders_due(concerned, sent, now, self.calendars, self.terms)

    def _remember(self, who: Recipient, reminders: tuple[Reminder, ...]) -> tuple[Reminder, ...]:
        """All reminders of one person in one step, and their letter. If somebody else wrote meanwhile, the next look
        finds what is left."""
        letter = letter_id(reminders) if who.mail == "letter" else ""
        drafts = [Draft("agenda.reminded", _body(reminder, who.mail, letter)) for reminder in reminders]
        try:
            append(self.ledger, self.instance, who.officer.agency, *drafts)
        except Refused as refused:
            log.warning("somebody was not reminded this time: %s", type(refused).__name__)
            return ()
        return reminders


def sent_steps(todos: Iterable[str]) -> dict[tuple[str, str], int]:
    """What of and whom → the latest step that was recorded."""
    rows = ReminderRow.objects.filter(todo__in=set(todos)).values_list("todo", "account").annotate(step=Max("step")).order_by()
    return {(todo, account): step for todo, account, step in rows}


def append(ledger: Ledger, instance: str, agency: str, *drafts: Draft) -> tuple[Entry, ...]:
    """To the agency's stream, whatever its length: only the one worker writes there."""
    stream = Stream(f"agenda/{agency or HOUSE}", agency or HOUSE, instance)
    with transaction.atomic(), maintaining():
        length = LedgerStream.objects.filter(name=stream.name).values_list("length", flat=True).first() or 0
        return ledger.append(stream, drafts, expected=length, author=AUTHOR)


def letter_id(reminders: Iterable[Reminder]) -> str:
    return sha256("\n".join(sorted(reminder.id for reminder in reminders)).encode()).hexdigest()[:40]


def _body(reminder: Reminder, mail: str, letter: str) -> dict[str, object]:
    todo = reminder.todo
    title = todo.title.both()
    return {
        "reminder": reminder.id,
        "todo": todo.id,
        "what": todo.what,
        "account": reminder.account,
        "step": reminder.step,
        "due": todo.due.isoformat() if todo.due else None,
        "calendar": todo.calendar,
        "title_vi": title.vi,
        "title_en": title.en,
        "mail": mail,
        "letter": letter,
    }
