"""The rules of evidence that stand besides those of the report it belongs to: looking at it again, and the public claims that
stand for what may not be shown."""

from dicu.access.conditions import All, Is, Known, Mine, Not
from dicu.access.rulebook.words import (
    AUDIT,
    AUDITOR,
    COORDINATION,
    COORDINATOR,
    OWN,
    PUBLICATION,
    READING,
    REPORTER,
    REPORTING,
    rules_of,
)
from dicu.vocabulary.messages import T

KINDS = {"claim": frozenset({"plan", "round", "agency", "task", "state", "proposed_by"})}
CONCEALED = frozenset({"claim"})

PROPOSED_BY_ANOTHER = All(
    (Is("state", "proposed"), Known("proposed_by"), Not(Is("proposed_by", "")), Not(Is("proposed_by", Mine("account"))))
)

_CHECKS = T("A coordinator has evidence looked at again: whether files are whole, and whether web pages still stand.")
_SEES = T("A coordinator sees the public claims that stand for restricted evidence.")
_OWN = T("A reporter sees the public claims about the own agency’s lines.")
_PROPOSES = T("A coordinator proposes a public claim for restricted evidence, and takes one back.")
_APPROVES = T("A coordinator approves or refuses a public claim that another one has proposed.")
_AUDITS = T("An auditor sees everything, for the purpose of audit, and changes nothing.")

RULES = (
    *rules_of(COORDINATOR, "check", "plan", {COORDINATION}, _CHECKS),
    *rules_of(COORDINATOR, "see", "claim", {COORDINATION, PUBLICATION, READING}, _SEES),
    *rules_of(COORDINATOR, "propose withdraw", "claim", {COORDINATION}, _PROPOSES),
    *rules_of(COORDINATOR, "approve refuse", "claim", {COORDINATION}, _APPROVES, PROPOSED_BY_ANOTHER),
    *rules_of(REPORTER, "see", "claim", {REPORTING, READING}, _OWN, OWN),
    *rules_of(AUDITOR, "see", "claim", {AUDIT}, _AUDITS),
)
