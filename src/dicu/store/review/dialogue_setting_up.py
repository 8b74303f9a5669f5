"""The room of dialogues put together: its projections, its desk, its to-dos."""

from dicu.access.rulebook.dialogues import SECRETARY
from dicu.agenda.todo import For, Sources
from dicu.readings.watching import counted
from dicu.review.desk import Press, Tools
from dicu.review.dialogues.desk import DialogueDesk
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.review.dialogue_projecting import projectors
from dicu.store.review.dialogue_records import PostgresDialogues
from dicu.store.review.dialogue_todos import DialogueTodos

ROOM = "dialogues"


def desk(ledger: PostgresLedger, tools: Tools, press: Press, asked_for: Sources) -> DialogueDesk:
    """Its lists are heard by the log of reading; what it asks people to do stands among the sources of the agenda."""
    found = projectors(ledger.read)
    ledger.projectors, ledger.rooms = {**ledger.projectors, **found}, {**ledger.rooms, ROOM: found}
    made = DialogueDesk(tools, counted(PostgresDialogues()), press)
    asked_for.register(ROOM, For(frozenset({SECRETARY}), DialogueTodos(made.looking.version)))
    return made
