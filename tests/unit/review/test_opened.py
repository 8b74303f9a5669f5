"""Rounds as their entries say, also as earlier versions of the program wrote them."""

from datetime import UTC, date, datetime
from typing import Any

from dicu.ledger.model import Author, Entry, Stream
from dicu.review.opened import ROUND

OPENED = {"plan": "demo", "round": "2025", "plan_digest": "0" * 64, "opens": "2025-11-03", "cut_off": "2025-12-14", "due": "2025-12-16",
          "agencies": {"A": ["1", "2"], "B": ["3"]}}  # fmt: skip


def entry(number: int, kind: str, body: dict[str, Any]) -> Entry:
    stream = Stream("round/demo/2025", "TD-NG", "vn")
    return Entry(number, stream, number, kind, 1, datetime(2025, 11, 3, tzinfo=UTC), Author("an", "coordination"), body, b"", b"")


def passed(number: int, origin: str, heir: str, *tasks: str) -> Entry:
    body = {
        "plan": "demo",
        "round": "2025",
        "origin": origin,
        "heir": heir,
        "tasks": list(tasks),
        "reason": "x",
        "basis": "",
        "since": None,
    }
    return entry(number, "round.duty.passed", {**body, "verified": False})


def test_a_round_of_before_the_law_was_data_still_has_its_days() -> None:
    found = ROUND.over([entry(1, "round.opened", OPENED)])
    assert found.deadline is not None
    assert (found.deadline.cut_off, found.deadline.due, found.deadline.by, found.deadline.rule) == (
        date(2025, 12, 14), date(2025, 12, 16), "plan", "",
    )  # fmt: skip
    assert found.tasks == {"A": ("1", "2"), "B": ("3",)}


def test_a_duty_may_pass_twice() -> None:
    found = ROUND.over([entry(1, "round.opened", OPENED), passed(2, "A", "C", "1", "2"), passed(3, "C", "B", "2")])
    assert found.tasks == {"A": (), "B": ("3", "2"), "C": ("1",)}
    assert (found.passed_to("A"), found.passed_to("C"), found.taken_from("B")) == (("C",), ("B",), ("C",))
