"""Specifications that contradict themselves, and small parts of reading."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest

from dicu.intake import Choice, ColumnSpec, Kind, Prefilled, TableSpec, read, template
from dicu.intake.report import letters
from dicu.intake.workbooks import sheet_name
from dicu.vocabulary.bilingual import Bilingual

NOTHING = Bilingual("", "")


def choice(code: str, vi: str, en: str) -> Choice:
    return Choice(code, Bilingual(vi, en))


def test_contradictions_are_faults_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="only a column of texts"):
        ColumnSpec("a", NOTHING, Kind.NUMBER, allowed=(choice("x", "", ""),))
    with pytest.raises(ValueError, match="share a code or a title"):
        ColumnSpec("a", NOTHING, allowed=(choice("x", "Xong", "Done"), choice("y", "Khác", "done ")))
    with pytest.raises(ValueError, match="named twice"):
        TableSpec((ColumnSpec("a", NOTHING), ColumnSpec("a", NOTHING)))
    with pytest.raises(ValueError, match="does not exist"):
        TableSpec((ColumnSpec("a", NOTHING),), unique=("b",))


def test_a_choice_may_have_one_word_for_code_and_titles() -> None:
    column = ColumnSpec("a", NOTHING, allowed=(choice("JPN", "JPN", "JPN"), choice("KOR", "", "")))
    found = read(io.BytesIO(b"a\njpn\nKOR\n"), "a.csv", TableSpec((column,)))
    assert [row.values["a"] for row in found.rows] == ["JPN", "KOR"]


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_letters(index: int, name: str) -> None:
    assert letters(index) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Báo cáo: [2024/2025]?", "Báo cáo 2024 2025"),
        ("'x'", "x"),
        ("Một tên rất dài cho một bảng của một báo cáo", "Một tên rất dài cho một bảng củ"),
    ],
)
def test_names_of_sheets(title: str, name: str) -> None:
    assert sheet_name(title) == name


def test_a_long_title_finds_its_sheet_again() -> None:
    long = TableSpec((ColumnSpec("a", NOTHING),), "x", Bilingual("Một tên rất dài cho một bảng của một báo cáo", "Name"))
    other = TableSpec((ColumnSpec("a", NOTHING),), "y")
    content = template([Prefilled(long, [{"a": "1"}]), other], NOTHING, "vi")
    assert read(io.BytesIO(content), "a.xlsx", long).rows[0].values == {"a": "1"}


def test_a_text_that_fits_into_no_cell_is_not_cut() -> None:
    with pytest.raises(ValueError, match="at most 32767"):
        template([Prefilled(TableSpec((ColumnSpec("a", NOTHING),)), [{"a": "x" * 32_768}])], NOTHING, "vi")


def test_a_formula_in_a_prefilled_text_stays_a_text() -> None:
    spec = TableSpec((ColumnSpec("a", NOTHING),))
    content = template([Prefilled(spec, [{"a": "=1+1"}, {"a": "http://a.vn"}])], NOTHING, "vi")
    assert [row.values["a"] for row in read(io.BytesIO(content), "a.xlsx", spec).rows] == ["=1+1", "http://a.vn"]


def test_parquet() -> None:
    """Only where pyarrow is installed; elsewhere the file is refused with a sentence that says so."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet  # noqa: PLC0415

    spec = TableSpec((ColumnSpec("a", NOTHING), ColumnSpec("n", NOTHING, Kind.NUMBER), ColumnSpec("d", NOTHING, Kind.DAY)))
    target = io.BytesIO()
    columns = {"a": ["x", None], "n": [1.5, float("nan")], "d": [datetime(2024, 1, 2), None]}
    parquet.write_table(pyarrow.table(columns), target)
    found = read(io.BytesIO(target.getvalue()), "a.parquet", spec)
    assert found.rows[0].values == {"a": "x", "n": Decimal("1.5"), "d": date(2024, 1, 2)}
    assert [problem.say("en") for problem in found.problems] == ["row 3, column B (n): Here stands no finite number."]


def test_parquet_without_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dicu.intake.parquet.find_spec", lambda _: None)
    with pytest.raises(Exception, match="pyarrow is not installed"):
        read(io.BytesIO(b"PAR1....PAR1"), "a.parquet", TableSpec((ColumnSpec("a", NOTHING),)))
