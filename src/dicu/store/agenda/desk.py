"""The door to the agenda for officers: what there is for them to do, who was reminded, and whether they want letters. Each
step is decided by access first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from dicu.access.model import Asker, Officer, Thing
from dicu.access.policy import SEE, Policy
from dicu.access.rulebook import AUDITOR, COORDINATOR
from dicu.agenda.reminding import Calendars, reminders_due
from dicu.agenda.standing import of_calendars
from dicu.agenda.terms import Terms
from dicu.agenda.todo import Sources, Todo
from dicu.agenda.words import left
from dicu.ledger.model import Author, Draft, Ledger, Stream
from dicu.store.accounts.models import Account
from dicu.store.agenda.models import LetterRow, PreferenceRow, PulseRow, ReminderRow
from dicu.store.agenda.recipients import does, thing_of
from dicu.store.agenda.remembering import Reminding, SourceFailed
from dicu.store.agenda.sending import Sending
from dicu.store.ledger.models import LedgerStream
from dicu.store.security.scoping import within
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import Message

SILENCE = 15 * 60
"""Seconds without a sign of life after which the coordinator is told that no worker runs."""


@dataclass(frozen=True, slots=True)
class Line:
    """A to-do as one officer sees it: its last day in words, and when they were last reminded of it."""

    todo: Todo
    left: Message | None
    late: bool
    reminded: datetime | None


@dataclass(frozen=True, slots=True)
class Sign:
    """When the worker last looked at the agenda, and whether it is silent now or failed then."""

    at: datetime | None
    silent: bool
    failed: str


@dataclass(frozen=True)
class AgendaDesk:
    ledger: Ledger
    policy: Policy
    sources: Sources
    calendars: Calendars
    terms: Terms
    instance: str
    now: Callable[[], datetime]
    reminding: Reminding
    sending: Sending

    def today(self) -> date:
        return self.now().astimezone(VIET_NAM).date()

    def mine(self, officer: Officer) -> tuple[Line, ...]:
        """What the officer does, on whatever errand of theirs; nearest last day first."""
        return self._lines(self._own(officer), officer.account)

    def counted(self, officer: Officer) -> tuple[int, int]:
        """How many to-dos the officer has, and how many of them are late."""
        today, todos = self.today(), self._own(officer)
        return len(todos), sum(todo.due is not None and todo.due < today for todo in todos)

    def seen(self, asker: Asker) -> tuple[Line, ...]:
        """What the officer may see for this one purpose: an auditor sees others' to-dos and has none."""
        today = self.today()
        todos = [t for t in self._todos() if self.policy.decide(asker.officer, SEE, thing_of(t), asker.purpose, today).allowed]
        return self._lines(todos, asker.officer.account)

    def _own(self, officer: Officer) -> list[Todo]:
        """What is for nobody else's roles need not be worked out. For a coordinator it must: theirs is also that somebody
        else's days cannot be counted."""
        today, roles = self.today(), officer.roles(self.today())
        todos = self._todos() if COORDINATOR in roles else self.sources.todos(today, roles)
        return [todo for todo in todos if does(self.policy, officer, todo, today)]

    def _todos(self) -> tuple[Todo, ...]:
        """Of every room, and that a calendar is missing, which hangs on what the rooms said."""
        today, found = self.today(), self.sources.todos(self.today())
        looked = reminders_due(((todo, "") for todo in found), {}, self.now(), self.calendars, self.terms)
        return (*found, *of_calendars(looked.uncounted, today, COORDINATOR))

    def _lines(self, todos: list[Todo], account: str) -> tuple[Line, ...]:
        rows = ReminderRow.objects.filter(todo__in=[todo.id for todo in todos], account=account).order_by("at")
        reminded = dict(rows.values_list("todo", "at"))
        return tuple(self._line(todo, reminded.get(todo.id)) for todo in todos)

    def _line(self, todo: Todo, reminded: datetime | None) -> Line:
        if todo.due is None:
            return Line(todo, None, False, reminded)
        return Line(todo, left(todo.due, todo.calendar, self.today(), self.calendars), todo.due < self.today(), reminded)

    def reminders(self, asker: Asker, count: int, skip: int = 0) -> tuple[tuple[ReminderRow, ...], int]:
        """Who was reminded of what, newest first, and how many there are in the officer's scope."""
        scope = self.policy.scope(asker.officer, SEE, "reminder", asker.purpose, self.today())
        rows = ReminderRow.objects.filter(within(scope))
        return tuple(rows[skip : skip + count]), rows.count()

    def check_overseer(self, asker: Asker) -> None:
        """Raises for whoever sees no reminders but their own."""
        day = self.today()
        limits = [g.agency for g in asker.officer.grants if g.in_force(day) and g.role in {COORDINATOR, AUDITOR}]
        anybodys = Thing("reminder", {"account": "", "agency": min(limits, default="")})
        self.policy.check(asker.officer, SEE, anybodys, asker.purpose, day)

    def letters(self, asker: Asker, *states: str) -> tuple[LetterRow, ...]:
        scope = self.policy.scope(asker.officer, SEE, "reminder", asker.purpose, self.today())
        return tuple(LetterRow.objects.filter(within(scope), state__in=states))

    def letters_of(self, rows: Iterable[ReminderRow]) -> dict[str, LetterRow]:
        """The letters that these reminders, which the officer was given, went into."""
        return {row.id: row for row in LetterRow.objects.filter(id__in={row.letter for row in rows if row.letter})}

    def without_address(self, asker: Asker) -> tuple[str, ...]:
        """Accounts that were reminded on the page alone, because no address is known, and have none still."""
        rows, _ = self.reminders(asker, 1000)
        accounts = {row.account for row in rows if row.mail == "no-address"}
        return tuple(Account.objects.filter(username__in=accounts, email="", is_active=True).values_list("username", flat=True))

    def wants_mail(self, officer: Officer) -> bool:
        row = PreferenceRow.objects.filter(account=officer.account).first()
        return row is None or row.mail

    def choose_mail(self, asker: Asker, mail: bool) -> None:
        """Choosing what is chosen already records nothing."""
        account = asker.officer.account
        self.policy.check(asker.officer, "choose", Thing("preference", {"account": account}), asker.purpose, self.today())
        if self.wants_mail(asker.officer) == mail:
            return
        stream = Stream(f"preference/{account}", asker.officer.agency or "-", self.instance)
        draft = Draft("preference.mail", {"account": account, "mail": mail})
        with transaction.atomic():
            known = LedgerStream.objects.filter(name=stream.name).first()
            kept = Stream(known.name, known.authority, known.instance) if known else stream
            self.ledger.append(kept, (draft,), expected=known.length if known else 0, author=Author(account, asker.purpose))

    def sign(self) -> Sign:
        row = PulseRow.objects.filter(job=JOB).first()
        silent = row is None or (self.now() - row.at).total_seconds() > SILENCE
        return Sign(row.at if row else None, silent, row.failed if row else "")

    def tick(self, stopping: Callable[[], bool] = lambda: False) -> None:
        """The worker's job: remind whoever is due, send what waits. Raises SourceFailed where a room could not be asked;
        then no letter is held back as done, for nobody knows."""
        looked = self.reminding.look()
        self.sending.send(None if looked.failed else {todo.id for todo in looked.todos}, stopping)
        if looked.failed:
            raise SourceFailed(", ".join(looked.failed))


JOB = "agenda"
"""The name under which wiring registers `tick` as a job."""
