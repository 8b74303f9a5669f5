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
    "line": frozenset({"plan", "round", "agency", "task", "state", "submitted_by", "author"}),
    "evidence": frozenset({"plan", "round", "agency", "digest", "state", "classification"}),
    "request": frozenset({"plan", "round", "agency", "state", "asked_by"}),
    "nil": frozenset({"plan", "round", "agency", "state", "author", "submitted_by"}),
    "gap": frozenset({"plan", "round", "agency", "owner"}),
    "publication": frozenset({"plan", "round", "state", "built_by"}),
}
CONCEALED = frozenset({"obligation", "report", "line", "evidence", "gap", "publication", "request", "nil"})

OPEN = Among("state", frozenset({"draft", "returned"}))
SENT = Among("state", frozenset({"submitted", "accepted", "returned"}))
BY_SOMEBODY_ELSE = All((Known("submitted_by"), Not(Is("submitted_by", "")), Not(Is("submitted_by", Mine("account")))))
"""Where nobody is known to have sent it, nobody is known to be another."""
BUILT_BY_ANOTHER = All((Known("built_by"), Not(Is("built_by", "")), Not(Is("built_by", Mine("account")))))
ASKED_BY_ANOTHER = All((Known("asked_by"), Not(Is("asked_by", "")), Not(Is("asked_by", Mine("account")))))
WRITTEN_BY_ANOTHER = All((Known("author"), Not(Is("author", "")), Not(Is("author", Mine("account")))))
WAITING = Is("state", "submitted")
STANDING = Among("state", frozenset({"submitted", "accepted"}))
BUILT = Is("state", "built")
PUBLISHED = Is("state", "published")

_SEES_ROUNDS = T("A reporter sees which rounds there are.")
_SEES_OWN = T("A reporter sees what belongs to the own agency.")
_WRITES_REPORT = T("A reporter writes and sends the report of the own agency while it is a draft or was returned.")
_WRITES_LINE = T("A reporter writes lines of the own agency's report while it is a draft or was returned.")
_ATTACHES = T("A reporter attaches evidence to the own agency's report while it is a draft or was returned.")
_WITHDRAWS = T("A reporter withdraws what the own agency sent, before anything of it was judged.")
_ASKS = T("A reporter asks for more time, or to be freed of the report, for the own agency.")
_SEES_DUTY = T("A reporter sees what the own agency asked for and what was answered.")
_WRITES_NIL = T("A reporter writes the nil return of the own agency.")
_CLEARS = T(
    "What an agency sends is cleared by another of its reporters than the one who wrote it."
    " Where there is nobody else, an administrator gives the role to a second person."
)
_HAS_GAP = T("A reporter sees the gaps that are planned for the own agency.")
_FOLLOWS_GAP = T("A reporter takes note of gaps of the own agency, and plans how they are closed.")
_ANSWERS_QUERIES = T("A reporter answers questions on the own agency’s lines.")

FOR_REPORTERS = [
    *rules_of(REPORTER, "see", "round", {REPORTING, READING}, _SEES_ROUNDS, shared=True),
    *rules_of(REPORTER, "see", "obligation report line evidence gap", {REPORTING, READING}, _SEES_OWN, OWN),
    *rules_of(REPORTER, "write submit", "report", {REPORTING}, _WRITES_REPORT, All((OWN, OPEN))),
    *rules_of(REPORTER, "write", "line", {REPORTING}, _WRITES_LINE, All((OWN, OPEN))),
    *rules_of(REPORTER, "attach", "report line evidence", {REPORTING}, _ATTACHES, All((OWN, OPEN))),
    *rules_of(REPORTER, "withdraw", "report nil", {REPORTING}, _WITHDRAWS, All((OWN, Is("state", "submitted")))),
    *rules_of(REPORTER, "see", "request nil", {REPORTING, READING}, _SEES_DUTY, OWN),
    *rules_of(REPORTER, "ask", "request", {REPORTING}, _ASKS, OWN),
    *rules_of(REPORTER, "write", "nil", {REPORTING}, _WRITES_NIL, OWN),
    *rules_of(REPORTER, "clear", "line nil", {REPORTING}, _CLEARS, All((OWN, Is("state", "draft"), WRITTEN_BY_ANOTHER))),
    *rules_of(REPORTER, "answer", "line", {REPORTING}, _ANSWERS_QUERIES, All((OWN, SENT))),
    *rules_of(REPORTER, "see", "gap", {REPORTING, READING}, _HAS_GAP, Is("owner", Mine("agency")), shared=True),
    *rules_of(REPORTER, "acknowledge plan", "gap", {REPORTING}, _FOLLOWS_GAP, OWN),
]

_LOOKING = {COORDINATION, PUBLICATION, READING}
_OVERSEES = T("A coordinator sees rounds, who owes a report, gaps and publications.")
_SEES_SENT = T("A coordinator sees reports and lines once they were sent; a draft belongs to its agency alone.")
_SEES_EVIDENCE = T("A coordinator sees evidence once the report it belongs to was sent.")
_JUDGES = T("A coordinator accepts or returns what was sent, but never what the same person sent or wrote.")
_ASKS_QUERIES = T("A coordinator puts questions on lines that wait for review, but never on what the same person sent or wrote.")
_ANSWERS = T("A coordinator grants or refuses what was asked for, but never what the same person asked for.")
_JUDGES_NIL = T("A coordinator accepts a nil return, but never one that the same person sent or wrote.")
_RETURNS_NIL = T("A coordinator gives a nil return back, also one that was accepted, but never one that the same person sent or wrote.")
_CLOSES = T("A coordinator closes a round, and asks another coordinator to open lines of it again.")
_PASSES = T("A coordinator records to whom the duty of an agency has passed.")
_SEES_ASKED = T("A coordinator sees what agencies ask for, and nil returns once they were sent.")
_OPENS = T("A coordinator opens the rounds of a plan.")
_LOADS = T("A coordinator loads plans.")
_FOLLOWS = T("A coordinator takes note of gaps, plans them, accepts them with a reason, and records runs of the rules.")
_BUILDS = T("A coordinator builds the review.")
_PUBLISHES = T("A coordinator publishes a review that another one has built: two pairs of eyes before the country reads it.")

FOR_COORDINATORS = [
    *rules_of(COORDINATOR, "see", "round", _LOOKING, _OVERSEES, shared=True),
    *rules_of(COORDINATOR, "see", "obligation gap publication", _LOOKING, _OVERSEES),
    *rules_of(COORDINATOR, "see", "report line", _LOOKING, _SEES_SENT, SENT),
    *rules_of(COORDINATOR, "see", "evidence", _LOOKING, _SEES_EVIDENCE, SENT),
    *rules_of(COORDINATOR, "accept return", "report", {COORDINATION}, _JUDGES, All((WAITING, BY_SOMEBODY_ELSE))),
    *rules_of(COORDINATOR, "accept return", "line", {COORDINATION}, _JUDGES, All((WAITING, BY_SOMEBODY_ELSE, WRITTEN_BY_ANOTHER))),
    *rules_of(COORDINATOR, "query", "line", {COORDINATION}, _ASKS_QUERIES, All((WAITING, BY_SOMEBODY_ELSE, WRITTEN_BY_ANOTHER))),
    *rules_of(COORDINATOR, "close reopen", "round", {COORDINATION}, _CLOSES),
    *rules_of(COORDINATOR, "see", "request", _LOOKING, _SEES_ASKED),
    *rules_of(COORDINATOR, "see", "nil", _LOOKING, _SEES_ASKED, SENT),
    *rules_of(COORDINATOR, "answer", "request", {COORDINATION}, _ANSWERS, All((Is("state", "asked"), ASKED_BY_ANOTHER))),
    *rules_of(COORDINATOR, "accept", "nil", {COORDINATION}, _JUDGES_NIL, All((WAITING, BY_SOMEBODY_ELSE, WRITTEN_BY_ANOTHER))),
    *rules_of(COORDINATOR, "return", "nil", {COORDINATION}, _RETURNS_NIL, All((STANDING, BY_SOMEBODY_ELSE, WRITTEN_BY_ANOTHER))),
    *rules_of(COORDINATOR, "pass", "obligation", {COORDINATION}, _PASSES),
    *rules_of(COORDINATOR, "open", "round", {COORDINATION}, _OPENS),
    *rules_of(COORDINATOR, "load", "plan", {COORDINATION}, _LOADS),
    *rules_of(COORDINATOR, "acknowledge plan accept", "gap", {COORDINATION}, _FOLLOWS),
    *rules_of(COORDINATOR, "record", "round", {COORDINATION}, _FOLLOWS),
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
