"""What there is to do for the caller, whether reminders come by e-mail, and who was reminded of what."""

from datetime import date, datetime
from typing import Any

from dicu.access.model import Officer
from dicu.access.rulebook import AUDIT, AUDITOR, COORDINATION, COORDINATOR, READING
from dicu.api import paging
from dicu.api.operations import Asked, Room
from dicu.api.paging import USUAL, After, Limit, Page
from dicu.api.shapes import Both, Sent, Shape, both

room = Room("agenda")
ALL_OF_THEM = 100_000


class TodoShape(Shape):
    """`thing` names what it is about; `left`: how many working days are left, in words; `reminded`: when it was last."""

    id: str
    what: str
    thing: list[str]
    title: Both
    why: Both
    agency: str
    since: date | None
    due: date | None
    left: Both | None
    late: bool
    reminded: datetime | None


class AgendaShape(Shape):
    items: list[TodoShape]
    mail: bool


class MailSent(Sent):
    mail: bool


class MailShape(Shape):
    """Whether reminders come by e-mail too."""

    mail: bool


class ReminderShape(Shape):
    """`mail`: how the letter stands, or why there is none."""

    id: str
    what: str
    account: str
    agency: str
    step: int
    due: date | None
    title: Both
    at: datetime
    mail: str


def reading(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    return READING


def overseeing(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    roles = officer.roles(house.agenda.today())
    return COORDINATION if COORDINATOR in roles else AUDIT if AUDITOR in roles else READING


@room.reads("/agenda", AgendaShape, "getAgenda", reading)
def agenda(request: Asked) -> AgendaShape:
    """What there is to do for this caller, the nearest last day first."""
    desk, officer = request.house.agenda, request.asker.officer
    lines = desk.mine(officer) if officer.account else ()
    return AgendaShape(items=[_todo(line) for line in lines], mail=bool(officer.account) and desk.wants_mail(officer))


@room.writes("PUT", "/agenda/mail", MailShape, "chooseMail", reading)
def choose_mail(request: Asked, body: MailSent) -> MailShape:
    """Say whether reminders come by e-mail too."""
    request.house.agenda.choose_mail(request.asker, body.mail)
    return MailShape(mail=body.mail)


@room.reads("/reminders", Page[ReminderShape], "listReminders", overseeing)
def reminders(request: Asked, limit: Limit = USUAL, after: After = "") -> Page[ReminderShape]:
    """Who was reminded of what, the newest first."""
    desk = request.house.agenda
    desk.check_overseer(request.asker)
    rows, _ = desk.reminders(request.asker, ALL_OF_THEM)
    rest = paging.beyond(rows, paging.read("reminders", after, int, str), _key)
    more = list(_key(rest[limit - 1])) if len(rest) > limit else None
    letters = desk.letters_of(rest[:limit])
    return Page(items=[_reminder(row, letters) for row in rest[:limit]], next=paging.next_page(request.http, "reminders", more))


def _key(row: Any) -> tuple[int, str]:
    return -int(row.at.timestamp() * 1_000_000), row.id


def _todo(line: Any) -> TodoShape:
    todo = line.todo
    return TodoShape(
        id=todo.id,
        what=todo.what,
        thing=list(todo.thing),
        title=both(todo.title),
        why=both(todo.why),
        agency=todo.agency,
        since=todo.since,
        due=todo.due,
        left=both(line.left) if line.left else None,
        late=line.late,
        reminded=line.reminded,
    )


def _reminder(row: Any, letters: dict[str, Any]) -> ReminderShape:
    letter = letters.get(row.letter)
    facts = {name: getattr(row, name) for name in ("id", "what", "account", "agency", "step", "due", "at")}
    return ReminderShape(**facts, title=Both(vi=row.title_vi, en=row.title_en), mail=letter.state if letter else row.mail)
