"""Who may do what with versions, priorities and solutions: the rulebook held against a table written by hand."""

from datetime import date
from itertools import product

import pytest

from dicu.access.model import PUBLIC, Grant, Officer, Thing
from dicu.access.rulebook import CONCEALED, POLICY, planning

TODAY = date(2026, 11, 24)
WHO = {
    "proposer": (Officer("lan", "", "BTP", (Grant("reporter", "BTP"),)), "reporting"),
    "colleague": (Officer("mai", "", "BTP", (Grant("reporter", "BTP"),)), "reporting"),
    "another agency": (Officer("hoa", "", "BYT", (Grant("reporter", "BYT"),)), "reporting"),
    "coordinator": (Officer("an", "", "BNG", (Grant("coordinator"),)), "coordination"),
    "the same, coordinating": (Officer("lan", "", "BTP", (Grant("coordinator"),)), "coordination"),
    "auditor": (Officer("uyen", "", "BCA", (Grant("auditor"),)), "audit"),
    "public": (PUBLIC, "reading"),
}
TABLE = """
act      kind      state     proposer colleague another-agency coordinator the-same,-coordinating auditor public

see      version   loaded    yes      yes       yes            yes         yes                    yes     yes
see      version   proposed  -        -         -              yes         yes                    yes     -
propose  version   proposed  -        -         -              yes         yes                    -       -
see      priority  proposed  yes      yes       -              yes         yes                    yes     -
see      priority  agreed    yes      yes       yes            yes         yes                    yes     -
see      priority  done      yes      yes       yes            yes         yes                    yes     -
propose  priority  proposed  yes      yes       -              -           yes                    -       -
amend    priority  proposed  yes      yes       -              -           yes                    -       -
amend    priority  agreed    -        -         -              -           -                      -       -
agree    priority  proposed  -        -         -              yes         -                      -       -
agree    priority  agreed    -        -         -              -           -                      -       -
plan     priority  proposed  -        -         -              -           -                      -       -
plan     priority  agreed    -        -         -              yes         yes                    -       -
plan     priority  carried   -        -         -              yes         yes                    -       -
carry    priority  planned   -        -         -              yes         yes                    -       -
finish   priority  planned   -        -         -              yes         yes                    -       -
finish   priority  done      -        -         -              -           -                      -       -
drop     priority  proposed  yes      yes       -              yes         yes                    -       -
drop     priority  agreed    -        -         -              yes         yes                    -       -
drop     priority  dropped   -        -         -              -           -                      -       -
"""
"""A priority of BTP that Lan proposed; `agreed` is what it is in every state after the first."""


def rows() -> list[tuple[str, str, str, str, bool]]:
    head, *body = [line.split() for line in TABLE.splitlines() if line.strip()]
    names = [name.replace("-", " ") for name in head[3:]]
    return [(*row[:3], name, cell == "yes") for row in body for name, cell in zip(names, row[3:], strict=True)]  # type: ignore[misc]


def thing(kind: str, state: str) -> Thing:
    facts = {"plan": "demo", "synthetic": False, "state": state}
    mine = {"plan": "demo", "round": "2025", "agency": "BTP", "state": state, "agreed": state != "proposed", "proposed_by": "lan"}
    return Thing(kind, facts if kind == "version" else mine)


@pytest.mark.parametrize(("act", "kind", "state", "who", "expected"), rows())
def test_the_rulebook_answers_as_the_table_does(act: str, kind: str, state: str, who: str, expected: bool) -> None:
    officer, purpose = WHO[who]
    decision = POLICY.decide(officer, act, thing(kind, state), purpose, TODAY)
    assert decision.allowed is expected
    sees = any(row == ("see", kind, state, who, True) for row in rows()) or (
        kind == "priority" and state in ("planned", "carried", "dropped")
    )
    if not decision.allowed and not sees and kind in CONCEALED:
        assert decision.concealed, "who may not see it is not told that it is there"


def test_every_action_and_kind_of_the_room_is_in_the_table() -> None:
    assert {(rule.action, rule.kind) for rule in planning.RULES} == {(act, kind) for act, kind, *_ in rows()}


@pytest.mark.parametrize(
    ("purpose", "act"), list(product(("reading", "publication", "audit"), ("agree", "plan", "carry", "finish", "drop", "propose")))
)
def test_a_step_is_taken_on_its_own_errand_only(purpose: str, act: str) -> None:
    states = ("proposed", "agreed", "planned")
    assert not any(POLICY.decide(WHO["coordinator"][0], act, thing("priority", s), purpose, TODAY).allowed for s in states)


def test_nobody_agrees_where_it_is_not_known_who_proposed() -> None:
    unknown = Thing("priority", {**thing("priority", "proposed").attributes, "proposed_by": ""})
    assert not POLICY.decide(WHO["coordinator"][0], "agree", unknown, "coordination", TODAY).allowed
