"""The only door to people's records: decide access → read → rule → seal → append. Tokens and lists are made from the entry by the
store, in the same transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from dicu.access.conditions import Condition
from dicu.access.model import Asker, Thing
from dicu.access.policy import Policy, absent
from dicu.ledger.keyring import Keyring
from dicu.ledger.model import Author, Conflict, Draft, Entry, Ledger, Stream
from dicu.ledger.sealing import Marker, opened, seal
from dicu.persons.copies import Copies, Copy
from dicu.persons.erasing import Erasing
from dicu.persons.history import PERSON
from dicu.persons.kinds import KINDS, PERSONAL, stream_name
from dicu.persons.model import Facts, Listed, NotAllowed, Person, PersonView
from dicu.persons.ports import Finishing, People
from dicu.persons.retention import Retention
from dicu.persons.tokens import syllables, wanted
from dicu.persons.writing import body_of
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import T

MOST_FOUND = 50


@dataclass(frozen=True)
class Tools:
    """`keyring` is opened when it is first needed: a house without people needs no keys."""

    ledger: Ledger
    people: People
    keyring: Callable[[], Keyring]
    finishing: Finishing
    retention: Callable[[], Retention]
    copies: Copies
    policy: Policy
    instance: str
    now: Callable[[], datetime]

    def today(self) -> date:
        return self.now().astimezone(VIET_NAM).date()

    def check(self, asker: Asker, action: str, kind: str, **attributes: object) -> None:
        """Raises Forbidden or Absent."""
        self.policy.check(asker.officer, action, Thing(kind, attributes), asker.purpose, self.today())

    def may(self, asker: Asker, action: str, **attributes: object) -> bool:
        return self.policy.decide(asker.officer, action, Thing("person", attributes), asker.purpose, self.today()).allowed

    def scope(self, asker: Asker, action: str = "see") -> Condition:
        return self.policy.scope(asker.officer, action, "person", asker.purpose, self.today())

    def found(self, asker: Asker, person: str) -> Person:
        """Raises Absent for who is not there, and for who may not be known of."""
        listed = self.people.find(self.scope(asker), person)
        if listed is None:
            raise absent()
        folded = PERSON.over(self.ledger.read(stream_name(listed.domain, person)))
        self.check(asker, "see", "person", **folded.attributes())
        return folded

    def append(self, asker: Asker, person: Person, number: int, kind: str, fields: Mapping[str, Any]) -> Entry:
        """`number`: the entry that the one who asks has seen last. Raises Conflict if the record has moved on."""
        body = {"person": person.id, "domain": person.domain, **fields}
        stream = Stream(stream_name(person.domain, person.id), person.agency, self.instance)
        if number != person.number:
            raise Conflict(stream.name)
        draft = Draft(kind, seal(KINDS[kind], body, stream, self.keyring()) if KINDS[kind].personal else body)
        return self.ledger.append(stream, (draft,), expected=number, author=Author(asker.officer.account, asker.purpose))[0]


class PersonsDesk:
    """`erasing`: the steps by which somebody is erased."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.erasing = Erasing(tools)

    def record(self, asker: Asker, domain: str, agency: str, facts: Facts) -> str:
        """A new record; its id, which is random."""
        id_ = token_hex(16)
        person = Person(id_, domain, agency)
        self.tools.check(asker, "record", "person", **person.attributes())
        self.tools.append(asker, person, 0, "person.recorded", body_of(id_, domain, facts))
        return id_

    def view(self, asker: Asker, person: str) -> PersonView:
        """The record, with a `Marker` where the one who asks is not cleared, or where nothing is left to open."""
        found = self.tools.found(asker, person)
        if self.tools.may(asker, "open", **found.attributes()) and found.state != "erased":
            self.tools.check(asker, "open", "person", **found.attributes())  # so that the opening is noted
            return PersonView(found, self._values(found, frozenset({found.domain})))
        return PersonView(found, self._values(found, frozenset()))

    def correct(self, asker: Asker, person: str, number: int, facts: Facts) -> None:
        """The whole record anew; what stood there stays in the ledger, sealed, until the person is erased."""
        found = self._to_change(asker, "correct", person)
        self.tools.append(asker, found, number, "person.corrected", body_of(found.id, found.domain, facts))

    def close(self, asker: Asker, person: str, number: int, day: date) -> None:
        """The case ended on this day: from then on the time counts for which the record is kept."""
        found = self._to_change(asker, "close", person)
        if day > self.tools.today():
            raise NotAllowed(T("The day on which a case ended cannot be in the future."), where="on")
        self.tools.append(asker, found, number, "person.closed", {"on": day.isoformat()})

    def search(self, asker: Asker, domain: str, text: str) -> tuple[PersonView, ...]:
        """Who has all these syllables in their names or document, in any order and with or without marks; at most 50."""
        self._check_search(asker, domain)
        if not syllables(text):
            raise NotAllowed(T("Write at least one syllable of a name, or a document number."), where="text")
        words = wanted(text, self.tools.keyring().all_search_keys(domain))
        found = self.tools.people.matching(self.tools.scope(asker), words, MOST_FOUND)
        return tuple(self.view(asker, listed.id) for listed in found if listed.domain == domain)

    def listed(self, asker: Asker, states: frozenset[str]) -> tuple[Listed, ...]:
        return self.tools.people.listed(self.tools.scope(asker), states)

    def renew_keys(self, asker: Asker, person: str) -> str:
        """What is written about the person from now on gets a new key; its id. The old ones open what they sealed."""
        found = self._to_change(asker, "renew", person)
        return self.tools.keyring().renew(found.id, found.domain).id

    def renew_search(self, asker: Asker, domain: str) -> int:
        """New search keys for a domain; how many people's tokens were made anew."""
        self.tools.check(asker, "renew", "search-keys", domain=domain)
        return self.tools.finishing.renew_search(domain)

    def copies(self, asker: Asker) -> tuple[Copy, ...]:
        self.tools.check(asker, "see", "copies")
        return tuple(self.tools.copies)

    def _check_search(self, asker: Asker, domain: str) -> None:
        """Allowed if it is for one of the agencies that the officer works for; each is found within its own scope."""
        officer, anybody = asker.officer, Person(domain=domain).attributes()
        agencies = [grant.agency for grant in officer.grants if grant.agency]
        reached = (agency for agency in agencies if self.tools.may(asker, "search", **{**anybody, "agency": agency}))
        self.tools.check(asker, "search", "person", **{**anybody, "agency": next(reached, officer.agency)})

    def _to_change(self, asker: Asker, action: str, person: str) -> Person:
        found = self.tools.found(asker, person)
        _check_there(found)
        self.tools.check(asker, action, "person", **found.attributes())
        return found

    def _values(self, person: Person, domains: frozenset[str]) -> dict[str, Any]:
        if person.record is None:
            raise absent()
        if person.state == "erased":
            return {**person.record.body, **dict.fromkeys(PERSONAL, Marker.ERASED)}
        if not domains:
            return {**person.record.body, **dict.fromkeys(PERSONAL, Marker.CLOSED)}
        return opened(KINDS[person.record.kind], person.record, self.tools.keyring(), domains)


def _check_there(person: Person) -> None:
    if person.state == "erased":
        raise NotAllowed(T("This person was erased. Nothing about them can be changed any more."), where="person")
