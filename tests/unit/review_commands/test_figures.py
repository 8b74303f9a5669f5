"""`dicu review observations`, `indicators` and `indicator`: a table goes in whole, what stands comes out, a person decides."""

from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet
from tests.unit.review_commands.conftest import Run, last
from tests.unit.store_review.house import World

from dicu.access.model import Forbidden
from dicu.intake.report import BadTable
from dicu.vocabulary.messages import Refused

IMPORT = "review observations import {} --plan demo --source YEARBOOK --code GONE=workers_departed --unit PERS --area XDM --title Yearbook"
# every column of the table that the converters write, as they write it
COLUMNS = {
    "indicator": "GONE", "series": "", "period": "2024", "period_written": "FY2024", "area": "", "dimensions": "{}", "value": "41000",
    "value_written": "41,000", "missing": None, "qualifier": "", "obs_status": "P", "conf_status": "F", "unit": "PERS", "source": "",
    "source_file": "a.csv", "row": 2, "vintage": None, "note": "", "flags": "",
}  # fmt: skip


def table(path: Path, *rows: dict[str, object]) -> None:
    parquet.write_table(pyarrow.Table.from_pylist([{**COLUMNS, **row} for row in rows]), path)


def test_from_the_table_to_the_decision(run: Run, world: World, tmp_path: Path) -> None:
    table(tmp_path / "obs.parquet", {}, {"period": "2023", "value": "0"}, {"period": "2022", "flags": "G11"})
    made = last(run("an", IMPORT.format("obs.parquet"), "--json"))
    assert (made["added"], made["left-out"], made["import"]["register"]) == (2, 1, "YEARBOOK")
    entries = world.entries()
    again = run("an", IMPORT.format("obs.parquet"), "--json")
    assert "Nothing changed" in again.output and last(again)["import"] is None and world.entries() == entries
    line = next(row for row in last(run("an", "review indicators --plan demo --json")) if row["indicator"] == "workers_departed")
    assert (line["state"], sorted(line["latest"])) == ("conflict", ["41,000", "41,250"])
    one = last(run("an", "review indicator workers_departed --plan demo --json"))
    assert [o["value"] for o in one["observations"] if o["period"] == "2023"] == ["0"]
    contradiction = one["contradictions"][0]
    words = ("--subject", contradiction["subject"], "--chosen", contradiction["figures"][0], "--reason", "The register was read.")
    assert run("an", "review observations decide workers_departed --plan demo", *words).exit_code == 0
    shown = run("an", "review indicator workers_departed --plan demo")
    assert "(decided: workers_departed/2024)" in shown.output
    assert [i["rows"] for i in last(run("an", "review observations list --plan demo --json"))] == [3]


def test_what_cannot_be_taken(run: Run, world: World, tmp_path: Path) -> None:
    """Each row says why; nothing of the file is there afterwards."""
    bad = ({"unit": "HA"}, {"value": None}, {"period": "2024-13"}, {"dimensions": "[1]"}, {"indicator": "OTHER"})
    table(tmp_path / "obs.parquet", {}, *bad)
    entries = world.entries()
    assert isinstance(run("dung", IMPORT.format("obs.parquet"), "--purpose", "reporting").exception, Forbidden)
    refused = run("an", IMPORT.format("obs.parquet"))
    assert isinstance(refused.exception, BadTable)
    assert [problem.row for problem in refused.exception.problems] == [3, 4, 5, 6, 7] and world.entries() == entries
    (tmp_path / "none.csv").write_text("indicator,period,valeu\n")
    for words in (IMPORT.format("none.csv"), IMPORT.format("gone.parquet"), IMPORT.replace(" --title Yearbook", "").format("obs.parquet")):
        assert isinstance(run("an", words).exception, Refused), words


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_report_speaks_both_languages(run: Run, tmp_path: Path, language: str) -> None:
    table(tmp_path / "obs.parquet", {})
    done = run("an", IMPORT.format("obs.parquet"), "--lang", language)
    assert {"vi": "thêm mới 1", "en": "added 1"}[language] in done.output
