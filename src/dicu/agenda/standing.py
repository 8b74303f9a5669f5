"""To-dos that come from accounts and from access: rights that end soon, and files that were opened in an emergency. The
rooms that know of them fill the two small ports."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from dicu.agenda.reminding import CALENDAR, Uncounted
from dicu.agenda.todo import Todo
from dicu.vocabulary.messages import Message, T

SOON = timedelta(days=45)
"""A right that ends within this time is to be renewed or let go; the steps of `terms.yaml` fit into it."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A right of an account that ends: its last day, and the role in words."""

    account: str
    agency: str
    role: Message
    until: date


@dataclass(frozen=True, slots=True)
class Opening:
    """Something that was opened in an emergency and that its owner must look at: `agency` owns what was opened, `role` is
    who answers for it there."""

    id: str
    agency: str
    role: str
    opened: date
    due: date | None = None
    place: tuple[str, tuple[str, ...]] = ("agenda", ())


def of_endings(endings: Iterable[Ending], today: date, administrator: str) -> Iterator[Todo]:
    """For the one whose right ends, and for who gives rights. The mail to the latter names nobody."""
    for ending in endings:
        if not today <= ending.until <= today + SOON:
            continue
        thing = (ending.account, ending.role.sentence.replace("/", "-"), ending.agency or "-")
        title = T("A right as {role} ends", role=ending.role)
        mine = T("After this day you can no longer work as {role}. If you still need to, ask for it to be renewed.", role=ending.role)
        theirs = T("The account {account} works as {role}. Renew the right, or let it end.", account=ending.account, role=ending.role)
        yield Todo("grant-ends", thing, title, mine, account=ending.account, due=ending.until)
        place = ("administration-account", (ending.account,))
        yield Todo("grant-ends", (*thing, "renew"), title, theirs, role=administrator, but=ending.account, due=ending.until, place=place)


def of_openings(openings: Iterable[Opening]) -> Iterator[Todo]:
    """The notice says that something was opened; what it was is seen only by who may see it."""
    title = T("Look at something that was opened in an emergency")
    why = T("It belongs to your agency, and was opened outside the usual rights. See who did so and for what reason.")
    for one in openings:
        where = {"role": one.role, "agency": one.agency, "since": one.opened, "due": one.due, "place": one.place}
        yield Todo("opening", (one.id,), title, why, **where)  # type: ignore[arg-type]


def of_calendars(uncounted: Iterable[Uncounted], today: date, coordinator: str) -> Iterator[Todo]:
    """A calendar that is missing is itself something to do, since nobody is reminded of what hangs on it."""
    for one in uncounted:
        title = T("Add a working-day calendar: reminders cannot be counted")
        why = T("{why} Until then nobody is reminded of {count} things.", why=one.why, count=one.count)
        thing = (one.calendar, sha256(one.why.say("en").encode()).hexdigest()[:8])
        yield Todo(CALENDAR, thing, title, why, role=coordinator, since=today, calendar=one.calendar)
