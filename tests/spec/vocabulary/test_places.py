"""# Provinces in time

63 provinces and cities until 30 June 2025, 34 from 1 July 2025 (Resolution 202/2025/QH15). Codes were used again for
other places, so a code is always asked for with a day.
"""

from datetime import date

import pytest

from dicu.vocabulary.place import PlaceKind, Places, UnknownPlace

OLD, NEW = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def places():
    return Places.load()


def test_63_and_34(places):
    """The last day of the old units and the first of the new ones, each in Vietnamese order."""
    assert (len(places.at(OLD)), len(places.at(NEW))) == (63, 34)
    assert [place.name.vi for place in places.at(NEW)][:6] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]
    assert sum(place.kind is PlaceKind.CITY for place in places.at(NEW)) == 6


def test_a_code_means_different_places_on_different_days(places):
    """24 was Bắc Giang, and is Bắc Ninh."""
    assert places.find("24", OLD).name.vi == "Bắc Giang"
    assert places.find("24", NEW).name.vi == "Bắc Ninh"
    with pytest.raises(UnknownPlace, match="“27” on 1 July 2025"):
        places.find("27", NEW)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bắc Kạn", "Thái Nguyên"),
        ("Hậu Giang", "Cần Thơ"),
        ("Sóc Trăng", "Cần Thơ"),
        ("Bạc Liêu", "Cà Mau"),
        ("Kiên Giang", "An Giang"),
        ("Bà Rịa - Vũng Tàu", "Hồ Chí Minh"),
        ("Cao Bằng", "Cao Bằng"),
    ],
)
def test_what_became_of_a_province(places, old, new):
    """Figures of an old province belong to the new one it joined."""
    assert places.successor(places.named(old, OLD).code, OLD).name.vi == new


def test_where_a_province_came_from(places):
    """The parts of a new province; and each old one is a part of exactly one."""
    city = places.named("Hồ Chí Minh", NEW)
    assert [place.name.vi for place in places.predecessors(city.code, NEW)] == ["Bà Rịa - Vũng Tàu", "Bình Dương", "Hồ Chí Minh"]
    parts = [part.code for place in places.at(NEW) for part in places.predecessors(place.code, NEW)]
    assert len(parts) == len(set(parts)) == 63


def test_names_in_both_languages(places):
    """English keeps the words without their marks. A name is found with or without marks and kind."""
    place = places.named("thanh pho ho chi minh", NEW)
    assert (place.full_name.vi, place.full_name.en) == ("Thành phố Hồ Chí Minh", "Ho Chi Minh City")
    assert places.named("Thanh Hoá", NEW).full_name.en == "Thanh Hoa Province"
    assert places.named("Dak Lak Province", NEW).name.vi == "Đắk Lắk"
    with pytest.raises(UnknownPlace, match="“Bắc Kạn” on 1 July 2025"):
        places.named("Bắc Kạn", NEW)


def test_a_province_that_became_a_city(places):
    """Same place and code, another kind from a certain day on; the law stands beside it, verified or not."""
    assert places.find("46", date(2024, 12, 31)).full_name.vi == "Tỉnh Thừa Thiên Huế"
    hue = places.find("46", date(2025, 1, 1))
    assert (hue.full_name.vi, hue.basis.number, hue.basis.verified) == ("Thành phố Huế", "175/2024/QH15", True)
    dong_nai = places.find("75", date(2026, 4, 30))
    assert (dong_nai.kind, dong_nai.basis.number, dong_nai.basis.verified) == (PlaceKind.CITY, "30/2026/QH16", False)
    assert places.find("75", date(2026, 4, 29)).kind is PlaceKind.PROVINCE


def test_days_before_the_first_loaded_one_are_refused(places):
    """Earlier units are not loaded, and none are made up."""
    assert len(places.at(date(2008, 8, 1))) == 63
    with pytest.raises(UnknownPlace, match="not loaded"):
        places.at(date(2008, 7, 31))
