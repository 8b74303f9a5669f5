"""The Word file read back: styles, page, languages, headers, notes with links both ways."""

import io
import re
import zipfile
from functools import cache
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from tests.unit.publishing.reading import parts
from tests.unit.publishing.sample import ALPHABET, crowded, empty, rich, undated

from dicu.publishing.docx import render
from dicu.vocabulary.bilingual import LANGUAGES, Language


@cache
def file(language: Language = "vi") -> bytes:
    return render(rich(language))


@cache
def word(language: Language = "vi") -> Any:
    return docx.Document(io.BytesIO(file(language)))


def styled(name: str) -> list[str]:
    return [p.text for p in word().paragraphs if p.style.name == name]


def test_headings_are_real_headings() -> None:
    assert styled("Heading 1") == ["Tổng quan", "Người lao động ở nước ngoài", "Việc còn thiếu", "Kiến nghị",
                                   "Nguồn của các con số", "Nguồn trích dẫn"]  # fmt: skip
    assert styled("Heading 2") == ["Mục tiêu 5: con đường di cư hợp pháp"]
    assert styled("Title") == ["BÁO CÁO"]


def test_the_page_is_that_of_the_decree() -> None:
    [section] = word().sections
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert 20 <= round(section.top_margin.mm, 1) <= 25 and 20 <= round(section.bottom_margin.mm, 1) <= 25
    assert 30 <= round(section.left_margin.mm, 1) <= 35 and 15 <= round(section.right_margin.mm, 1) <= 20
    body = word().styles["Body Text"]
    assert 13 <= body.font.size.pt <= 14 and 1.0 <= body.paragraph_format.first_line_indent.cm <= 1.27
    assert body.paragraph_format.space_after.pt >= 6


def test_every_style_in_use_has_the_paper_s_face_and_language() -> None:
    used = {p.style.name for p in word().paragraphs} | {"Cell", "Number Cell", "Head", "Banner"}
    for name in used:
        properties = word().styles[name].element.rPr
        assert properties.find(qn("w:rFonts")).get(qn("w:ascii")) == "Times New Roman"
        assert properties.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"


@pytest.mark.parametrize(("language", "locale", "other"), [("vi", "vi-VN", "en-GB"), ("en", "en-GB", "vi-VN")])
def test_every_run_says_its_language(language: Language, locale: str, other: str) -> None:
    runs = [r for r in word(language).element.body.iter(qn("w:r")) if r.findall(qn("w:t"))]
    spoken = {r.find(qn("w:rPr")).find(qn("w:lang")).get(qn("w:val")) for r in runs}
    assert spoken == {locale, other}
    sentence = next(r for r in runs if "Global Compact for Safe" in r.text)
    assert sentence.find(qn("w:rPr")).find(qn("w:lang")).get(qn("w:val")) == "en-GB"


def test_the_banner_is_in_every_header_and_the_number_in_all_but_the_first() -> None:
    [section] = word().sections
    assert section.different_first_page_header_footer
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        assert "Dữ liệu giả lập" in header.paragraphs[-1].text
        assert bool(header._element.findall(f".//{qn('w:fldSimple')}[@{qn('w:instr')}='PAGE']")) is numbered
    assert section.header.paragraphs[0].style.paragraph_format.alignment == 1


def test_tables_repeat_their_header_row_and_are_named() -> None:
    grids = [t for t in word().tables if t._tbl.tblPr.find(qn("w:tblCaption")) is not None]
    assert len(grids) == 2
    for grid in grids:
        marks = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in grid.rows]
        assert marks == [True, False, False, False, False]
        assert grid._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")).startswith("Người lao động")


def test_every_number_leads_to_its_note_and_back() -> None:
    body = word().element.body
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    targets = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert len(marks) == len(set(marks)) and set(targets) <= set(marks)
    assert targets.count("note_1") == 4 and {f"figure_1_{use}" for use in (1, 2, 3, 4)} <= set(targets)
    assert all(len(name) <= 40 and re.fullmatch(r"[A-Za-z]\w*", name) for name in marks)
    identities = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(identities) == len(set(identities))


def test_the_note_goes_down_to_the_evidence() -> None:
    notes = styled("Note")
    assert (
        "Số liệu: Người lao động, 2023. Giá trị: 160,0; Đơn vị: nghìn người; Kỳ: 2023; Ngày công bố: 15/01/2024; Từ hạn định: khoảng"
        in notes
    )  # noqa: E501
    assert any(line.startswith("Tài liệu kèm theo: bao-cao-mau.pdf") for line in notes)


def test_charts_are_pictures_with_words() -> None:
    [described] = word().element.body.iter(qn("wp:docPr"))
    assert "Số người tăng mạnh sau đại dịch" in described.get("descr")
    assert parts(file())["word/media/image1.png"].startswith(b"\x89PNG")


def test_numbered_lists_begin_at_one() -> None:
    numbering = word().part.numbering_part.element
    used = {p._p.pPr.numPr.numId.val for p in word().paragraphs if p.style.name == "List Number"}
    for identity in used:
        starts = numbering.num_having_numId(identity).findall(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}")
        assert [start.get(qn("w:val")) for start in starts] == ["1"]


def test_a_legal_number_does_not_break_at_its_hyphen() -> None:
    kept = [r.text for r in word().element.body.iter(qn("w:r")) if r.findall(qn("w:noBreakHyphen"))]
    assert "402/QĐ-TTg" in kept


def test_the_properties_know_the_document_s_day_and_no_other() -> None:
    core = word().core_properties
    assert core.title.startswith("Báo cáo – Tình hình") and core.language == "vi-VN" and core.author == "CỤC LÃNH SỰ"
    assert core.created.date().isoformat() == core.modified.date().isoformat() == "2025-03-05"
    blank = parts(render(undated(rich("vi"))))["docProps/core.xml"].decode()
    assert "dcterms:created" not in blank and "dcterms:modified" not in blank


def test_the_archive_has_word_s_order_and_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(file())) as archive:
        entries = archive.infolist()
    assert [e.filename for e in entries[:2]] == ["[Content_Types].xml", "_rels/.rels"]
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_vietnamese_letters_are_there(language: Language) -> None:
    assert f"{ALPHABET} {ALPHABET.upper()}" in [p.text for p in word(language).paragraphs]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_paper_is_a_whole_file(language: Language) -> None:
    assert docx.Document(io.BytesIO(render(empty(language)))).core_properties.title


def test_three_hundred_numbers_have_three_hundred_notes() -> None:
    crowd = docx.Document(io.BytesIO(render(crowded(300)))).element.body
    marks = [mark.get(qn("w:name")) for mark in crowd.iter(qn("w:bookmarkStart"))]
    assert len([name for name in marks if name.startswith("note_")]) == 300


def test_properties_stand_in_the_order_of_the_schema() -> None:
    """Word repairs, or refuses, a file whose paragraph properties are out of order."""
    order = ["pStyle", "keepNext", "keepLines", "numPr", "pBdr", "shd", "tabs", "spacing", "ind", "contextualSpacing",
             "jc", "outlineLvl", "rPr"]  # fmt: skip
    trees = [word().element, word().styles.element, *(s._element for s in (word().sections[0].header,))]
    for properties in (p for tree in trees for p in tree.iter(qn("w:pPr"))):
        names = [child.tag.rpartition("}")[2] for child in properties]
        places = [order.index(name) for name in names if name in order]
        assert places == sorted(places), names
