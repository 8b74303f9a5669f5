"""The rules of recommendations: everybody reads what bodies recommended; what the country does about one is for its officers;
coordinators take sets in, say which recommendations say the same, answer them and link them with tasks."""

from dicu.access.conditions import Among, Not
from dicu.access.rulebook.words import (
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

KINDS = {
    "recommendation": frozenset({"set"}),
    "handling": frozenset({"set", "code", "state"}),
    "likeness": frozenset({"first", "second"}),
}
"""`handling`: what officers did about a recommendation; `likeness`: two that may say the same."""
CONCEALED = frozenset({"handling", "likeness"})

OVER = Among("state", frozenset({"restated", "closed"}))
_LOOKING = {COORDINATION, PUBLICATION, READING}
_PUBLIC = T("Everybody reads recommendations and the position that their document names.")
_OFFICERS = T("Reporters see how a recommendation is followed up.")
_COORDINATES = T("A coordinator takes recommendations in, answers them, links them with tasks and assesses them.")
_JUDGES = T("A coordinator says with a reason which recommendations say the same.")
_AUDITS = T("An auditor sees everything, for the purpose of audit, and changes nothing.")

RULES = (
    *rules_of(EVERYBODY, "see", "recommendation", set(PURPOSES), _PUBLIC),
    *rules_of(REPORTER, "see", "handling", {REPORTING, READING}, _OFFICERS, shared=True),
    *rules_of(COORDINATOR, "import", "recommendation", {COORDINATION}, _COORDINATES),
    *rules_of(COORDINATOR, "see", "handling", _LOOKING, _COORDINATES),
    *rules_of(COORDINATOR, "answer link start assess restate close", "handling", {COORDINATION}, _COORDINATES, Not(OVER)),
    *rules_of(COORDINATOR, "unlink", "handling", {COORDINATION}, _COORDINATES),
    *rules_of(COORDINATOR, "reopen", "handling", {COORDINATION}, _COORDINATES, OVER),
    *rules_of(COORDINATOR, "see", "likeness", _LOOKING, _JUDGES),
    *rules_of(COORDINATOR, "judge", "likeness", {COORDINATION}, _JUDGES),
    *rules_of(AUDITOR, "see", "handling likeness", {AUDIT}, _AUDITS),
)
