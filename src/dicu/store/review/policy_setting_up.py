"""Policy watch put together: its projections, its desk, its to-dos."""

from dicu.access.rulebook.policy_watch import WATCHER
from dicu.agenda.todo import For, Sources
from dicu.readings.watching import counted
from dicu.review.desk import Tools
from dicu.review.policy_watch.desk import PolicyDesk
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.review.policy_projecting import projectors
from dicu.store.review.policy_records import PostgresPolicies
from dicu.store.review.policy_todos import PolicyTodos

ROOM = "policies"


def desk(ledger: PostgresLedger, tools: Tools, asked_for: Sources) -> PolicyDesk:
    """Its lists are heard by the log of reading; what it asks people to do stands among the sources of the agenda."""
    found = projectors(ledger.read)
    ledger.projectors, ledger.rooms = {**ledger.projectors, **found}, {**ledger.rooms, ROOM: found}
    made = PolicyDesk(tools, counted(PostgresPolicies()))
    asked_for.register(ROOM, For(frozenset({WATCHER}), PolicyTodos(made.looking.version)))
    return made
