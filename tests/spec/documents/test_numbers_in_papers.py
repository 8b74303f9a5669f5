"""# Numbers in papers

A paper of this house prints a number in one of three ways. Whatever else holds a digit keeps the paper from being
published, and the refusal says where it stands and what to do."""

import pytest

from dicu.documents.building import filled
from dicu.documents.guard import Untraced, check_traced, untraced
from dicu.documents.model import Cited, Counter, Document, Figure, Front, Heading, Paragraph, Step, Text, Trace

FRONT = Front(title="Báo cáo", subtitle="", agency="Cơ quan mẫu")
OBSERVATION = Step("observation", "Người lao động", (("Kỳ", "2023"),), (Step("source", "Niên giám mẫu"),))


def test_a_figure_leads_to_where_it_comes_from() -> None:
    """A number that was measured or computed is a `Figure`. Its claim names a `Trace` in the same document, which leads
    from the printed number down to an observation, a count or a source."""
    sentence = filled("Có {workers} người lao động.", {"workers": (Figure("160", "workers"),)})
    trace = Trace("workers", "160", Step("expression", "value(workers, 2023)", (), (OBSERVATION,)))
    check_traced(Document("vi", FRONT, (Paragraph(sentence),), (trace,)))


def test_a_quotation_names_its_source() -> None:
    """A number that stands in the name of something, such as a legal text, is `Cited` with its source."""
    decision = Cited("402/QĐ-TTg", "Thủ tướng Chính phủ")
    check_traced(Document("vi", FRONT, (Paragraph((Text("Quyết định "), decision)),)))


def test_a_counter_is_structure() -> None:
    """A number that only says where one is (an objective, a row, a task's code) is a `Counter`."""
    check_traced(Document("vi", FRONT, (Heading(1, (Text("Mục tiêu "), Counter("8"))),)))


def test_any_other_digit_is_refused() -> None:
    """Plain words hold no digit. The refusal names the heading, the words, and what to do; it lists every finding, so
    that a paper can be mended in one go."""
    document = Document("vi", FRONT, (Heading(1, (Text("Tổng quan"),)), Paragraph((Text("Có 160 người."),))))
    with pytest.raises(Untraced) as refusal:
        check_traced(document)
    [finding] = refusal.value.findings
    assert finding.where == ("Tổng quan",)
    assert finding.text == "Có 160 người."
    assert "trace" in finding.advice.say("en")


def test_titles_may_name_what_the_document_cites() -> None:
    """Titles, captions and column titles are plain strings. A year or a legal number in one of them is allowed if the
    document names it under `cited`."""
    front = Front(title="Báo cáo", subtitle="năm 2024", agency="")
    assert untraced(Document("vi", front, ()))
    assert not untraced(Document("vi", front, (), cited=(Counter("2024"),)))
