"""# What a letter says

Short, in the reader's language, and nothing in it that is personal or secret: letters lie in mailboxes that the house does not
guard.
"""

from datetime import date, datetime, timedelta

import pytest

from dicu.agenda.letters import LASTS, Item, again, written
from dicu.agenda.words import left
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.workdays import Calendar

TITLE = Bilingual("Soạn và gửi báo cáo của Bộ Tư pháp", "Write and send the report of the Ministry of Justice")
TODAY = date(2026, 3, 26)


def letter(language, *items, address="https://dicu.example.vn/vi/agenda/"):
    return written(language, items, address, TODAY, Calendar.load)


def test_one_thing_with_its_last_day():
    """Subject and text name the day; the text says how many working days are left."""
    made = letter("en", Item(TITLE, date(2026, 3, 31), "vn"))
    assert made.subject == "Di Cư: one thing to do, last day 31 March 2026"
    assert "- Write and send the report of the Ministry of Justice. Last day: 31 March 2026 (3 working days left)." in made.text
    assert "Sign in to see it: https://dicu.example.vn/vi/agenda/" in made.text


def test_the_same_in_vietnamese():
    """Both languages say the same."""
    made = letter("vi", Item(TITLE, date(2026, 3, 31), "vn"))
    assert "31/03/2026" in made.subject and "Di Cư" in made.subject
    assert "Soạn và gửi báo cáo của Bộ Tư pháp" in made.text and "còn 3 ngày làm việc" in made.text


def test_many_things_in_one_letter():
    """One letter for everything that came up at once; what does not fit into it stands on the page."""
    made = letter("en", *[Item(TITLE, date(2026, 4, day), "vn") for day in range(1, 26)])
    assert made.subject == "Di Cư: 25 things to do, the nearest last day 1 April 2026"
    assert made.text.count("- Write and send") == 20 and "And 5 more" in made.text


def test_without_an_address_there_is_no_link():
    """Rather no link than one that leads nowhere."""
    assert "http" not in letter("en", Item(TITLE, None, "vn"), address="").text


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 3, 26), "today is the last day"),
        (date(2026, 3, 27), "one working day left"),
        (date(2026, 3, 30), "2 working days left"),
        (date(2026, 3, 25), "one working day late"),
        (date(2026, 3, 20), "4 working days late"),
        (date(2027, 3, 1), "working days are not counted: the calendar of that time is missing"),
        (date(2019, 3, 1), "the last day has passed; working days are not counted, because a calendar is missing"),
    ],
)
def test_the_time_that_is_left_in_words(due, said):
    """In working days, or not at all: days that cannot be counted are not called something else."""
    words = left(due, "vn", TODAY, Calendar.load)
    assert words.say("en") == said and words.both().whole


def test_a_letter_that_cannot_leave_is_tried_again_more_and_more_seldom():
    """After 5 minutes, 15, an hour, 4, 12, and so on; after ten days it is given up, for a newer step says what is still true."""
    made = now = datetime.fromisoformat("2026-03-26T09:00+07:00")
    waits = []
    for attempt in range(1, 100):
        next_ = again(attempt, made, now)
        if next_ is None:
            break
        waits.append(next_ - now)
        now = next_
    assert waits[:6] == [timedelta(minutes=5), timedelta(minutes=15), *(timedelta(hours=h) for h in (1, 4, 12, 12))]
    assert now - made <= LASTS and LASTS - (now - made) < timedelta(hours=12)
