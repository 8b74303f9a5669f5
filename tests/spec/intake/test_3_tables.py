"""# Tables that are handed in

A table is read against a specification of its columns. Everything that is wrong is reported, each with its place; and an
import takes the whole table or nothing.
"""

import io
from datetime import date
from decimal import Decimal

import pytest

from dicu.intake import BadFile, BadTable, Choice, ColumnSpec, Kind, Limits, Reading, TableSpec, read, read_all
from dicu.vocabulary.bilingual import Bilingual

SPEC = TableSpec(
    (
        ColumnSpec("task", Bilingual("Mã nhiệm vụ", "Task"), required=True),
        ColumnSpec("value", Bilingual("Giá trị", "Value"), Kind.NUMBER),
        ColumnSpec("people", Bilingual("Số người", "People"), Kind.WHOLE),
        ColumnSpec("day", Bilingual("Ngày", "Day"), Kind.DAY),
        ColumnSpec("done", Bilingual("Đã xong", "Done"), Kind.TRUTH),
        ColumnSpec(
            "state",
            Bilingual("Trạng thái", "State"),
            allowed=(Choice("on", Bilingual("Đúng hạn", "On time")), Choice("late", Bilingual("Muộn", "Late"))),
        ),
    ),
    name="lines",
    titles=Bilingual("Báo cáo", "Report"),
    unique=("task",),
)


def reading(text: str, **more: object) -> Reading:
    return read(io.BytesIO(text.encode()), "lines.csv", SPEC, **more)  # type: ignore[arg-type]


def complaints(text: str, **more: object) -> list[str]:
    return [problem.say("en") for problem in reading(text, **more).problems]


def test_a_table_in_vietnamese() -> None:
    """Headings are titles in one of the languages, in any order; numbers and dates are read as that language writes."""
    found = reading("Giá trị;Mã nhiệm vụ;Số người;Ngày;Đã xong;Trạng thái\n1.234,5;A-1;7;17/4/2024;có;muộn\n")
    assert found.problems == ()
    assert found.rows[0].number == 2
    assert found.rows[0].values == {
        "task": "A-1",
        "value": Decimal("1234.5"),
        "people": Decimal(7),
        "day": date(2024, 4, 17),
        "done": True,
        "state": "late",
    }


def test_a_table_in_english() -> None:
    """The same number under English headings has other separators. What stands in no column is None."""
    found = reading('Task,Value\nA-1,"1,234.5"\n')
    assert found.rows[0].values["value"] == Decimal("1234.5")
    assert found.rows[0].values["day"] is None


def test_a_table_for_machines() -> None:
    """Under headings that are the names of the columns, numbers have a point and dates are year-month-day."""
    found = reading("task,value,day,state\nA-1,1234.5,2024-04-17,late\n")
    assert (found.problems, found.rows[0].values["value"]) == ((), Decimal("1234.5"))
    assert complaints('task,value,day\nA-1,"1,5",17/4/2024\n') == [
        "row 2, column B (value): “1,5” is not a number. Under headings that are codes, write digits with a decimal"
        " point, without separators of thousands.",
        "row 2, column C (day): “17/4/2024” is not a date. Under headings that are codes, write year-month-day: 2026-11-22.",
    ]


def test_every_problem_is_reported() -> None:
    """The report has a line for each cell, in the language of the reader; a good row beside bad ones is read."""
    text = "Task,Value,People,Day,Done,State\n,many people,1.5,31/2/2024,perhaps,soon\nA-2,1,2,1/2/2024,no,on\n"
    found = reading(text)
    assert [row.number for row in found.rows] == [3]
    assert [(problem.row, problem.column, problem.heading) for problem in found.problems] == [
        (2, letter, heading) for letter, heading in zip("ABCDEF", ["Task", "Value", "People", "Day", "Done", "State"], strict=True)
    ]
    assert found.problems[0].say("en") == "row 2, column A (Task): The cell is empty, but a value is required."
    assert found.problems[5].message.say("en") == "“soon” is not one of the allowed values: On time; Late."
    assert "Đúng hạn; Muộn" in found.problems[5].message.say("vi")


def test_all_or_nothing() -> None:
    """`read_all` gives all rows of all tables, or refuses with the whole report."""
    good, bad = b"task,value\nA,1\nB,2\n", b"task,value\nA,1\nB,x\nA,y\n"
    assert [row.values["task"] for row in read_all(io.BytesIO(good), "a.csv", [SPEC])["lines"]] == ["A", "B"]
    with pytest.raises(BadTable, match="Nothing was taken in. Problems found: 3") as caught:
        read_all(io.BytesIO(bad), "a.csv", [SPEC])
    assert caught.value.report("en").count("\n") == 2


def test_headings_forgive_what_does_not_matter() -> None:
    """Blanks, capital letters and the form of accents do not matter; accents themselves do."""
    decomposed = "MA\u0303  nhie\u0323\u0302m vu\u0323 ,giá trị\nA,1\n"
    assert reading(decomposed).problems == ()
    assert complaints("Ma nhiem vu,Task\nA,B\n") == [
        "row 1, column A (Ma nhiem vu): The heading “Ma nhiem vu” is not known. Is “Task” meant?"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Task,Colour\nA,red\n", "The heading “Colour” is not known. Remove the column, or use the template."),
        ("Task,Mã nhiệm vụ\nA,A\n", "The column “Task” stands twice. Keep one of them."),
        ("Value\n1\n", "The column “Task” is missing."),
        ("Task,\nA,B\n", "Cells in this row: 2; headings: 1."),
        ("Task,Value\nA\n", "Cells in this row: 1; headings: 2."),
        ("Task,Value\nA,1,2\n", "Cells in this row: 3; headings: 2."),
        ('Task,Value\nA,1\n"B,2\n', "From this row on the file cannot be read"),
        ("Task,Value\n", "There are headings, but no rows under them."),
        ("\n\n", "The table is empty"),
        ("Task\nA\nB\nA\n", "The same entry stands already in row 2."),
        ("Task\nA\u202eB\n", "invisible control characters"),
        ("Task\n" + "a" * 5_001 + "\n", "The text has 5,001 characters; at most 5,000 are accepted."),
    ],
)
def test_what_is_wrong_with_a_table(text: str, problem: str) -> None:
    """Unknown, repeated and missing headings; rows of another length; nothing to read; entries that stand twice."""
    found = complaints(text)
    assert len(found) == 1
    assert problem in found[0]


def test_blank_rows_and_cells_do_no_harm() -> None:
    """They are skipped, and the rows keep the numbers that a spreadsheet shows."""
    found = reading("\nTask,Value,\n\n,,\nA,1,\n , \u00a0,\nB,,\n")
    assert [(row.number, row.values["task"], row.values["value"]) for row in found.rows] == [(5, "A", 1), (7, "B", None)]
    assert found.problems == ()


def test_excel_may_say_its_separator() -> None:
    """The first line sep=; is understood, and a byte order mark is dropped."""
    found = reading("\ufeffsep=;\r\nTask;Value\r\nA;1,000\r\n")
    assert (found.rows[0].number, found.rows[0].values["value"]) == (3, 1000)


def test_texts_keep_their_line_ends() -> None:
    """A text of several lines stands between quotation marks; line ends become one kind, texts NFC."""
    found = reading('Task,State\n"Nghe\u0323\u0302\r\nAn",\n')
    assert found.rows[0].values["task"] == "Nghệ\nAn"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"task\nA\n", "a.xlsx", "only under the endings"),
        (b"PK\x03\x04 broken", "a.csv", "damaged"),
        (b"PK\x03\x04 broken", "a.xlsx", "damaged"),
        (b"task\nA\n", "a.parquet", "not Parquet"),
        (b"task\nA\n", "a.ods", "accepted as .csv, .xlsx and .parquet"),
        (b"", "a.csv", "The file is empty"),
        (b"task\tvalue\nA\t1\n", "a.csv", "separated by tabs"),
        ("task\nHà\n".encode("utf-16"), "a.csv", "not written in UTF-8"),
    ],
)
def test_the_ending_and_the_content_must_agree(content: bytes, name: str, words: str) -> None:
    """A file that is something else than its name says is refused as a whole."""
    with pytest.raises(Exception, match=words) as caught:
        read(io.BytesIO(content), name, SPEC)
    assert type(caught.value).__name__ in {"BadFile", "BadArchive"}


def test_limits() -> None:
    """Rows, bytes and the length of the report are bounded."""
    rows = "Task,Value\n" + "".join(f"A{n},x\n" for n in range(30))
    found = complaints(rows, limits=Limits(problems=3))
    assert len(found) == 4
    assert found[-1] == "the whole table: More problems that are not listed: 27."
    for limits in (Limits(rows=10), Limits(bytes=50)):
        try:
            assert any("Send it in parts" in line for line in complaints(rows, limits=limits))
        except BadFile as refused:
            assert "Send it in parts" in str(refused)
