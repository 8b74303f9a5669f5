"""Every rule of the house, a file a room, and the one policy made of them."""

from dicu.access.policy import Policy
from dicu.access.rulebook import (
    administration,
    agenda,
    dialogues,
    evidence,
    figures,
    ledger,
    persons,
    planning,
    policy_watch,
    readings,
    recommendations,
    review,
    webhooks,
)
from dicu.access.rulebook.incompatible import INCOMPATIBLE
from dicu.access.rulebook.reaching import ROLES, Reach, agencies, reach, rooms, written
from dicu.access.rulebook.words import (
    ADMINISTRATION,
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
)

ROOMS = (
    review,
    planning,
    administration,
    agenda,
    readings,
    ledger,
    persons,
    webhooks,
    dialogues,
    figures,
    recommendations,
    evidence,
    policy_watch,
)
"""Each has KINDS (kind → its attributes), CONCEALED (kinds whose refusal looks like absence) and RULES."""

KINDS = {kind: attributes for room in ROOMS for kind, attributes in room.KINDS.items()}
CONCEALED = frozenset().union(*(room.CONCEALED for room in ROOMS))
POLICY = Policy(tuple(rule for room in ROOMS for rule in room.RULES), KINDS, CONCEALED, INCOMPATIBLE)

__all__ = [
    "ADMINISTRATION",
    "ADMINISTRATOR",
    "AUDIT",
    "AUDITOR",
    "CONCEALED",
    "COORDINATION",
    "COORDINATOR",
    "INCOMPATIBLE",
    "KINDS",
    "POLICY",
    "PUBLICATION",
    "PURPOSES",
    "READING",
    "REPORTER",
    "REPORTING",
    "ROLES",
    "Reach",
    "agencies",
    "reach",
    "rooms",
    "written",
]
