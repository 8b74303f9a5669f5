"""Words that mean something to a renderer mean nothing in a paper: they are printed as they are, in every place."""

import io

import docx
import pytest
from tests.unit.publishing.reading import page, parts, pdf, pieces, words
from tests.unit.publishing.sample import attacked

from dicu.documents.guard import Untraced
from dicu.documents.model import Document, Figure, Front, Link, Paragraph, Text
from dicu.publishing import FORMATS, render

ATTACKS = [
    '#import "x": *', "#panic()", "] $x$ [ @ref `raw` *b* _i_ = h // c /* d */ <label>", "\\ \\u{} \\n", "#", "~ -- ---",
    "<script>alert()</script>", "</style></title></svg>]]>", "\"' onmouseover='x' &amp; &lt;", "{{ paper }} {% raw %} {# c #}",
    "{paper} {} %s $HOME", "javascript:alert()", "<!-- -- --> <!DOCTYPE x [<!ENTITY e 'x'>]> &e;", "w:instrText DDEAUTO",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_html_prints_it_and_gains_no_element(text: str) -> None:
    root, calm = (page(render(attacked(words), "html")) for words in (text, "calm"))
    assert sorted(n.tag for n in root.all() if n.tag != "span") == sorted(n.tag for n in calm.all() if n.tag != "span")
    assert {a for n in root.all() for a in n.attributes} == {a for n in calm.all() for a in n.attributes}
    assert root.all("h1")[0].text.split() == (text + " " + text).split()
    assert root.all("table")[0].all("caption")[0].text == text
    assert not [n for n in root.all("a") if n.attributes["href"].lower().startswith("javascript")]


@pytest.mark.parametrize("text", ATTACKS)
def test_pdf_prints_it(text: str) -> None:
    printed = words(render(attacked(text), "pdf")).replace(" ", "")
    assert printed.count(text.replace(" ", "")) >= 20


@pytest.mark.parametrize("text", ATTACKS)
def test_docx_prints_it(text: str) -> None:
    word = docx.Document(io.BytesIO(render(attacked(text), "docx")))
    assert word.tables[1].rows[0].cells[0].text == text
    assert [p.text for p in word.paragraphs if p.style.name == "Caption"].count(text) == 4
    instructions = [f for f in parts(render(attacked(text), "docx"))["word/document.xml"].split(b"<w:instr") if f]
    assert len(instructions) == 1, "no field but the page number's, which is in the header"


@pytest.mark.parametrize("form", FORMATS)
def test_marks_that_turn_the_reading_order_are_taken_out(form: str) -> None:
    data = render(attacked("ba\u202eod\u2066c\u200f m\u200bột\ufeff"), form)
    text = words(data) if form == "pdf" else _text(data, form)
    assert "baodc một" in text
    assert not any(mark in text for mark in "\u202e\u2066\u200f\ufeff")


@pytest.mark.parametrize("form", FORMATS)
def test_characters_that_no_file_may_hold_are_replaced(form: str) -> None:
    data = render(attacked("một\x00\x0b\x1b\ufffe\ud800\ue000hai\nba"), form)
    text = words(data) if form == "pdf" else _text(data, form)
    assert "một\ufffd\ufffd\ufffdhai ba" in text.replace("một \ufffd", "một\ufffd")


@pytest.mark.parametrize("form", FORMATS)
def test_text_in_parts_is_put_together(form: str) -> None:
    data = render(attacked("Vie\u0302\u0323t"), form)
    text = words(data) if form == "pdf" else _text(data, form)
    assert "Việt" in text and "e\u0302" not in text


@pytest.mark.parametrize("form", FORMATS)
def test_a_word_of_ten_thousand_letters_is_printed_whole(form: str) -> None:
    word = "nghiêng" * 1429
    data = render(Document("vi", Front("", "", ""), (Paragraph((Text(word),)),)), form)
    text = words(data) if form == "pdf" else _text(data, form)
    assert "".join(c for c in text if c.isalpha()).count("nghiêng") == 1429


def test_a_long_word_stays_inside_the_sheet() -> None:
    data = render(attacked("W" * 150), "pdf")
    assert max(p.x for sheet in pdf(data).pages for p in pieces(sheet)) < 195


def test_a_letter_that_the_face_cannot_draw_is_named_on_paper_and_kept_on_screen() -> None:
    document = Document("vi", Front("中", "", ""), (Paragraph((Text("họ 中"),)),))
    assert "họ [U+4E2D]" in words(render(document, "pdf"))
    assert "họ 中" in _text(render(document, "html"), "html")


@pytest.mark.parametrize("href", ["javascript:alert()", "data:text/html,x", " javascript:x", "file:///etc/passwd", "#none",
                                  "https://example.org/" + "x" * 9000])  # fmt: skip
@pytest.mark.parametrize("form", FORMATS)
def test_a_link_that_leads_nowhere_good_is_plain_words(form: str, href: str) -> None:
    data = render(Document("vi", Front("", "", ""), (Paragraph((Link("xem trang này", href),)),)), form)
    assert "xem trang này" in (words(data) if form == "pdf" else _text(data, form))
    if form == "html":
        assert [a.attributes["href"] for a in page(data).all("a")] == ["#content"]
    elif form == "pdf":
        assert not [a for sheet in pdf(data).pages for a in sheet.get("/Annots", [])]
    else:
        assert b"w:hyperlink" not in parts(data)["word/document.xml"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_number_without_a_trace_is_never_printed(form: str) -> None:
    with pytest.raises(Untraced):
        render(Document("vi", Front("", "", ""), (Paragraph((Figure("5", "none"),)),)), form)


def _text(data: bytes, form: str) -> str:
    if form == "html":
        return page(data).text
    word = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in word.paragraphs] + cells)
