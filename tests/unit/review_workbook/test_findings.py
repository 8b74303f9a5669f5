"""Whatever is wrong with a form that comes back is said with its sheet, row and column, all of it at once, and nothing is read."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.unit.review_workbook.editing import filled, joined, packed, parts, rowless, since_1904, without_sheet
from tests.unit.review_workbook.making import Made, content, seal

from dicu.intake.archives import BadArchive
from dicu.intake.report import BadTable
from dicu.intake.sniffing import BadFile
from dicu.review.workbook.identity import Identity, opened, sealed
from dicu.review.workbook.reading import book_of, identity_of

MADE = Made({"3.1": content(), "3.2": content(narrative="Đang soạn.")}, "en")
VALUE, SHARE = ("value", "3.1", "workers_departed"), ("value", "3.3", "predeparture_trained_share")


def findings(bad: bytes, made: Made = MADE) -> list[tuple[str, int, str, str]]:
    with pytest.raises(BadTable) as refused:
        made.read(bad)
    return [(p.sheet, p.row, p.column, p.message.say("en")) for p in refused.value.problems]


def at(column: str, task: str, indicator: str = "") -> tuple[str, str]:
    return MADE.at(column, task, indicator)


def edited(*cells: tuple[tuple[str, str], Any]) -> bytes:
    return filled(MADE.content, dict(cells))


CASES: dict[str, tuple[Callable[[], bytes], tuple[str, int, str], str]] = {
    "a sentence in the cell of a number": (
        lambda: edited((at(*VALUE), "about forty thousand")),
        ("Figures", 2, "E"),
        "“about forty thousand” is not a number",
    ),
    "a number with its unit": (lambda: edited((at(*VALUE), "46,310 people")), ("Figures", 2, "E"), "Write the number alone"),
    "true in the cell of a number": (lambda: edited((at(*VALUE), "TRUE")), ("Figures", 2, "E"), "is not a number"),
    "a formula": (lambda: edited((at(*VALUE), "=40000+6310")), ("Figures", 2, "E"), "Here stands a formula."),
    "a formula in a text": (lambda: edited((at("narrative", "3.2"), '="a"&"b"')), ("Tasks", 3, "G"), "Here stands a formula."),
    "value and reason": (
        lambda: edited(
            (at(*VALUE), 5), (at("source", "3.1", "workers_departed"), "Sổ"), (at("missing", "3.1", "workers_departed"), "Not collected")
        ),
        ("Figures", 2, "E"),
        "not both",
    ),
    "a value without a source": (lambda: edited((at(*VALUE), 5)), ("Figures", 2, "I"), "without a source"),
    "a source alone": (lambda: edited((at("source", "3.1", "workers_departed"), "Sổ")), ("Figures", 2, "E"), "Give the value"),
    "no such choice": (lambda: edited((at("claim", "3.2"), "nearly done")), ("Tasks", 3, "E"), "not one of the allowed values"),
    "completed without a day": (
        lambda: edited((at("claim", "3.2"), "Completed")),
        ("Tasks", 3, "F"),
        "Give the day on which the task was completed",
    ),
    "a day in the future": (
        lambda: edited((at("claim", "3.2"), "Completed"), (at("completed_on", "3.2"), date(2025, 12, 2))),
        ("Tasks", 3, "F"),
        "is in the future",
    ),
    "a number as a day": (lambda: edited((at("completed_on", "3.2"), 7)), ("Tasks", 3, "F"), "cannot be meant"),
    "no period": (
        lambda: edited(
            (at(*VALUE), 5), (at("source", "3.1", "workers_departed"), "Sổ"), (at("period", "3.1", "workers_departed"), "last year")
        ),
        ("Figures", 2, "H"),
        "is not a period",
    ),
    "a text too long": (lambda: edited((at("narrative", "3.2"), "x" * 15_001)), ("Tasks", 3, "G"), "15,001 characters"),
    "a figure without its line": (
        lambda: edited((at(*SHARE), 5), (at("source", "3.3", "predeparture_trained_share"), "Sổ")),
        ("Tasks", 4, "E"),
        "Choose how far the task is",
    ),
    "a line emptied": (
        lambda: edited((at("claim", "3.1"), None), (at("narrative", "3.1"), None)),
        ("Tasks", 2, "E"),
        "Choose how far the task is",
    ),
    "a heading renamed": (lambda: edited((("Tasks", "G1"), "Result")), ("Tasks", 1, "G"), "“What was done” is expected here, but “Result”"),
    "headings swapped": (
        lambda: edited((("Tasks", "G1"), "Difficulties"), (("Tasks", "H1"), "What was done")),
        ("Tasks", 1, "G"),
        "is expected here",
    ),
    "a heading removed": (lambda: edited((("Figures", "I1"), None)), ("Figures", 1, "I"), "“Source” is expected here"),
    "cells joined": (lambda: joined(MADE.content, "Tasks", "G2:G3"), ("Tasks", 2, "G"), "The cells G2:G3 are joined."),
    "a row removed": (lambda: rowless(MADE.content, "Tasks", 3), ("Tasks", 0, ""), "The row of “3.2” is missing."),
    "a row added": (lambda: edited((("Tasks", "A9"), "9.9"), (("Tasks", "G9"), "Mới")), ("Tasks", 9, "K"), "This row has no id"),
    "a column added": (lambda: edited((("Tasks", "N2"), "Ghi chú")), ("Tasks", 2, "N"), "the form has no such column"),
    "an id made up": (
        lambda: edited((at("row", "3.2"), "ABCDEFGHIJKLMNOP")),
        ("Tasks", 3, "K"),
        "The row id “ABCDEFGHIJKLMNOP” is not of this form",
    ),
    "an id emptied": (lambda: edited((at("row", "3.2"), None)), ("Tasks", 3, "K"), "This row has no id"),
    "an id twice": (lambda: edited((at("row", "3.2"), MADE.form.ids["3.1", ""])), ("Tasks", 3, "K"), "stands already in row 2"),
    "ids exchanged": (
        lambda: edited((at("row", "3.1"), MADE.form.ids["3.2", ""]), (at("row", "3.2"), MADE.form.ids["3.1", ""])),
        ("Tasks", 2, "A"),
        "By its id this row is of “3.2”, but it says “3.1”.",
    ),
    "an indicator's label changed": (lambda: edited((("Figures", "B2"), "Another")), ("Figures", 2, "B"), "but it says “Another”"),
    "an id of the other table": (
        lambda: edited((at("row", "3.1"), MADE.form.ids["3.1", "workers_departed"])),
        ("Tasks", 2, "K"),
        "is not of this form",
    ),
    "a row of another day's form": (
        lambda: edited((at("row", "3.1"), Made(MADE.contents, "en", number=8).form.ids["3.1", ""])),
        ("Tasks", 2, "K"),
        "is not of this form",
    ),
    "a row of another agency's form": (
        lambda: edited((at("row", "3.1"), Made({}, "en", "TD-TP").form.ids["3.4", ""])),
        ("Tasks", 2, "K"),
        "another agency, round or day",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_finding_names_its_place(case: str) -> None:
    make, place, words = CASES[case]
    found = findings(make())
    assert place in [f[:3] for f in found], found
    assert words in next(f[3] for f in found if f[:3] == place)


def test_every_finding_is_told_at_once() -> None:
    """In the reader's language, with the heading of the form's."""
    bad = edited((at(*VALUE), "nhiều"), (at("claim", "3.2"), "x"), (at("completed_on", "3.2"), 7))
    with pytest.raises(BadTable) as refused:
        MADE.read(bad)
    assert [(p.sheet, p.row, p.column) for p in refused.value.problems] == [("Tasks", 3, "E"), ("Tasks", 3, "F"), ("Figures", 2, "E")]
    with pytest.raises(BadTable) as both:
        MADE.read(filled(bad, {at("claim", "3.3"): "Completed"}))
    rules = [p for p in both.value.problems if p.row == 4]
    assert [(p.column, "Give the day" in p.message.say("en")) for p in rules] == [("F", True)], "the rules of a line too"
    assert "Tasks, dòng 3, cột E (How far it is)" in refused.value.report("vi").splitlines()[0]


# The whole file ---------------------------------------------------------------------------------------------------------


def refused(content_: bytes, name: str = "a.xlsx", made: Made = MADE) -> str:
    with pytest.raises((BadFile, BadArchive)) as no:
        made.read(content_) if name == "a.xlsx" else book_of(content_, name)
    assert no.value.message.say("vi") != no.value.message.say("en")
    return no.value.message.say("en")


def test_what_is_no_form_of_the_house() -> None:
    assert "not a form that this house handed out" in refused(without_sheet(MADE.content, "_dicu"))
    text = json.dumps({**json.loads(MADE.form.identity.text()), "round": "2026"})
    assert "hidden sheet was changed" in refused(edited((("_dicu", "A1"), text)))
    assert "hidden sheet was changed" in refused(edited((("_dicu", "B1"), "0" * 64)))
    assert "not a form" in refused(edited((("_dicu", "A1"), None)))


def test_the_whole_seal_counts() -> None:
    """One letter of the identity, or another key of the house, and it is nobody's form; a former key still opens it."""
    identity = MADE.form.identity
    other = Identity(**{**json.loads(identity.text()), "agency": "TD-TP"})
    with pytest.raises(BadFile):
        opened(other.text(), sealed(identity, seal), seal)
    with pytest.raises(BadFile):
        opened(identity.text(), MADE.form.seal, lambda text: seal(text, b"n" * 32))
    both = lambda text: [*seal(text, b"n" * 32), *seal(text)]  # noqa: E731
    assert opened(identity.text(), MADE.form.seal, both) == identity
    assert identity_of(book_of(MADE.content, "a.xlsx"), both) == identity


def test_sheets_renamed_days_from_1904_and_other_files() -> None:
    renamed = packed(
        {**parts(MADE.content), "xl/workbook.xml": parts(MADE.content)["xl/workbook.xml"].replace(b'name="Tasks"', b'name="T1"')}
    )
    assert "has no sheet “Tasks”. It has: Guidance, T1, Figures." in refused(renamed)
    assert "1904" in refused(since_1904(MADE.content))
    assert "ends otherwise" in refused(MADE.content, "a.csv")
    assert "damaged" in refused(MADE.content[:3000])
    assert "larger than 3 MB" in refused(b"PK\x03\x04" + bytes(3_000_001))


def test_a_bomb_is_not_unpacked() -> None:
    target = io.BytesIO(MADE.content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(60_000_000))
    assert "unpacks to far more" in refused(target.getvalue())
