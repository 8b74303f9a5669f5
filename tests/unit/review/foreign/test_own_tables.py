"""Our own columns in CSV, Excel and Parquet, and the table that an import writes, read again."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from dicu.review.foreign.outcome import Outcome
from dicu.review.foreign.own_tables import import_table
from dicu.review.foreign.rows import Manner
from dicu.review.foreign.table import Writer
from dicu.vocabulary.messages import Refused

ROWS: list[list[Any]] = [
    ["indicator", "period", "value", "missing", "unit", "area", "Sex", "note"],
    ["I1", 2024, 1.5, None, "persons", "VN-HN", "female", "n"],
    ["I1", "2024-Q1", 0, None, "persons", "", "", ""],
    ["I1", "2023", None, "suppressed", "persons", "", "", ""],
    ["", "2023", 4, None, "persons", "", "", ""],
    ["I1", "soon", 4, None, "persons", "", "", ""],
]


def imported(path: Path, **manner: Any) -> tuple[Outcome, list[dict[str, Any]]]:
    out = path.with_name("out.parquet")
    writer = Writer(out)
    done = import_table(path, Manner(path.name, **manner), "", writer)
    writer.finish()
    assert done.counts.rejected == sum(found.rejected for found in done.findings)
    return done, pq.read_table(out).to_pylist()


def as_csv(path: Path) -> Path:
    path.write_text("\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in ROWS), "utf-8")
    return path


def as_xlsx(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Số liệu")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return path


def as_parquet(path: Path) -> Path:
    columns = list(zip(*ROWS[1:], strict=True))
    table = {
        name: pa.array([None if cell is None else str(cell) for cell in column]) for name, column in zip(ROWS[0], columns, strict=True)
    }
    pq.write_table(pa.table(table), path)
    return path


@pytest.mark.parametrize(("make", "name"), [(as_csv, "t.csv"), (as_xlsx, "t.xlsx"), (as_parquet, "t.parquet")])
def test_the_same_table_in_three_kinds_of_file(tmp_path: Path, make: Any, name: str) -> None:
    done, rows = imported(make(tmp_path / name))
    assert done.as_json() == {"files": 1, "rows_read": 5, "observations": 2, "missing_coded": 1, "rejected": 2, "indicators": 1}
    assert {(f.rule, f.inputs["rows"]) for f in done.findings if f.rejected} == {("F37", "5"), ("F02", "6")}
    first, second, third = rows
    assert (first["value"], first["area"], first["dimensions"], first["note"]) == ("1.5", "VN-HN", '{"Sex":"female"}', "n")
    assert (second["value"], second["period"], third["missing"]) == ("0", "2024-Q1", "suppressed")


def test_the_indicator_may_be_said_beside_the_table(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Kỳ,Giá trị,Giới tính\n2024,5,nữ\n", "utf-8")
    done, rows = imported(path, indicator="X")
    assert (rows[0]["indicator"], rows[0]["dimensions"], done.counts.rejected) == ("X", '{"Giới tính":"nữ"}', 0)


def test_under_a_vietnamese_heading_nobody_guesses_what_a_point_means(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Chỉ số,Kỳ,Giá trị\nI,2024,1.234\nI,2023,1.5\n", "utf-8")
    done, rows = imported(path)
    assert [row["value"] for row in rows] == ["1.5"]
    assert {(f.rule, f.inputs["found"]) for f in done.findings if f.rejected} == {("F01", "1.234")}


def test_what_an_import_wrote_can_be_read_again(tmp_path: Path) -> None:
    _, rows = imported(as_csv(tmp_path / "t.csv"))
    (tmp_path / "out.parquet").rename(tmp_path / "again.parquet")
    _, again = imported(tmp_path / "again.parquet")
    same = set(rows[0]) - {"row", "source_file", "period_written", "value_written"}
    assert [{name: row[name] for name in same} for row in again] == [{name: row[name] for name in same} for row in rows]


@pytest.mark.parametrize(
    ("name", "content"), [("t.csv", b""), ("t.txt", b"x"), ("t.xlsx", b"PK\x03\x04no"), ("t.parquet", b"PAR1"), ("gone.csv", None)]
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused):
        imported(tmp_path / name)
    assert not (tmp_path / "out.parquet").exists()
