"""Whatever is written into a template, a CSV file or a foreign workbook is read back equal; no bytes cause a fault."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.proof import examples
from xlsxwriter import Workbook

from dicu.intake import (
    Choice,
    ColumnSpec,
    DirectoryVault,
    Kind,
    Prefilled,
    TableSpec,
    read,
    safe_name,
    sniffed,
    template,
)
from dicu.vocabulary import numbers
from dicu.vocabulary.bilingual import LANGUAGES, Bilingual, Language
from dicu.vocabulary.messages import Refused
from dicu.vocabulary.text import normalised

COLUMNS = (
    ColumnSpec("task", Bilingual("Mã nhiệm vụ", "Task code"), required=True),
    ColumnSpec("value", Bilingual("Giá trị", "Value"), Kind.NUMBER),
    ColumnSpec("people", Bilingual("Số người", "People"), Kind.WHOLE),
    ColumnSpec("day", Bilingual("Ngày", "Day"), Kind.DAY),
    ColumnSpec("done", Bilingual("Hoàn thành", "Finished"), Kind.TRUTH),
    ColumnSpec(
        "state",
        Bilingual("Trạng thái", "State"),
        allowed=(Choice("on", Bilingual("Đúng hạn", "On time")), Choice("late", Bilingual("Muộn; trễ, hẳn", "Late"))),
    ),
)
SPEC = TableSpec(COLUMNS, "lines", Bilingual("Báo cáo", "Report"))

letters_and_marks = st.characters(categories=["L", "M", "N", "P", "S", "Zs"])
texts = st.text(letters_and_marks, min_size=1, max_size=30).map(lambda text: normalised(text).strip()).filter(bool)
decimals = st.decimals(-(10**11), 10**11, places=3).map(lambda number: number.normalize() + 0)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "task": texts,
            "value": st.none() | decimals,
            "people": st.none() | st.integers(-(10**12), 10**12).map(Decimal),
            "day": st.none() | st.dates(date(1950, 1, 1), date(2100, 12, 31)),
            "done": st.none() | st.booleans(),
            "state": st.none() | st.sampled_from(["on", "late"]),
        }
    ),
    min_size=1,
    max_size=5,
)
languages = st.sampled_from(LANGUAGES)


def values_of(content: bytes, name: str, language: Language | None = None) -> list[Any]:
    found = read(io.BytesIO(content), name, SPEC, language)
    assert [problem.say("en") for problem in found.problems] == []
    return [row.values for row in found.rows]


@settings(deadline=None, max_examples=examples(60))
@given(rows, languages)
def test_a_template_that_is_filled_in_reads_back_equal(given_rows: list[Any], language: Language) -> None:
    assert values_of(template([Prefilled(SPEC, given_rows)], Bilingual("a", "b"), language), "a.xlsx") == given_rows


@settings(deadline=None, max_examples=examples(60))
@given(rows, languages, st.permutations(COLUMNS), st.booleans(), st.integers(0, 3))
def test_a_foreign_workbook_reads_back_equal(
    given_rows: list[Any], language: Language, order: list[ColumnSpec], since_1904: bool, shift: int
) -> None:
    """Written by other means: the columns in any order, the table anywhere on the sheet, blank rows between."""
    target = io.BytesIO()
    with Workbook(target, {"date_1904": since_1904, "strings_to_urls": False}) as book:
        sheet, days = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for place, column in enumerate(order):
            sheet.write_string(shift, place + shift, column.titles.say(language).upper())
            for number, row in enumerate(given_rows):
                put(sheet, (shift + 1 + 2 * number, place + shift), row[column.name], days)
    assert values_of(target.getvalue(), "a.xlsx") == given_rows


def put(sheet: Any, place: tuple[int, int], value: Any, days: Any) -> None:
    match value:
        case bool():
            sheet.write_boolean(*place, value)
        case Decimal():
            sheet.write_number(*place, float(value))
        case date():
            sheet.write_datetime(*place, value, days)
        case str():
            sheet.write_string(*place, value)


@settings(deadline=None, max_examples=examples(100))
@given(rows, languages, st.sampled_from(",;"), st.booleans(), st.sampled_from(["\r\n", "\n"]))
def test_a_csv_file_reads_back_equal(given_rows: list[Any], language: Language, delimiter: str, mark: bool, line_end: str) -> None:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, lineterminator=line_end)
    writer.writerow([column.titles.say(language) for column in COLUMNS])
    for row in given_rows:
        writer.writerow([typed(row[column.name], language) for column in COLUMNS])
    content = target.getvalue().encode("utf-8-sig" if mark else "utf-8")
    assert values_of(content, "a.csv") == given_rows


def typed(value: Any, language: Language) -> str:
    match value:
        case None:
            return ""
        case bool():
            return {("vi", True): "Có", ("vi", False): "không", ("en", True): "YES", ("en", False): "no"}[language, value]
        case Decimal():
            return numbers.written(value, language)
        case date():
            return f"{value.day}/{value.month:02d}/{value.year}"
    return str(value)


@settings(deadline=None, max_examples=examples(150))
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.pdf", "a.txt", "a.parquet", "a"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    for work in (lambda: sniffed(io.BytesIO(content), name), lambda: read(io.BytesIO(content), name, SPEC)):
        try:
            work()
        except Refused as refused:
            assert refused.message.say("en")


WHOLE = template([Prefilled(SPEC, [{"task": "A", "value": Decimal(1)}])], Bilingual("a", "b"), "vi")


@settings(deadline=None, max_examples=examples(150))
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_a_workbook_with_broken_bytes_is_read_or_refused(place: int, broken: bytes) -> None:
    content = WHOLE[:place] + broken + WHOLE[place + len(broken) :]
    assume(content != WHOLE)
    try:
        found = read(io.BytesIO(content), "a.xlsx", SPEC)
    except Refused:
        return
    assert found.rows or found.problems


@settings(deadline=None, max_examples=examples(100))
@given(st.text(max_size=40))
def test_any_csv_text_is_a_table_or_a_report(text: str) -> None:
    try:
        content = text.encode()
    except UnicodeEncodeError:
        return
    try:
        found = read(io.BytesIO(content), "a.csv", SPEC)
    except Refused:
        return
    assert found.rows or found.problems


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_safe_name_is_safe_and_stays(given_name: str) -> None:
    name = safe_name(given_name)
    assert 0 < len(name) <= 120
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t')
    assert not name.startswith(".")
    assert safe_name(name) == name


@settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1))
def test_what_is_stored_comes_back(tmp_path: Any, content: str) -> None:
    vault = DirectoryVault(tmp_path)
    stored = vault.store(io.BytesIO(content.encode()), "a.txt", 10_000)
    with vault.open(stored.digest, verified=True) as stream:
        assert stream.read() == content.encode()
    with pytest.raises(Refused):
        vault.store(io.BytesIO(content.encode()), "a.txt", len(content.encode()) - 1)
