"""Who may do what with imported figures and their register: the rulebook held against a table written by hand."""

from datetime import date

import pytest

from dicu.access.model import PUBLIC, Grant, Officer, Thing
from dicu.access.rulebook import POLICY, figures

TODAY = date(2026, 11, 24)
WHO = {
    "reporter": (Officer("lan", "", "BTP", (Grant("reporter", "BTP"),)), "reporting"),
    "coordinator": (Officer("an", "", "BNG", (Grant("coordinator"),)), "coordination"),
    "coordinator-reading": (Officer("an", "", "BNG", (Grant("coordinator"),)), "reading"),
    "auditor": (Officer("uyen", "", "BCA", (Grant("auditor"),)), "audit"),
    "administrator": (Officer("quan", "", "BNG", (Grant("administrator"),)), "administration"),
    "public": (PUBLIC, "reading"),
}
TABLE = """
act     kind      what        reporter coordinator coordinator-reading auditor administrator public

see     figure    free        yes      yes         yes                 yes     -             -
see     figure    restricted  -        yes         yes                 yes     -             -
see     register  all         yes      yes         yes                 yes     -             -
import  register  all         -        yes         -                   -       -             -
decide  register  all         -        yes         -                   -       -             -
"""


def rows() -> list[tuple[str, str, str, str, bool]]:
    head, *body = [line.split() for line in TABLE.splitlines() if line.strip()]
    return [(*row[:3], name, cell == "yes") for row in body for name, cell in zip(head[3:], row[3:], strict=True)]  # type: ignore[misc]


@pytest.mark.parametrize(("act", "kind", "what", "who", "expected"), rows())
def test_the_rulebook_answers_as_the_table_does(act: str, kind: str, what: str, who: str, expected: bool) -> None:
    officer, purpose = WHO[who]
    facts = {"plan": "demo", "restricted": what == "restricted"} if kind == "figure" else {"plan": "demo"}
    assert POLICY.decide(officer, act, Thing(kind, facts), purpose, TODAY).allowed is expected


def test_every_action_and_kind_of_the_room_is_in_the_table() -> None:
    assert {(rule.action, rule.kind) for rule in figures.RULES} == {(act, kind) for act, kind, *_ in rows()}
