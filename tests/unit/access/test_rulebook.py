"""Who may do what in the review: the rulebook held against a table written by hand, case by case.

The table below is what officials agreed on; it knows nothing of how rules are written. Each officer is asked about each
thing, for each action and purpose, and the rulebook must answer as the table does: the decision, the scope of the list,
and whether a refusal may admit that the thing is there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import pytest

from dicu.access.conditions import holds
from dicu.access.model import PUBLIC, Absent, Decision, Forbidden, Grant, Officer, Thing
from dicu.access.policy import absent
from dicu.access.rulebook import CONCEALED, POLICY, PURPOSES, ledger, review
from dicu.vocabulary.messages import Refused

TODAY = date(2026, 11, 24)
YESTERDAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 25)

TABLE = """
action   kind         reporter        coordinator        auditor   everybody

see      plan         any             any                any       any
see      round        any             any                any       -
see      obligation   own             any                any       -
see      report       own             sent               any       -
see      line         own             sent               any       -
see      evidence     own             sent               any       -
see      gap          own             any                any       -
see      publication  published       any                any       published
see      ledger       -               -                  any       -
see      request      own             any                any       -
see      nil          own             sent               any       -

write    report       own+open        -                  -         -
write    line         own+open        -                  -         -
submit   report       own+open        -                  -         -
attach   report       own+open        -                  -         -
attach   line         own+open        -                  -         -
attach   evidence     own+open        -                  -         -

withdraw report       own+waiting     -                  -         -
withdraw nil          own+waiting     -                  -         -
ask      request      own             -                  -         -
answer   request      -               asked+not-asked    -         -
write    nil          own             -                  -         -
clear    nil          own+draft+not-written  -           -         -
clear    line         own+draft+not-written  -           -         -
answer   line         own+sent        -                  -         -
accept   nil          -               waiting+another's+not-written -  -
return   nil          -               standing+another's+not-written - -
pass     obligation   -               any                -         -

accept   report       -               waiting+another's  -         -
accept   line         -               waiting+another's+not-written -  -
return   report       -               waiting+another's  -         -
return   line         -               waiting+another's+not-written -  -
query    line         -               waiting+another's+not-written -  -
open     round        -               any                -         -
close    round        -               any                -         -
reopen   round        -               any                -         -
record   round        -               any                -         -
acknowledge gap       own             any                -         -
plan     gap          own             any                -         -
accept   gap          -               any                -         -
load     plan         -               any                -         -
build    publication  -               any                -         -
publish  publication  -               built+not-mine     -         -
"""
"""What is not in the table nobody may do. A cell's words must all be true of the thing; `-` is never.

own: of the reporter's agency; open: a draft, or returned; sent: submitted, returned or accepted; waiting: submitted;
standing: submitted or accepted;
another's: somebody is known to have sent it, and it was somebody else; not-mine: the same of who
built it; not-asked, not-written: of who asked for it, of who wrote it.
"""

ERRANDS = {
    ("reporter", "see"): {"reporting", "reading"},
    ("reporter", "write"): {"reporting"},
    ("reporter", "submit"): {"reporting"},
    ("reporter", "attach"): {"reporting"},
    ("reporter", "withdraw"): {"reporting"},
    ("reporter", "ask"): {"reporting"},
    ("reporter", "clear"): {"reporting"},
    ("coordinator", "answer"): {"coordination"},
    ("coordinator", "pass"): {"coordination"},
    ("coordinator", "see"): {"coordination", "publication", "reading"},
    ("coordinator", "accept"): {"coordination"},
    ("reporter", "acknowledge"): {"reporting"},
    ("reporter", "plan"): {"reporting"},
    ("coordinator", "acknowledge"): {"coordination"},
    ("coordinator", "plan"): {"coordination"},
    ("coordinator", "record"): {"coordination"},
    ("coordinator", "return"): {"coordination"},
    ("reporter", "answer"): {"reporting"},
    ("coordinator", "query"): {"coordination"},
    ("coordinator", "close"): {"coordination"},
    ("coordinator", "reopen"): {"coordination"},
    ("coordinator", "open"): {"coordination"},
    ("coordinator", "load"): {"coordination"},
    ("coordinator", "build"): {"coordination", "publication"},
    ("coordinator", "publish"): {"publication"},
    ("auditor", "see"): {"audit"},
    ("everybody", "see"): set(PURPOSES),
}
"""For which purposes a role may use its cells."""

AUDITED = tuple(rule for rule in ledger.RULES if rule.role == "auditor")
"""The trail is the auditor's part of the review; who keeps the ledger in order is another's table."""

ACTIONS = ("see", "write", "submit", "attach", "accept", "return", "open", "load", "build", "publish", "withdraw", "ask", "answer",
           "clear", "query", "close", "reopen", "record", "acknowledge", "plan", "pass", "delete", "")  # fmt: skip

OFFICERS = {
    "the public": (PUBLIC, {}),
    "signed in, no grant": (Officer("lan", "", "BTP"), {}),
    "reporter of BTP": (Officer("lan", "", "BTP", (Grant("reporter", "BTP"),)), {"reporter": "BTP"}),
    "reporter of the own agency": (Officer("lan", "", "BTP", (Grant("reporter"),)), {"reporter": "BTP, unlimited"}),
    "reporter lent to BTP": (Officer("lan", "", "BNG", (Grant("reporter", "BTP"),)), {"reporter": "BTP"}),
    "reporter of no agency": (Officer("lan", "", "", (Grant("reporter"),)), {"reporter": "nobody's, unlimited"}),
    "coordinator": (Officer("lan", "", "BTP", (Grant("coordinator"),)), {"coordinator": "BTP, unlimited"}),
    "coordinator of no agency": (Officer("lan", "", "", (Grant("coordinator"),)), {"coordinator": "nobody's, unlimited"}),
    "coordinator for BTP alone": (Officer("lan", "", "BNG", (Grant("coordinator", "BTP"),)), {"coordinator": "BTP"}),
    "auditor": (Officer("lan", "", "BTP", (Grant("auditor"),)), {"auditor": "BTP, unlimited"}),
    "auditor of BTP alone": (Officer("lan", "", "BNG", (Grant("auditor", "BTP"),)), {"auditor": "BTP"}),
    "reporter and coordinator": (
        Officer("lan", "", "BTP", (Grant("reporter", "BTP"), Grant("coordinator"))),
        {"reporter": "BTP", "coordinator": "BTP, unlimited"},
    ),
    "reporter and auditor, which exclude each other": (Officer("lan", "", "BTP", (Grant("reporter", "BTP"), Grant("auditor"))), {}),
    "coordinator and auditor, which exclude each other": (Officer("lan", "", "BTP", (Grant("coordinator", "BCA"), Grant("auditor"))), {}),
    "reporter for one agency and auditor of another": (
        Officer("lan", "", "BNG", (Grant("reporter", "BTP"), Grant("auditor", "BCA"))),
        {"reporter": "BTP", "auditor": "BCA"},
    ),
    "administrator": (Officer("lan", "", "BTP", (Grant("administrator"),)), {}),
    "reporter until yesterday": (Officer("lan", "", "BTP", (Grant("reporter", "BTP", until=YESTERDAY),)), {}),
    "reporter from tomorrow": (Officer("lan", "", "BTP", (Grant("reporter", "BTP", since=TOMORROW),)), {}),
    "reporter on the last day": (Officer("lan", "", "BTP", (Grant("reporter", "BTP", until=TODAY),)), {"reporter": "BTP"}),
    "coordinator until yesterday": (Officer("lan", "", "BTP", (Grant("coordinator", until=YESTERDAY),)), {}),
    "auditor until yesterday": (Officer("lan", "", "BTP", (Grant("auditor", until=YESTERDAY),)), {}),
    "of a role that nobody knows": (Officer("lan", "", "BTP", (Grant("minister"),)), {}),
    "with grants but no account": (Officer("", "", "BTP", (Grant("reporter", "BTP"), Grant("coordinator"), Grant("auditor"))), {}),
}
"""Each officer, and the roles that they have today: the agency that the role works for, and whether it is limited to it."""

AGENCY = {"agency": ("BTP", "BCA", "")}
REPORT_STATE = {"state": ("draft", "submitted", "returned", "accepted")}
BY = {"submitted_by": ("lan", "minh", "", None)}
SHAPES: dict[str, dict[str, tuple[object, ...]]] = {
    "plan": {"plan": ("demo",), "synthetic": (True, False)},
    "round": {"plan": ("demo",), "round": ("2025",)},
    "obligation": AGENCY | REPORT_STATE,
    "report": AGENCY | REPORT_STATE | BY,
    "line": AGENCY | REPORT_STATE | BY | {"task": ("1.1",), "author": ("lan", "minh", "")},
    "evidence": AGENCY | REPORT_STATE,
    "request": AGENCY | {"state": ("asked", "granted"), "asked_by": ("lan", "minh", "", None)},
    "nil": AGENCY | REPORT_STATE | BY | {"author": ("lan", "minh", "")},
    "gap": AGENCY,
    "publication": {"plan": ("demo",), "round": ("2025",), "state": ("draft", "built", "published", ""), "built_by": ("lan", "minh", "")},
    "ledger": {"authority": ("BTP", "BCA", "")},
    "case": AGENCY | REPORT_STATE,  # a kind that the rulebook does not know
}
"""The things that are asked about: every combination of what matters of them."""


@dataclass(frozen=True)
class Case:
    action: str
    thing: Thing
    purpose: str


def table() -> dict[tuple[str, str], dict[str, set[str]]]:
    """(action, kind) → role → the words of its cell."""
    head, *rows = [line.split() for line in TABLE.splitlines() if line.strip()]
    return {(row[0], row[1]): {role: set(cell.split("+")) for role, cell in zip(head[2:], row[2:], strict=True)} for row in rows}


CELLS = table()


def _not(attribute: str) -> Callable[[Any, str], bool]:
    return lambda has, _: has(attribute) not in ("lan", "", None)


def _stands(*states: str) -> Callable[[Any, str], bool]:
    return lambda has, _: has("state") in states


WORDS: dict[str, Callable[[Any, str], bool]] = {
    "any": lambda has, agency: True,
    "-": lambda has, agency: False,
    "own": lambda has, agency: bool(agency) and has("agency") == agency,
    "open": _stands("draft", "returned"),
    "sent": _stands("submitted", "returned", "accepted"),
    "waiting": _stands("submitted"),
    "standing": _stands("submitted", "accepted"),
    "another's": _not("submitted_by"),
    "built": _stands("built"),
    "draft": _stands("draft"),
    "asked": _stands("asked"),
    "not-asked": _not("asked_by"),
    "not-written": _not("author"),
    "not-mine": _not("built_by"),
    "published": _stands("published"),
}


def word_is_true(word: str, thing: Thing, agency: str) -> bool:
    return WORDS[word](thing.attributes.get, agency)


def reached(place: str, case: Case) -> bool:
    """A grant for one agency reaches that agency's things, and of what belongs to no agency only the list of rounds."""
    agency, _, unlimited = place.partition(", ")
    owner = case.thing.attributes.get("agency", case.thing.attributes.get("authority"))
    return bool(unlimited) or owner == agency or (case.action, case.thing.kind) == ("see", "round")


def expected(roles: dict[str, str], case: Case) -> bool:
    """What the table says."""
    cells = CELLS.get((case.action, case.thing.kind), {})
    for role, place in (roles | {"everybody": ", unlimited"}).items():
        agency = place.partition(", ")[0].replace("nobody's", "")
        fits = all(word_is_true(word, case.thing, agency) for word in cells.get(role, {"-"}))
        if fits and case.purpose in ERRANDS.get((role, case.action), set()) and reached(place, case):
            return True
    return False


def things(kind: str) -> Iterator[Thing]:
    names = SHAPES[kind]
    for values in product(*names.values()):
        yield Thing(kind, {name: value for name, value in zip(names, values, strict=True) if value is not None})


def cases(kind: str) -> Iterator[Case]:
    for action, thing, purpose in product(ACTIONS, things(kind), sorted(PURPOSES | {"curiosity"})):
        yield Case(action, thing, purpose)


def decided(who: Officer, case: Case) -> Decision:
    return POLICY.decide(who, case.action, case.thing, case.purpose, TODAY)


everyone = pytest.mark.parametrize("officer", OFFICERS)
everything = pytest.mark.parametrize("kind", SHAPES)


@everything
@everyone
def test_the_rulebook_decides_as_the_table_does(officer: str, kind: str) -> None:
    who, roles = OFFICERS[officer]
    assert [case for case in cases(kind) if decided(who, case).allowed is not expected(roles, case)] == []


@everything
@everyone
def test_a_list_holds_what_the_table_allows(officer: str, kind: str) -> None:
    who, roles = OFFICERS[officer]
    for action, purpose in product(ACTIONS, PURPOSES):
        scope = POLICY.scope(who, action, kind, purpose, TODAY)
        for thing in things(kind):
            assert holds(scope, thing.attributes) is expected(roles, Case(action, thing, purpose))


@everything
@everyone
def test_a_refusal_admits_a_thing_only_to_who_may_see_it_on_some_errand(officer: str, kind: str) -> None:
    """Else it is refused exactly as what is not there: the same kind of refusal, the same words, the same place."""
    who, roles = OFFICERS[officer]
    nothing = absent()
    for thing in things(kind):
        visible = any(expected(roles, Case("see", thing, purpose)) for purpose in PURPOSES)
        for action, purpose in product(ACTIONS, ("reporting", "coordination", "curiosity")):
            if expected(roles, Case(action, thing, purpose)):
                continue
            with pytest.raises(Refused) as refused:
                POLICY.check(who, action, thing, purpose, TODAY)
            if kind in CONCEALED and not visible:
                assert (type(refused.value), refused.value.message, refused.value.where) == (Absent, nothing.message, nothing.where)
            else:
                assert type(refused.value) is Forbidden


def test_the_table_and_the_rulebook_speak_of_the_same() -> None:
    """No rule without its row, no row without its rule: a new right needs a line here."""
    ruled = {(rule.action, rule.kind, rule.role.replace("public", "everybody")) for rule in (*review.RULES, *AUDITED)}
    tabled = {(*row, role) for row, cells in CELLS.items() for role, cell in cells.items() if cell != {"-"}}
    through_everybody = {("see", "plan", "reporter"), ("see", "plan", "coordinator"), ("see", "publication", "reporter")}
    assert ruled == tabled - through_everybody
    assert {rule.role for rule in review.RULES} == {"reporter", "coordinator", "auditor", "public"}
    assert set(SHAPES) - {"case"} == set(review.KINDS) | {"ledger"}
