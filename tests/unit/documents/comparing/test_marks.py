"""What is read of a text in each language: numbers, in digits and words, dates, times, codes."""

from decimal import Decimal

import pytest

from dicu.documents.comparing.marks import marks

NUMBERS = [
    ("vi", "1.000,5 tấn", "1000.5"), ("en", "1,000.5 tonnes", "1000.5"), ("fr", "1 000,5 tonnes", "1000.5"),
    ("es", "1.000,5 toneladas", "1000.5"), ("ru", "1 000,5 тонны", "1000.5"), ("fr", "12\u202f400 enfants", "12400"),
    ("vi", "1,2 triệu người", "1200000"), ("vi", "30,5 tỷ đồng", "30500000000"), ("vi", "2 nghìn tỷ đồng", "2000000000000"),
    ("en", "USD 1.2 million", "1200000"), ("en", "£5bn", "5000000000"), ("fr", "2,75 millions d’euros", "2750000"),
    ("fr", "3 milliards", "3000000000"), ("es", "2 mil millones", "2000000000"), ("ru", "281 млн мигрантов", "281000000"),
    ("ru", "5 тыс. человек", "5000"), ("en", "thirty-four provinces", "34"), ("vi", "ba mươi tư tỉnh", "34"),
    ("vi", "một trăm lẻ năm người", "105"), ("vi", "hai trăm nghìn người", "200000"), ("vi", "hai mươi mốt ngày", "21"),
    ("fr", "quatre-vingt-dix-sept pays", "97"), ("fr", "soixante-douze heures", "72"), ("es", "treinta y una mil personas", "31000"),
    ("es", "mil doscientos casos", "1200"), ("ru", "двести пять тысяч", "205000"), ("ru", "тридцати двух стран", "32"),
    ("en", "one hundred and five", "105"), ("en", "five hundred thousand", "500000"), ("en", "a fall of -2.5 points", "-2.5"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "value"), NUMBERS)
def test_a_number_is_read_as_its_language_writes_it(language: str, text: str, value: str) -> None:
    (mark,) = [mark for mark in marks(text, language) if mark.kind == "number"]
    assert (mark.value, mark.soft) == (Decimal(value), False)


DATES = [
    ("vi", "ngày 05 tháng 01 năm 2026", (2026, 1, 5)), ("vi", "ngày 17/4/2024", (2024, 4, 17)), ("vi", "tháng 3/2025", (2025, 3, None)),
    ("vi", "tháng 11 năm 2024", (2024, 11, None)), ("vi", "6 tháng đầu năm 2024", (2024, 201, None)),
    ("en", "second half of 2024", (2024, 202, None)),
    ("vi", "quý III/2025", (2025, 103, None)), ("en", "Q4 2025", (2025, 104, None)), ("ru", "в первом полугодии 2024", (2024, 201, None)),
    ("vi", "ngày 14/12", (None, 12, 14)), ("vi", "ngày 2 tháng 9", (None, 9, 2)),
    ("en", "5 January 2026", (2026, 1, 5)), ("en", "January 5, 2026", (2026, 1, 5)), ("en", "the 5th of January 2026", (2026, 1, 5)),
    ("en", "2026-01-05", (2026, 1, 5)), ("en", "in May 2025", (2025, 5, None)), ("en", "by 14 December", (None, 12, 14)),
    ("fr", "le 1er janvier 2026", (2026, 1, 1)), ("es", "15 de mayo de 2024", (2024, 5, 15)), ("ru", "23 марта 2024 года", (2024, 3, 23)),
    ("ru", "05.01.2026", (2026, 1, 5)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "day"), DATES)
def test_a_date_is_one_mark_and_its_digits_are_no_numbers(language: str, text: str, day: object) -> None:
    (mark,) = [mark for mark in marks(text, language) if not mark.soft]
    assert (mark.kind, mark.value) == ("date", day)


NOTHING = [
    ("vi", "đầu tư và tư vấn cho người lao động trong năm"), ("vi", "hàng trăm người, không ai bị bỏ lại"), ("vi", "tháng tư"),
    ("en", "They may march in second place; one should not."), ("en", "1. General objective"), ("fr", "un neuf habit"), ("es", "una vez"),
    ("ru", "семью жертвы"), ("en", "see https://example.org/2024/05/12?a=34"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_what_only_looks_like_a_number_asks_for_nothing(language: str, text: str) -> None:
    assert [mark for mark in marks(text, language) if not mark.soft] == []


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("vi", "2,5 điểm phần trăm", "pp"), ("en", "2.5 percentage points", "pp"), ("vi", "62,5 %", "%"), ("en", "12 per cent", "%"),
        ("en", "USD 1.2 million", "USD"), ("vi", "1,2 triệu đô la Mỹ", "USD"), ("en", "£5 million", "GBP"), ("vi", "160.000 đồng", "VND"),
        ("fr", "2,75 millions d’euros", "EUR"), ("vi", "3 ngày làm việc", "working days"), ("ru", "0,4 процентных пункта", "pp"),
    ],
)  # fmt: skip
def test_a_unit_is_read_after_the_number_and_its_scale_or_before_it(language: str, text: str, unit: str) -> None:
    assert next(mark.unit for mark in marks(text, language) if mark.kind == "number") == unit


def test_codes_and_times_are_their_own() -> None:
    found = marks("Quyết định 402/QĐ-TTg, Nghị định 20/2026/NĐ-CP và A/RES/73/195, lúc 8h30", "vi")
    assert [(mark.kind, mark.value) for mark in found if not mark.soft] == [
        ("code", "402/QĐ-TTG"), ("code", "20/2026/NĐ-CP"), ("code", "A/RES/73/195"), ("time", "8:30"),
    ]  # fmt: skip
