"""Workbooks that no spreadsheet program writes."""

import io
import zipfile
from collections.abc import Callable

import pytest
from xlsxwriter import Workbook

from dicu.intake import ColumnSpec, Reading, TableSpec, read
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Refused

SPEC = TableSpec((ColumnSpec("task", Bilingual("Mã", "Task")),))
SHEET, BOOK, RELS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def changed(part: str, change: Callable[[str], str]) -> bytes:
    """A sound workbook with one of its parts changed."""
    first, second = io.BytesIO(), io.BytesIO()
    with Workbook(first) as book:
        book.add_worksheet("A").write(0, 0, "Task")
    with zipfile.ZipFile(first) as sound, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sound.namelist():
            text = sound.read(name).decode()
            made.writestr(name, change(text) if name == part else text)
    return second.getvalue()


def rows(xml: str) -> Callable[[str], str]:
    return lambda text: text.replace("</sheetData>", f"{xml}</sheetData>")


def reading(content: bytes) -> Reading:
    return read(io.BytesIO(content), "a.xlsx", SPEC)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (SHEET, lambda text: text.replace("<worksheet", "<!DOCTYPE x [<!ENTITY e 'x'>]><worksheet", 1)),
        (SHEET, lambda text: text[:-40]),
        (SHEET, rows('<row r="2"><c r="A2" t="s"><v>99</v></c></row>')),
        (SHEET, rows('<row r="2"><c r="A2" t="s"><v>-1</v></c></row>')),
        (SHEET, rows('<row r="x"><c r="A2"><v>1</v></c></row>')),
        (SHEET, rows('<row r="2"><c r="AAAA2"><v>1</v></c></row>')),
        (SHEET, rows('<row r="2"><c r="A0"><v>1</v></c></row>')),
        (RELS, lambda text: text.replace("worksheets/sheet1.xml", "worksheets/none.xml")),
        (RELS, lambda text: text.replace("worksheets/sheet1.xml", "../../../etc/passwd")),
        (BOOK, lambda text: text.replace("<sheet ", "<nothing ")),
        (BOOK, lambda _: "not XML at all"),
    ],
)
def test_refused_in_words(part: str, change: Callable[[str], str]) -> None:
    with pytest.raises(Refused):
        reading(changed(part, change))


def test_a_sheet_that_claims_to_be_huge_is_read_as_it_is() -> None:
    def claim(text: str) -> str:
        return rows('<row r="2"><c r="A2"><v>1</v></c></row>')(text.replace('ref="A1"', 'ref="A1:XFD1048576"'))

    assert [row.values["task"] for row in reading(changed(SHEET, claim)).rows] == ["1"]


def test_a_short_text_that_is_shared_a_thousand_times_counts_each_time() -> None:
    target = io.BytesIO()
    with Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Task")
        for row in range(1, 2_001):
            sheet.write_string(row, 0, "a" * 30_000)
    with pytest.raises(Refused, match="more than can be read at once"):
        reading(target.getvalue())


def test_cells_without_a_reference_follow_one_another() -> None:
    found = reading(changed(SHEET, rows('<row><c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c></row>')))
    assert [(row.number, row.values["task"]) for row in found.rows] == [(2, "inline")]


def test_a_formula_that_was_never_calculated_is_not_an_empty_cell() -> None:
    found = reading(changed(SHEET, rows('<row r="2"><c r="A2"><f>1+1</f></c></row>')))
    assert [(p.row, p.column, "never calculated" in p.message.say("en")) for p in found.problems] == [(2, "A", True)]


def test_a_formula_whose_text_is_empty_is_an_empty_cell() -> None:
    found = reading(changed(SHEET, rows('<row r="2"><c r="A2" t="str"><f>IF(1,"")</f><v></v></c></row>')))
    assert [problem.message.say("en") for problem in found.problems] == ["There are headings, but no rows under them."]


def test_a_hidden_sheet_is_not_read() -> None:
    hidden = changed(BOOK, lambda text: text.replace("<sheet ", '<sheet state="hidden" '))
    with pytest.raises(Refused, match="has no sheet"):
        reading(hidden)
