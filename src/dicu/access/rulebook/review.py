"""The rules of the review of a plan: who sees, writes, sends, judges and publishes what."""

from dicu.access.conditions import All, Among, Is, Known, Mine, Not
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
    "plan": frozenset({"plan", "synthetic"}),
    "round": frozenset({"plan", "round"}),
    "obligation": frozenset({"plan", "round", "agency", "state"}),
    "report": frozenset({"plan", "round", "agency", "state", "submitted_by"}),
    "line": frozenset({"plan", "round", "agency", "task", "state", "submitted_by"}),
    "evidence": frozenset({"plan", "round", "agency", "digest", "state"}),
    "gap": frozenset({"plan", "round", "agency"}),
    "publication": frozenset({"plan", "round", "state", "built_by"}),
}
CONCEALED = frozenset({"obligation", "report", "line", "evidence", "gap", "publication"})

OPEN = Among("state", frozenset({"draft", "returned"}))
SENT = Among("state", frozenset({"submitted", "accepted", "returned"}))
BY_SOMEBODY_ELSE = All((Known("submitted_by"), Not(Is("submitted_by", "")), Not(Is("submitted_by", Mine("account")))))
"""Where nobody is known to have sent it, nobody is known to be another."""
BUILT_BY_ANOTHER = All((Known("built_by"), Not(Is("built_by", "")), Not(Is("built_by", Mine("account")))))
WAITING = Is("state", "submitted")
BUILT = Is("state", "built")
PUBLISHED = Is("state", "published")

_SEES_ROUNDS = T("A reporter sees which rounds there are.")
_SEES_OWN = T("A reporter sees what belongs to the own agency.")
_WRITES_REPORT = T("A reporter writes and sends the report of the own agency while it is a draft or was returned.")
_WRITES_LINE = T("A reporter writes lines of the own agency's report while it is a draft or was returned.")
_ATTACHES = T("A reporter attaches evidence to the own agency's report while it is a draft or was returned.")

FOR_REPORTERS = [
    *rules_of(REPORTER, "see", "round", {REPORTING, READING}, _SEES_ROUNDS, shared=True),
    *rules_of(REPORTER, "see", "obligation report line evidence gap", {REPORTING, READING}, _SEES_OWN, OWN),
    *rules_of(REPORTER, "write submit", "report", {REPORTING}, _WRITES_REPORT, All((OWN, OPEN))),
    *rules_of(REPORTER, "write", "line", {REPORTING}, _WRITES_LINE, All((OWN, OPEN))),
    *rules_of(REPORTER, "attach", "report line evidence", {REPORTING}, _ATTACHES, All((OWN, OPEN))),
]

_LOOKING = {COORDINATION, PUBLICATION, READING}
_OVERSEES = T("A coordinator sees rounds, who owes a report, gaps and publications.")
_SEES_SENT = T("A coordinator sees reports and lines once they were sent; a draft belongs to its agency alone.")
_SEES_EVIDENCE = T("A coordinator sees evidence once the report it belongs to was sent.")
_JUDGES = T("A coordinator accepts or returns what was sent, but never what the same person sent.")
_OPENS = T("A coordinator opens the rounds of a plan.")
_LOADS = T("A coordinator loads plans.")
_BUILDS = T("A coordinator builds the review.")
_PUBLISHES = T("A coordinator publishes a review that another one has built: two pairs of eyes before the country reads it.")

FOR_COORDINATORS = [
    *rules_of(COORDINATOR, "see", "round", _LOOKING, _OVERSEES, shared=True),
    *rules_of(COORDINATOR, "see", "obligation gap publication", _LOOKING, _OVERSEES),
    *rules_of(COORDINATOR, "see", "report line", _LOOKING, _SEES_SENT, SENT),
    *rules_of(COORDINATOR, "see", "evidence", _LOOKING, _SEES_EVIDENCE, SENT),
    *rules_of(COORDINATOR, "accept return", "report line", {COORDINATION}, _JUDGES, All((WAITING, BY_SOMEBODY_ELSE))),
    *rules_of(COORDINATOR, "open", "round", {COORDINATION}, _OPENS),
    *rules_of(COORDINATOR, "load", "plan", {COORDINATION}, _LOADS),
    *rules_of(COORDINATOR, "build", "publication", {COORDINATION, PUBLICATION}, _BUILDS),
    *rules_of(COORDINATOR, "publish", "publication", {PUBLICATION}, _PUBLISHES, All((BUILT, BUILT_BY_ANOTHER))),
]

_AUDITS = T("An auditor sees everything, for the purpose of audit, and changes nothing.")

FOR_AUDITORS = [
    *rules_of(AUDITOR, "see", "round", {AUDIT}, _AUDITS, shared=True),
    *rules_of(AUDITOR, "see", " ".join(sorted(KINDS.keys() - {"round"})), {AUDIT}, _AUDITS),
]

FOR_EVERYBODY = [
    *rules_of(EVERYBODY, "see", "plan", set(PURPOSES), T("Everybody sees the plans.")),
    *rules_of(EVERYBODY, "see", "publication", set(PURPOSES), T("Everybody sees what was published."), PUBLISHED),
]

RULES = (*FOR_REPORTERS, *FOR_COORDINATORS, *FOR_AUDITORS, *FOR_EVERYBODY)
