"""The rules of the review of a plan: who sees, writes, sends, judges and publishes what.

Roles: a reporter writes for an agency; a coordinator runs the round; an auditor looks at everything and changes nothing;
the public is everybody, signed in or not.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from dicu.access.conditions import All, Always, Among, Condition, Is, Known, Mine, Not
from dicu.access.model import Grant, Officer
from dicu.access.policy import Policy
from dicu.access.rules import EVERYBODY, Rule
from dicu.vocabulary.messages import Message, T

REPORTER, COORDINATOR, AUDITOR = "reporter", "coordinator", "auditor"
REPORTING, COORDINATION, AUDIT, PUBLICATION, READING = "reporting", "coordination", "audit", "publication", "reading"
PURPOSES = frozenset({REPORTING, COORDINATION, AUDIT, PUBLICATION, READING})

KINDS = {
    "plan": frozenset({"plan", "synthetic"}),
    "round": frozenset({"plan", "round"}),
    "obligation": frozenset({"plan", "round", "agency", "state"}),
    "report": frozenset({"plan", "round", "agency", "state", "submitted_by"}),
    "line": frozenset({"plan", "round", "agency", "task", "state", "submitted_by"}),
    "evidence": frozenset({"plan", "agency", "digest", "state"}),
    "gap": frozenset({"plan", "round", "agency"}),
    "publication": frozenset({"plan", "round", "state", "built_by"}),
    "ledger": frozenset({"authority"}),
}
CONCEALED = frozenset({"obligation", "report", "line", "evidence", "gap", "publication"})

OWN = Is("agency", Mine("agency"))
OPEN = Among("state", frozenset({"draft", "returned"}))
SENT = Among("state", frozenset({"submitted", "accepted", "returned"}))
BY_SOMEBODY_ELSE = All((Known("submitted_by"), Not(Is("submitted_by", "")), Not(Is("submitted_by", Mine("account")))))
"""Where nobody is known to have sent it, nobody is known to be another."""
BUILT_BY_ANOTHER = All((Known("built_by"), Not(Is("built_by", "")), Not(Is("built_by", Mine("account")))))
WAITING = Is("state", "submitted")
BUILT = Is("state", "built")
PUBLISHED = Is("state", "published")
WHENEVER = Always()


def _rules(
    role: str, actions: str, kinds: str, purposes: set[str], said: Message, when: Condition = WHENEVER, shared: bool = False
) -> list[Rule]:
    """The same rule for several actions and kinds, named with spaces between them."""
    return [Rule(role, action, kind, frozenset(purposes), said, when, shared) for action in actions.split() for kind in kinds.split()]


_SEES_ROUNDS = T("A reporter sees which rounds there are.")
_SEES_OWN = T("A reporter sees what belongs to the own agency.")
_WRITES_REPORT = T("A reporter writes and sends the report of the own agency while it is a draft or was returned.")
_WRITES_LINE = T("A reporter writes lines of the own agency's report while it is a draft or was returned.")
_ATTACHES = T("A reporter attaches evidence to the own agency's report while it is a draft or was returned.")

FOR_REPORTERS = [
    *_rules(REPORTER, "see", "round", {REPORTING, READING}, _SEES_ROUNDS, shared=True),
    *_rules(REPORTER, "see", "obligation report line evidence gap", {REPORTING, READING}, _SEES_OWN, OWN),
    *_rules(REPORTER, "write submit", "report", {REPORTING}, _WRITES_REPORT, All((OWN, OPEN))),
    *_rules(REPORTER, "write", "line", {REPORTING}, _WRITES_LINE, All((OWN, OPEN))),
    *_rules(REPORTER, "attach", "report line evidence", {REPORTING}, _ATTACHES, All((OWN, OPEN))),
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
    *_rules(COORDINATOR, "see", "round", _LOOKING, _OVERSEES, shared=True),
    *_rules(COORDINATOR, "see", "obligation gap publication", _LOOKING, _OVERSEES),
    *_rules(COORDINATOR, "see", "report line", _LOOKING, _SEES_SENT, SENT),
    *_rules(COORDINATOR, "see", "evidence", _LOOKING, _SEES_EVIDENCE, SENT),
    *_rules(COORDINATOR, "accept return", "report line", {COORDINATION}, _JUDGES, All((WAITING, BY_SOMEBODY_ELSE))),
    *_rules(COORDINATOR, "open", "round", {COORDINATION}, _OPENS),
    *_rules(COORDINATOR, "load", "plan", {COORDINATION}, _LOADS),
    *_rules(COORDINATOR, "build", "publication", {COORDINATION, PUBLICATION}, _BUILDS),
    *_rules(COORDINATOR, "publish", "publication", {PUBLICATION}, _PUBLISHES, All((BUILT, BUILT_BY_ANOTHER))),
]

_AUDITS = T("An auditor sees everything, for the purpose of audit, and changes nothing.")

FOR_AUDITORS = [
    *_rules(AUDITOR, "see", "round", {AUDIT}, _AUDITS, shared=True),
    *_rules(AUDITOR, "see", " ".join(sorted(KINDS.keys() - {"round"})), {AUDIT}, _AUDITS),
]

FOR_EVERYBODY = [
    *_rules(EVERYBODY, "see", "plan", set(PURPOSES), T("Everybody sees the plans.")),
    *_rules(EVERYBODY, "see", "publication", set(PURPOSES), T("Everybody sees what was published."), PUBLISHED),
]

POLICY = Policy(
    rules=(*FOR_REPORTERS, *FOR_COORDINATORS, *FOR_AUDITORS, *FOR_EVERYBODY),
    kinds=KINDS,
    concealed_kinds=CONCEALED,
)

Reach = Literal["all", "watch", "own", "public"]
ROLES = frozenset({REPORTER, COORDINATOR, AUDITOR})
WRITERS = frozenset({REPORTER, COORDINATOR})


def reach(officer: Officer, today: date) -> Reach:
    """How far the database opens for this officer, coarsely: the second lock, for when the first one has a fault.

    all: reads and writes every stream; watch: reads every stream; own: reads those of `agencies` and the shared ones;
    public: reads plans and publications. Under watch and own, reports of the `written` agencies are written. A grant that
    is limited to an agency never reaches beyond it.
    """
    grants = _in_force(officer, ROLES, today)
    whole = {grant.role for grant in grants if not grant.agency}
    if COORDINATOR in whole:
        return "all"
    if AUDITOR in whole:
        return "watch"
    return "own" if grants else "public"


def agencies(officer: Officer, today: date) -> frozenset[str]:
    """The agencies whose things the database shows to this officer: that of each grant, else the officer's own."""
    return _of(officer, _in_force(officer, ROLES, today))


def written(officer: Officer, today: date) -> frozenset[str]:
    """The agencies whose reports the database takes from this officer: an auditor's grant is none to write by."""
    return _of(officer, _in_force(officer, WRITERS, today))


def _in_force(officer: Officer, roles: frozenset[str], today: date) -> tuple[Grant, ...]:
    grants = officer.grants if officer.account else ()
    return tuple(grant for grant in grants if grant.role in roles and grant.in_force(today))


def _of(officer: Officer, grants: Iterable[Grant]) -> frozenset[str]:
    return frozenset(grant.agency or officer.agency for grant in grants) - {""}
