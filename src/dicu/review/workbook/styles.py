"""How the form looks: one font that officials use, blue for headings, white for what is typed, grey for what is fixed."""

from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]

FONT = "Times New Roman"
BLUE, PALE, GREY, LINE = "#1F4E79", "#DDEBF7", "#F2F2F2", "#BFBFBF"
INK, ASIDE = "#1A1A1A", "#595959"
GOOD, GOOD_INK, BAD, BAD_INK = "#E2F0D9", "#1E5C1E", "#FFF2CC", "#7F4F00"
WRONG = "#F8CBAD"


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[str, Format] = {}

    def of(self, **properties: Any) -> Format:
        key = repr(sorted(properties.items()))
        if key not in self.made:
            usual = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top", "text_wrap": True}
            self.made[key] = self.book.add_format(usual | properties)
        return self.made[key]

    def heading(self, typed: bool) -> Format:
        colour = {"bg_color": BLUE, "font_color": "white"} if typed else {"bg_color": PALE}
        return self.of(bold=True, valign="vcenter", align="center", border=1, border_color=LINE, **colour)

    def fixed(self, **more: Any) -> Format:
        return self.of(**{"bg_color": GREY, "border": 1, "border_color": LINE, "locked": True} | more)

    def typed(self, number: str, locked: bool) -> Format:
        if locked:
            return self.fixed(num_format=number)
        return self.of(border=1, border_color=LINE, locked=False, num_format=number)
