"""The guard finds each way in which a number can reach a reader without a trace, and says where it stands."""

from dataclasses import replace

import pytest

from dicu.documents.guard import Fault, Untraced, check_traced, digits, untraced
from dicu.documents.model import (
    Block,
    Chart,
    Cited,
    Column,
    Counter,
    Document,
    Figure,
    Front,
    Heading,
    Inlines,
    Items,
    Link,
    Notice,
    Paragraph,
    Signature,
    Step,
    Table,
    Text,
    Tone,
    Trace,
)

FIVE_MILLION: Inlines = (Cited("5,3 triệu", "nguồn"),)
REAL = Step("observation", "người lao động")


def paper(*blocks: Block, traces: tuple[Trace, ...] = (), **more: object) -> Document:
    return Document("vi", Front("Báo cáo", "", ""), blocks, traces, **more)  # type: ignore[arg-type]


def faults(document: Document) -> list[Fault]:
    return [finding.fault for finding in untraced(document)]


def table(cell: Inlines, caption: str = "Bảng", title: str = "Số người") -> Table:
    return Table(caption, (Column("Năm"), Column(title, numeric=True)), (((Text("một"),), cell),))


def chart(specification: dict[str, object], cell: Inlines = FIVE_MILLION) -> Chart:
    return Chart("Biểu đồ", specification, "mô tả", table(cell))


@pytest.mark.parametrize("character", ["7", "½", "²", "７", "٧", "৪", "Ⅷ", "⑧", "𝟗"])
def test_every_kind_of_digit_is_a_digit(character: str) -> None:
    assert digits(f"khoảng {character} người")


@pytest.mark.parametrize("words", ["ba mươi người", "Đồng Tháp", "%", "–", "thứ nhất", "一"])
def test_words_are_not_digits(words: str) -> None:
    assert not digits(words)


@pytest.mark.parametrize(
    "block",
    [
        Heading(1, (Text("Năm 2024"),)),
        Paragraph((Text("có 5 người"),)),
        Paragraph((Link("trang 5", "https://example.org/"),)),
        Items(((Text("5 người"),),)),
        Notice(Tone.GAP, "Thiếu 57 nhiệm vụ", ()),
        Notice(Tone.GAP, "Thiếu", (Notice(Tone.GAP, "Sâu", (Paragraph((Text("5"),)),)),)),
        table((Text("5"),)),
        table((), caption="Bảng 1"),
        table((), title="Năm 2023"),
        replace(table(()), note=(Text("tính đến 2023"),)),
        replace(chart({}), title="Năm 2023"),
        replace(chart({}), description="tăng gấp 2"),
        chart({"encoding": {"x": {"field": "a", "title": "Năm 2023"}}}),
        chart({"title": {"text": "Di cư", "subtitle": ["từ", "năm 2019"]}}),
        chart({"layer": [{"mark": {"type": "text", "text": "5 triệu"}}]}),
        chart({"encoding": {"text": {"value": "5 triệu"}}}),
    ],
)
def test_a_digit_in_plain_words_is_found_wherever_it_stands(block: Block) -> None:
    assert faults(paper(block)) == [Fault.PLAIN_DIGIT]


@pytest.mark.parametrize(
    "front",
    [
        Front("Báo cáo 2024", "", ""), Front("", "năm 2024", ""), Front("", "", "Cục 5"), Front("", "", "", parent_agency="Bộ 5"),
        Front("", "", "", place="Quận 1"), Front("", "", "", banner="5"), Front("", "", "", recipients=("Vụ 5",)),
        Front("", "", "", signature=Signature("Phó 5")), Front("", "", "", signature=Signature("", "Ông 5")),
    ],
)  # fmt: skip
def test_the_front_matter_is_read_as_well(front: Front) -> None:
    assert faults(Document("vi", front, ())) == [Fault.PLAIN_DIGIT]


def test_the_paper_s_own_number_and_day_are_structure() -> None:
    assert not untraced(Document("vi", Front("", "", "", number="12/BC-LS"), (), snapshot="0f1e"))


def test_what_the_document_cites_may_stand_in_its_plain_strings() -> None:
    block = table((), caption="Theo Quyết định 402/QĐ-TTg, năm 2024")
    cited = (Cited("402/QĐ-TTg", "Thủ tướng"), Counter("2024"))
    assert faults(paper(block)) == [Fault.PLAIN_DIGIT]
    assert not untraced(paper(block, cited=cited))


@pytest.mark.parametrize("caption", ["12024 người", "2024,5 người", "1.2024", "20245", "năm 2024 có 3"])
def test_a_cited_number_does_not_excuse_a_longer_one(caption: str) -> None:
    assert faults(paper(table((), caption=caption), cited=(Counter("2024"),))) == [Fault.PLAIN_DIGIT]


def test_a_cited_number_excuses_no_text_inline() -> None:
    assert faults(paper(Paragraph((Text("2024"),)), cited=(Counter("2024"),))) == [Fault.PLAIN_DIGIT]


def test_a_quotation_needs_a_source() -> None:
    assert faults(paper(Paragraph((Cited("402/QĐ-TTg", " "),)))) == [Fault.NO_SOURCE]


def test_a_finding_says_under_which_headings_it_stands() -> None:
    blocks = (
        Heading(1, (Text("Mục tiêu "), Counter("8"))),
        Heading(2, (Text("Cứu nạn"),)),
        Heading(2, (Text("Trở về"),)),
        table((Text("5"),), caption="Người trở về"),
    )
    [finding] = untraced(paper(*blocks))
    assert finding.where == ("Mục tiêu 8", "Trở về", "Người trở về")
    assert finding.part.say("en") == "cell of a table"
    assert finding.text == "5"


def test_a_figure_needs_its_trace() -> None:
    assert faults(paper(Paragraph((Figure("5", "a"),)))) == [Fault.NO_TRACE]
    assert not untraced(paper(Paragraph((Figure("5", "a"),)), traces=(Trace("a", "5", REAL),)))


def test_a_figure_prints_the_number_that_was_traced() -> None:
    trace = (Trace("a", "5.300,5", REAL),)
    assert not untraced(paper(Paragraph((Figure("5.300,5 người", "a"),)), traces=trace))
    assert faults(paper(Paragraph((Figure("5.301,5", "a"),)), traces=trace)) == [Fault.OTHER_NUMBER]
    assert faults(paper(Paragraph((Figure("5.3005", "a"),)), traces=trace)) == [Fault.OTHER_NUMBER]


@pytest.mark.parametrize(
    "root",
    [
        Step("expression", "1 + 1"),
        Step("expression", "a", (), (Step("line", "dòng"),)),
        Step("evidence", "tệp.pdf"),
        Step("observation", " "),
        Step("expression", "a", (), (REAL, Step("expression", "b"))),
    ],
)
def test_a_chain_must_end_in_something_real(root: Step) -> None:
    assert faults(paper(Paragraph((Figure("5", "a"),)), traces=(Trace("a", "5", root),))) == [Fault.HOLLOW_TRACE]


@pytest.mark.parametrize(
    "root",
    [
        Step("count", "hồ sơ"),
        Step("source", "Niên giám"),
        Step("expression", "a", (), (Step("observation", "o", (), (Step("line", "dòng", (), (Step("evidence", "tệp"),)),)),)),
    ],
)
def test_a_chain_with_an_observation_a_count_or_a_source_holds(root: Step) -> None:
    assert not untraced(paper(Paragraph((Figure("5", "a"),)), traces=(Trace("a", "5", root),)))


def test_a_step_of_no_known_kind_is_found() -> None:
    traces = (Trace("a", "5", Step("rumour", "nghe nói", (), (REAL,))),)
    assert faults(paper(Paragraph((Figure("5", "a"),)), traces=traces)) == [Fault.UNKNOWN_STEP]


def test_claims_are_given_once_and_used() -> None:
    trace = Trace("a", "5", REAL)
    assert faults(paper(Paragraph((Figure("5", "a"),)), traces=(trace, trace))) == [Fault.DUPLICATE_CLAIM]
    assert faults(paper(traces=(trace,))) == [Fault.UNUSED_TRACE]


def test_a_trace_is_used_by_a_chart_s_table() -> None:
    assert not untraced(paper(chart({}, (Figure("5", "a"),)), traces=(Trace("a", "5", REAL),)))


@pytest.mark.parametrize(
    "specification",
    [
        {"data": {"values": [{"n": 5300000}]}},
        {"data": {"values": [{"n": 5.3}]}},
        {"data": {"name": "data-77", "format": {"type": "json"}, "values": [{"n": 5.3, "name": "một"}]}},
        {"datasets": {"data-0": [{"n": 5300000.0}]}},
        {"layer": [{"encoding": {"y": {"datum": 5.3}}}]},
    ],
)
def test_the_data_of_a_chart_may_be_what_its_table_shows(specification: dict[str, object]) -> None:
    assert not untraced(paper(chart(specification)))


@pytest.mark.parametrize(
    "specification",
    [
        {"data": {"values": [{"n": 54}]}},
        {"data": {"values": [{"n": 5.31}]}},
        {"data": {"values": [{"n": -5.3}]}},
        {"data": {"values": [{"name": "năm 2019", "n": 5.3}]}},
        {"datasets": {"x": [{"n": 7}]}},
        {"layer": [{"data": {"values": [{"n": 7}]}}]},
        {"encoding": {"y": {"datum": 7}}},
        {"data": {"sequence": {"start": 0, "stop": 3}}},
    ],
)
def test_a_chart_that_draws_what_its_table_lacks_is_found(specification: dict[str, object]) -> None:
    found = faults(paper(chart(specification)))
    assert found and set(found) == {Fault.STRANGE_DATA}


@pytest.mark.parametrize(
    "specification",
    [
        {"transform": [{"calculate": "datum.n * 2", "as": "m"}]},
        {"encoding": {"y": {"aggregate": "sum", "field": "n"}}},
        {"encoding": {"x": {"bin": True, "field": "n"}}},
        {"layer": [{"transform": [{"regression": "a", "on": "b"}]}]},
    ],
)
def test_a_chart_computes_nothing_by_itself(specification: dict[str, object]) -> None:
    assert faults(paper(chart(specification))) == [Fault.COMPUTING_CHART]


def test_a_chart_may_choose_and_reshape_its_rows() -> None:
    assert not untraced(paper(chart({"transform": [{"filter": "datum.n > 0"}, {"fold": ["a", "b"]}]})))


def test_a_chart_inside_a_notice_is_read() -> None:
    inner = chart({"data": {"values": [{"n": 7}]}})
    assert faults(paper(Notice(Tone.GAP, "Thiếu", (inner,)))) == [Fault.STRANGE_DATA]


def test_the_refusal_carries_every_finding_and_names_the_first() -> None:
    document = paper(Heading(1, (Text("Tổng quan"),)), Paragraph((Text("có 5 người"), Figure("6", "x"))))
    with pytest.raises(Untraced) as refusal:
        check_traced(document)
    assert [f.fault for f in refusal.value.findings] == [Fault.PLAIN_DIGIT, Fault.NO_TRACE]
    assert "có 5 người" in str(refusal.value) and "2 of its numbers" in str(refusal.value)
    assert refusal.value.where == "Tổng quan"


def test_a_sound_document_passes_in_silence() -> None:
    check_traced(paper(Paragraph((Text("một hai ba"), Counter("8"), Cited("402/QĐ-TTg", "Thủ tướng")))))
