"""Figures of the play: an invented yearbook is imported, a misprint in it corrected by a second file, and one contradiction
decided. Another stays open, for whoever tries the house."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from importlib.resources import files
from io import BytesIO
from typing import Any

from dicu.access.rulebook import COORDINATION
from dicu.review.desk import Asker, ReviewDesk
from dicu.review.obligations import LOCAL
from dicu.review.observations.importing import Terms
from dicu.review.observations.sourcing import terms_of

As = Callable[[str, str, Callable[[Asker], Any]], Any]
Act = tuple[datetime, Callable[[], Any]]
REGISTER = "TD-NGTK"
TITLE = "Niên giám thống kê di cư, giả lập để trình diễn / Migration yearbook, invented for demonstration"
FILES = (("figures.csv", datetime(2025, 12, 9, 9, tzinfo=LOCAL)), ("figures-corrected.csv", datetime(2025, 12, 11, 15, tzinfo=LOCAL)))
DECIDED = "consular_cases_assisted"
WHY = "Niên giám thiếu các vụ việc do hai cơ quan đại diện mới mở giải quyết; số của cơ quan chủ trì là đủ."


def acts(desk: ReviewDesk, as_: As) -> Iterator[Act]:
    for name, at in FILES:
        yield at, lambda name=name: as_("an.ngoaigiao", COORDINATION, lambda who: _take_in(desk, who, name))  # type: ignore[misc]
    yield datetime(2025, 12, 12, 10, tzinfo=LOCAL), lambda: as_("an.ngoaigiao", COORDINATION, lambda who: _decide(desk, who))


def played(desk: ReviewDesk, as_: As) -> bool:
    return bool(as_("an.ngoaigiao", COORDINATION, lambda who: desk.figures.imports(who, "demo")))


def _take_in(desk: ReviewDesk, who: Asker, name: str) -> None:
    content = (files("dicu.plans") / "demo" / name).read_bytes()
    desk.figures.take_in(who, "demo", BytesIO(content), name, terms(desk, who))


def terms(desk: ReviewDesk, who: Asker) -> Terms:
    return terms_of(desk.tools.plan(who, "demo"), REGISTER, title=TITLE, published=date(2025, 12, 8))


def _decide(desk: ReviewDesk, who: Asker) -> None:
    """The figure that came with the plan stands."""
    page = desk.figures.indicator(who, "demo", DECIDED)
    for conflict in page.view.conflicts:
        chosen = next(o.key for o in conflict.choice.contenders if not o.since)
        desk.figures.decide(who, "demo", DECIDED, conflict.subject, chosen, WHY, page.number)
