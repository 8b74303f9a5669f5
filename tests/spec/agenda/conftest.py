"""Words with which the manual's examples are written."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone

import pytest

from dicu.agenda.reminding import Reminder, reminders_due
from dicu.agenda.terms import Terms
from dicu.agenda.todo import Todo
from dicu.vocabulary.messages import T
from dicu.vocabulary.workdays import Calendar

HANOI = timezone(timedelta(hours=7))


class Post:
    """A memory of what was sent; looking at a day sends what is due."""

    def __init__(self) -> None:
        self.sent: dict[tuple[str, str], int] = {}

    def look(self, *todos: Todo, on: date, at: time = time(9), whom: tuple[str, ...] = ("dung",)) -> tuple[Reminder, ...]:
        now = datetime.combine(on, at, HANOI)
        found = reminders_due([(todo, who) for todo in todos for who in whom], self.sent, now, Calendar.load, Terms.load())
        for reminder in found.reminders:
            self.sent[reminder.thread] = reminder.step
        return found.reminders

    def steps(self, *todos: Todo, on: date, at: time = time(9)) -> list[int]:
        return [reminder.step for reminder in self.look(*todos, on=on, at=at)]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def report() -> Callable[..., Todo]:
    def made(due: date | None = date(2026, 3, 31), since: date = date(2026, 1, 5), what: str = "report", **facts: object) -> Todo:
        return Todo(what, ("demo", "2025", "TD-LD"), T("Send the report"), T("It is owed."), since=since, due=due, **facts)  # type: ignore[arg-type]

    return made
