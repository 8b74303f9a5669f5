"""Every hazard of real national files, one at a time: survived, counted and reported with its place."""

from pathlib import Path

import pytest
from tests.unit.review.foreign.platforms import Made, imported, one, platform

HEAD = "Year,Units,Sex,Value\n"
GOOD = "2020,persons,,10\n2020,persons,female,6\n2020,persons,male,4\n"


def counts(made: Made) -> tuple[int, int, int, int]:
    c = made.done.counts
    return c.rows_read, c.observations, c.missing_coded, c.rejected


def test_a_clean_file_gives_no_finding_about_the_file(tmp_path: Path) -> None:
    made = one(tmp_path, HEAD + GOOD)
    assert counts(made) == (3, 3, 0, 0)
    assert made.rules <= {"G12", "G21", "G23", "F19"}
    row = made.rows[1]
    assert (row["indicator"], row["period"], row["unit"], row["dimensions"], row["value"], row["row"]) == (
        "1-1-1", "2020", "persons", '{"Sex":"female"}', "6", 3,
    )  # fmt: skip


WHOLE = {
    "header only": (HEAD, "F05", 0),
    "empty": ("", "F05", 0),
    "byte order mark": ("\ufeff" + HEAD + GOOD, "F06", 3),
    "bare carriage returns": ((HEAD + GOOD).replace("\n", "\r"), "F12", 3),
    "blank first line": ("\n  \n" + HEAD + GOOD, "F13", 3),
    "value not last": ("Year,Value,Units\n2020,5,persons\n", "F10", 1),
    "year not first": ("Units,Year,Value\npersons,2020,5\n", "F11", 1),
    "blanks in headings": (" Year ,Units,Value \n2020,persons,5\n", "F08", 1),
    "blanks in cells": ("Year,Units,Value\n2020, persons , 5\n", "F07", 1),
    "a heading twice": ("Year,Sex,Sex,Value\n2020,a,b,5\n", "F26", 1),
    "a column without heading": ("Year,,Value\n2020,b,5\n", "F27", 1),
    "translated headings": ("Năm,Đơn vị,Giá trị\n2020,người,5\n", "F16", 1),
    "other case": ("YEAR,VALUE\n2020,5\n", "F16", 1),
    "semicolons": ("Year;Units;Value\n2020;persons;5\n", "F29", 1),
    "cells after the last heading": ("Year,Value\n2020,5,,\n", "F30", 1),
    "a period that is no year": ("Year,Value\n2013 Q1,5\n", "F17", 1),
    "a financial year": ("Year,Value\n2009/10,5\n", "F39", 1),
    "a footnote mark": ("Year,Value\n2019*,5\n", "F31", 1),
    "an unusual number": ("Year,Value\n2019,1.5e3\n", "F24", 1),
    "grouped by blanks": ("Year,Value\n2019,1 234 567\n", "F24", 1),
    "said twice": ("Year,Value\n2019,5\n2019,5.0\n2019,5\n", "G22", 3),
    "said twice alike": ("Year,Value\n2019,5\n2019,5\n", "F09", 2),
}


@pytest.mark.parametrize(("content", "rule", "observations"), WHOLE.values(), ids=WHOLE.keys())
def test_survived_and_reported(tmp_path: Path, content: str, rule: str, observations: int) -> None:
    made = one(tmp_path, content)
    assert rule in made.rules
    assert made.done.counts.observations == observations
    assert made.done.counts.rejected == 0


REJECTED = {
    "no number": (HEAD + GOOD + "2021,persons,,many\n", "F01", "5", "many"),
    "two meanings": (HEAD + GOOD + '2021,persons,,"1,234"\n', "F01", "5", "1,234"),
    "less than": (HEAD + GOOD + "2021,persons,,<5\n", "F01", "5", "<5"),
    "a place as period": (HEAD + GOOD + "Kigali,persons,,1\n", "F02", "5", "Kigali"),
    "too few cells": (HEAD + "2021,persons,1\n" + GOOD, "F03", "2", "3 / 4"),
    "too many cells": (HEAD + GOOD + "2021,per 1,000 persons,,1\n", "F03", "5", "5 / 4"),
    "an empty row": (HEAD + ",,,\n" + GOOD, "F04", "2", ""),
    "an open quotation mark": (HEAD + '2021,"persons,,1\n' + GOOD, "F28", "2", ""),
    "a bad multiplier": ("Year,UNIT_MULT,Value\n2020,0,1\n2020,much,1\n", "F35", "3", "much"),
}


@pytest.mark.parametrize(("content", "rule", "rows", "found"), REJECTED.values(), ids=REJECTED.keys())
def test_rejected_with_its_place(tmp_path: Path, content: str, rule: str, rows: str, found: str) -> None:
    made = one(tmp_path, content)
    (finding,) = made.of(rule)
    assert (finding.rejected, finding.inputs["rows"], finding.inputs["found"]) == (1, rows, found)
    assert rows in finding.message.say("en")
    assert made.done.counts.rejected == 1


def test_two_faults_of_a_row_are_both_named_and_counted_once(tmp_path: Path) -> None:
    made = one(tmp_path, "Year,Value\nnever,nothing at all\n2020,1\n")
    assert {"F01", "F02"} <= made.rules
    assert made.done.counts.rejected == 1


def test_an_open_mark_spoils_its_own_line_only(tmp_path: Path) -> None:
    made = one(tmp_path, 'Year,Note,Value\n2020,"a,1\n2021,b,2\n2022,"c,3\n2023,d,4\n')
    assert counts(made) == (4, 2, 0, 2)
    assert [row["period"] for row in made.rows] == ["2021", "2023"]


def test_a_mark_in_the_middle_of_a_text_is_a_sign_like_any_other(tmp_path: Path) -> None:
    made = one(tmp_path, 'Year,Size,Value\n2020,5" pipe,1\n2021,6" pipe,2\n2022,plain,3\n')
    assert counts(made) == (3, 3, 0, 0)
    assert made.rows[0]["dimensions"] == '{"Size":"5\\" pipe"}'


def test_a_line_break_in_quotation_marks_belongs_to_the_cell(tmp_path: Path) -> None:
    made = one(tmp_path, 'Year,Note,Value\n2020,"two\nlines",1\n2021,b,2\n')
    assert counts(made) == (2, 2, 0, 0)
    assert [row["row"] for row in made.rows] == [2, 4]


@pytest.mark.parametrize("marker", ["", "NA", "n/a", "..", "…", "-", "–", ":", "NaN", "null", "chưa có số liệu", "c"])
def test_no_marker_of_absence_is_ever_a_number(tmp_path: Path, marker: str) -> None:
    made = one(tmp_path, f"Year,Value\n2020,0\n2021,{marker}\n")
    assert counts(made) == (2, 1, 1, 0)
    assert [(row["value"], row["missing"] is None) for row in made.rows] == [("0", True), (None, False)]
    assert ("F25" in made.rules) == bool(marker)


def test_statuses_say_why_there_is_no_value(tmp_path: Path) -> None:
    head = "Year,OBS_STATUS,CONF_STATUS,UNIT_MULT,Value\n"
    made = one(tmp_path, head + "2020,A,F,3,1.50\n2021,M,,3,\n2022,Q,,3,NaN\n2023,,C,3,\n2024,L,,,\n2025,O,,,7\n")
    assert [(row["value"], row["missing"]) for row in made.rows] == [
        ("1500", None), (None, "not-applicable"), (None, "suppressed"), (None, "suppressed"), (None, "not-collected"), ("7", None),
    ]  # fmt: skip
    assert made.rows[0]["value_written"] == "1.50"
    assert "F32" in made.rules  # a value where the status says there is none


def test_files_in_other_encodings_are_read_and_reported(tmp_path: Path) -> None:
    text = "Year,Région,Value\n2020,Sélingué,5\n"
    for encoding, shown in (("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16")):
        made = one(tmp_path / encoding, text.encode(encoding))
        assert made.of("F14")[0].inputs["found"] == shown
        assert made.rows[0]["dimensions"] == '{"Région":"Sélingué"}'


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"\0" * 50, b"\x1f\x8b12345", bytes(range(256)) * 20, b"%PDF-1.7 x"])
def test_binary_files_are_survived(tmp_path: Path, content: bytes) -> None:
    made = one(tmp_path, content)
    assert counts(made) == (0, 0, 0, 0)
    assert made.of("F18")[0].severity == "blocking"


def test_without_a_column_of_figures_every_row_is_accounted_for(tmp_path: Path) -> None:
    made = one(tmp_path, "Year,Amount\n2020,5\n\n2021,6\n")
    assert counts(made) == (2, 0, 0, 2)
    assert made.of("F15")[0].inputs["rows"] == "2,4"


def test_codes_of_sdmx_and_places_are_understood(tmp_path: Path) -> None:
    made = one(tmp_path, "TIME_PERIOD,SERIES,REF_AREA,SEX,AGE,UNIT_MEASURE,FREQ,OBS_VALUE\n2020,S1,VN-HN,F,_T,PT,A,3.10\n")
    row = made.rows[0]
    assert (row["series"], row["area"], row["dimensions"], row["unit"], row["value"]) == ("S1", "VN-HN", '{"SEX":"F"}', "PT", "3.10")
    assert made.of("F40")[0].inputs["found"] == "FREQ"


def test_months_among_ranges_of_years_are_ranges(tmp_path: Path) -> None:
    made = one(tmp_path, "Year,Value\n2003-05,1\n2010-13,2\n")
    assert [row["period"] for row in made.rows] == ["2003..2005", "2010..2013"]
    assert "F38" in made.rules


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("Year,Value\n2020,42\n", "utf-8")
    folder = platform(tmp_path / "p", {"data/indicator_1-1-2.csv": HEAD + GOOD})
    (folder / "data" / "indicator_1-1-1.csv").symlink_to(secret)
    (folder / "data" / "indicator_1-1-3.csv").symlink_to(tmp_path / "nothing.csv")
    (folder / "meta").symlink_to(tmp_path)
    made = imported(folder)
    assert {found.inputs["file"] for found in made.of("F18")} == {"data/indicator_1-1-1.csv", "data/indicator_1-1-3.csv"}
    assert {row["indicator"] for row in made.rows} == {"1-1-2"}


def test_a_numbers_exact_digits_survive(tmp_path: Path) -> None:
    made = one(tmp_path, "Year,Value\n2020,0.10\n2021,-0.0\n2022,123456789012345678.25\n2023,.5\n2024,\u22123\n2025,>95\n")
    assert [row["value"] for row in made.rows] == ["0.10", "0.0", "123456789012345678.25", "0.5", "-3", "95"]
    assert made.rows[-1]["qualifier"] == "more-than"
