"""Laws of the shared words that hold for whatever value."""

import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dicu.vocabulary import dates, numbers
from dicu.vocabulary.messages import Refused
from dicu.vocabulary.period import Period
from dicu.vocabulary.place import Places
from dicu.vocabulary.vietnamese import LETTERS, fold, order_key
from dicu.vocabulary.workdays import Calendar

languages = st.sampled_from(["vi", "en"])
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
decimals = st.decimals(-(10**15), 10**15, places=4) | st.integers(-(10**20), 10**20).map(Decimal)
names = st.text(st.sampled_from([*LETTERS, *"aeiouydDnNgh -'1"]), max_size=12)
texts = st.text(max_size=20) | names


@given(decimals, languages)
def test_a_number_written_is_read_back(value, language):
    assert numbers.read(numbers.written(value, language), language) == value


@given(decimals, languages, st.integers(0, 6))
def test_rounding_errs_by_half_a_unit_at_most(value, language, places):
    read = numbers.read(numbers.written(value, language, places), language)
    assert abs(Fraction(read) - Fraction(value)) <= Fraction(1, 2 * 10**places)


@given(st.text(st.sampled_from("0123456789.,-+ \u00a0x%"), max_size=14) | st.text(max_size=50), languages)
def test_whatever_is_typed_is_a_number_or_a_refusal_in_both_languages(text, language):
    try:
        value = numbers.read(text, language)
    except numbers.BadNumber as refusal:
        assert refusal.message.both().whole
    else:
        assert numbers.read(numbers.written(value, language), language) == value


@given(st.text(st.sampled_from("0123456789.,"), min_size=1, max_size=10))
def test_two_forms_that_both_take_a_text_with_a_separator_read_different_numbers(text):
    read = {}
    for language in ("vi", "en"):
        try:
            read[language] = numbers.read(text, language)
        except numbers.BadNumber:
            return
    assert text.isdigit() or read["vi"] != read["en"]


@given(days, languages)
def test_a_day_in_both_notations_is_read_back(day, language):
    assert dates.read(dates.short(day, "vi"), language) == dates.read(day.isoformat(), language) == day


@given(st.text(st.sampled_from("0123456789/-"), max_size=12) | st.text(max_size=12), languages)
def test_whatever_is_typed_is_a_day_or_a_refusal(text, language):
    try:
        assert dates.YEARS[0] <= dates.read(text, language).year <= dates.YEARS[-1]
    except dates.BadDate as refusal:
        assert refusal.message.both().whole


@st.composite
def periods(draw):
    start = draw(days)
    if draw(st.booleans()):
        return Period.of(start, min(date(2199, 12, 31), start + timedelta(days=draw(st.integers(0, 2000)))))
    month_end = (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return Period.of(start.replace(day=1, month=draw(st.integers(1, start.month))), month_end)


@given(periods())
def test_a_label_gives_its_period_back(period):
    assert Period.parse(period.label) == period


@given(periods(), periods())
def test_periods_are_said_alike_only_if_they_are_one(one, other):
    for language in ("vi", "en"):
        assert (one.say(language) == other.say(language)) == (one == other)
    assert one.overlaps(other) == other.overlaps(one) == bool(one.start <= other.end and other.start <= one.end)
    assert not one.contains(other) or one.overlaps(other)


@given(st.text(st.sampled_from("0123456789-.QH"), max_size=24))
def test_whatever_is_written_is_a_period_or_a_refusal(text):
    try:
        assert Period.parse(Period.parse(text).label) == Period.parse(text)
    except Refused as refusal:
        assert refusal.message.both().whole


@given(texts)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert not any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", fold(text)))


@given(names)
def test_folded_vietnamese_is_ascii_however_it_was_typed(name):
    assert fold(name).isascii()
    assert fold(unicodedata.normalize("NFD", name)) == fold(name.upper()) == fold(name)


@given(texts, texts)
def test_the_order_is_total(one, other):
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (order_key(one) == order_key(other)) == same


@given(names, names)
def test_a_text_comes_before_its_continuation(name, more):
    assert order_key(name) <= order_key(name + "a" + more)


@given(st.dates(date(2020, 1, 1), date(2025, 12, 31)), st.dates(date(2020, 1, 1), date(2025, 12, 31)), st.integers(0, 60))
def test_later_starts_and_longer_terms_end_later(one, other, term):
    calendar = Calendar.load("vn")
    early, late = sorted((one, other))
    assert calendar.add(early, term) <= calendar.add(late, term)
    assert calendar.add(early, term) < calendar.add(early, term + 1) or not term
    assert calendar.is_working(calendar.add(early, term))


@given(st.dates(date(2020, 3, 1), date(2026, 6, 30)), st.integers(1, 30))
def test_each_day_of_a_term_is_worked_or_skipped_with_a_reason(start, term):
    calendar = Calendar.load("vn")
    due = calendar.due(start, term)
    assert (due.day - start).days == term + len(due.skipped)
    assert all(calendar.why_not(day) == reason for day, reason in due.skipped)
    working = calendar.add(start, 0)
    assert calendar.add(calendar.add(working, term), -term) == working


@given(st.dates(date(2008, 8, 1), date(2030, 1, 1)), st.data())
def test_each_place_has_one_successor_that_counts_it_among_its_parts(day, data):
    places = Places.load()
    place = data.draw(st.sampled_from(places.at(day)))
    heir = places.successor(place.code, day)
    if day < places.merger:
        assert place.code in {part.code for part in places.predecessors(heir.code, heir.since)}
    else:
        assert place.code == heir.code
