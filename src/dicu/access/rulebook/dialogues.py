"""The rules of bilateral dialogues: everybody reads what public sources tell; what officers do about a promise is for officers;
what is restricted, what one's own side holds, and briefs are for the secretariat and the coordinators."""

from dicu.access.conditions import Among, Is, Not
from dicu.access.holding import Incompatible
from dicu.access.rulebook.words import (
    ADMINISTRATOR,
    AUDIT,
    AUDITOR,
    COORDINATION,
    COORDINATOR,
    PUBLICATION,
    PURPOSES,
    READING,
    REPORTER,
    REPORTING,
    rules_of,
)
from dicu.access.rules import EVERYBODY
from dicu.vocabulary.messages import T

SECRETARY = "dialogue-secretary"
ROOM = "dialogue"
"""The first part of the names of the streams that the secretariat works in."""

KINDS = {
    "dialogue": frozenset({"series", "synthetic"}),
    "follow-up": frozenset({"series", "commitment", "sensitivity", "state"}),
    "position": frozenset({"series", "round", "sensitivity"}),
    "brief": frozenset({"series", "round", "side"}),
}
"""`follow-up`: what officers recorded about a commitment."""
CONCEALED = frozenset({"follow-up", "position", "brief"})

OPEN = Among("sensitivity", frozenset({"public", "internal"}))
ALIVE = Not(Among("state", frozenset({"fulfilled", "restated", "lapsed"})))
STEPS = "record assign start report confirm carry restate lapse"

_PUBLIC = T("Everybody sees what public sources tell of a dialogue.")
_OFFICERS = T("Reporters see how a commitment is followed up, unless it is restricted.")
_RUNS = T("The dialogue secretariat and coordinators follow commitments up, see what is restricted, and hold positions.")
_LOADS = T("The dialogue secretariat and coordinators load dialogue series.")
_BRIEFS = T("The dialogue secretariat and coordinators build and see briefs.")
_TODOS = T("The dialogue secretariat sees and does what it has to do.")
_AUDITS = T("An auditor sees everything, for the purpose of audit, and changes nothing.")
_LOOKING = {COORDINATION, PUBLICATION, READING}


def _of(role: str) -> list:  # type: ignore[type-arg]
    return [
        *rules_of(role, "load", "dialogue", {COORDINATION}, _LOADS),
        *rules_of(role, "see", "follow-up position brief", _LOOKING, _RUNS),
        *rules_of(role, STEPS, "follow-up", {COORDINATION}, _RUNS, ALIVE),
        *rules_of(role, "link unlink", "follow-up", {COORDINATION}, _RUNS),
        *rules_of(role, "record", "position", {COORDINATION}, _RUNS, Not(Is("sensitivity", "public"))),
        *rules_of(role, "build", "brief", {COORDINATION}, _BRIEFS),
    ]


RULES = (
    *rules_of(EVERYBODY, "see", "dialogue", set(PURPOSES), _PUBLIC),
    *rules_of(REPORTER, "see", "follow-up", {REPORTING, READING}, _OFFICERS, OPEN, shared=True),
    *_of(SECRETARY),
    *_of(COORDINATOR),
    *rules_of(AUDITOR, "see", "follow-up position brief", {AUDIT}, _AUDITS),
    *rules_of(SECRETARY, "see do", "todo", {COORDINATION, READING}, _TODOS, Is("role", SECRETARY)),
)

APART = (
    Incompatible(AUDITOR, SECRETARY, T("Who audits a dialogue does not run one: nobody audits the own decisions.")),
    Incompatible(ADMINISTRATOR, SECRETARY, T("Who gives roles has no other: nobody gives rights over things they work with themselves.")),
)
