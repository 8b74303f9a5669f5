"""The rules of the review of a plan: who sees, writes, sends, judges and publishes what.

Roles: a reporter writes for an agency; a coordinator runs the round; an auditor looks at everything and changes nothing;
the public is everybody, signed in or not.
"""

from datetime import date
from typing import Literal

from dicu.access.conditions import All, Always, Among, Condition, Is, Mine, Not
from dicu.access.model import Officer
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
    "publication": frozenset({"plan", "round", "state"}),
    "ledger": frozenset({"authority"}),
}
CONCEALED = frozenset({"obligation", "report", "line", "evidence", "gap", "publication"})

OWN = Is("agency", Mine("agency"))
OPEN = Among("state", frozenset({"draft", "returned"}))
SENT = Among("state", frozenset({"submitted", "accepted", "returned"}))
NOT_BY_ME = Not(Is("submitted_by", Mine("account")))
PUBLISHED = Is("state", "published")


WHENEVER = Always()


def _rules(
    role: str, actions: str, kinds: str, purposes: set[str], said: Message, when: Condition = WHENEVER, shared: bool = False
) -> list[Rule]:
    """The same rule for several actions and kinds, named with spaces between them."""
    return [Rule(role, action, kind, frozenset(purposes), said, when, shared) for action in actions.split() for kind in kinds.split()]


FOR_REPORTERS = [
    *_rules(REPORTER, "see", "round", {REPORTING, READING}, T("A reporter sees which rounds there are."), shared=True),
    *_rules(
        REPORTER, "see", "obligation report line evidence gap", {REPORTING, READING},
        T("A reporter sees what belongs to the own agency."), OWN,
    ),
    *_rules(
        REPORTER, "write submit", "report", {REPORTING},
        T("A reporter writes and sends the report of the own agency while it is a draft or was returned."), All((OWN, OPEN)),
    ),
    *_rules(
        REPORTER, "write attach", "line", {REPORTING},
        T("A reporter writes lines of the own agency's report while it is a draft or was returned."), All((OWN, OPEN)),
    ),
    *_rules(REPORTER, "attach", "report", {REPORTING},
            T("A reporter attaches evidence to the own agency's report while it is a draft or was returned."), All((OWN, OPEN))),
    *_rules(REPORTER, "attach", "evidence", {REPORTING}, T("A reporter attaches evidence for the own agency."), OWN),
]

FOR_COORDINATORS = [
    *_rules(
        COORDINATOR, "see", "round obligation gap publication", {COORDINATION, PUBLICATION, READING},
        T("A coordinator sees rounds, who owes a report, gaps and publications."),
    ),
    *_rules(
        COORDINATOR, "see", "report line", {COORDINATION, PUBLICATION, READING},
        T("A coordinator sees reports and lines once they were sent; a draft belongs to its agency alone."), SENT,
    ),
    *_rules(
        COORDINATOR, "see", "evidence", {COORDINATION, PUBLICATION, READING},
        T("A coordinator sees evidence once the report it belongs to was sent."), Not(Is("state", "draft")),
    ),
    *_rules(
        COORDINATOR, "accept return", "report line", {COORDINATION},
        T("A coordinator accepts or returns what was sent, but never what the same person sent."),
        All((Is("state", "submitted"), NOT_BY_ME)),
    ),
    *_rules(COORDINATOR, "open", "round", {COORDINATION}, T("A coordinator opens the rounds of a plan.")),
    *_rules(COORDINATOR, "load", "plan", {COORDINATION}, T("A coordinator loads plans.")),
    *_rules(COORDINATOR, "build", "publication", {COORDINATION, PUBLICATION}, T("A coordinator builds the review.")),
    *_rules(
        COORDINATOR, "publish", "publication", {PUBLICATION},
        T("A coordinator publishes a review that is not published yet."), Not(PUBLISHED),
    ),
]

FOR_AUDITORS = _rules(
    AUDITOR, "see", " ".join(sorted(KINDS)), {AUDIT},
    T("An auditor sees everything, for the purpose of audit, and changes nothing."),
)

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


def reach(officer: Officer, today: date) -> Reach:
    """How far the database opens for this officer, coarsely: the second lock, for when the first one has a fault.

    all: reads and writes every stream; watch: reads every stream; own: reads and writes the own agency's, reads the
    shared ones; public: reads plans and publications. A grant that is limited to an agency never reaches beyond it.
    """
    whole = {grant.role for grant in officer.grants if grant.in_force(today) and not grant.agency}
    if COORDINATOR in whole:
        return "all"
    if AUDITOR in whole:
        return "watch"
    return "own" if officer.roles(today) and officer.agency else "public"
