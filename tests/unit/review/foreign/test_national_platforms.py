"""Three national platforms, unchanged, counted a second time by other means: Armenia, Rwanda and the empty starter."""

import csv
import hashlib
import io
import os
from collections import Counter
from pathlib import Path

import pytest
from tests.unit.review.foreign.platforms import Made, check_accounts, imported

from dicu.review.foreign import row_numbers

PLATFORMS = ("armenia", "rwanda", "starter")


def sample(name: str) -> Path:
    folder = Path(os.environ.get("DICU_DATA_DIR", "")) / "open_sdg" / name
    if not os.environ.get("DICU_DATA_DIR") or not folder.is_dir():
        pytest.skip(f"NOT CHECKED: open_sdg/{name} is not here; set DICU_DATA_DIR to the folder that holds it")
    return folder


@pytest.fixture(scope="module", params=PLATFORMS)
def platform(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    folder = sample(request.param)
    place = tmp_path_factory.mktemp("national") / request.param
    place.symlink_to(folder)
    return folder, imported(place)


def plainly_counted(path: Path) -> int:
    """Rows as the standard library alone sees them."""
    text = path.read_bytes().decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row) or len(row) > 1]
    return max(0, len(rows) - 1)


def test_every_row_of_every_file_is_accounted_for(platform: tuple[Path, Made]) -> None:
    folder, made = platform
    check_accounts(made)
    files = sorted(folder.glob("data/*.csv"))
    assert made.done.files == len(files)
    for path in files:
        assert made.done.by_file[f"data/{path.name}"].rows_read == plainly_counted(path), path.name


def test_each_finding_speaks_both_languages_and_names_its_rule(platform: tuple[Path, Made]) -> None:
    for found in platform[1].done.findings:
        line = found.as_json("vi")
        assert line["rule"] and line["severity"] in {"blocking", "warning", "info"}
        assert line["subject"] and line["vi"] and line["en"] and line["closes_when"]
        assert line["vi"] != line["en"], line


def test_rows_that_findings_name_are_as_many_as_they_say(platform: tuple[Path, Made]) -> None:
    for found in platform[1].done.findings:
        if found.inputs.get("rows") and "count" in found.inputs:
            assert len(row_numbers.read(found.inputs["rows"])) == found.inputs["count"]


def test_armenia(tmp_path: Path) -> None:
    (place := tmp_path / "p").symlink_to(sample("armenia"))
    made = imported(place)
    assert made.done.as_json() == {
        "files": 309, "rows_read": 10595, "observations": 10552, "missing_coded": 41, "rejected": 2, "indicators": 281,
        "placeholder_files": 59,
    }  # fmt: skip
    assert {(f.rule, f.inputs["file"], f.inputs["rows"]) for f in made.done.findings if f.rejected} == {
        ("F02", "data/indicator_1-3-1-ja.csv", "153"), ("F03", "data/indicator_3-3-1-a.csv", "2"),
    }  # fmt: skip
    digests = Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in place.glob("data/*.csv"))
    assert made.done.placeholder_files == sum(count for count in digests.values() if count >= 5)
    assert {found.subject for found in made.of("G10") if found.severity == "blocking"} == {
        *complete_without_data(place, digests),
        "3-3-1-a",  # it has one row, and that row is ragged
    }


def complete_without_data(place: Path, digests: Counter[str]) -> set[str]:
    """Indicators that are declared complete and have no data, or only what many others have, too; found by plain text search."""
    found = set()
    for description in place.glob("meta/*.md"):
        said = description.read_text("utf-8-sig").splitlines()
        data = place / "data" / f"indicator_{description.stem}.csv"
        content = data.read_bytes() if data.exists() else b""
        empty = len(content.decode("utf-8-sig").split()) == 0 or len(content.decode("utf-8-sig").strip().splitlines()) == 1
        many = digests[hashlib.sha256(content).hexdigest()] >= 5
        if "reporting_status: complete" in said and "data_non_statistical: true" not in said and (empty or many):
            found.add(description.stem)
    return found


def test_the_empty_starter_is_one_placeholder(tmp_path: Path) -> None:
    (place := tmp_path / "p").symlink_to(sample("starter"))
    made = imported(place)
    assert (made.done.placeholder_files, {row["flags"] for row in made.rows}) == (1, {"G11"})
