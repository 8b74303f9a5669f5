"""What coordinators of the play do besides accepting and returning: questions on lines, the end of a round, and a request to open
lines again, each at its time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from dicu.access.rulebook import COORDINATION, REPORTING
from dicu.review.desk import Asker, ReviewDesk

Raw = Mapping[str, Any]
As = Callable[[str, str, Callable[[Asker], Any]], Any]
Act = tuple[datetime, Callable[[], None]]


def acts(desk: ReviewDesk, as_: As, round_: Raw) -> Iterator[Act]:
    id_ = round_["round"]
    for row in round_.get("queries") or []:
        yield from _asked(desk, as_, id_, row)
    if closed := round_.get("closed"):
        yield closed["at"], lambda: as_(closed["by"], COORDINATION, lambda who: _close(desk, who, id_))
    if again := round_.get("reopening"):
        yield again["at"], lambda: as_(again["by"], COORDINATION, lambda who: _reopen(desk, who, id_, again))


def _asked(desk: ReviewDesk, as_: As, id_: str, row: Raw) -> Iterator[Act]:
    yield row["at"], lambda: as_(row["by"], COORDINATION, lambda who: _put(desk, who, id_, row))
    if answered := row.get("answered"):
        yield answered["at"], lambda: as_(answered["by"], REPORTING, lambda who: _answer(desk, who, id_, row))


def _put(desk: ReviewDesk, who: Asker, id_: str, row: Raw) -> None:
    view = desk.reporting.view(who, "demo", id_, row["agency"])
    desk.questions.put(who, view, row["task"], row["text"]["vi"], view.report.number)


def _answer(desk: ReviewDesk, who: Asker, id_: str, row: Raw) -> None:
    view = desk.reporting.view(who, "demo", id_, row["agency"])
    query = view.line(row["task"])[1].open_queries[0]
    desk.questions.answer(who, view, row["task"], query.number, row["answered"]["text"]["vi"], view.report.number)


def _close(desk: ReviewDesk, who: Asker, id_: str) -> None:
    view = desk.closings.view(who, "demo", id_)
    desk.closings.close(who, view, {}, view.history.number)


def _reopen(desk: ReviewDesk, who: Asker, id_: str, row: Raw) -> None:
    view = desk.closings.view(who, "demo", id_)
    desk.closings.ask(who, view, row["agency"], tuple(row["tasks"]), row["reason"]["vi"], view.history.number)
