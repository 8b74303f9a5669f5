"""# Vietnamese letters

Searching forgets marks; sorting does not. Both are exact for all 134 letters, however they were typed.
"""

import unicodedata

import pytest

from dicu.vocabulary.vietnamese import LETTERS, fold, given_name_key, order_key


def test_there_are_134_letters_beyond_ascii():
    """67 small ones and their capitals: a vowel with a shape, a tone, or both, and đ."""
    assert len(LETTERS) == len(set(LETTERS)) == 134
    assert all(len(letter) == 1 and not letter.isascii() for letter in LETTERS)
    assert sum(letter.islower() for letter in LETTERS) == 67


def test_folding_gives_what_a_foreign_office_would_type():
    """Marks go, Đ becomes d, capitals become small. So does the eth that old fonts put in the place of Đ."""
    assert fold("Nguyễn Thị Ánh Đào") == "nguyen thi anh dao"
    assert fold("\u00d0ặng") == fold("Đặng") == "dang"


@pytest.mark.parametrize(
    ("plain", "marked"),
    [
        ("a", "àảãáạăằẳẵắặâầẩẫấậ"),
        ("d", "đ"),
        ("e", "èẻẽéẹêềểễếệ"),
        ("i", "ìỉĩíị"),
        ("o", "òỏõóọôồổỗốộơờởỡớợ"),
        ("u", "ùủũúụưừửữứự"),
        ("y", "ỳỷỹýỵ"),
    ],
)
def test_each_letter_has_one_plain_letter(plain, marked):
    """Small or capital, in one code point or in several."""
    for letter in marked + marked.upper():
        assert fold(letter) == fold(unicodedata.normalize("NFD", letter)) == plain
    assert set(marked + marked.upper()) <= set(LETTERS)


def test_letters_come_before_tones():
    """The order of the dictionary: first the letters of the whole text, a ă â … d đ … o ô ơ … u ư."""
    assert in_order("an", "ăn", "ân", "bàn", "da", "đa", "em", "êm", "on", "ôn", "ơn", "un", "ưng", "vân")


def test_tones_decide_between_equal_letters():
    """None, huyền, hỏi, ngã, sắc, nặng: as in the alphabet books, and in CLDR."""
    assert in_order("ma", "mà", "mả", "mã", "má", "mạ", "mai")
    assert in_order("Hoa Lan", "Hòa Lan", "Hoa Lân")


def test_case_decides_last():
    """Of two texts that differ in nothing else, the small letter comes first."""
    assert in_order("hà", "Hà", "HÀ", "hả")


def test_signs_and_digits_come_before_letters():
    """A space ends a word: Cà Mau comes before Cao Bằng."""
    assert in_order("", " ", "-", "10", "2", "Bà Rịa - Vũng Tàu", "Bà Rịa Vũng", "Bắc Kạn", "Cà Mau", "Cao Bằng")


def test_how_it_was_typed_makes_no_difference():
    """Precomposed or decomposed, the key is one; and it sorts byte by byte, also in a database that knows no Vietnamese."""
    assert order_key(unicodedata.normalize("NFD", "Đặng Thị Quỳnh")) == order_key("Đặng Thị Quỳnh")
    keys = [order_key(word) for word in ("da", "đa", "Đà", "em")]
    assert keys == sorted(keys, key=lambda key: key.encode())


def test_people_are_listed_by_given_name():
    """The given name comes last in the name and first in a list; then the family name, then the middle names."""
    people = ["Trần Văn An", "Nguyễn Thị Ánh", "Lê Bình", "Nguyễn Văn An", "Nguyễn Thị An", "An"]
    expected = ["An", "Nguyễn Thị An", "Nguyễn Văn An", "Trần Văn An", "Nguyễn Thị Ánh", "Lê Bình"]
    assert sorted(people, key=given_name_key) == expected


def in_order(*words):
    return list(words) == sorted(reversed(words), key=order_key)
