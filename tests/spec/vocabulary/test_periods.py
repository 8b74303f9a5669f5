"""# Periods

A figure is for a span of whole days. A period has a label for files and addresses, and words for people.
"""

from datetime import date

import pytest

from dicu.vocabulary.period import BadPeriod, Period


@pytest.mark.parametrize(
    ("label", "first", "last", "vi", "en"),
    [
        ("2024", "2024-01-01", "2024-12-31", "năm 2024", "2024"),
        ("2024-Q1", "2024-01-01", "2024-03-31", "quý I năm 2024", "first quarter of 2024"),
        ("2024-Q4", "2024-10-01", "2024-12-31", "quý IV năm 2024", "fourth quarter of 2024"),
        ("2023-H1", "2023-01-01", "2023-06-30", "6 tháng đầu năm 2023", "first half of 2023"),
        ("2023-H2", "2023-07-01", "2023-12-31", "6 tháng cuối năm 2023", "second half of 2023"),
        ("2024-02", "2024-02-01", "2024-02-29", "tháng 02 năm 2024", "February 2024"),
        ("2024-05-13", "2024-05-13", "2024-05-13", "ngày 13 tháng 5 năm 2024", "13 May 2024"),
        ("2017..2023", "2017-01-01", "2023-12-31", "giai đoạn 2017–2023", "2017–2023"),
        ("2023-01..2023-10", "2023-01-01", "2023-10-31", "từ tháng 01 đến tháng 10 năm 2023", "January to October 2023"),
        ("2020-01..2025-06", "2020-01-01", "2025-06-30", "từ tháng 01 năm 2020 đến tháng 6 năm 2025", "January 2020 to June 2025"),
        (
            "2024-01-01..2024-04-21",
            "2024-01-01",
            "2024-04-21",
            "từ ngày 01 tháng 01 đến ngày 21 tháng 4 năm 2024",
            "1 January to 21 April 2024",
        ),
        ("2024-04-02..2024-04-21", "2024-04-02", "2024-04-21", "từ ngày 02 đến ngày 21 tháng 4 năm 2024", "2 to 21 April 2024"),
        (
            "2024-12-30..2025-01-02",
            "2024-12-30",
            "2025-01-02",
            "từ ngày 30 tháng 12 năm 2024 đến ngày 02 tháng 01 năm 2025",
            "30 December 2024 to 2 January 2025",
        ),
    ],
)
def test_labels_and_words(label, first, last, vi, en):
    """The kinds of period, what days they hold, and how they are said."""
    period = Period.parse(label)
    assert (period.start.isoformat(), period.end.isoformat(), period.label) == (first, last, label)
    assert (period.say("vi"), period.say("en")) == (vi, en)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("2024-01..2024-12", "2024"),
        ("2020..2025-12", "2020..2025"),
        ("2020..2025-06", "2020-01..2025-06"),
        ("2023-01-01..2023-06-30", "2023-H1"),
        ("2024-05..2024-05", "2024-05"),
        (" 2024 ", "2024"),
    ],
)
def test_one_span_has_one_label(written, label):
    """However a span is written, it gets the shortest label, so that figures of two sources meet."""
    assert Period.parse(written) == Period.parse(label)
    assert Period.parse(written).label == label


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2023..2022", "ends before it begins"),
        ("2024-13", "does not exist"),
        ("2024-02-30", "does not exist"),
        ("1024", "does not exist or lies outside"),
        ("2024-Q5", "not a period"),
        ("2024-Q1..2024-Q3", "not a period"),
        ("2024/05", "not a period"),
        ("2024...2025", "not a period"),
        ("năm 2024", "not a period"),
        ("２０２４", "not a period"),
        ("", "not a period"),
    ],
)
def test_everything_else_is_refused(text, why):
    """What is not one of these forms is refused with the list of the forms, or with what is wrong in it."""
    with pytest.raises(BadPeriod, match=why):
        Period.parse(text)


def test_periods_contain_overlap_and_order():
    """A period contains a day or another period, overlaps others, and sorts by its first and then by its last day."""
    year, quarter, month = Period.parse("2024"), Period.parse("2024-Q2"), Period.parse("2024-06")
    assert year.contains(quarter) and not quarter.contains(year)
    assert month.contains(date(2024, 6, 30)) and not month.contains(date(2024, 7, 1))
    assert quarter.overlaps(month) and not month.overlaps(Period.parse("2024-H2"))
    assert sorted([month, quarter, year, Period.parse("2024-Q1")]) == [Period.parse("2024-Q1"), year, quarter, month]


def test_a_label_cannot_lie():
    """A period built by a program must carry the label of its days."""
    with pytest.raises(ValueError, match="2024-Q1"):
        Period(date(2024, 1, 1), date(2024, 3, 31), "2024")
    with pytest.raises(ValueError, match="before it starts"):
        Period.of(date(2024, 3, 31), date(2024, 1, 1))
    assert Period.year(2024).days == 366
