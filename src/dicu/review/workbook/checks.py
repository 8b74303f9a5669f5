"""What the form checks by itself while it is being filled in: a sentence in each row, by a formula that Excel and LibreOffice
compute, and the same computed here, so that it stands there before anything was computed.

It helps; it decides nothing. When the form comes back the house checks everything by its own rules.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from dicu.intake.specification import Cell
from dicu.review.entering import LONGEST
from dicu.review.report import StatusClaim
from dicu.review.words import CLAIM
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Message, T

GOOD = T("In order")
LOCKED = T("Locked")
EMPTY = T("Not filled in")
CLAIM_FIRST = T("Choose how far it is")
DAY_NEEDED = T("Give the day of completion")
NO_DAY = T("This is not a date")
FUTURE = T("The day is in the future")
TOO_LONG = T("Too long: shorten it")
BOTH = T("A value or a reason, not both")
NEITHER = T("Give the value or the reason")
NO_NUMBER = T("This is not a number")
NO_SOURCE = T("Give the source")
Cells = Mapping[str, Cell]


def of_line(cells: Cells, today: date) -> Message:
    claim, day = cells["claim"], cells["completed_on"]
    texts = [str(cells[name] or "") for name in ("narrative", "difficulties")]
    checks = (
        (all(cell is None for cell in cells.values()), EMPTY),
        (claim is None, CLAIM_FIRST),
        (claim == StatusClaim.COMPLETED and day is None, DAY_NEEDED),
        (isinstance(day, date) and day > today, FUTURE),
        (max(map(len, texts)) > LONGEST, TOO_LONG),
    )
    return next((message for wrong, message in checks if wrong), GOOD)


def line_formula(at: Mapping[str, str], language: Language) -> str:
    """`at`: column → reference of its cell in this row."""
    claim, day, one, two = (at[name] for name in ("claim", "completed_on", "narrative", "difficulties"))
    completed = CLAIM[StatusClaim.COMPLETED].say(language)
    return _nested(
        language,
        (f'AND({claim}="",{day}="",{one}="",{two}="")', EMPTY),
        (f'{claim}=""', CLAIM_FIRST),
        (f'AND({claim}="{completed}",{day}="")', DAY_NEEDED),
        (f'AND({day}<>"",NOT(ISNUMBER({day})))', NO_DAY),
        (f"IF(ISNUMBER({day}),{day}>TODAY(),FALSE)", FUTURE),
        (f"OR(LEN({one})>{LONGEST},LEN({two})>{LONGEST})", TOO_LONG),
    )


def of_figure(cells: Cells) -> Message:
    value, missing = cells["value"], cells["missing"]
    checks = (
        (value is not None and missing is not None, BOTH),
        (value is None and missing is None, NEITHER),
        (value is not None and not isinstance(value, Decimal), NO_NUMBER),
        (value is not None and cells["source"] is None, NO_SOURCE),
    )
    return next((message for wrong, message in checks if wrong), GOOD)


def figure_formula(at: Mapping[str, str], language: Language) -> str:
    value, missing, source = (at[name] for name in ("value", "missing", "source"))
    return _nested(
        language,
        (f'AND({value}<>"",{missing}<>"")', BOTH),
        (f'AND({value}="",{missing}="")', NEITHER),
        (f'AND({value}<>"",NOT(ISNUMBER({value})))', NO_NUMBER),
        (f'AND({value}<>"",{source}="")', NO_SOURCE),
    )


def left_formula(areas: Mapping[str, str], language: Language) -> str:
    """How many rows are still to be mended. `areas`: sheet → the cells of its checks."""
    good, locked = GOOD.say(language), LOCKED.say(language)
    counts = (f"SUMPRODUCT(('{sheet}'!{area}<>\"{good}\")*('{sheet}'!{area}<>\"{locked}\"))" for sheet, area in areas.items())
    return "=" + "+".join(counts)


def _nested(language: Language, *checks: tuple[str, Message]) -> str:
    formula = f'"{GOOD.say(language)}"'
    for wrong, message in reversed(checks):
        formula = f'IF({wrong},"{message.say(language)}",{formula})'
    return f"={formula}"
