"""Files made wrong on purpose: whatever is planted is found in its row, every row is accounted for, and both ways of reading agree."""

import io
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proof import examples
from tests.unit.review.foreign.platforms import Made, one

from dicu.review.foreign import columns, row_numbers

YEARS = st.integers(1990, 2030).map(str)
NUMBERS = st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False).map(lambda n: f"{n:f}")
GROUPS = st.sampled_from(["", "female", "male", "15-24", "Hà Nội", "_T"])
Cells = list[str]

PLANTS: dict[str, tuple[str, st.SearchStrategy[Cells]]] = {
    "F01": ("rejected", st.tuples(YEARS, GROUPS, st.sampled_from(["many", "1,5 or 2", "12%", "<5", "1,234", "TRUE"])).map(list)),
    "F02": ("rejected", st.tuples(st.sampled_from(["Kigali", "no data yet", "20222", "2020-02-30", ""]), GROUPS, NUMBERS).map(list)),
    "F03": ("rejected", st.sampled_from([["2020", "5"], ["2020", "a", "b", "5"]])),
    "F04": ("rejected", st.just(["", "", ""])),
    "F07": ("read", st.tuples(YEARS, st.sampled_from([" female", "male ", "Hà  Nội"]), NUMBERS).map(list)),
    "F17": ("read", st.tuples(st.sampled_from(["2013 Q1", "2010 1Q", "2018 to 2020", "2010-06-28"]), GROUPS, NUMBERS).map(list)),
    "F24": ("read", st.tuples(YEARS, GROUPS, st.sampled_from(["1e3", "+5", ".5", "1 234"])).map(list)),
    "F25": ("read", st.tuples(YEARS, GROUPS, st.sampled_from(["..", "NA", "-", "NaN"])).map(list)),
}
PLAIN = st.tuples(YEARS, GROUPS, st.one_of(NUMBERS, st.just(""))).map(lambda cells: ("", list(cells)))
PLANTED = st.sampled_from(sorted(PLANTS)).flatmap(lambda rule: PLANTS[rule][1].map(lambda cells: (rule, list(cells))))


def written(rows: list[tuple[str, Cells]], end: str, marked: bool) -> str:
    """Always with quotation marks where there is a comma, so that the only ragged rows are those that were planted."""
    out = io.StringIO(newline="")
    for cells in [["Year", "Group", "Value"], *(cells for _, cells in rows)]:
        out.write(",".join(f'"{cell}"' if "," in cell or cell == "Hà Nội" else cell for cell in cells) + end)
    return "\ufeff" * marked + out.getvalue()


def imported(content: str | bytes, **options: Any) -> Made:
    with tempfile.TemporaryDirectory() as place:
        return one(Path(place), content, **options)


def told(made: Made) -> list[Any]:
    return sorted((f.rule, str(sorted(f.inputs.items())), f.rejected) for f in made.done.findings)


@settings(max_examples=examples(60))
@given(rows=st.lists(st.one_of(PLAIN, PLANTED), max_size=25), end=st.sampled_from(["\n", "\r\n", "\r"]), marked=st.booleans())
def test_what_is_planted_is_found_in_its_row(rows: list[tuple[str, Cells]], end: str, marked: bool) -> None:
    made = imported(written(rows, end, marked))
    assert made.done.counts.rows_read == len(rows)
    found: dict[str, set[int]] = {}
    for finding in made.done.findings:
        if "rows" in finding.inputs:
            found.setdefault(finding.rule, set()).update(row_numbers.read(finding.inputs["rows"]))
    for number, (rule, _) in enumerate(rows, 2):
        assert not rule or number in found.get(rule, set()), (rule, number)
    rejected = sum(rule != "" and PLANTS[rule][0] == "rejected" for rule, _ in rows)
    assert made.done.counts.rejected == rejected
    assert ("F06" in made.rules) == marked


@settings(max_examples=examples(60))
@given(rows=st.lists(st.one_of(PLAIN, PLAIN, PLAIN, PLANTED), min_size=1, max_size=40), end=st.sampled_from(["\n", "\r\n"]))
def test_the_quick_way_says_what_the_careful_way_says(rows: list[tuple[str, Cells]], end: str) -> None:
    content = written(rows, end, False)
    with patch.object(columns, "FROM", 0):
        quick, careful = imported(content, quick=True), imported(content, quick=False)
    assert quick.rows == careful.rows
    assert told(quick) == told(careful)
    assert quick.done.as_json() == careful.done.as_json()


def test_the_quick_way_is_taken() -> None:
    """Else the comparison above would compare the careful way with itself."""
    with patch.object(columns, "FROM", 0), patch("dicu.review.foreign.data_files.read_text", side_effect=AssertionError):
        made = imported('Year,Sex,Value\n2020,"a,b",1\n2020,,x\n2021,female,\n2021,female,\n')
    assert made.done.counts.rows_read == 4


@settings(max_examples=examples(80))
@given(
    content=st.binary(max_size=300),
    at=st.integers(0, 200),
    cut=st.integers(0, 80),
)
def test_no_damage_brings_it_down(content: bytes, at: int, cut: int) -> None:
    """Bytes of any kind in the middle of a sound file."""
    sound = b'Year,Group,Value\n2020,"a, b",1\n2021,,2\n2022,c,3\n2023,"d",4\n' * 2
    imported(sound[:at] + content + sound[at + cut :])
