"""The text of a letter: short, in the reader's language, with nothing in it that is personal or secret. What it is about in
detail is seen after signing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dicu.agenda.reminding import Calendars
from dicu.agenda.words import left
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.messages import T

MOST = 20
"""Lines of a letter; the page has the rest."""

WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
LASTS = timedelta(days=10)
"""A letter that could not leave for so long is given up: by then a newer step says what is still true."""


@dataclass(frozen=True, slots=True)
class Item:
    title: Bilingual
    due: date | None
    calendar: str


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def written(language: Language, items: Sequence[Item], address: str, today: date, calendars: Calendars) -> Letter:
    """`address`: of the page with what there is to do; empty, and the letter has no link."""
    lines = [_line(item, language, today, calendars) for item in items[:MOST]]
    if len(items) > MOST:
        lines.append(T("And {count} more, which stand on the page.", count=len(items) - MOST).say(language))
    sign_in = T("Sign in to see it: {address}", address=address) if address else T("Sign in to Di Cư to see it.")
    opening = T("There is something for you to do in Di Cư:") if len(items) == 1 else T("There are things for you to do in Di Cư:")
    switch = T(
        "You get this letter because your account does this work. You can switch letters off on the page “What there is to do”; "
        "the reminders on that page stay."
    )
    machine = T("A program sent this letter. Nobody reads answers to it.")
    parts = [opening.say(language), "\n".join(lines), sign_in.say(language), switch.say(language), machine.say(language)]
    return Letter(_subject(items, language), "\n\n".join(parts) + "\n")


def again(attempt: int, made: datetime, now: datetime) -> datetime | None:
    """When a letter is tried again after its `attempt`-th time failed; None: it is given up."""
    next_ = now + WAITS[min(attempt, len(WAITS)) - 1]
    return next_ if next_ - made <= LASTS else None


def _subject(items: Sequence[Item], language: Language) -> str:
    days = [item.due for item in items if item.due]
    if not days:
        return (T("Di Cư: one thing to do") if len(items) == 1 else T("Di Cư: {count} things to do", count=len(items))).say(language)
    if len(items) == 1:
        return T("Di Cư: one thing to do, last day {day}", day=days[0]).say(language)
    return T("Di Cư: {count} things to do, the nearest last day {day}", count=len(items), day=min(days)).say(language)


def _line(item: Item, language: Language, today: date, calendars: Calendars) -> str:
    title = item.title.say(language)
    if item.due is None:
        return f"- {title}"
    days = left(item.due, item.calendar, today, calendars)
    return "- " + T("{title}. Last day: {day} ({left}).", title=title, day=item.due, left=days).say(language)
