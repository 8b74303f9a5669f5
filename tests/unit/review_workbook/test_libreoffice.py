"""The form in the other program that officials have. Where LibreOffice Calc is not on the machine these tests are skipped, and say so."""

import shutil
import subprocess
import warnings
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.unit.review.making import value
from tests.unit.review_workbook.editing import N, filled, parts, sheets, uncomputed
from tests.unit.review_workbook.making import Made, content

from dicu.intake.sheets import Workbook
from dicu.intake.specification import Limits
from dicu.review.workbook.columns import figures, lines
from dicu.review.workbook.parts import parts_of

OFFICE = shutil.which("soffice")
WHOLE = content("completed", "Dòng một.\nDòng hai: 1,5 và =A1", completed_on=date(2025, 11, 30),
                values=(value("workers_departed", "46310", source="Sổ"),))  # fmt: skip
STATES = {
    "3.1": WHOLE,
    "3.2": content("completed", "Chưa ghi ngày."),
    "3.3": content(values=(value("predeparture_trained_share", missing="not-collected", source=""),)),
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, bytes]:
    """A form with a value that lacks its source, opened and saved again by LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    made = Made(STATES)
    typed = {made.at("value", "3.2", "recruitment_fee_borne"): Decimal("640.5")}
    (folder / "form.xlsx").write_bytes(uncomputed(filled(made.content, typed)))
    return made, _saved(folder)


def _saved(folder: Path) -> bytes:
    if OFFICE is None:
        _skip("LibreOffice is not on this machine")
    home = f"-env:UserInstallation=file://{folder}/home"
    words = [OFFICE, home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "out", "form.xlsx"]
    done = subprocess.run(words, cwd=folder, check=False, capture_output=True, timeout=300)
    if not (folder / "out" / "form.xlsx").is_file():
        _skip(f"LibreOffice has no Calc here: {done.stderr.decode()[-200:]}")
    return (folder / "out" / "form.xlsx").read_bytes()


def _skip(why: str) -> None:
    warnings.warn(f"NOT TESTED: the form in LibreOffice. {why}.", stacklevel=2)
    pytest.skip(why)


def test_saved_by_libreoffice_it_says_the_same(saved: tuple[Made, bytes]) -> None:
    made, content_ = saved
    typed = {made.at("source", "3.2", "recruitment_fee_borne"): "Khảo sát", made.at("completed_on", "3.2"): date(2025, 11, 1)}
    found = made.read(filled(content_, typed)).parts
    assert {task: found[task] for task in ("3.1", "3.3")} == {task: parts_of(STATES[task]) for task in ("3.1", "3.3")}
    assert found["3.2"]["figure:recruitment_fee_borne"] == value("recruitment_fee_borne", "640.5", source="Khảo sát")
    assert found["3.2"]["status"] == ("completed", date(2025, 11, 1))


def test_its_drop_downs_and_protection_survive(saved: tuple[Made, bytes]) -> None:
    made, content_ = saved
    for table in (lines(), figures()):
        root = ET.fromstring(parts(content_)[sheets(content_)[made.sheet(table)]])
        protection = root.find(f"{N}sheetProtection")
        assert protection is not None and protection.get("sheet") in ("1", "true")
        lists = [v for v in root.iter(f"{N}dataValidation") if v.get("type") == "list"]
        assert len(lists) == sum(bool(column.spec.allowed) for column in table.columns)
        assert all("_dicu" in str(v.find(f"{N}formula1").text) for v in lists)  # type: ignore[union-attr]


def test_libreoffice_computes_the_checks_as_the_house_does(saved: tuple[Made, bytes]) -> None:
    _, content_ = saved
    book = Workbook(content_, Limits())

    def column(sheet: str, place: int) -> list[object]:
        grid = book.named(sheet)
        assert grid is not None
        return [line.cells[place] for line in grid.lines[1:4]]

    assert column("Nhiệm vụ", 9) == ["Đạt", "Ghi ngày hoàn thành", "Đạt"]
    assert column("Số liệu", 10) == ["Đạt", "Ghi nguồn số liệu", "Đạt"]
    front = book.named("Hướng dẫn")
    assert front is not None
    assert next(line.cells[1] for line in front.lines if line.cells[0] == "Số dòng còn phải điền hoặc sửa") == 2
