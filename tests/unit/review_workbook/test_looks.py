"""What an official opens: what may be typed and what not, drop-downs, checks that stand there at once, and the printed page."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.unit.review.making import plan_of, value
from tests.unit.review_workbook.editing import N, parts, sheets
from tests.unit.review_workbook.making import LABOUR, Made, content

from dicu.intake.sheets import Workbook
from dicu.intake.specification import Limits
from dicu.review.report import LineState
from dicu.review.workbook import checks
from dicu.review.workbook.columns import figures, lines

ACCEPTED = content("completed", "Đã tổ chức các lớp tập huấn.", values=(value("workers_departed", "40000", source="Hệ thống hợp đồng"),))


def rows(made: Made, sheet: str) -> list[list[Any]]:
    grid = Workbook(made.content, Limits()).named(sheet)
    assert grid is not None
    return [list(line.cells) for line in grid.lines]


def sheet(made: Made, name: str) -> ET.Element:
    return ET.fromstring(parts(made.content)[sheets(made.content)[name]])


def unlocked(made: Made, name: str) -> set[str]:
    """The cells that a protected sheet lets anybody type into."""
    styles = ET.fromstring(parts(made.content)["xl/styles.xml"]).find(f"{N}cellXfs")
    assert styles is not None
    open_ = {n for n, style in enumerate(styles) if (p := style.find(f"{N}protection")) is not None and p.get("locked") == "0"}
    return {c.get("r", "") for c in sheet(made, name).iter(f"{N}c") if int(c.get("s", "0")) in open_}


def test_only_white_cells_can_be_typed_into() -> None:
    """Not those of a line that was sent; and every sheet is protected."""
    made = Made({"3.1": content(), "3.2": content()}, state={"3.2": LineState.SUBMITTED})
    assert unlocked(made, "Nhiệm vụ") == {f"{letter}{row}" for letter in "EFGH" for row in (2, 4)}
    assert unlocked(made, "Số liệu") == {f"{letter}{row}" for letter in "EFGHIJ" for row in (2, 4)}
    assert all(sheet(made, name).find(f"{N}sheetProtection") is not None for name in sheets(made.content))
    assert [row[9] for row in rows(made, "Nhiệm vụ")] == ["Kiểm tra", "Đạt", "Đã khóa", "Chưa điền"]


@pytest.mark.parametrize(("language", "names"), [("vi", ["Hướng dẫn", "Nhiệm vụ", "Số liệu"]), ("en", ["Guidance", "Tasks", "Figures"])])
def test_the_whole_form_speaks_one_language(language: Any, names: list[str]) -> None:
    made = Made(language=language, last={"3.1": (plan_of().round("2025"), ACCEPTED)})  # type: ignore[dict-item]
    assert list(sheets(made.content)) == [*names, "_dicu"]
    for table, name in ((lines(), names[1]), (figures(), names[2])):
        assert rows(made, name)[0] == [column.spec.titles.say(language) for column in table.columns]
    front = " ".join(str(cell) for row in rows(made, names[0]) for cell in row if cell)
    assert plan_of().agency_by_code[LABOUR].name.say(language) in front and "Nguyễn Văn Dũng" in front
    assert ("Đã hoàn thành" if language == "vi" else "Completed") in rows(made, names[1])[1][3]


def test_the_last_round_stands_beside_and_is_typed_nowhere() -> None:
    made = Made(last={"3.1": (plan_of().round("2025"), ACCEPTED)})  # type: ignore[dict-item]
    line, figure = rows(made, "Nhiệm vụ")[1], rows(made, "Số liệu")[1]
    assert line[3] == "2025: Đã hoàn thành\nĐã tổ chức các lớp tập huấn." and line[4:8] == [None] * 4
    assert figure[3] == "2025: 40.000" and figure[4:7] == [None] * 3 and figure[8] == "Hệ thống hợp đồng"
    assert rows(made, "Nhiệm vụ")[2][3] == "Chưa có nội dung được chấp nhận trước đây."


def test_lists_to_choose_from() -> None:
    made = Made()
    found = {
        v.get("sqref"): v.find(f"{N}formula1").text for v in sheet(made, "Số liệu").iter(f"{N}dataValidation") if v.get("type") == "list"
    }  # type: ignore[union-attr]
    assert set(found) == {"F2:F4", "G2:G4"}
    hidden = rows(made, "_dicu")
    for area, column in (("F2:F4", "missing"), ("G2:G4", "qualifier")):
        place = ord(str(found[area]).split("$")[1]) - 65
        words = [row[place] for row in hidden if place < len(row) and row[place]]
        allowed = next(c for c in figures().columns if c.name == column).spec.allowed
        assert words == [choice.titles.vi for choice in allowed]


def test_how_much_is_left_is_counted_on_the_cover() -> None:
    """Two tasks and three figures; the formula counts the sheets' own checks."""
    made = Made({"3.1": content()})
    count = next(row[1] for row in rows(made, "Hướng dẫn") if row[0] == "Số dòng còn phải điền hoặc sửa")
    left = [row[9] for row in rows(made, "Nhiệm vụ")[1:]] + [row[10] for row in rows(made, "Số liệu")[1:]]
    assert count == 5 == sum(word != "Đạt" for word in left)
    formula = next(f.text for f in sheet(made, "Hướng dẫn").iter(f"{N}f"))
    assert "'Nhiệm vụ'!$J$2:$J$4<>\"Đạt\"" in str(formula) and "'Số liệu'!$K$2:$K$4" in str(formula)


def test_it_prints_on_a4_across_with_its_headings() -> None:
    made = Made()
    for name in ("Nhiệm vụ", "Số liệu"):
        setup = sheet(made, name).find(f"{N}pageSetup")
        assert setup is not None and (setup.get("orientation"), setup.get("paperSize"), setup.get("fitToHeight")) == ("landscape", "9", "0")
        pane = sheet(made, name).find(f".//{N}pane")
        assert pane is not None and (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("2", "1", "frozen")


def test_checks_say_no_more_than_a_cell_can_show() -> None:
    words = [getattr(checks, name) for name in dir(checks) if name.isupper() and hasattr(getattr(checks, name), "say")]
    assert len({word.say("vi") for word in words}) == len(words) >= 12
    assert all('"' not in word.say(language) for word in words for language in ("vi", "en"))
