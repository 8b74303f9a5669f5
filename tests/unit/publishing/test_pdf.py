"""The PDF read back: its standards, the layout of Decree 30/2020, and that every number has its note."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import pypdf
import pytest
from tests.unit.publishing.reading import Piece, pdf, pieces, words
from tests.unit.publishing.sample import ALPHABET, crowded, empty, rich, undated

from dicu.publishing.pdf import render
from dicu.vocabulary.bilingual import LANGUAGES, Language

MM = 72 / 25.4


@cache
def file(language: Language = "vi") -> bytes:
    return render(rich(language))


@cache
def sheets(language: Language = "vi") -> list[list[Piece]]:
    return [pieces(sheet) for sheet in pdf(file(language)).pages]


def metadata(data: bytes) -> str:
    return pdf(data).trailer["/Root"]["/Metadata"].get_object().get_data().decode("utf-8")


@pytest.mark.parametrize(("language", "tag"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_it_is_tagged_and_says_its_language_and_title(language: Language, tag: str) -> None:
    root = pdf(file(language)).trailer["/Root"]
    assert root["/Lang"] == tag
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    title = pdf(file(language)).metadata.title
    assert title and title.startswith(("Báo cáo – Tình hình", "Report – Progress"))


def test_it_declares_pdf_ua_1_and_pdf_a_2a() -> None:
    declared = metadata(file())
    assert "<pdfuaid:part>1</pdfuaid:part>" in declared
    assert "<pdfaid:part>2</pdfaid:part>" in declared and "<pdfaid:conformance>A</pdfaid:conformance>" in declared


def test_an_undated_paper_is_pdf_ua_1_and_has_no_date() -> None:
    data = render(undated(rich("vi")))
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata(data)
    assert "Date>" not in metadata(data) and pdf(data).metadata.creation_date is None


def test_the_only_date_is_the_document_s() -> None:
    assert pdf(file()).metadata.creation_date.date().isoformat() == "2025-03-05"
    assert pdf(file()).metadata.modification_date.date().isoformat() == "2025-03-05"


def test_its_tags_are_those_of_a_paper() -> None:
    tags = set(_tags(pdf(file()).trailer["/Root"]["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/Link", "/Figure", "/Caption"} <= tags


def test_each_chart_has_words_for_who_cannot_see_it() -> None:
    alternatives = [n["/Alt"] for n in _nodes(pdf(file()).trailer["/Root"]["/StructTreeRoot"]) if n.get("/S") == "/Figure"]
    assert any("Số người tăng mạnh sau đại dịch" in text for text in alternatives)
    assert all(alternatives)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_paper_s_own_faces_are_in_it_and_all_are_embedded(language: Language) -> None:
    found = list(_fonts(pdf(file(language))))
    assert {name.partition("+")[2] for name, _ in found} >= {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic"}
    assert all(name.partition("+")[2].startswith("Tinos-") and embedded for name, embedded in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_is_a4_and_the_margins_are_those_of_the_decree(language: Language) -> None:
    for sheet, content in zip(pdf(file(language)).pages, sheets(language), strict=True):
        assert [round(float(v) / MM) for v in sheet.mediabox[2:]] == [210, 297]
        body = [p for p in content if not _is_page_number(p) and "giả lập" not in p.text and "Synthetic" not in p.text]
        assert 30 <= round(min(p.x for p in body), 3) <= 35
        assert min(p.y for p in body) >= 25  # the first baseline lies below the margin of 20 to 25 mm
        assert max(p.y for p in body) <= 297 - 20
        assert max(p.x for p in body) < 210 - 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_numbered_in_the_middle_of_the_top_margin_but_not_the_first(language: Language) -> None:
    assert not [p for p in sheets(language)[0] if p.y < 25]
    for number, content in enumerate(sheets(language)[1:], start=2):
        [found] = [p for p in content if p.y < 25]
        assert found.text == str(number) and 13 <= found.size <= 14
        assert abs(found.x - (30 + 162 / 2)) < 3


def test_the_head_stands_as_the_decree_has_it() -> None:
    head = {p.text: p for p in sheets()[0]}
    country, agency = head["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], head["CỤC LÃNH SỰ"]
    motto, parent, day = head["Độc lập - Tự do - Hạnh phúc"], head["BỘ NGOẠI GIAO"], head["Hà Nội, ngày 05 tháng 3 năm 2025"]
    assert 12 <= country.size <= 13 and 13 <= motto.size <= 14 and 12 <= agency.size <= 13 and 13 <= day.size <= 14
    assert parent.x < 100 < country.x + 60 and parent.y < agency.y and country.y < motto.y < day.y
    assert next(p for p in sheets()[0] if p.text == "BÁO CÁO").y > day.y


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_body_is_set_in_13_or_14_points(language: Language) -> None:
    start = "Thực hiện" if language == "vi" else "Under Decision"
    assert 13 <= next(p for p in sheets(language)[0] if p.text.startswith(start)).size <= 14


def test_the_banner_is_on_every_page() -> None:
    banner = "Dữ liệu giả lập để trình diễn, không phải số liệu của Việt Nam"
    assert all(any(p.text == banner and p.y > 270 for p in content) for content in sheets())


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_vietnamese_letters_can_be_read_back_in_one_normal_form(language: Language) -> None:
    text = words(file(language))
    assert unicodedata.is_normalized("NFC", text)
    joined = text.replace(" ", "")
    assert ALPHABET in joined and ALPHABET.upper() in joined


def test_a_legal_number_is_whole_and_without_hidden_characters() -> None:
    assert "Quyết định 402/QĐ-TTg ngày 20/3/2020 của" in words(file())


def test_every_number_leads_to_its_note_and_back() -> None:
    links, lines = _inner_links(pdf(file())), _lines(pdf(file()))
    forward = [link for link in links if link.end_line.startswith("Ghi chú")]
    assert [link.end_line.partition(":")[0] for link in forward] == [f"Ghi chú {n}" for n in (1, 2, 1, 3, 4, 1, 3, 4, 1)]
    backward = [link for link in links if link.line.startswith("Ghi chú")]
    assert len(backward) == len(forward) and {(b.end_page, b.page) for b in backward} <= {(f.page, f.end_page) for f in forward}
    assert "Số liệu: Người lao động, 2023. Giá trị: 160,0; Đơn vị: nghìn người; Kỳ: 2023" in " ".join(lines)


def test_a_digest_can_be_copied_whole() -> None:
    assert "0c9a" * 16 in "".join(sheet.extract_text() for sheet in pdf(file()).pages)


def test_the_only_address_outside_is_the_paper_s_own_link() -> None:
    notes = [a.get_object() for sheet in pdf(file()).pages for a in sheet.get("/Annots", [])]
    assert [a["/A"]["/URI"] for a in notes if "/URI" in a.get("/A", {})] == ["https://www.un.org/"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_paper_is_a_whole_file(language: Language) -> None:
    data = render(empty(language))
    assert len(pdf(data).pages) == 1 and pdf(data).metadata.title


def test_three_hundred_numbers_have_three_hundred_notes() -> None:
    links = _inner_links(pdf(render(crowded(300))))
    ends = [link.end_line.partition(":")[0] for link in links]
    assert [end for end in ends if end.startswith("Ghi chú")] == [f"Ghi chú {n}" for n in range(1, 301)]
    assert len(links) == 600


def _is_page_number(piece: Piece) -> bool:
    return piece.y < 25 and piece.text.isdigit()


@dataclass(frozen=True)
class _Way:
    """A link inside the file: the page and line it stands in, the page and line it leads to."""

    page: int
    line: str
    end_page: int
    end_line: str


def _inner_links(reader: pypdf.PdfReader) -> list[_Way]:
    numbers = {sheet.indirect_reference.idnum: n for n, sheet in enumerate(reader.pages, start=1)}
    read = {n: pieces(sheet) for n, sheet in enumerate(reader.pages, start=1)}
    found = []
    for number, sheet in enumerate(reader.pages, start=1):
        for link in (a.get_object() for a in sheet.get("/Annots", [])):
            if (end := link.get("/Dest")) is not None and not isinstance(end, str):
                end = end.get_object()
                target = numbers[end[0].get_object().indirect_reference.idnum]
                top, bottom = (297 - float(link["/Rect"][n]) / MM for n in (3, 1))
                height = 297 - float(end[3]) / MM
                found.append(_Way(number, _line(read[number], (top + bottom) / 2 + 1.5), target, _line(read[target], height + 3)))
    return found


def _line(content: list[Piece], y: float) -> str:
    """The line whose baseline is nearest to the height."""
    nearest = min((p.y for p in content), key=lambda baseline: abs(baseline - y))
    return " ".join(p.text for p in content if abs(p.y - nearest) < 0.5)


def _lines(reader: pypdf.PdfReader) -> list[str]:
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


def _nodes(node: object) -> list[pypdf.generic.DictionaryObject]:
    kids = node.get("/K", [])  # type: ignore[attr-defined]
    found = []
    for kid in (kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])):
        if isinstance(kid, pypdf.generic.DictionaryObject) and "/S" in kid:
            found += [kid, *_nodes(kid)]
    return found


def _tags(node: object) -> list[str]:
    return [kid["/S"] for kid in _nodes(node)]


def _fonts(reader: pypdf.PdfReader) -> list[tuple[str, bool]]:
    found = []
    for sheet in reader.pages:
        for font in _all_fonts(sheet["/Resources"]):
            inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            found.append((font["/BaseFont"][1:], "/FontFile2" in inner or "/FontFile3" in inner))
    return found


def _all_fonts(resources: pypdf.generic.DictionaryObject) -> list[pypdf.generic.DictionaryObject]:
    resources = resources.get_object()
    found = [font.get_object() for font in resources.get("/Font", {}).get_object().values()] if "/Font" in resources else []
    for form in resources.get("/XObject", {}).get_object().values() if "/XObject" in resources else ():
        if "/Resources" in form.get_object():
            found += _all_fonts(form.get_object()["/Resources"])
    return found
