"""The small parts that all renderers stand on: legible words, names of claims, headings, fonts, the paper's head."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.publishing.sample import ALPHABET, empty, rich

from dicu.documents.model import Document, Front, Heading, Notice, Text, Tone
from dicu.publishing import fonts, html, pdf
from dicu.publishing.heading import issued
from dicu.publishing.legible import legible, unbroken
from dicu.publishing.outline import outline
from dicu.publishing.paper import anchor, ready
from dicu.publishing.softening import BREAK, softened
from dicu.vocabulary.messages import Refused


@given(st.text())
def test_legible_words_hold_nothing_invisible_and_stay_as_they_are(text: str) -> None:
    once = legible(text)
    assert legible(once) == once
    assert all(c.isprintable() or c in "\u200c\u200d\u00a0\u3000" or c.isspace() for c in once)
    assert not set(once) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\x00\n")


@given(st.text(), st.text())
def test_two_claims_never_share_a_name(one: str, other: str) -> None:
    one, other = legible(one), legible(other)
    assert (anchor(one) == anchor(other)) == (one == other)
    assert anchor(one).isascii() and not set(anchor(one)) & set(" :%#\"'<>&")


@given(st.text())
def test_pieces_put_together_are_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in unbroken(text)) == text


@pytest.mark.parametrize("number", ["402/QĐ-TTg", "30/2020/NĐ-CP", "A/RES/73/195", "20/3/2020", "2021–2023", "(402/QĐ-TTg),"])
def test_numbers_of_texts_stay_whole(number: str) -> None:
    assert (number, True) in unbroken(f"theo {number} của")


@pytest.mark.parametrize("text", ["con người", "và/hoặc", "5,3 triệu", "https://example.org/a-long/address-of-2024"])
def test_other_words_may_break(text: str) -> None:
    assert unbroken(text) == [(text, False)]


@given(st.text(alphabet="abc ", max_size=200), st.integers(1, 50))
def test_a_softened_word_is_the_same_word_with_places_to_break(text: str, longest: int) -> None:
    soft = softened(text, longest)
    assert soft.replace(BREAK, "") == text
    assert all(len(piece) <= longest for piece in soft.replace(BREAK, " ").split(" "))


def test_headings_leave_no_level_out_and_have_names_of_their_own() -> None:
    blocks = (
        Heading(3, (Text("sâu"),), "a"), Heading(5, (Text("sâu hơn"),), "a"), Heading(1, (Text("chương"),)),
        Notice(Tone.GAP, "", (Heading(4, (Text("trong"),)),)), Heading(9, (Text("quá sâu"),)),
    )  # fmt: skip
    entries = outline(Document("vi", Front("", "", ""), blocks))
    assert [e.level for e in entries] == [1, 2, 1, 2, 3]
    assert [e.inner for e in entries] == [False, False, False, True, False]
    assert len({e.name for e in entries}) == 5 and entries[0].name == "part-a"


def test_notes_are_numbered_in_reading_order() -> None:
    paper = ready(rich("vi"))
    assert [(n.number, n.trace.claim, n.uses) for n in paper.notes] == [
        (1, "workers.2023", 4), (2, "workers.sum", 1), (3, "workers.2021", 2), (4, "workers.2022", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "day", "expected"),
    [
        ("vi", date(2025, 1, 9), "Hà Nội, ngày 09 tháng 01 năm 2025"), ("vi", date(2025, 3, 15), "Hà Nội, ngày 15 tháng 3 năm 2025"),
        ("en", date(2025, 3, 5), "Hà Nội, 5 March 2025"), ("vi", None, "Hà Nội, ngày … tháng … năm …"),
    ],
)  # fmt: skip
def test_place_and_day_stand_as_on_papers(language: str, day: date | None, expected: str) -> None:
    document = Document(language, Front("", "", "", place="Hà Nội", day=day), ())  # type: ignore[arg-type]
    assert issued(document).day == expected


def test_a_paper_without_a_number_shows_its_blank() -> None:
    assert issued(empty()).number == "Số: ……/……"


def test_the_face_draws_every_vietnamese_letter() -> None:
    letters = ALPHABET + ALPHABET.upper()
    assert fonts.printable(letters) == letters
    assert fonts.printable("họ 中😀") == "họ [U+4E2D][U+1F600]"


def test_without_fonts_no_paper_is_set_and_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    pdf._faces.cache_clear()
    with pytest.raises(Refused, match="make setup"):
        pdf.render(empty())
    pdf._faces.cache_clear()
    assert html.render(empty())  # a page needs no paper fonts
