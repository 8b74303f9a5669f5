"""Who may do what with dialogues: the rulebook held against a table written by hand."""

from datetime import date
from itertools import product

import pytest

from dicu.access.conditions import holds
from dicu.access.model import PUBLIC, Grant, Officer, Thing
from dicu.access.rulebook import CONCEALED, POLICY, dialogues
from dicu.access.rulebook.reaching import reach, rooms

TODAY = date(2026, 11, 24)
SECRETARY = Officer("my", "", "BNG", (Grant(dialogues.SECRETARY),))
WHO = {
    "secretary": (SECRETARY, "coordination"),
    "coordinator": (Officer("an", "", "BNG", (Grant("coordinator"),)), "coordination"),
    "reporter": (Officer("lan", "", "BTP", (Grant("reporter", "BTP"),)), "reporting"),
    "auditor": (Officer("uyen", "", "BCA", (Grant("auditor"),)), "audit"),
    "administrator": (Officer("van", "", "BNG", (Grant("administrator"),)), "administration"),
    "public": (PUBLIC, "reading"),
}
TABLE = """
act      kind       level       state      secretary coordinator reporter auditor administrator public

see      dialogue   -           -          yes yes yes yes yes yes
load     dialogue   -           -          yes yes -   -   -   -
see      follow-up  internal    recorded   yes yes yes yes -   -
see      follow-up  public      recorded   yes yes yes yes -   -
see      follow-up  restricted  recorded   yes yes -   yes -   -
record   follow-up  restricted  recorded   yes yes -   -   -   -
assign   follow-up  internal    recorded   yes yes -   -   -   -
confirm  follow-up  internal    reported   yes yes -   -   -   -
confirm  follow-up  internal    fulfilled  -   -   -   -   -   -
lapse    follow-up  internal    lapsed     -   -   -   -   -   -
link     follow-up  internal    fulfilled  yes yes -   -   -   -
see      position   restricted  -          yes yes -   yes -   -
record   position   restricted  -          yes yes -   -   -   -
record   position   public      -          -   -   -   -   -   -
see      brief      -           -          yes yes -   yes -   -
build    brief      -           -          yes yes -   -   -   -
"""


def rows() -> list[tuple[str, str, str, str, str, bool]]:
    head, *body = [line.split() for line in TABLE.splitlines() if line.strip()]
    return [(*row[:4], name, cell == "yes") for row in body for name, cell in zip(head[4:], row[4:], strict=True)]  # type: ignore[misc]


def thing(kind: str, level: str, state: str) -> Thing:
    known = {"series": "gb-vnm", "commitment": "x", "round": "3", "side": "ours", "synthetic": False, "sensitivity": level, "state": state}
    return Thing(kind, {name: known[name] for name in dialogues.KINDS[kind]})


@pytest.mark.parametrize(("act", "kind", "level", "state", "who", "expected"), rows())
def test_the_rules_decide_as_the_table_does(act: str, kind: str, level: str, state: str, who: str, expected: bool) -> None:
    officer, purpose = WHO[who]
    asked = thing(kind, level, state)
    assert POLICY.decide(officer, act, asked, purpose, TODAY).allowed is expected
    assert holds(POLICY.scope(officer, act, kind, purpose, TODAY), asked.attributes) is expected


def test_no_step_is_anybody_s_on_an_errand_of_looking() -> None:
    for (act, kind), purpose in product(
        ((r.action, r.kind) for r in dialogues.RULES if r.action != "see" and r.kind in dialogues.KINDS), ("reading", "publication")
    ):
        assert not POLICY.decide(SECRETARY, act, thing(kind, "internal", "recorded"), purpose, TODAY).allowed


def test_what_officers_do_is_no_secret_that_a_refusal_tells() -> None:
    assert {"follow-up", "position", "brief"} <= CONCEALED and "dialogue" not in CONCEALED
    assert POLICY.decide(PUBLIC, "assign", thing("follow-up", "internal", "recorded"), "reading", TODAY).concealed


def test_the_database_opens_no_more_than_the_room() -> None:
    assert (reach(SECRETARY, TODAY), rooms(SECRETARY, TODAY)) == ("public", {"dialogue"})
    both = Officer("x", "", "BNG", (Grant(dialogues.SECRETARY), Grant("auditor")))
    assert (reach(both, TODAY), rooms(both, TODAY)) == ("public", frozenset()), "roles that exclude each other open nothing"
