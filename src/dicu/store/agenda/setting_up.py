"""The agenda put together: its sources, its calendars, its letters."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from dicu.access.policy import Policy
from dicu.access.rulebook import REPORTER
from dicu.agenda.terms import Terms
from dicu.agenda.todo import For, Sources
from dicu.ledger.model import Ledger
from dicu.review.model import Plan
from dicu.store.agenda.desk import AgendaDesk
from dicu.store.agenda.remembering import Reminding
from dicu.store.agenda.reviews import ReviewTodos
from dicu.store.agenda.rights import ending, opened
from dicu.store.agenda.sending import Sending
from dicu.store.api.stopped import stopped
from dicu.vocabulary.overlays import Calendars


def sources(version: Callable[[str], Plan]) -> Sources:
    """What the rooms that are there now ask people to do. A room of its own kind registers more."""
    found = Sources()
    found.register("review", ReviewTodos(version))
    found.register("rights", ending)
    found.register("openings", For(frozenset({REPORTER}), opened))
    found.register("webhooks", stopped)
    return found


def desk(
    ledger: Ledger,
    policies: tuple[Policy, Policy],
    found: Sources,
    instance: str,
    now: Callable[[], datetime],
    surroundings: tuple[Path | None, Mapping[str, Any] | None, str],
) -> AgendaDesk:
    """`policies`: the one that officers are asked by, and the same rules for the house's own question who does what, which
    is nobody's reading. `surroundings`: folder of calendars, mail server, address of this installation."""
    folder, mail, address = surroundings
    calendars, terms = Calendars(folder).calendar, Terms.load()
    reminding = Reminding(ledger, policies[1], found, calendars, terms, instance, mail is not None, now)
    sending = Sending(ledger, mail, address, calendars, instance, now)
    return AgendaDesk(ledger, policies[0], found, calendars, terms, instance, now, reminding, sending)
