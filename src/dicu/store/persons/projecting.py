"""From entries about people to rows: the whole stream folded anew, and the person's tokens made from what it says. The values
are opened for it, in memory, and go nowhere."""

from collections.abc import Callable, Mapping

from django.db import connection

from dicu.ledger.keyring import Keyring
from dicu.ledger.model import Entry
from dicu.ledger.sealing import Marker, opened
from dicu.persons.erasing import as_listed
from dicu.persons.history import PERSON
from dicu.persons.kinds import KINDS
from dicu.persons.model import Person
from dicu.persons.tokens import part_of, syllables, tokens
from dicu.persons.writing import searchable
from dicu.store.ledger.projecting import Projector, Whole
from dicu.store.persons.models import PersonRow, TokenRow

Read = Callable[[str], tuple[Entry, ...]]
Keys = Callable[[], Keyring]
SPACE = 403
"""PostgreSQL's advisory locks of two numbers: this one and a part of the search."""


def projectors(read: Read, keys: Keys) -> Mapping[str, Projector]:
    whole = Whole(lambda entry: project(PERSON.over(read(entry.stream.name)), keys))
    return dict.fromkeys((kind.name for kind in KINDS), whole)


def project(person: Person, keys: Keys) -> None:
    """The person's row and tokens as they now stand."""
    listed = as_listed(person)
    facts = {name: getattr(listed, name) for name in ("domain", "agency", "recorded", "changed", "closed", "state", "proposed_by", "rule")}
    PersonRow.objects.update_or_create(id=listed.id, defaults=facts)
    tokenise(person, keys)


def tokenise(person: Person, keys: Keys, *, newest: bool = False) -> None:
    """The person's tokens anew; none for who is erased, by the ledger or by the keyring alone (a restored older database)."""
    share(part_of(person.id))
    TokenRow.objects.filter(person=person.id).delete()
    words = _words(person, keys)
    if words:
        made = tokens(words, person.id, person.domain, keys(), newest=newest)
        rows = [TokenRow(domain=person.domain, agency=person.agency, person=person.id, token=token) for token in sorted(made)]
        TokenRow.objects.bulk_create(rows)


def share(part: int) -> None:
    """Until the transaction ends, the part's keys are not renewed under the hands of who makes tokens with them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [SPACE, part])


def alone(part: int) -> None:
    """Waits for those who `share` the part; until the transaction ends nobody else makes tokens in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SPACE, part])


def _words(person: Person, keys: Keys) -> frozenset[str]:
    if person.state == "erased" or person.record is None:
        return frozenset()
    values = opened(KINDS[person.record.kind], person.record, keys(), frozenset({person.domain}))
    if values["names"] is Marker.ERASED:
        return frozenset()
    return syllables(*searchable(values))
