"""The words that all rules share: roles, purposes, and a short way to write the same rule for several things.

A reporter writes for an agency; a coordinator runs the round; an auditor looks at everything and changes nothing; an
administrator opens accounts and gives roles, and looks at nothing else; the public is everybody, signed in or not.
"""

from dicu.access.conditions import Always, Condition, Is, Mine
from dicu.access.rules import Rule
from dicu.vocabulary.messages import Message

REPORTER, COORDINATOR, AUDITOR, ADMINISTRATOR = "reporter", "coordinator", "auditor", "administrator"
REPORTING, COORDINATION, AUDIT, PUBLICATION, READING = "reporting", "coordination", "audit", "publication", "reading"
ADMINISTRATION = "administration"
DOMAINS = ("support", "enforcement", "consular")
"""What people's records are kept for, each behind a wall of its own; working in one is a purpose."""
PURPOSES = frozenset({REPORTING, COORDINATION, AUDIT, PUBLICATION, READING, ADMINISTRATION, *DOMAINS})

OWN = Is("agency", Mine("agency"))
WHENEVER = Always()


def rules_of(
    role: str, actions: str, kinds: str, purposes: set[str], said: Message, when: Condition = WHENEVER, shared: bool = False
) -> list[Rule]:
    """The same rule for several actions and kinds, named with spaces between them."""
    return [Rule(role, action, kind, frozenset(purposes), said, when, shared) for action in actions.split() for kind in kinds.split()]
