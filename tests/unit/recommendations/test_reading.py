"""Files of recommendations become rows, or a report that names table, row and column; what looks alike is found."""

import pytest
from tests.unit.recommendations.files import COLUMNS, CSV, HEAD, LIST, MAPPING, OFFICIAL, ONE, TWO, cell, document, table

from dicu.intake.report import BadTable
from dicu.review.recommendations.clusters import DIFFERENT, SAME, Judgement, check_judgement, clusters, split
from dicu.review.recommendations.course import Happening, State, course
from dicu.review.recommendations.gaps import found as gaps_found
from dicu.review.recommendations.likeness import alike, asked, candidates, searched, sketches
from dicu.review.recommendations.mapping import BadMapping, read_mapping, read_set
from dicu.review.recommendations.model import Position, Recommendation
from dicu.review.recommendations.reading import Found, read_file
from dicu.review.recommendations.taking import taken_in
from dicu.review.recommendations.thematic import parts_of
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import Refused


def rows(content: bytes = CSV, name: str = "a.csv", mapping: bytes = MAPPING) -> tuple[Found, ...]:
    found, problems = read_file(content, name, read_mapping(mapping))
    assert not problems, [p.say("en") for p in problems]
    return found


def faults(content: bytes, name: str = "a.csv", mapping: bytes = MAPPING) -> list[str]:
    return [p.say("en") for p in read_file(content, name, read_mapping(mapping))[1]]


def test_a_table_is_read_with_both_languages_position_and_themes() -> None:
    first, second = (f.one for f in rows())
    assert (first.code, first.position, first.themes) == ("1.1", Position.SUPPORTED, ("Labour", "Law"))
    assert first.said.vi.startswith("Phê chuẩn") and second.position is Position.NOTED


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1.1,Text,Chữ,Maybe,x\n", "row 2, column D (Position): The position “Maybe” is not known"),
        (",Text,Chữ,Noted,x\n", "row 2, column A (Para): The cell is empty"),
        ("1 1/2,Text,Chữ,Noted,x\n", "row 2, column A (Para): A paragraph is letters"),
        ("1.1,,,Noted,x\n", "row 2, column A (Para): There are no words here"),
        ("1.1,Text,Chữ,Noted\n", "row 2: Cells in this row: 4; headings: 5"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_row_and_column(line: str, said: str) -> None:
    assert faults((HEAD + line).encode())[0].startswith(said)


def test_a_column_of_which_the_mapping_says_nothing_is_not_left_out_in_silence() -> None:
    assert "The mapping does not say what this column is" in faults(b"Para,Recommendation,Position,Themes,Extra\n1,a,Noted,b,c\n")[0]


def test_an_official_list_in_word_is_taken_apart_with_the_theme_of_its_section() -> None:
    (found,) = rows(OFFICIAL, "list.docx", LIST)
    one = found.one
    assert (found.sheet, found.row, one.code, one.position) == ("2", 3, "104.12", Position.IN_PART)
    assert one.texts == {"en": "Ratify the Convention (ICRMW)"} and one.by == "Chile (on behalf of a group)"
    assert one.themes == ("A12 Acceptance of norms", "S10 SDG 10") and one.groups == ("migrants",)


def test_a_cell_without_number_or_maker_stays_whole() -> None:
    assert parts_of("Ratify it.") == parts_of("Ratify it")
    assert parts_of("(all of it)").by == "" and parts_of("7 a) b)").by == ""


def test_joined_cells_in_word_are_told_and_a_document_with_entities_or_a_bomb_is_refused() -> None:
    joined = table(COLUMNS, cell("1.1 A (B)", 2) + cell("x") + cell(""))
    assert faults(document(joined), "l.docx", LIST) == [
        "1, row 2, column A: Cells are joined here. Split them and write the value into each."
    ]
    with pytest.raises(Refused, match="damaged"):
        read_file(document(table(COLUMNS), head='<!DOCTYPE x [<!ENTITY a "b">]>'), "l.docx", read_mapping(LIST))
    with pytest.raises(Refused, match="unpacks to far more"):
        read_file(document(table(cell("0" * 30_000_000))), "l.docx", read_mapping(LIST))
    with pytest.raises(Refused, match="No table of the document"):
        read_file(document(table(cell("x"))), "l.docx", read_mapping(LIST))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (("id: thu-nghiem", "id: Thử"), "set.id"),
        (("Position, themes", "Para, themes"), "columns"),
        (("published: 2025-03-01", "published: soon"), "set.published"),
        (("licence:", "license:"), "set"),
        (("synthetic: true", "synthetic: 1"), "set.synthetic"),
    ],
)
def test_a_mapping_that_cannot_be_followed_says_where(change: tuple[str, str], where: str) -> None:
    with pytest.raises(BadMapping) as refused:
        read_mapping(MAPPING.decode().replace(*change).encode())
    assert refused.value.where == where
    with pytest.raises(BadMapping):
        read_mapping(b"a: &x [1]\nb: *x\n")


def test_a_set_of_which_only_the_number_is_known() -> None:
    head = MAPPING.decode().partition("columns")[0].replace("licence:", "announced: 12\n  licence:")
    assert read_set(head.encode()).announced == 12


def standing(content: bytes = CSV) -> dict[tuple[str, str, str], Recommendation]:
    return {f.one.place: f.one for f in rows(content)}


def test_the_same_file_changes_nothing_and_other_words_need_a_reason() -> None:
    assert taken_in(rows(), standing(), {}).new == ()
    other = (HEAD + ONE.replace("without any delay", "soon") + TWO).encode()
    with pytest.raises(BadTable) as refused:
        taken_in(rows(other), standing(), {})
    assert "row 2" in refused.value.report("en") and "other words" in refused.value.report("en")
    (new,) = taken_in(rows(other), standing(), {}, "corrigendum").new
    assert (new.version, new.reason) == (2, "corrigendum")


def test_duplicates_are_refused_or_merged_with_a_reason_and_one_of_another_set_is_refused() -> None:
    twice = (HEAD + ONE + ONE.replace("Labour;Law", "Children")).encode()
    with pytest.raises(BadTable, match="already in row 2"):
        taken_in(rows(twice), {}, {})
    intake = taken_in(rows(twice), {}, {}, "listed under two themes")
    assert [o.what for o in intake.outcomes] == ["added", "merged"] and intake.new[0].themes == ("Labour", "Law", "Children")
    differing = (HEAD + ONE + ONE.replace("delay", "haste")).encode()
    with pytest.raises(BadTable):
        taken_in(rows(differing), {}, {}, "a reason does not make them one")
    with pytest.raises(BadTable, match="as other/1.1"):
        taken_in(rows(), {}, {("T/1", "1.1", ""): "other/1.1"})


def test_likes_are_found_across_marks_and_case_and_unlike_ones_are_not() -> None:
    texts = {
        "a": {"vi": "Phê chuẩn công ước về lao động giúp việc gia đình trong năm nay"},
        "b": {"vi": "PHE CHUAN cong uoc ve lao dong giup viec gia dinh trong nam nay."},
        "c": {"vi": "Mở đường dây nóng cho người lao động ở nước ngoài"},
        "d": {"en": "Phê chuẩn công ước về lao động giúp việc gia đình trong năm nay"},
    }
    sketched = {key: (said, sketches(said)) for key, said in texts.items()}
    assert [(p.first, p.second, p.score) for p in candidates(sketched, {})] == [("a", "b", 1.0)]
    assert alike(texts["a"], texts["d"]) == 0.0 and alike({"vi": ""}, {"vi": ""}) == 0.0


def test_a_word_with_marks_finds_itself_and_one_without_finds_all() -> None:
    words = set(searched(["Mua bán người"]))
    assert set(asked("ban")) <= words and set(asked("BÁN người")) <= words
    assert not set(asked("bạn")) <= words


def test_a_cluster_that_was_split_stays_split() -> None:
    def said(first: str, second: str, verdict: str) -> Judgement:
        return Judgement(first, second, 0.9, verdict, "an", None, "đã đọc")

    joined = [said("a", "b", SAME), said("b", "c", SAME)]
    assert clusters(joined)["a"] == {"a", "b", "c"}
    with pytest.raises(NotAllowed):
        check_judgement([*joined, said("a", "c", SAME)], "a", "c", DIFFERENT)
    apart = [said(*sorted(pair), DIFFERENT) for pair in split(joined, "c")]
    now = [j for j in joined if j.pair not in {a.pair for a in apart}] + apart
    assert clusters(now) == {"a": {"a", "b"}, "b": {"a", "b"}}
    with pytest.raises(NotAllowed, match="not the same"):
        check_judgement([*now, said("a", "d", SAME)], "c", "d", SAME)
    check_judgement(now, "c", "d", SAME)
    with pytest.raises(NotAllowed):
        split(now, "c")


def happened(kind: str, **body: str) -> Happening:
    import datetime  # noqa: PLC0415

    return Happening(kind, datetime.date(2025, 5, 1), body, "an", 1)


LINK = {"link": "implements", "plan": "p", "task": "t", "indicator": "", "rationale": "r"}
MEASURE = LINK | {"link": "measures", "task": "", "indicator": "i"}


@pytest.mark.parametrize(
    ("position", "happenings", "state"),
    [
        ("", [], State.RECEIVED),
        ("pending", [], State.PENDING),
        ("supported", [], State.SUPPORTED),
        ("supported", [happened("linked", **MEASURE)], State.SUPPORTED),
        ("supported", [happened("linked", **LINK)], State.PLANNED),
        ("", [happened("linked", **LINK)], State.RECEIVED),
        ("in-part", [happened("linked", **LINK), happened("started")], State.IN_PROGRESS),
        ("noted", [happened("linked", **LINK), happened("started"), happened("assessed", grade="B")], State.ASSESSED),
        ("supported", [happened("linked", **LINK), happened("unlinked", removed="implements/p/t")], State.SUPPORTED),
        ("supported", [happened("restated", by="x/1")], State.RESTATED),
        ("supported", [happened("closed"), happened("reopened")], State.SUPPORTED),
        ("noted", [happened("answered", position="supported")], State.SUPPORTED),
    ],
)
def test_the_state_is_derived(position: str, happenings: list[Happening], state: State) -> None:
    assert course("s/1", Position(position), happenings).state is state


@pytest.mark.parametrize(("position", "linked", "gaps"), [("supported", False, 1), ("in-part", False, 1), ("noted", False, 0),
                                                          ("supported", True, 0), ("", False, 0)])  # fmt: skip
def test_g13_a_supported_one_without_a_task(position: str, linked: bool, gaps: int) -> None:
    one = Recommendation("s", "T/1", "1", "", {"en": "x"}, Position(position))
    told = list(gaps_found([(one, course(one.key, one.position, [happened("linked", **LINK)] if linked else []))]))
    assert [gap.rule for gap in told] == ["G13"] * gaps
