"""How other countries' files spell a period, and what is no period."""

import pytest

from dicu.vocabulary.period import BadPeriod
from dicu.vocabulary.period_spelling import read_period, short_range

SPANS = {
    "2024": "2024", "2021.0": "2021", " 2024 ": "2024", "2009/10": "2009..2010", "2018/2019": "2018..2019", "FY2013/2014": "2013..2014",
    "2016-2017": "2016..2017", "2018 to 2020": "2018..2020", "2018–2020": "2018..2020", "2000 - 02": "2000..2002", "1998-02": "1998-02",
    "1998 - 02": "1998..2002", "2010-13": "2010..2013", "2002/03-2007/08": "2002..2008", "2013 Q1": "2013-Q1", "2010 1Q": "2010-Q1",
    "Q3 2014": "2014-Q3", "2014q4": "2014-Q4", "quý I/2024": "2024-Q1", "Quý 4 năm 2024": "2024-Q4", "2023-S2": "2023-H2",
    "6 tháng đầu năm 2024": "2024-H1", "1993 01": "1993-01", "2003-05": "2003-05", "2003-M05": "2003-05", "tháng 5/2020": "2020-05",
    "May 2020": "2020-05", "2010-06-28": "2010-06-28", "2010-06-28T00:00:00": "2010-06-28", "26/02/2020": "2020-02-26",
    "26/02/2020-12/10/2020": "2020-02-26..2020-10-12", "02/26/2020-10/12/2020": "2020-02-26..2020-10-12",
    "2020-01-01/P1Y": "2020", "2020-01-01/2020-03-31": "2020-Q1", "2024-W05": "2024-01-29..2024-02-04", "2024-A1": "2024",
    "giai đoạn 2017-2023": "2017..2023", "năm 2024": "2024", "1999/00": "1999..2000",
}  # fmt: skip


@pytest.mark.parametrize(("text", "label"), SPANS.items())
def test_what_is_read(text: str, label: str) -> None:
    assert read_period(text).period.label == label


@pytest.mark.parametrize(
    "text",
    ["", "Kigali", "There is no data for this indicator yet,", "20222", "199301", "2010-2009", "2015/14", "2020-02-30", "13/13/2020",
     "2002/03-2007/09", "2021.5", "0000", "FY2014", "2024-Q5", "2024-W60", "2015-2016-2017", "٢٠٢٤", "2024;2025", "x" * 500],
)  # fmt: skip
def test_what_is_refused(text: str) -> None:
    with pytest.raises(BadPeriod):
        read_period(text)


def test_a_financial_year_is_two_calendar_years_until_somebody_says_when_it_begins() -> None:
    assert read_period("2009/10").period.label == "2009..2010"
    assert read_period("2009/10", year_begins=7).period.label == "2009-07..2010-06"
    assert read_period("FY2013-14", year_begins=4).period.label == "2013-04..2014-03"
    assert read_period("2002/03-2007/08", year_begins=7).period.label == "2002-07..2008-06"
    assert read_period("2016-2017", year_begins=7).period.label == "2016..2017"  # a range says nothing of financial years


def test_a_month_among_ranges_is_a_range() -> None:
    assert short_range("2010-13")
    assert not short_range("2010-12")
    assert read_period("2003-05", short_ranges=True).period.label == "2003..2005"


def test_a_footnote_mark_is_kept_beside_the_period() -> None:
    assert (read_period("2019*").period.label, read_period("2019*").mark) == ("2019", "*")
    assert read_period("2019 (p)").mark == "(p)"
