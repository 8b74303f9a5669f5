"""Who is reminded: whoever may do the thing, by the same rules that decide on a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dicu.access.model import Officer, Thing
from dicu.access.policy import Policy
from dicu.access.rulebook import ADMINISTRATION, ADMINISTRATOR, AUDIT, AUDITOR, COORDINATION, COORDINATOR, READING, REPORTER, REPORTING
from dicu.agenda.todo import Todo
from dicu.store.accounts.models import Account
from dicu.store.accounts.officers import officer_of
from dicu.store.agenda.models import PreferenceRow
from dicu.vocabulary.bilingual import Language

ERRANDS = {REPORTER: REPORTING, COORDINATOR: COORDINATION, AUDITOR: AUDIT, ADMINISTRATOR: ADMINISTRATION}
DO = "do"


@dataclass(frozen=True, slots=True)
class Recipient:
    """`mail`: "letter", or why none is written: "off", "no-address", "not-set-up"."""

    officer: Officer
    language: Language
    address: str
    mail: str


def thing_of(todo: Todo) -> Thing:
    return Thing("todo", {"what": todo.what, "role": todo.role, "agency": todo.agency, "account": todo.account, "but": todo.but})


def errands(officer: Officer, day: date) -> tuple[str, ...]:
    """What somebody comes for who names nothing: the errand of each of their roles, and reading."""
    return tuple(sorted({ERRANDS[role] for role in officer.roles(day) if role in ERRANDS} | {READING}))


def does(policy: Policy, officer: Officer, todo: Todo, day: date) -> bool:
    return any(policy.decide(officer, DO, thing_of(todo), purpose, day).allowed for purpose in errands(officer, day))


def recipients(set_up: bool, now: datetime) -> tuple[Recipient, ...]:
    """Every person who can sign in. A program is not reminded."""
    off = set(PreferenceRow.objects.filter(mail=False).values_list("account", flat=True))
    accounts = Account.objects.filter(is_active=True, service=False).order_by("username")
    return tuple(_recipient(account, set_up, account.username in off, now) for account in accounts)


def pairs(policy: Policy, people: Iterable[Recipient], todos: Iterable[Todo], day: date) -> Iterator[tuple[Todo, str]]:
    known = tuple(people)
    return ((todo, one.officer.account) for todo in todos for one in known if does(policy, one.officer, todo, day))


def _recipient(account: Account, set_up: bool, off: bool, now: datetime) -> Recipient:
    mail = "not-set-up" if not set_up else "off" if off else "letter" if account.email else "no-address"
    return Recipient(officer_of(account, now), "en" if account.language == "en" else "vi", account.email, mail)
