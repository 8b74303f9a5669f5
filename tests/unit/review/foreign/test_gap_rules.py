"""What the files of a platform alone decide: declared status against data, placeholders, staleness, breakdowns, parts and totals."""

from pathlib import Path

import pytest
from tests.unit.review.foreign.platforms import Made, imported, platform

from dicu.review.foreign.layout import NoPlatform

HEAD = "Year,Units,Sex,Value\n"
ROWS = "".join(f"{year},persons,,10\n{year},persons,female,6\n{year},persons,male,4\n" for year in (2022, 2023, 2024, 2025))
TEMPLATE = "Year,Group,Value\n2015,A,1\n2015,B,3\n2015,,2\n2016,A,1\n2016,B,3\n2016,,2\n"


def described(tmp_path: Path, fields: str, data: str | None = HEAD + ROWS, **more: str) -> Made:
    """One indicator with this description, and its data if any."""
    files: dict[str, str | bytes] = {"meta/1-1-1.md": f"---\n{fields}\n---\n", "data/indicator_9-9-9.csv": HEAD + ROWS, **more}
    if data is not None:
        files["data/indicator_1-1-1.csv"] = data
    return imported(platform(tmp_path / "p", files))


def about(made: Made, rule: str) -> list[dict[str, object]]:
    return [found.as_json("en") for found in made.of(rule) if found.subject == "1-1-1"]


@pytest.mark.parametrize("data", [None, HEAD, HEAD + "2020,persons,,\n", HEAD + "nowhere,persons,,1\n", TEMPLATE])
def test_complete_without_data_is_a_contradiction(tmp_path: Path, data: str | None) -> None:
    found = about(described(tmp_path, "reporting_status: complete", data), "G10")
    assert [(line["severity"], line["subject"]) for line in found] == [("blocking", "1-1-1")]
    assert set(found[0]) >= {"rule", "severity", "subject", "inputs", "vi", "en", "closes_when"}
    assert isinstance(found[0]["closes_when"], str)


def test_complete_with_data_is_none(tmp_path: Path) -> None:
    assert not about(described(tmp_path, "reporting_status: complete"), "G10")


def test_not_begun_with_data_is_one_too(tmp_path: Path) -> None:
    assert [line["severity"] for line in about(described(tmp_path, "reporting_status: status.notstarted"), "G10")] == ["warning"]


def test_an_indicator_without_data(tmp_path: Path) -> None:
    assert about(described(tmp_path / "a", "reporting_status: inprogress", None), "G06")[0]["severity"] == "warning"
    assert about(described(tmp_path / "b", "reporting_status: notstarted", None), "G06")[0]["severity"] == "info"
    assert not about(described(tmp_path / "c", "data_non_statistical: true", None), "G06")


def test_data_that_nobody_describes(tmp_path: Path) -> None:
    assert {found.subject for found in described(tmp_path, "reporting_status: complete").of("F19")} == {"9-9-9"}


def test_the_template_is_placeholder_data_whatever_its_line_ends(tmp_path: Path) -> None:
    for name, text in (("a", TEMPLATE), ("b", "\ufeff" + TEMPLATE.replace("\n", "\r\n"))):
        result = described(tmp_path / name, "reporting_status: notstarted", text)
        assert result.done.placeholder_files == 1
        assert {row["flags"] for row in result.rows if row["indicator"] == "1-1-1"} == {"G11"}
        assert not about(result, "G10")  # placeholder data do not contradict “not started”


def test_one_file_for_five_indicators_is_placeholder_data_and_for_four_is_not(tmp_path: Path) -> None:
    four = {f"data/indicator_1-1-{n}.csv": HEAD + ROWS for n in range(4)}
    assert imported(platform(tmp_path / "four", dict(four))).done.placeholder_files == 0
    five = {f"data/indicator_1-1-{n}.csv": HEAD + ROWS for n in range(5)}
    assert imported(platform(tmp_path / "five", dict(five))).done.placeholder_files == 5


def test_a_sentence_where_the_period_should_be(tmp_path: Path) -> None:
    result = described(tmp_path, "reporting_status: complete", 'Year,Value\n"There is no data for this indicator yet,",1\n')
    assert result.done.placeholder_files == 1
    assert about(result, "G11")[0]["severity"] == "blocking"


def test_stale_by_the_frequency_that_is_declared_or_shown(tmp_path: Path) -> None:
    old = HEAD + "2019,persons,,1\n2020,persons,,1\n2021,persons,,1\n"
    assert about(described(tmp_path / "a", "source_periodicity_1: Annual", old), "G12")[0]["severity"] == "warning"
    assert about(described(tmp_path / "b", "x: y", old), "G12")[0]["severity"] == "info"
    assert not about(described(tmp_path / "c", "source_periodicity_1: 5 Years", old), "G12")
    assert not about(described(tmp_path / "d", "source_periodicity_1: Annual"), "G12")
    assert not about(described(tmp_path / "e", "x: y", HEAD + "1990,persons,,1\n"), "G12")  # one figure shows no frequency


def test_expected_breakdowns(tmp_path: Path) -> None:
    result = described(tmp_path, "expected_disaggregations:\n  - sex\n  - Age group")
    assert [line["inputs"]["found"] for line in about(result, "G07")] == ["Age group"]  # type: ignore[index]


def test_parts_against_their_total(tmp_path: Path) -> None:
    wrong = "2024,persons,,100\n2024,persons,female,60\n2024,persons,male,30\n"
    assert about(described(tmp_path / "a", "x: y", HEAD + wrong), "G08")[0]["inputs"]["sum"] == "90"  # type: ignore[index]
    assert not about(described(tmp_path / "b", "x: y"), "G08")
    assert not about(described(tmp_path / "c", "x: y", HEAD + wrong.replace("persons", "%")), "G08")  # shares are not added
    assert not about(described(tmp_path / "d", "x: y", HEAD + wrong.replace("male", "disabled")), "G08")  # who knows what overlaps
    assert not about(described(tmp_path / "e", "x: y", HEAD + wrong.replace("30\n", "39.9\n")), "G08")  # within rounding


def test_targets(tmp_path: Path) -> None:
    assert about(described(tmp_path / "a", "x: y"), "G23")
    zero = described(tmp_path / "b", "progress_calculation_options:\n  - target: 0")
    assert not about(zero, "G23")  # zero is a target
    assert about(described(tmp_path / "c", "progress_calculation_options:\n  - target: 0.001"), "F42")


def test_a_source_that_is_no_address(tmp_path: Path) -> None:
    assert about(described(tmp_path / "a", "source_active_1: true\nsource_url_1: TBD"), "G21")
    assert not about(described(tmp_path / "b", "source_active_1: true\nsource_url_1: https://www.example.org/x"), "G21")
    assert not about(described(tmp_path / "c", "source_active_1: false\nsource_url_1: TBD"), "G21")


def test_languages_that_differ(tmp_path: Path) -> None:
    result = imported(
        platform(
            tmp_path / "p",
            {
                "config_data.yml": "languages:\n  - en\n  - vi\n  - fr\n",
                "data/indicator_1-1-1.csv": "Năm lịch,Value\n2024,1\n",
                "translations/en/data.yml": "male: male\nfemale: female\n",
                "translations/vi/data.yml": "male: nam\nYear: Năm lịch\n",
            },
        )
    )
    assert [found.inputs["count"] for found in result.of("G19")] == [1]
    assert [found.inputs["language"] for found in result.of("F41")] == ["fr"]
    assert result.rows[0]["period"] == "2024"  # the heading as the platform itself translates it


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"


@pytest.mark.parametrize(
    "fields",
    [
        BOMB,
        "a: [" * 2000,
        "- a\n- b",
        "a: !!python/object/apply:os.system ['true']",
        "a: b: c: d",
        "\x00\x01",
        "{" * 500,
        "x: 1\n" * 500_000,
    ],
    ids=["aliases", "deep", "a list", "an object", "wrong", "binary", "braces", "large"],
)
def test_descriptions_of_strangers_do_no_harm(tmp_path: Path, fields: str) -> None:
    result = imported(
        platform(tmp_path / "p", {"meta/1-1-1.yml": fields, "meta/es/1-1-1.yml": "x: y", "data/indicator_1-1-1.csv": HEAD + ROWS})
    )
    assert [found.subject for found in result.of("F22")] == ["1-1-1"]
    assert len(result.rows) == 12


def test_what_the_configuration_reads_and_does_not(tmp_path: Path) -> None:
    files = {
        "config_data.yml": "inputs:\n  - class: InputCsvData\n    path_pattern: data/indicator_*.csv\n  - class: InputSdmxMl_Multiple\n"
        "    path_pattern: sdmx/*.xml\nindicator_options:\n  series_column: Reihe\n  non_disaggregation_columns: [Quelle]\n",
        "data/1.1.1.csv": "Year,Reihe,Quelle,Value\n2024,S,Q,1\n",
        "data/deep/2-1-1.csv": "Year,Value\n2024,1\n",
        "data/book.xlsx": "no book",
        "sdmx/a.xml": "<x/>",
    }
    result = imported(platform(tmp_path / "p", dict(files)))
    assert (result.rows[0]["indicator"], result.rows[0]["series"], result.rows[0]["dimensions"]) == ("1-1-1", "S", "{}")
    assert {found.inputs["file"] for found in result.of("F23")} == {"data/deep", "data/book.xlsx", "sdmx/a.xml"}
    assert [found.inputs["file"] for found in result.of("F21")] == ["data/1.1.1.csv"]
    assert not result.of("G06")  # with data that were not read, nobody can say that there are none


def test_two_files_for_one_indicator(tmp_path: Path) -> None:
    result = imported(platform(tmp_path / "p", {"data/1-1-1.csv": HEAD + ROWS, "data/indicator_1-1-1.csv": HEAD + ROWS}))
    assert result.of("F20")[0].inputs["files"] == "data/1-1-1.csv, data/indicator_1-1-1.csv"


@pytest.mark.parametrize("content", [{}, {"readme.txt": "x"}, {"src/a.csv": "Year,Value\n"}])
def test_a_folder_that_is_no_platform_is_refused(tmp_path: Path, content: dict[str, str]) -> None:
    for name, text in content.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(NoPlatform):
        imported(tmp_path)
    with pytest.raises(NoPlatform):
        imported(tmp_path / "nothing")
