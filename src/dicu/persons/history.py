"""A person's record, folded from its entries."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from dicu.ledger.fold import Fold
from dicu.ledger.model import Entry
from dicu.persons.model import Ground, Person

Step = Callable[[Person, Entry], Person]


def _recorded(person: Person, entry: Entry) -> Person:
    return replace(
        person,
        id=entry.body["person"],
        domain=entry.body["domain"],
        agency=entry.stream.authority,
        number=entry.number,
        recorded=entry.at,
        changed=entry.at,
        record=entry,
    )


def _corrected(person: Person, entry: Entry) -> Person:
    return replace(person, number=entry.number, changed=entry.at, record=entry)


def _closed(person: Person, entry: Entry) -> Person:
    return replace(person, number=entry.number, changed=entry.at, closed=date.fromisoformat(entry.body["on"]))


def _proposed(person: Person, entry: Entry) -> Person:
    return replace(person, number=entry.number, state="proposed", proposed_by=entry.author.account, ground=_ground(entry))


def _refused(person: Person, entry: Entry) -> Person:
    return replace(person, number=entry.number, state="open", proposed_by="", ground=None)


def _erased(person: Person, entry: Entry) -> Person:
    return replace(person, number=entry.number, state="erased", proposed_by=entry.body["proposed_by"], ground=_ground(entry))


def _ground(entry: Entry) -> Ground:
    body = entry.body
    return Ground(body["reason"], body["rule"], body["binding"], body["verified"])


_STEPS: Mapping[str, Step] = {
    "person.recorded": _recorded,
    "person.corrected": _corrected,
    "person.closed": _closed,
    "person.erasure.proposed": _proposed,
    "person.erasure.refused": _refused,
    "person.erased": _erased,
}

PERSON: Fold[Person] = Fold(Person(), _STEPS)
