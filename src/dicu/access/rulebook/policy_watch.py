"""The rules of policy watch: everybody reads what is published; proposals are for who watches policy, coordinators and auditors."""

from dicu.access.conditions import Is
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
    rules_of,
)
from dicu.access.rules import EVERYBODY
from dicu.vocabulary.messages import T

WATCHER = "policy-watcher"
ROOM = "policy"
"""The first part of the names of the streams that who watches policy works in."""

KINDS = {
    "policy-register": frozenset({"register", "synthetic"}),
    "policy": frozenset({"register", "entry", "published"}),
}
CONCEALED = frozenset({"policy"})

PUBLISHED = Is("published", True)
STEPS = "propose verify correct withdraw"

_PUBLIC = T("Everybody sees changes of law and legal routes that are published, with whether somebody has checked them.")
_RUNS = T("Who watches policy, and coordinators, propose, check, correct and withdraw entries.")
_LOADS = T("Who watches policy, and coordinators, load policy registers.")
_TODOS = T("Who watches policy sees and does what they have to do.")
_AUDITS = T("An auditor sees everything, for the purpose of audit, and changes nothing.")
_LOOKING = {COORDINATION, PUBLICATION, READING}


def _of(role: str) -> list:  # type: ignore[type-arg]
    return [
        *rules_of(role, "load", "policy-register", {COORDINATION}, _LOADS),
        *rules_of(role, "see", "policy", _LOOKING, _RUNS),
        *rules_of(role, STEPS, "policy", {COORDINATION}, _RUNS),
    ]


RULES = (
    *rules_of(EVERYBODY, "see", "policy-register", set(PURPOSES), _PUBLIC),
    *rules_of(EVERYBODY, "see", "policy", set(PURPOSES), _PUBLIC, PUBLISHED),
    *_of(WATCHER),
    *_of(COORDINATOR),
    *rules_of(AUDITOR, "see", "policy", {AUDIT}, _AUDITS),
    *rules_of(WATCHER, "see do", "todo", {COORDINATION, READING}, _TODOS, Is("role", WATCHER)),
)

APART = (
    Incompatible(AUDITOR, WATCHER, T("Who audits policy watch does not run it: nobody audits the own decisions.")),
    Incompatible(ADMINISTRATOR, WATCHER, T("Who gives roles has no other: nobody gives rights over things they work with themselves.")),
)
