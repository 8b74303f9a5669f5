"""Erasing a person: one proposes, another approves, and then it is done for ever. Both are named in the ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dicu.access.model import Asker
from dicu.persons.kinds import ASIDE, REASONS
from dicu.persons.model import Ground, Listed, NotAllowed, Person
from dicu.persons.retention import Due, RetentionRule
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import T

if TYPE_CHECKING:
    from dicu.persons.desk import Tools


class Erasing:
    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def due(self, asker: Asker, today: date | None = None) -> tuple[tuple[Due, ...], tuple[RetentionRule, ...]]:
        """Whose time is over, within the asker's scope; and the rules of these records whose period nobody has set."""
        people = self.tools.people.listed(self.tools.scope(asker), frozenset({"open", "proposed"}))
        rules = self.tools.retention()
        return rules.due(people, today or self.tools.today()), rules.unknown(sorted({person.domain for person in people}))

    def propose(self, asker: Asker, person: str, number: int, rule: str, reason: str) -> Ground:
        """The first step. Raises NotAllowed where no rule gives a ground today."""
        found = self.tools.found(asker, person)
        _check_state(found, "open")
        self.tools.check(asker, "erase", "person", **found.attributes())
        if reason not in REASONS:
            raise NotAllowed(T("Choose the reason: {reasons}.", reasons=", ".join(REASONS)), where="reason")
        chosen = self.tools.retention().ground(rule, reason, as_listed(found), self.tools.today())
        ground = Ground(reason, chosen.id, str(chosen.basis.kind), chosen.basis.verified)
        self.tools.append(asker, found, number, "person.erasure.proposed", ground.body())
        return ground

    def approve(self, asker: Asker, person: str, number: int) -> None:
        """The second step, by somebody else. When this is kept, the keys are destroyed and every copy is erased.

        The ground is asked again: a rule may have been changed, or the case reopened, since it was proposed.
        """
        found = self.tools.found(asker, person)
        _check_state(found, "proposed")
        self.tools.check(asker, "approve", "person", **found.attributes())
        ground = found.ground
        if ground is None:
            raise NotAllowed(T("Nobody has proposed to erase this person."), where="person")
        self.tools.retention().ground(ground.rule, ground.reason, as_listed(found), self.tools.today())
        self.tools.keyring()  # nothing is promised that cannot be done
        self.tools.append(asker, found, number, "person.erased", {**ground.body(), "proposed_by": found.proposed_by})
        self.tools.finishing.erased(found.domain, found.id)

    def refuse(self, asker: Asker, person: str, number: int, why: str) -> None:
        """Puts a proposal aside; it can be made again."""
        found = self.tools.found(asker, person)
        _check_state(found, "proposed")
        self.tools.check(asker, "refuse", "person", **found.attributes())
        if why not in ASIDE:
            raise NotAllowed(T("Choose the reason: {reasons}.", reasons=", ".join(ASIDE)), where="why")
        self.tools.append(asker, found, number, "person.erasure.refused", {"why": why})


def as_listed(person: Person) -> Listed:
    """What lists and retention need of a folded record."""
    if person.recorded is None or person.changed is None:
        raise ValueError("a record that was never made")
    recorded, changed = (at.astimezone(VIET_NAM).date() for at in (person.recorded, person.changed))
    rule = person.ground.rule if person.ground else ""
    return Listed(person.id, person.domain, person.agency, recorded, changed, person.closed, person.state, person.proposed_by, rule)


def _check_state(person: Person, wanted: str) -> None:
    if person.state == "erased":
        raise NotAllowed(T("This person was erased already."), where="person")
    if person.state != wanted and wanted == "open":
        raise NotAllowed(T("Somebody has proposed to erase this person already. Approve it, or put it aside first."), where="person")
    if person.state != wanted:
        raise NotAllowed(T("Nobody has proposed to erase this person."), where="person")
