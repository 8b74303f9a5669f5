"""Whatever the worker goes through — standstills, restarts, a clock set back — each reminder is sent once, and none is lost."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proof import examples

from dicu.agenda.reminding import newest, reminders_due, working_date
from dicu.agenda.terms import Terms
from dicu.agenda.todo import Todo
from dicu.vocabulary.messages import T
from dicu.vocabulary.workdays import CODES, Calendar

TERMS = Terms.load()
days = st.dates(date(2022, 3, 1), date(2026, 6, 1))
todos = st.builds(
    lambda what, name, due, since, code, open_: Todo(
        what, (name,), T("Do it"), T("It is to be done."), due=None if open_ else due, since=since, calendar=code
    ),
    st.sampled_from(["report", "returned", "accept", "grant-ends"]), st.sampled_from("abc"), days, days, st.sampled_from(CODES),
    st.booleans(),
)  # fmt: skip
looks = st.lists(st.datetimes(datetime(2022, 3, 1), datetime(2026, 6, 1), timezones=st.just(UTC)), min_size=1, max_size=12)


@given(st.lists(todos, max_size=6, unique_by=lambda todo: todo.id), looks)
@settings(max_examples=examples(150))
def test_nothing_twice_and_nothing_lost(things, moments):
    sent: dict[tuple[str, str], int] = {}
    ids: set[str] = set()
    for now in moments:
        pairs = [(todo, who) for todo in things for who in ("lan", "hoa")]
        for reminder in reminders_due(pairs, sent, now, Calendar.load, TERMS).reminders:
            assert reminder.id not in ids
            assert reminder.step > sent.get(reminder.thread, reminder.step - 1)
            ids.add(reminder.id)
            sent[reminder.thread] = reminder.step
        for todo in things:
            calendar = Calendar.load(todo.calendar)
            reached = newest(todo, calendar, working_date(now, calendar, TERMS), TERMS)
            if reached:  # the newest step of each thing was sent, now or before, or a later one was
                assert all(sent[todo.id, who] >= reached[0] for who in ("lan", "hoa"))


@given(st.lists(todos, min_size=1, max_size=6, unique_by=lambda todo: todo.id), looks.map(max))
@settings(max_examples=examples(60))
def test_the_order_in_which_rooms_answer_changes_nothing(things, now):
    pairs = [(todo, who) for todo in things for who in ("lan", "hoa")]
    one = reminders_due(pairs, {}, now, Calendar.load, TERMS)
    assert one == reminders_due(pairs[::-1], {}, now, Calendar.load, TERMS)


@given(todos, st.datetimes(datetime(2022, 3, 1), datetime(2026, 5, 1), timezones=st.just(UTC)), st.integers(1, 20))
@settings(max_examples=examples(100))
def test_steps_go_forward_with_the_days(todo, now, later):
    calendar = Calendar.load(todo.calendar)
    first = newest(todo, calendar, working_date(now, calendar, TERMS), TERMS)
    second = newest(todo, calendar, working_date(now + timedelta(days=later), calendar, TERMS), TERMS)
    assert first is None or (second is not None and second[0] >= first[0])
    assert first is None or calendar.is_working(first[1]) or first[1] == todo.since or first[1] == todo.due
