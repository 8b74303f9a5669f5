"""The order of Vietnamese text against ICU: a list that ICU 72 sorted, and ICU itself where it is installed."""

import random
import unicodedata

import pytest

from dicu.vocabulary.vietnamese import LETTERS, fold, order_key

# “Nguyễn Thị  Ánh” has two spaces on purpose.
SORTED_BY_ICU = [
    "Ẵm",
    "Ăn",
    "Ầm",
    "Ẩm",
    "Ậm",
    "Dặng Thuý",
    "Dương Đình Nghệ",
    "Đặng Thuỳ Trâm",
    "Đặng Thùy Trâm",
    "Đương",
    "Đường",
    "Đượng",
    "Ho",
    "Hoa",
    "Hoà",
    "Hoả",
    "Hoá",
    "Hòa",
    "Hóa",
    "Họa",
    "Hoạt",
    "Hô",
    "Hồ",
    "Hổ",
    "Hỗ",
    "Hố",
    "Hộ",
    "Hơ",
    "Hờ",
    "Le",
    "Lè",
    "Lê",
    "Lễ",
    "Lệ",
    "Lê Lợi",
    "Ly",
    "Lỳ",
    "Lý",
    "Lỵ",
    "Nguyễn Thị  Ánh",
    "Nguyên Thị Ánh",
    "nguyễn thị ánh",
    "Nguyễn Thị Ánh",
    "NGUYỄN THỊ ÁNH",
    "Nguyễn Văn An",
    "Nguyễn Văn Ân",
    "Nguyễn Vân An",
    "Nguyễn-Thị Ánh",
    "O'Hara",
    "Ohara",
    "Phường 1",
    "Phường 10",
    "Phường 2",
    "Phường Ấp",
    "Thừa Thiên - Huế",
    "Thừa Thiên Huế",
    "Thừa Thiên-Huế",
    "Tran Hung Dao",
    "Trần Hưng Dạo",
    "Trần Hưng Đạo",
    "Trần Hứng Đạo",
    "Ung",
    "Ủng",
    "Úng",
    "Ưng",
    "Ứng",
    "Ỷ Lan",
    "Y Nhi",
    "Ý Nhi",
]


def test_a_list_that_icu_sorted():
    shuffled = random.Random(7).sample(SORTED_BY_ICU, len(SORTED_BY_ICU))
    assert sorted(shuffled, key=order_key) == SORTED_BY_ICU
    decomposed = [unicodedata.normalize("NFD", text) for text in shuffled]
    assert [unicodedata.normalize("NFC", text) for text in sorted(decomposed, key=order_key)] == SORTED_BY_ICU


def test_icu_agrees_on_thousands_of_texts():
    """Run where PyICU is installed; there all texts of Vietnamese letters and ASCII signs must sort alike."""
    icu = pytest.importorskip("icu")
    collator = icu.Collator.createInstance(icu.Locale("vi"))
    texts = sorted(set(generated(20_000)))
    by_icu = sorted(texts, key=lambda text: (collator.getSortKey(text), text))
    assert sorted(texts, key=order_key) == by_icu


def generated(count):
    chance = random.Random(11)
    alphabet = (*LETTERS, *LETTERS, *map(chr, range(0x20, 0x7F)))
    for _ in range(count):
        words = chance.sample(SORTED_BY_ICU, 1) if chance.random() < 0.5 else []
        yield "".join([*words, *chance.choices(alphabet, k=chance.randint(1, 4))])


def test_eth_and_african_d_sort_as_the_letter_they_stand_for():
    words = ["dy", "\u00d0a", "Đb", "\u0189c", "đd", "\u00f0e", "ea"]
    assert sorted(reversed(words), key=order_key) == words


def test_foreign_letters_come_after_and_unseen_characters_do_not_count():
    assert sorted(["ж", "z", "9", "é", "ф"], key=order_key) == ["9", "é", "z", "ж", "ф"]
    seen, unseen = order_key("Hà Nội"), order_key("Hà\u200b Nội")
    assert seen != unseen and seen.split("\x01")[:3] == unseen.split("\x01")[:3]


def test_folding_keeps_other_scripts_and_signs():
    assert fold("Мария Ñandú 李 1/2") == "мария nandu 李 1/2"
