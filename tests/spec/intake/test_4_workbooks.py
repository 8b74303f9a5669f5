"""# Workbooks to fill in, and workbooks that come back

The house writes a template from the same specification that it later reads with.
"""

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import load_workbook
from xlsxwriter import Workbook

from dicu.intake import (
    BadFile,
    BadTable,
    Choice,
    ColumnSpec,
    Kind,
    Limits,
    Prefilled,
    Reading,
    TableSpec,
    read,
    read_all,
    template,
)
from dicu.vocabulary.bilingual import Bilingual, Language

SPEC = TableSpec(
    (
        ColumnSpec("task", Bilingual("Mã", "Task"), required=True),
        ColumnSpec("value", Bilingual("Giá trị", "Value"), Kind.NUMBER),
        ColumnSpec("people", Bilingual("Số người", "People"), Kind.WHOLE),
        ColumnSpec("day", Bilingual("Ngày", "Day"), Kind.DAY),
        ColumnSpec("done", Bilingual("Đã xong", "Done"), Kind.TRUTH),
        ColumnSpec("state", Bilingual("Trạng thái", "State"), allowed=(Choice("late", Bilingual("Muộn, trễ", "Late")),)),
    ),
    name="lines",
    titles=Bilingual("Báo cáo", "Report"),
)
GUIDANCE = Bilingual("Điền vào các ô.\nGửi lại.", "Fill in the cells.\nSend it back.")
ROW = {
    "task": "007",
    "value": Decimal("1234.5"),
    "people": Decimal(12),
    "day": date(2024, 4, 17),
    "done": False,
    "state": "late",
}


def filled(write: Callable[[Any, Any], None], headings: str = "Task,Value,People,Day,Done,State", **options: Any) -> bytes:
    target = io.BytesIO()
    with Workbook(target, options) as book:
        sheet = book.add_worksheet("Report")
        sheet.write_row(0, 0, headings.split(","))
        write(sheet, book)
    return target.getvalue()


def reading(content: bytes, **more: Any) -> Reading:
    return read(io.BytesIO(content), "a.xlsx", SPEC, **more)


def only_problem(content: bytes) -> tuple[int, str, str]:
    problems = reading(content).problems
    assert len(problems) == 1, [problem.say("en") for problem in problems]
    return problems[0].row, problems[0].column, problems[0].message.say("en")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_template_reads_back(language: Language) -> None:
    """What was filled in beforehand comes back as it was, in either language."""
    found = reading(template([Prefilled(SPEC, [ROW])], GUIDANCE, language))
    assert (found.problems, [row.values for row in found.rows]) == ((), [ROW])


def test_the_same_template_is_the_same_file() -> None:
    """Nothing in it depends on the day or the machine, so that its hash can be checked."""
    assert template([SPEC], GUIDANCE, "vi") == template([SPEC], GUIDANCE, "vi")


def test_a_template_explains_itself() -> None:
    """The first sheet guides; the headings are frozen; allowed values stand in a list on a hidden sheet."""
    content = template([SPEC], GUIDANCE, "vi")
    book = load_workbook(io.BytesIO(content))
    assert book.sheet_names == ["Hướng dẫn", "Báo cáo", "_lists"]
    words = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row if cell]
    assert {"Điền vào các ô.", "Gửi lại.", "Giá trị", "Muộn, trễ"} <= set(words)
    assert book.get_sheet_by_name("Báo cáo").to_python() == [["Mã", "Giá trị", "Số người", "Ngày", "Đã xong", "Trạng thái"]]
    assert [row[1] for row in book.get_sheet_by_name("_lists").to_python()] == ["Muộn, trễ", ""]


def test_an_empty_template_is_no_report() -> None:
    """Sent back as it was, it has headings but no rows."""
    found = reading(template([SPEC], GUIDANCE, "en"))
    assert [problem.say("en") for problem in found.problems] == ["Report, the whole table: There are headings, but no rows under them."]


def test_several_tables_in_one_workbook() -> None:
    """Each has a sheet of its own. If a sheet is missing, the refusal names those that are there."""
    other = TableSpec((ColumnSpec("name", Bilingual("Tên", "Name")),), "people", Bilingual("Người", "People"))
    content = template([Prefilled(SPEC, [ROW]), Prefilled(other, [{"name": "An"}])], GUIDANCE, "vi")
    tables = read_all(io.BytesIO(content), "a.xlsx", [SPEC, other])
    assert [tables["lines"][0].values["task"], tables["people"][0].values["name"]] == ["007", "An"]
    with pytest.raises(BadFile, match="has no sheet “People”. It has: Hướng dẫn, Báo cáo"):
        read_all(io.BytesIO(template([SPEC], GUIDANCE, "vi")), "a.xlsx", [SPEC, other])
    with pytest.raises(BadTable) as caught:
        read_all(io.BytesIO(template([SPEC, other], GUIDANCE, "vi")), "a.xlsx", [SPEC, other])
    assert [problem.sheet for problem in caught.value.problems] == ["Báo cáo", "Người"]


def test_a_formula_counts_with_its_value() -> None:
    """The value that the spreadsheet calculated is read."""
    found = reading(filled(lambda sheet, _: (sheet.write(1, 0, "A"), sheet.write_formula(1, 1, "=1+1", None, 2))))
    assert found.rows[0].values["value"] == 2


def test_a_formula_with_an_error_is_not_an_empty_cell() -> None:
    """The cell is reported with its error."""
    content = filled(lambda sheet, _: (sheet.write(1, 0, "A"), sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")))
    place = (2, "B", "The formula in this cell gives the error #DIV/0!. Correct it, or write the value.")
    assert only_problem(content) == place


def test_joined_cells() -> None:
    """In joined cells only the first has a value, so they must be split."""
    content = filled(lambda sheet, _: (sheet.merge_range(1, 0, 2, 0, "A"), sheet.write(2, 1, 5)))
    found = [(problem.row, problem.message.say("en")) for problem in reading(content).problems]
    assert (2, "The cells A2:A3 are joined. Split them and write the value into each.") in found


@pytest.mark.parametrize("since_1904", [False, True])
def test_dates(since_1904: bool) -> None:
    """A date is read as the workbook counts its days, from 1900 or from 1904, also if the cell has lost its format."""
    day = datetime(2024, 4, 17)

    def write(sheet: Any, book: Any) -> None:
        sheet.write_row(1, 0, ["A"])
        sheet.write_datetime(1, 3, day, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_row(2, 0, ["B"])
        sheet.write_number(2, 3, (day - datetime(1904, 1, 1) if since_1904 else day - datetime(1899, 12, 30)).days)

    found = reading(filled(write, date_1904=since_1904))
    assert [row.values["day"] for row in found.rows] == [date(2024, 4, 17)] * 2


def test_a_year_is_not_a_date() -> None:
    """2024 alone would be a day of 1905."""
    content = filled(lambda sheet, _: sheet.write_row(1, 0, ["A", None, None, 2024]))
    assert only_problem(content)[2].startswith("Here stands a number; a whole date is expected")


def test_a_time_beside_the_date() -> None:
    """It is not thrown away in silence."""
    content = filled(
        lambda sheet, book: (
            sheet.write(1, 0, "A"),
            sheet.write_datetime(1, 3, datetime(2024, 4, 17, 8, 30), book.add_format({"num_format": "dd/mm/yy hh:mm"})),
        )
    )
    assert only_problem(content) == (2, "D", "Here stands a time of day beside the date. Write the date alone.")


def test_what_spreadsheets_do_to_texts() -> None:
    """Digits in a column of texts become that text again; a date or a true in its place has lost what was typed."""
    number = filled(lambda sheet, _: sheet.write_number(1, 0, 12))
    assert reading(number).rows[0].values["task"] == "12"
    true = filled(lambda sheet, _: sheet.write_boolean(1, 0, True))
    assert "turned this text into true or false" in only_problem(true)[2]
    day = filled(lambda sheet, book: sheet.write_datetime(1, 0, datetime(2024, 1, 2), book.add_format({"num_format": "d-m"})))
    assert "turned this text into a date" in only_problem(day)[2]
    long = filled(lambda sheet, _: sheet.write_number(1, 0, 1234567890123456))
    assert "more than 15 digits" in only_problem(long)[2]


def test_numbers_typed_as_text() -> None:
    """They are read in the language of the headings; in the other language's form they are refused."""
    vietnamese = filled(lambda sheet, _: sheet.write_row(1, 0, ["A", "1.234,5"]), "Mã,Giá\u00a0trị")
    assert reading(vietnamese).rows[0].values["value"] == Decimal("1234.5")
    english = filled(lambda sheet, _: sheet.write_row(1, 0, ["A", "1.234,5"]))
    assert "cannot be read in an English form" in only_problem(english)[2]


def test_a_value_under_no_heading() -> None:
    """A stray value is reported once for its column."""
    content = filled(lambda sheet, _: (sheet.write(1, 0, "A"), sheet.write(1, 7, "note"), sheet.write(2, 0, "B")))
    assert only_problem(content) == (2, "H", "There are values here, but the column has no heading.")


def test_a_sheet_that_is_too_large() -> None:
    """One value in the last cell of a sheet would make a table of seventeen thousand million cells."""
    with pytest.raises(BadFile, match="more than 100,000 rows"):
        reading(filled(lambda sheet, _: sheet.write(1_048_575, 16_383, 1)))
    with pytest.raises(BadFile, match="more than 200 columns"):
        reading(filled(lambda sheet, _: sheet.write(1, 16_383, 1)))
    with pytest.raises(BadFile, match="more than can be read at once"):
        reading(filled(lambda sheet, _: sheet.write(1, 0, "a" * 500)), limits=Limits(signs=400))


def test_a_workbook_whose_format_reaches_to_the_end() -> None:
    """Cells that only have a format are not rows."""
    content = filled(lambda sheet, book: (sheet.write(1, 0, "A"), sheet.write_blank(1_048_575, 5, None, book.add_format())))
    assert [row.values["task"] for row in reading(content).rows] == ["A"]
