"""Who may do what to accounts and openings: the rulebook held against a table written by hand."""

from datetime import date
from itertools import product

import pytest

from dicu.access.conditions import holds
from dicu.access.model import PUBLIC, Grant, Officer, Thing
from dicu.access.rulebook import CONCEALED, POLICY, PURPOSES, administration
from dicu.access.rules import EVERYBODY

TODAY = date(2026, 11, 24)
OFFICERS = {
    "nobody": PUBLIC,
    "signed in": Officer("lan", "", "BTP"),
    "administrator": Officer("lan", "", "BTP", (Grant("administrator"),)),
    "administrator of BTP": Officer("lan", "", "BTP", (Grant("administrator", "BTP"),)),
    "reporter": Officer("lan", "", "BTP", (Grant("reporter", "BTP"),)),
    "coordinator": Officer("lan", "", "BTP", (Grant("coordinator"),)),
    "coordinator of BTP": Officer("lan", "", "BTP", (Grant("coordinator", "BTP"),)),
    "auditor": Officer("lan", "", "BTP", (Grant("auditor"),)),
    "auditor of BTP": Officer("lan", "", "BTP", (Grant("auditor", "BTP"),)),
    "administrator and auditor": Officer("lan", "", "BTP", (Grant("administrator"), Grant("auditor"))),
}
ACTIONS = ("see", "open", "close", "reopen", "grant", "end", "issue", "revoke", "invite", "link", "unlink", "make", "")


def may(who: str, action: str, thing: Thing, purpose: str) -> bool:
    """The table. An administrator acts on others' accounts, everybody on the own tokens and openings."""
    a = thing.attributes
    signed_in = who != "nobody"
    if thing.kind == "account":
        own = signed_in and a["username"] == "lan"
        if own and purpose in PURPOSES and (action == "revoke" or (action == "issue" and not a["service"])):
            return True
        if who != "administrator" or purpose != "administration":
            return False
        person, program = not a["service"] and not own, bool(a["service"]) and not own
        return {
            "see": True, "open": True, "close": not own, "reopen": not own, "grant": not own, "end": not own,
            "invite": person, "link": person, "unlink": person, "issue": program, "revoke": program,
        }.get(action, False)  # fmt: skip
    if thing.kind == "emergency":
        errand = {"coordinator": "coordination", "auditor": "audit"}.get(who.split(maxsplit=1)[0])
        return errand == purpose and action == "open" and a["what"] == "report"
    if action not in ("see", "end") or purpose not in PURPOSES:
        return False
    if signed_in and a["account"] == "lan":
        return True
    if who == "reporter" and a["agency"] == "BTP":
        return purpose == "reporting" or (action == "see" and purpose == "reading")
    if who in ("auditor", "auditor of BTP") and (who == "auditor" or a["agency"] == "BTP"):
        return action == "see" and purpose == "audit"
    return False


THINGS = [
    *(Thing("account", {"username": name, "service": service}) for name, service in product(("lan", "minh"), (True, False))),
    *(Thing("emergency", {"what": what}) for what in ("report", "person", "")),
    *(Thing("opening", {"what": "report", "agency": a, "account": b}) for a, b in product(("BTP", "BCA", ""), ("lan", "minh"))),
]


@pytest.mark.parametrize("who", OFFICERS)
def test_the_rulebook_decides_as_the_table_does(who: str) -> None:
    officer, wrong = OFFICERS[who], []
    for action, thing, purpose in product(ACTIONS, THINGS, sorted(PURPOSES | {"curiosity"})):
        decided = POLICY.decide(officer, action, thing, purpose, TODAY).allowed
        scoped = holds(POLICY.scope(officer, action, thing.kind, purpose, TODAY), thing.attributes)
        if not decided is scoped is may(who, action, thing, purpose):
            wrong.append((action, thing, purpose, decided, scoped))
    assert wrong == []


def test_the_table_speaks_of_every_kind_and_action_of_the_room() -> None:
    assert {thing.kind for thing in THINGS} == set(administration.KINDS)
    assert {rule.action for rule in administration.RULES} <= set(ACTIONS)
    assert administration.CONCEALED == {"opening"} <= CONCEALED


def test_an_administrator_sees_nothing_else_of_the_house() -> None:
    """Beyond what everybody sees, and what keeps the house running without showing anything of it."""
    looking = {(rule.action, rule.kind) for rule in POLICY.rules if rule.role == "administrator"}
    seen = {kind for action, kind in looking if action in ("see", "open", "trace", "search")}
    assert seen <= {"account", "todo", "copies", "webhook", "token", "health"}
    everybody = {rule.kind for rule in POLICY.rules if rule.role == EVERYBODY and rule.action == "see"}
    assert not seen & {"report", "line", "evidence", "person", "ledger", "reading", "opening"} - everybody
