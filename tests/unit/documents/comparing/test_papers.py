"""The review's own paper: alike as it is built, and refused with any fault that is planted into one of its languages."""

import re
from dataclasses import replace
from functools import cache

import pytest
from tests.unit.review.making import plan_of, played

from dicu.documents.comparing.papers import STOPPING, NotAlike, check_alike, compare_papers
from dicu.documents.model import Block, Document, Figure, Inlines, Paragraph
from dicu.documents.walking import figures
from dicu.review.gaps import found
from dicu.review.paper import paper
from dicu.vocabulary.bilingual import LANGUAGES, Bilingual, Language


@cache
def papers() -> tuple[Document, Document]:
    situation = played(plan_of())
    gaps = found(situation)
    languages: tuple[Language, Language] = ("vi", "en")
    first, second = (paper(situation, gaps, language, "0" * 64) for language in languages)
    return first, second


def test_what_the_house_builds_says_the_same_in_both_languages() -> None:
    found_ = check_alike(*papers())
    assert found_.compared["number"] > 500
    assert not {finding.kind for finding in found_.findings if finding.weight == "error"} & STOPPING


def _paragraphs() -> list[tuple[int, Paragraph]]:
    return [(at, block) for at, block in enumerate(papers()[1].blocks) if isinstance(block, Paragraph) and _figure(block.content)]


def _figure(content: Inlines) -> Figure | None:
    return next((inline for inline in content if isinstance(inline, Figure) and any(map(str.isdigit, inline.text))), None)


def _other(text: str) -> str:
    """Its last digit, one higher."""
    at = max(at for at, character in enumerate(text) if character.isdigit())
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


@pytest.mark.parametrize("nth", range(6))
def test_another_number_in_one_language_keeps_the_paper_from_being_kept(nth: int) -> None:
    first, second = papers()
    chosen = _paragraphs()
    at, block = chosen[nth * len(chosen) // 6]
    figure = _figure(block.content)
    assert figure is not None
    content = tuple(replace(inline, text=_other(inline.text)) if inline is figure else inline for inline in block.content)
    changed = _with(second, at, Paragraph(content))
    with pytest.raises(NotAlike) as refused:
        check_alike(first, changed)
    shown = re.findall(r"\d[\d.,]*", _other(figure.text))[-1]
    assert any(shown in finding.why.say("en") for finding in refused.value.findings)


def test_a_paragraph_that_one_language_lacks() -> None:
    first, second = papers()
    at, _ = _paragraphs()[0]
    without = replace(second, blocks=second.blocks[:at] + second.blocks[at + 1 :])
    with pytest.raises(NotAlike) as refused:
        check_alike(first, without)
    assert {finding.kind for finding in refused.value.findings} & {"missing", "number"}


def test_the_number_of_places_is_that_of_the_paper() -> None:
    assert compare_papers(*papers()).parts[0] == compare_papers(*papers()).parts[1]
    assert len(list(figures(papers()[0]))) == len(list(figures(papers()[1])))


def _with(document: Document, at: int, block: Block) -> Document:
    return replace(document, blocks=(*document.blocks[:at], block, *document.blocks[at + 1 :]))


NARRATIVES = ["Đã tập huấn 1.500 cán bộ.", "Hội nghị tổ chức ngày 15 tháng 11 năm 2024, chi 2,5 tỷ đồng trong quý III."]


@pytest.mark.parametrize("narrative", NARRATIVES)
def test_what_an_agency_wrote_in_one_language_stands_in_both_papers_and_stops_neither(narrative: str) -> None:
    """It is printed to the letter; an English reader's way of reading 1.500 does not matter."""
    situation = played(plan_of())
    task, line = next((task, line) for task, line in situation.lines.items() if line.sent)
    assert line.sent is not None
    told = replace(situation, lines={**situation.lines, task: replace(line, sent=replace(line.sent, narrative=narrative))})
    gaps = found(told)
    first, second = (paper(told, gaps, language, "0" * 64) for language in LANGUAGES)
    check_alike(first, second)


def test_words_that_one_language_lacks_are_pointed_at_and_stop_nothing() -> None:
    plan = plan_of()
    task = next(task for task in plan.tasks if task.text.whole)
    lacking = replace(task, text=Bilingual("Đến năm 2027, tập huấn 1.500 cán bộ của 34 tỉnh.", ""))
    situation = played(replace(plan, tasks=tuple(lacking if one is task else one for one in plan.tasks)))
    gaps = found(situation)
    first, second = (paper(situation, gaps, language, "0" * 64) for language in LANGUAGES)
    compared = check_alike(first, second)
    assert any(finding.kind == "missing" and "1.500" in finding.first.text for finding in compared.findings if finding.first)
