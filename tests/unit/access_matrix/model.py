"""The reference model: who may do what, written down from what officials agreed on, knowing nothing of how the house decides.

A step is a chain of acts on things: "see the report, then write its line". The first act that fails gives the answer:

- **in**: every act of the chain is allowed; what the form then says is another matter
- **told**: refused, and told why
- **absent**: the same as if there were nothing there
- **sign in**: somebody who has not signed in is asked to (pages only)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

IN, TOLD, ABSENT, SIGN_IN = "in", "told", "absent", "sign in"
PURPOSES = ("reporting", "coordination", "audit", "publication", "reading", "administration", "support", "enforcement", "consular")

TABLE = """
act        thing        reporter   coordinator   auditor  administrator  everybody

see        plan         any        any           any      any            any
see        round        any        any           any      -              -
see        obligation   own        any           any      -              -
see        report       own        sent          any      -              -
see        line         own        sent          any      -              -
see        file         own        any           any      -              -
see        draft        own        -             -        -              -
see        publication  published  any           any      published      published
see        request      own        any           any      -              -
see        nil          own        sent          any      -              -
see        version      loaded     any           any      loaded         loaded
see        priority     own        any           any      -              -
see        gap          own        any           any      -              -
see        dialogue     any        any           any      any            any
see        follow-up    any        any           any      -              -
see        policies     any        any           any      any            any
see        policy       any        any           any      any            any
see        proposal     -          any           any      -              -
see        position     -          any           any      -              -
see        brief        -          any           any      -              -
see        recommendation any      any           any      any            any
see        handling     any        any           any      -              -
see        likeness     -          any           any      -              -
see        ledger       -          -             any      -              -
see        account      -          -             -        any            -
see        opening      own        -             any      -              mine
see        reminder     -          any           any      -              -
see        trace        own        -             any      -              -
search     reading      -          -             any      -              -

submit     report       own        -             -        -              -
write      report       own        -             -        -              -
withdraw   report       own        -             -        -              -
ask        request      own        -             -        -              -
answer     request      -          any           -        -              -
write      nil          own        -             -        -              -
clear      nil          own        -             -        -              -
answer     line         own        -             -        -              -
close      round        -          any           -        -              -
withdraw   nil          own        -             -        -              -
accept     nil          -          any           -        -              -
pass       obligation   -          any           -        -              -
see        claim        own        any           any      -              -
propose    claim        -          any           -        -              -
approve    claim        -          any           -        -              -
check      plan         -          any           -        -              -
write      line         own        -             -        -              -
accept     line         -          sent          -        -              -
open       round        -          any           -        -              -
load       plan         -          any           -        -              -
propose    version      -          any           -        -              -
propose    priority     own        -             -        -              -
agree      priority     -          proposed      -        -              -
acknowledge gap         own        any           -        -              -
accept     gap          -          any           -        -              -
record     round        -          any           -        -              -
import     register     -          any           -        -              -
decide     register     -          any           -        -              -
plan       priority     -          any           -        -              -
drop       priority     own        any           -        -              -
build      publication  -          any           -        -              -
load       dialogue     -          any           -        -              -
record     follow-up    -          any           -        -              -
load       policies     -          any           -        -              -
propose    proposal     -          any           -        -              -
verify     policy       -          any           -        -              -
assign     follow-up    -          any           -        -              -
record     position     -          any           -        -              -
build      brief        -          any           -        -              -
import     recommendation -        any           -        -              -
answer     handling     -          any           -        -              -
judge      likeness     -          any           -        -              -
publish    publication  -          another's     -        -              -
grant      account      -          -             -        another        -
close      account      -          -             -        another        -
issue      account      -          -             -        service        myself
admit      account      -          -             -        person         -
open       emergency    -          any           any      -              -
end        opening      own        -             -        -              mine
"""
ERRANDS: Mapping[str, Mapping[str, set[str]]] = {
    "reporter": {"see": {"reporting", "reading"}, "see draft": {"reporting"}, "": {"reporting"}},
    "coordinator": {
        "see": {"coordination", "publication", "reading"},
        "see reminder": {"coordination", "reading"},
        "publish": {"publication"},
        "build": {"coordination", "publication"},
        "": {"coordination"},
    },
    "auditor": {"": {"audit"}},
    "administrator": {"": {"administration"}},
    "everybody": {"": set(PURPOSES)},
}
"""Role → act, or act on one kind → for which purposes; "" for every other act."""

HIDDEN = {
    "request",
    "nil",
    "obligation",
    "report",
    "line",
    "file",
    "draft",
    "publication",
    "opening",
    "reminder",
    "trace",
    "version",
    "priority",
    "gap",
    "follow-up",
    "policy",
    "proposal",
    "position",
    "brief",
    "handling",
    "likeness",
    "claim",
}
"""Of these nobody learns that there is one, unless they may see it on some errand."""
LISTED = HIDDEN - {"report", "reminder", "likeness", "claim"}
"""These are looked for within what one may see on the errand one is on: on the wrong one, there is nothing."""
SHARED = {("see", "round"), ("open", "emergency"), ("see", "reminder")}
"""What a role for one agency reaches although it belongs to no agency."""
SHARED_OF = {("reporter", "see", "follow-up"), ("reporter", "see", "handling")}
"""The same, for one role."""


@dataclass(frozen=True)
class Who:
    """Role → the agency it is for, or "" where it is for all; a reporter's is always one. `opened`: agencies whose reports
    they opened in an emergency."""

    name: str
    roles: Mapping[str, str]
    opened: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        return self.name != "public"


@dataclass(frozen=True)
class Thing:
    kind: str
    there: bool = True
    agency: str = ""
    state: str = ""
    by: str = ""  # who built it, who opened it
    name: str = ""  # an account's
    service: bool = False


@dataclass(frozen=True)
class Act:
    act: str
    thing: Thing
    sign_in: bool = False  # the page asks for a sign-in before anything else
    purpose: str = ""  # the errand of this act, where it is another one than the page's


def outcome(who: Who, chain: Sequence[Act], purpose: str) -> str:
    for act in chain:
        if act.sign_in and not who.known:
            return SIGN_IN
        found = _one(who, act.act, act.thing, act.purpose or purpose)
        if found != IN:
            return found
    return IN


def _one(who: Who, act: str, thing: Thing, purpose: str) -> str:
    if act == "sign in":
        return IN
    hidden = thing.kind in HIDDEN and not any(_may(who, "see", thing, errand) for errand in PURPOSES)
    if not thing.there:
        return ABSENT
    if _may(who, act, thing, purpose):
        return IN
    listed = act == "see" and thing.kind in LISTED
    return ABSENT if hidden or listed else TOLD


def _may(who: Who, act: str, thing: Thing, purpose: str) -> bool:
    if thing.kind in ("obligation", "report", "line", "file", "draft") and act == "see" and thing.agency in who.opened:
        return True
    cells = CELLS.get((act, thing.kind), {})
    roles = {**who.roles, "everybody": ""}
    return any(
        purpose in _errands(role, act, thing.kind) and _reached(role, where, act, thing) and _fits(cells.get(role, "-"), who, where, thing)
        for role, where in roles.items()
    )


def _errands(role: str, act: str, kind: str) -> set[str]:
    errands = ERRANDS[role]
    return errands.get(f"{act} {kind}", errands.get(act, errands[""]))


def _reached(role: str, where: str, act: str, thing: Thing) -> bool:
    """A role for one agency reaches that agency's things; the public part of the house belongs to everybody."""
    return not where or thing.agency == where or (act, thing.kind) in SHARED or (role, act, thing.kind) in SHARED_OF


def _fits(word: str, who: Who, where: str, thing: Thing) -> bool:
    return {
        "any": True,
        "-": False,
        "own": bool(where) and thing.agency == where,
        "sent": thing.state in ("submitted", "returned", "accepted"),
        "published": thing.state == "published",
        "loaded": thing.state == "loaded",
        "proposed": thing.state == "proposed" and thing.by not in ("", who.name),
        "another's": thing.state == "built" and thing.by not in ("", who.name),
        "another": thing.name != who.name,
        "person": not thing.service and thing.name != who.name,
        "service": thing.service and thing.name != who.name,
        "myself": who.known and thing.name == who.name,
        "mine": who.known and thing.by == who.name,
    }[word]


def _cells() -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    head, *rows = [line.split() for line in TABLE.splitlines() if line.strip()]
    for row in rows:
        yield (row[0], row[1]), dict(zip(head[2:], row[2:], strict=True))


CELLS = dict(_cells())
