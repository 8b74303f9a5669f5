"""Charts drawn from their Vega-Lite specification, without a network and the same each time."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert

from dicu.documents.model import Chart
from dicu.publishing import fonts
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.numbers import SEPARATORS

VEGA_LITE = "6.4"
SCREEN_FAMILY = "Be Vietnam Pro"
LONGEST_WORDS = 300  # characters
PIXELS_PER_POINT = 3.0  # of the picture for Word: about 220 dots an inch
SVG = "http://www.w3.org/2000/svg"

# Deep teal first, then hues that stay apart for colour-blind readers, each at least 3 : 1 on white and different in
# lightness from its neighbour, so that they stay apart in grey as well.
PALETTE = ("#0b5563", "#c2571a", "#5b4b9a", "#8a6d00", "#a3315f", "#3f7d3a", "#51606b", "#1d7fb8")
VIEW = {"stroke": None, "continuousWidth": 600, "continuousHeight": 280, "discreteWidth": 600,
        "discreteHeight": {"step": 30}}  # fmt: skip
INK, LINE = "#16282d", "#c9d3d4"

_MOODY = re.compile(r"\b(now|random|sample\w*|utcnow)\s*\(", re.IGNORECASE)
_EXPRESSIONS = ("expr", "calculate", "filter", "test", "labelExpr", "signal")
_LOCAL = re.compile(r"url\(#([^)]*)\)")
_FETCHING = frozenset({"url", "href", "usermeta"})


def svg(chart: Chart, language: Language, family: str) -> str:
    """The chart as an SVG text whose words are set in the family; Refused if it would fetch or change by itself."""
    return _text(_drawn(chart, language, family, name="part"))


def png(chart: Chart, language: Language, family: str) -> bytes:
    """The same drawing as a PNG picture, three pixels a point."""
    picture: bytes = vl_convert.svg_to_png(svg(chart, language, family), scale=PIXELS_PER_POINT)
    return picture


def inline(chart: Chart, language: Language, name: str) -> str:
    """The SVG for a place inside an HTML page: named and described, its identifiers beginning with `name`."""
    root = _drawn(chart, language, SCREEN_FAMILY, name)
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-description"}
    for position, (tag, words) in enumerate((("title", chart.title), ("desc", chart.description))):
        element = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{'title' if tag == 'title' else 'description'}"})
        element.text = words
        root.insert(position, element)
    return _text(root)


def printable(chart: Chart) -> Chart:
    """The chart with characters that the paper's typeface cannot draw named by their code."""
    return replace(
        chart, title=fonts.printable(chart.title), description=fonts.printable(chart.description),
        specification=_printable(chart.specification),
    )  # fmt: skip


def _printable(node: Any) -> Any:
    if isinstance(node, str):
        return fonts.printable(node)
    if isinstance(node, Mapping):
        return {_printable(key): _printable(value) for key, value in node.items()}
    return [_printable(value) for value in node] if isinstance(node, list | tuple) else node


def check_enclosed(chart: Chart) -> None:
    """A chart must carry all it shows: no address to fetch from, no clock, no chance."""
    for key, value in _pairs(chart.specification):
        if key in _FETCHING and value:
            raise _pointing_outside(chart, key)
        if key in _EXPRESSIONS and isinstance(value, str) and _MOODY.search(value):
            raise Refused(T("The chart “{title}” depends on the clock or on chance (“{text}”): take that out.",
                            title=chart.title, text=value))  # fmt: skip


def _pointing_outside(chart: Chart, key: str) -> Refused:
    return Refused(T("The chart “{title}” points outside the paper (“{key}”): put what it shows into it.",
                     title=chart.title, key=key))  # fmt: skip


def _pairs(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield key, value
            if key not in ("values", "datasets"):  # rows may have a column of any name
                yield from _pairs(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _pairs(value)


def _drawn(chart: Chart, language: Language, family: str, name: str) -> ET.Element:
    check_enclosed(chart)
    _register()
    root = ET.fromstring(_converted(chart, language, family))  # noqa: S314 - drawn here, not received
    for element in root.iter():
        if element.tag in (f"{{{SVG}}}image", f"{{{SVG}}}a"):
            raise _pointing_outside(chart, element.tag.rpartition("}")[2])
    _quieted(root)
    _renamed(root, name)
    return root


def _text(root: ET.Element) -> str:
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode")


def _converted(chart: Chart, language: Language, family: str) -> str:
    try:
        drawn: str = vl_convert.vegalite_to_svg(
            json.dumps(_shortened(chart.specification), allow_nan=False), vl_version=VEGA_LITE, config=style(family),
            allowed_base_urls=[], format_locale=_numbers(language), time_format_locale=_dates(language),
        )  # fmt: skip
    except (ValueError, TypeError) as fault:
        raise Refused(T("The chart “{title}” cannot be drawn: {fault}", title=chart.title, fault=_said(fault))) from fault
    return drawn


def _shortened(node: Any) -> Any:
    """The specification with words cut that no drawing has room for; the table has them whole."""
    if isinstance(node, str):
        return node if len(node) <= LONGEST_WORDS else node[: LONGEST_WORDS - 1] + "…"
    if isinstance(node, Mapping):
        return {key: part if key in _EXPRESSIONS else _shortened(part) for key, part in node.items()}
    return [_shortened(part) for part in node] if isinstance(node, list | tuple) else node


def _said(fault: Exception) -> str:
    """What the drawing library complains of, without its frame and its own call stack."""
    lines = [line.strip() for line in str(fault).splitlines()]
    return next((line for line in lines[1:] if line and not line.startswith("at ")), lines[0] if lines else "")


@cache
def _register() -> None:
    vl_convert.register_font_directory(str(fonts.folder()))
    spec = find_spec("fontpkg_be_vietnam_pro")
    if spec and spec.origin:
        for folder in sorted({path.parent for path in Path(spec.origin).parent.rglob("*.ttf")}):
            vl_convert.register_font_directory(str(folder))


def style(family: str) -> dict[str, Any]:
    """The house's look of a chart, under whatever the specification itself asks for."""
    size = 12 if family == SCREEN_FAMILY else 16  # on paper the drawing is set at about seven tenths of its size
    axis = {"labelFontSize": size, "titleFontSize": size, "labelColor": INK, "titleColor": INK, "gridColor": LINE,
            "domainColor": INK, "tickColor": INK, "titleFontWeight": "normal", "labelLimit": 260, "titlePadding": 8}  # fmt: skip
    return {
        "aria": False, "font": family, "background": "#ffffff", "padding": 8, "axis": axis, "view": VIEW,
        "axisX": {"titleLimit": 600}, "axisY": {"titleLimit": 280},
        "legend": {"labelFontSize": size, "titleFontSize": size, "labelColor": INK, "titleColor": INK, "labelLimit": 260},
        "title": {"fontSize": size + 2, "color": INK, "anchor": "start", "limit": 620}, "range": {"category": list(PALETTE)},
        "mark": {"color": PALETTE[0]}, "bar": {"color": PALETTE[0]}, "line": {"strokeWidth": 2.5, "color": PALETTE[0]},
        "point": {"size": 60, "filled": True, "color": PALETTE[0]}, "text": {"fontSize": size, "color": INK},
    }  # fmt: skip


def _numbers(language: Language) -> dict[str, Any]:
    thousands, decimal = SEPARATORS[language]
    return {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""], "minus": "-"}


def _dates(language: Language) -> Any:
    if language == "en":
        return "en-GB"
    days = ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"]
    months = [f"tháng {n:02d}" if n < 3 else f"tháng {n}" for n in range(1, 13)]
    return {
        "dateTime": "%H:%M %d/%m/%Y", "date": "%d/%m/%Y", "time": "%H:%M:%S", "periods": ["SA", "CH"],
        "days": days, "shortDays": ["CN", "T2", "T3", "T4", "T5", "T6", "T7"], "months": months, "shortMonths": months,
    }  # fmt: skip


def _quieted(root: ET.Element) -> None:
    """Its inner parts say nothing to a screen reader, which has the description and the table."""
    for element in root.iter():
        for attribute in [a for a in element.attrib if a.startswith("aria-") or a in ("role", "class")]:
            del element.attrib[attribute]


def _renamed(root: ET.Element, name: str) -> None:
    """Identifiers numbered within this drawing: the library counts on from one drawing to the next of a process."""
    found = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
    names = {old: f"{name}-{number}" for number, old in enumerate(found, start=1)}
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute == "id":
                element.attrib[attribute] = names[value]
            elif "url(#" in value:
                element.attrib[attribute] = _LOCAL.sub(lambda m: f"url(#{names.get(m[1], m[1])})", value)
