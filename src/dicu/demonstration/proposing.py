"""Priorities and solutions of the play: proposed by one, agreed by another, planned, each at its time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from dicu.access.rulebook import COORDINATION, REPORTING
from dicu.review.desk import Asker, ReviewDesk, Said
from dicu.review.priorities import Links
from dicu.vocabulary.bilingual import Bilingual

Raw = Mapping[str, Any]
As = Callable[[str, str, Callable[[Asker], Any]], Any]
Act = tuple[datetime, Callable[[], None]]


def acts(desk: ReviewDesk, as_: As, round_: Raw, coordinating: str) -> Iterator[Act]:
    """What happens to them, each at its time. Their numbers follow from the order in which an agency proposes.
    `coordinating`: the coordinator's agency, whose proposals are a coordinator's."""
    counts: dict[str, int] = {}
    for row in round_.get("priorities") or []:
        counts[row["agency"]] = counts.get(row["agency"], 0) + 1
        yield from _of(desk, as_, round_["round"], row, f"{row['agency']}-{counts[row['agency']]}", coordinating)


def _of(desk: ReviewDesk, as_: As, round_: str, row: Raw, id_: str, coordinating: str) -> Iterator[Act]:
    part, purpose = desk.priorities, COORDINATION if row["agency"] == coordinating else REPORTING
    proposed, agreed, planned = row["proposed"], row.get("agreed"), row.get("planned")
    yield proposed["at"], lambda: as_(
        proposed["by"], purpose, lambda who: part.propose(who, "demo", round_, row["agency"], _said(row))
    )  # fmt: skip
    if agreed:
        yield agreed["at"], lambda: as_(agreed["by"], COORDINATION, lambda who: _agree(desk, who, id_, agreed))
    if planned:
        yield planned["at"], lambda: as_(planned["by"], COORDINATION, lambda who: _plan(desk, who, id_, planned))


def _agree(desk: ReviewDesk, who: Asker, id_: str, row: Raw) -> None:
    view = desk.priorities.view(who, "demo", id_)
    desk.priorities.agree(who, view, row["reason"], view.priority.number)


def _plan(desk: ReviewDesk, who: Asker, id_: str, row: Raw) -> None:
    view = desk.priorities.view(who, "demo", id_)
    desk.priorities.plan(who, view, row["tasks"], row["owner"], row["due"], "", view.priority.number)


def _said(row: Raw) -> Said:
    links = Links(tuple(row.get("tasks") or ()), (), tuple(row.get("objectives") or ()), tuple(row.get("answers") or ()))
    return Said(row["sort"], Bilingual(row["title"]["vi"], row["title"]["en"]), row["text"], links)
