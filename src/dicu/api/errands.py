"""The usual errand at each place, where the caller names none with `Dicu-Purpose`: the same as on the page."""

from typing import Any

from dicu.access.model import Officer
from dicu.access.rulebook import ADMINISTRATION, PUBLICATION
from dicu.review.desk import errands


def own(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    """Lists of what there is to do."""
    return errands.on_report(officer, house.desk.tools.today())


def report(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    return errands.on_report(officer, house.desk.tools.today(), values["agency"])


def round_(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    return errands.on_round(officer, house.desk.tools.today())


def publishing(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    return PUBLICATION


def administration(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    return ADMINISTRATION
