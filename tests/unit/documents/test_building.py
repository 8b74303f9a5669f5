"""Templates are filled with inlines, and a lost or surplus place is refused."""

import pytest

from dicu.documents.building import filled, joined, words
from dicu.documents.model import Counter, Figure, Text
from dicu.vocabulary.messages import Refused

NUMBER = (Figure("5", "a"),)


def test_the_inlines_stand_where_the_template_has_their_place() -> None:
    assert filled("Có {n} người.", {"n": NUMBER}) == (Text("Có "), *NUMBER, Text(" người."))


def test_a_place_may_stand_first_last_twice_or_be_empty() -> None:
    assert filled("{n}", {"n": NUMBER}) == NUMBER
    assert filled("{n} và {n}", {"n": NUMBER}) == (*NUMBER, Text(" và "), *NUMBER)
    assert filled("a{n}b", {"n": ()}) == (Text("a"), Text("b"))


def test_doubled_braces_are_braces() -> None:
    assert "".join(inline.text for inline in filled("{{n}} {n}", {"n": NUMBER})) == "{n} 5"


def test_words_are_brought_to_one_normal_form() -> None:
    assert filled("Vie\u0302\u0323t", {}) == (Text("Việt"),)
    assert words("") == ()


@pytest.mark.parametrize(
    ("template", "slots"),
    [
        ("Có người.", {"n": NUMBER}),
        ("Có {n} và {m}.", {"n": NUMBER}),
        ("Có {n.text}.", {"n": NUMBER}),
        ("Có {n[0]}.", {"n": NUMBER}),
        ("Có {n!r}.", {"n": NUMBER}),
        ("Có {n:>5}.", {"n": NUMBER}),
        ("Có {}.", {"": NUMBER}),
        ("Có {n", {"n": NUMBER}),
        ("Có n}", {"n": NUMBER}),
    ],
)
def test_what_does_not_fit_is_refused(template: str, slots: dict[str, tuple[Figure, ...]]) -> None:
    with pytest.raises(Refused):
        filled(template, slots)


def test_parts_are_joined_without_gaps() -> None:
    assert joined(((Counter("1"),), (), NUMBER), "; ") == (Counter("1"), Text("; "), *NUMBER)
    assert joined(()) == ()
