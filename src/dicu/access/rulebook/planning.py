"""The rules of what a plan is to become: its versions, and the priorities and solutions that come out of a review."""

from dicu.access.conditions import All, Among, Any, Is, Known, Mine, Not
from dicu.access.rulebook.words import (
    AUDIT,
    AUDITOR,
    COORDINATION,
    COORDINATOR,
    OWN,
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
    "version": frozenset({"plan", "synthetic", "state"}),
    "priority": frozenset({"plan", "round", "agency", "state", "agreed", "proposed_by"}),
}
CONCEALED = frozenset({"version", "priority"})

LOADED = Is("state", "loaded")
PROPOSED = Is("state", "proposed")
AGREED = Is("agreed", True)
ALIVE = Among("state", frozenset({"agreed", "planned", "carried"}))
BY_ANOTHER = All((Known("proposed_by"), Not(Is("proposed_by", "")), Not(Is("proposed_by", Mine("account")))))

_LOOKING = {COORDINATION, PUBLICATION, READING}
_LOADED = T("Everybody sees the versions of a plan that are or were in force.")
_VERSIONS = T("A coordinator sees every version, and proposes new ones.")
_AUDITS = T("An auditor sees everything, for the purpose of audit, and changes nothing.")
_SEES_OWN = T("A reporter sees what the own agency proposed, and what was agreed for all.")
_PROPOSES = T("A reporter proposes priorities and solutions for the own agency, and changes them until they are agreed.")
_COORDINATES = T("A coordinator sees, proposes, plans and carries priorities and solutions.")
_AGREES = T("A coordinator agrees to what somebody else has proposed.")
_DROPS = T("A coordinator drops a priority or solution, with a reason.")

RULES = (
    *rules_of(EVERYBODY, "see", "version", set(PURPOSES), _LOADED, LOADED),
    *rules_of(COORDINATOR, "see", "version", _LOOKING, _VERSIONS),
    *rules_of(COORDINATOR, "propose", "version", {COORDINATION}, _VERSIONS),
    *rules_of(AUDITOR, "see", "version priority", {AUDIT}, _AUDITS),
    *rules_of(REPORTER, "see", "priority", {REPORTING, READING}, _SEES_OWN, OWN),
    *rules_of(REPORTER, "see", "priority", {REPORTING, READING}, _SEES_OWN, AGREED, shared=True),
    *rules_of(REPORTER, "propose", "priority", {REPORTING}, _PROPOSES, All((OWN, PROPOSED))),
    *rules_of(REPORTER, "amend drop", "priority", {REPORTING}, _PROPOSES, All((OWN, PROPOSED))),
    *rules_of(COORDINATOR, "see", "priority", _LOOKING, _COORDINATES),
    *rules_of(COORDINATOR, "propose amend", "priority", {COORDINATION}, _COORDINATES, All((OWN, PROPOSED))),
    *rules_of(COORDINATOR, "agree", "priority", {COORDINATION}, _AGREES, All((PROPOSED, BY_ANOTHER))),
    *rules_of(COORDINATOR, "plan carry finish", "priority", {COORDINATION}, _COORDINATES, ALIVE),
    *rules_of(COORDINATOR, "drop", "priority", {COORDINATION}, _DROPS, Any((PROPOSED, ALIVE))),
)
