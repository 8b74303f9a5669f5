"""What two texts do not say alike: found at its place, in both languages, and nothing where they do."""

from pathlib import Path

import pytest
from benchmarks import languages as sample

from dicu.documents.comparing import NotCompared, compare

ALIKE = (
    "Năm 2024, có 34 tỉnh gửi báo cáo.\nCác cơ quan phải báo cáo trước ngày 14/12 hằng năm.",
    "In 2024, thirty-four provinces sent reports.\nAgencies must report before 14 December each year.",
)


def found(first: str, second: str, languages: tuple[str, str] = ("vi", "en")) -> list[tuple[str, str]]:
    return [(finding.kind, finding.weight) for finding in compare(first, second, languages).findings]


def test_what_is_alike_is_alike_both_ways_round() -> None:
    assert compare(*ALIKE, ("vi", "en")).same
    assert compare(ALIKE[1], ALIKE[0], ("en", "vi")).same


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Có 1.000 người.", "There were 1.000 people.", ("number", "error")),
        ("Có 1.000 người.", "There were 1,001 people.", ("number", "error")),
        ("Có bốn nhóm và tám nước.", "There were four groups and nine countries.", ("number", "warning")),
        ("Có 1.234.567 người.", "There were 1.2 million people.", ("number", "warning")),
        ("Tăng 2,5 điểm phần trăm.", "It rose by 2.5 per cent.", ("unit", "error")),
        ("Tăng 2,5 %.", "It rose by 2.5.", ("unit", "error")),
        ("Chi 5 triệu bảng Anh.", "It cost USD 5 million.", ("unit", "error")),
        ("Ký ngày 17/4/2024.", "Signed on 17 April 2025.", ("date", "error")),
        ("Họp lúc 8h30.", "It met at 9:30.", ("time", "error")),
        ("Theo Nghị định 20/2026/NĐ-CP.", "Under Decree 21/2026/NĐ-CP.", ("code", "error")),
        ("Ông Nguyễn Minh Vũ phát biểu.", "Mr Nguyen Minh Vi spoke.", ("name", "error")),
        ("Đại diện ICMPD phát biểu.", "A representative spoke.", ("name", "warning")),
        ("Bộ Công an báo cáo.", "The ministry in charge reported.", ("term", "warning")),
        ("Cơ quan phải báo cáo.", "The agency should report.", ("duty", "warning")),
        ("Cơ quan không được công bố.", "The agency may publish.", ("duty", "warning")),
    ],
)
def test_each_kind_of_difference(first: str, second: str, expected: tuple[str, str]) -> None:
    assert expected in found(first, second)


def test_a_sentence_that_one_text_lacks() -> None:
    first = (
        "Nạn nhân được hỗ trợ ngay khi tiếp nhận. Chi phí do ngân sách nhà nước chi trả toàn bộ."
        " Mọi hồ sơ được giữ kín theo quy định của pháp luật."
    )
    second = "Victims are supported as soon as they are received. All files are kept confidential, as the law provides."
    (finding,) = compare(first, second, ("vi", "en")).findings
    assert (finding.kind, finding.second) == ("missing", None)
    assert finding.first is not None and finding.first.text.startswith("Chi phí")


def test_a_place_is_line_and_column_of_the_text_as_given() -> None:
    (finding,) = compare("Mở đầu.\r\n\r\nCó 34 tỉnh.", "Opening.\n\nThere are 35 provinces.", ("vi", "en")).findings
    spots = (finding.first, finding.second)
    assert [(spot.line, spot.column, spot.text) for spot in spots if spot] == [(3, 4, "34"), (3, 11, "35")]
    assert finding.why.say("en") == "These differ: 34 and 35."
    assert finding.why.say("vi") != finding.why.say("en")


def test_how_often_a_number_is_said_is_style() -> None:
    assert found("Năm 2024, 5 tỉnh; cũng trong năm 2024, 7 tỉnh.", "In 2024, 5 provinces; that year, also 7 provinces.") == []


def test_what_cannot_be_compared_is_refused() -> None:
    for texts, languages in ((ALIKE, ("vi", "de")), (ALIKE, ("vi", "vi")), (("", "x"), ("vi", "en")), ((" \n ", "x"), ("vi", "en"))):
        with pytest.raises(NotCompared):
            compare(*texts, languages)


def test_a_paragraph_that_is_left_out_of_many_is_named() -> None:
    first = [f"Đoạn {n} có {n * 7} người." for n in range(300)]
    second = [f"Paragraph {n} has {n * 7} people." for n in range(300) if n != 211]
    (finding,) = compare("\n".join(first), "\n".join(second), ("vi", "en")).findings
    assert finding.kind == "missing" and finding.first is not None and finding.first.line == 212


def test_planted_faults_are_found_and_nothing_else() -> None:
    """On the sample that the rules were made with; how they do on one that they were not, is in the reference of performance."""
    result = sample.measured(sample.SAMPLE)
    assert result.alarms == 0
    assert result.recall >= 0.97
    assert result.precision >= 0.96


@pytest.mark.parametrize(("path", "found_", "alarms"), [(sample.HELD_OUT[0], 41, 8), (sample.HELD_OUT[1], 29, 17)], ids=["first", "second"])
def test_pairs_that_others_wrote_are_read_no_worse_than_when_they_were_measured(path: Path, found_: int, alarms: int) -> None:
    result = sample.labelled(path)
    assert result.found.total() >= found_
    assert result.alarms <= alarms
