"""Charts carry all they show, look the same each time, and are drawn in the paper's language."""

from dataclasses import replace
from typing import Any

import pytest

from dicu.documents.model import Chart, Table
from dicu.publishing import charts, fonts
from dicu.vocabulary.messages import Refused

CLIPPED: dict[str, Any] = {
    "data": {"values": [{"a": 1.5, "b": 12000}, {"a": 2.5, "b": 15000}]},
    "mark": {"type": "line", "clip": True, "point": True},
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}},
}


def chart(specification: dict[str, Any]) -> Chart:
    return Chart("Tiêu đề", specification, "Mô tả", Table("", (), ()))


def test_the_same_chart_is_drawn_the_same_each_time() -> None:
    """The library numbers its clips on from one drawing to the next of a process."""
    first = charts.svg(chart(CLIPPED), "vi", fonts.FAMILY)
    assert "url(#part-1)" in first
    assert charts.svg(chart(CLIPPED), "vi", fonts.FAMILY) == first
    assert charts.png(chart(CLIPPED), "vi", fonts.FAMILY) == charts.png(chart(CLIPPED), "vi", fonts.FAMILY)


def test_two_charts_on_one_page_share_no_identifier() -> None:
    one, other = (charts.inline(chart(CLIPPED), "vi", name) for name in ("chart:1", "chart:2"))
    assert "url(#chart:1-1)" in one and "chart:1" not in other


def test_numbers_on_axes_are_written_in_the_language() -> None:
    assert ">12.000<" in charts.svg(chart(CLIPPED), "vi", fonts.FAMILY)
    assert ">12,000<" in charts.svg(chart(CLIPPED), "en", fonts.FAMILY)


@pytest.mark.parametrize(
    "specification",
    [
        {**CLIPPED, "data": {"url": "https://example.org/data.csv"}},
        {**CLIPPED, "usermeta": {"embedOptions": {"loader": "x"}}},
        {**CLIPPED, "encoding": {"href": {"field": "a"}}},
        {"data": {"values": [{"u": "https://example.org/x.png"}]}, "mark": "image", "encoding": {"url": {"field": "u"}}},
        {"data": {"values": [{"u": "x.png"}]}, "mark": {"type": "image", "url": "x.png"}},
    ],
)
def test_a_chart_that_points_outside_is_refused(specification: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="points outside"):
        charts.svg(chart(specification), "vi", fonts.FAMILY)


@pytest.mark.parametrize("expression", ["random()", "datum.a + now()", "year(now( ))", "sampleNormal()"])
@pytest.mark.parametrize("place", ["calculate", "filter"])
def test_a_chart_of_clock_or_chance_is_refused(place: str, expression: str) -> None:
    with pytest.raises(Refused, match="clock or on chance"):
        charts.svg(chart({**CLIPPED, "transform": [{place: expression, "as": "c"}]}), "vi", fonts.FAMILY)


def test_a_specification_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="“Tiêu đề” cannot be drawn") as refusal:
        charts.svg(chart({"mark": "no such mark", "data": {"values": []}}), "vi", fonts.FAMILY)
    assert "at " not in refusal.value.message.values["fault"][:3]


def test_the_colours_stay_apart_on_white_and_from_one_another() -> None:
    """WCAG asks 3 : 1 of graphics against their ground."""
    assert all(_contrast(colour, "#ffffff") >= 3 for colour in charts.PALETTE)
    assert len(set(charts.PALETTE)) == 8


def test_words_without_room_are_cut_on_the_drawing_only() -> None:
    drawn = charts.inline(replace(chart({**CLIPPED, "title": "n" * 5000}), description="d" * 5000), "vi", "c")
    assert "n" * 301 not in drawn and "d" * 5000 in drawn


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
