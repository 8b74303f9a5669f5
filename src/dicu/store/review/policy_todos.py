"""What policy watch asks its officers to do: what begins soon, and what nobody has checked for long."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from dicu.access.conditions import Always
from dicu.access.rulebook.policy_watch import WATCHER
from dicu.agenda.todo import Todo
from dicu.review.policy_watch.choosing import STALE, beginning, unchecked_since
from dicu.review.policy_watch.desk.looking import policies_of
from dicu.review.policy_watch.model import Register
from dicu.review.policy_watch.standing import Policy
from dicu.store.review.policy_records import PostgresPolicies
from dicu.vocabulary.messages import T


@dataclass(frozen=True)
class PolicyTodos:
    """A source of the agenda, read as far as the session's reach goes. `version` gives a register by its digest."""

    version: Callable[[str], Register]

    def __call__(self, today: date) -> Iterator[Todo]:
        records = PostgresPolicies()
        for loaded in records.registers(Always()):
            register = self.version(loaded.digest)
            found = policies_of(register, loaded, records.worked(Always(), loaded.register))
            yield from (_beginning(p) for p in beginning(found, today))
            yield from (_proposed(p) for p in found if p.state == "proposed")
            yield from self._stale(register, found, today)

    def _stale(self, register: Register, found: tuple[Policy, ...], today: date) -> Iterator[Todo]:
        """One for the whole register: what is old is read again in one sitting."""
        stale = [since for p in found if (since := unchecked_since(p, today))]
        if stale:
            title = T("Check the entries of “{register}” at their sources", register=register.title)
            why = T("{count} entries were not checked for {days} days.", count=len(stale), days=STALE)
            where = (register.id,)
            yield Todo("policy-check", where, title, why, role=WATCHER, since=min(stale), place=("policy-watch", ()))


def _beginning(p: Policy) -> Todo:
    title = T("{title} comes into force", title=p.entry.title)
    why = T("Tell those whom it touches, and check what it says at its source.")
    where = (p.register, p.code)
    return Todo("policy-begins", where, title, why, role=WATCHER, due=p.entry.in_force, place=("policy-entry", where))


def _proposed(p: Policy) -> Todo:
    title = T("Check the proposed entry {code} at its source", code=p.code)
    why = T("Another officer proposed it. It is not public until somebody has checked it.")
    where = (p.register, p.code)
    return Todo("policy-proposed", where, title, why, role=WATCHER, but=p.author, place=("policy-entry", where))
