"""Renewing the keys that tokens are made with. While a part is being renewed its tokens are made with both keys, so nobody
is missed; when the new ones are kept for good the old key is destroyed, and old tokens mean nothing any more."""

from collections.abc import Callable

from django.db import transaction

from dicu.ledger.model import Entry
from dicu.persons.history import PERSON
from dicu.persons.kinds import stream_name
from dicu.persons.tokens import PARTS
from dicu.store.keys.folder import DirectoryKeyring
from dicu.store.persons.models import PersonRow
from dicu.store.persons.projecting import alone, tokenise
from dicu.store.security.session import maintaining

Read = Callable[[str], tuple[Entry, ...]]


def renew_part(keyring: DirectoryKeyring, read: Read, domain: str, part: int) -> int:
    """How many people's tokens were made anew. Cut off anywhere, it is carried on by doing it again."""
    keyring.renew_search(domain, part)
    with transaction.atomic(), maintaining():
        alone(part)
        people = PersonRow.objects.filter(domain=domain, id__startswith=f"{part:02x}").exclude(state="erased")
        names = list(people.values_list("id", flat=True))
        for person in names:
            tokenise(PERSON.over(read(stream_name(domain, person))), lambda: keyring, newest=True)
        transaction.on_commit(lambda: keyring.drop_old_search(domain, part))
    return len(names)


def renew_domain(keyring: DirectoryKeyring, read: Read, domain: str) -> int:
    """Every part of the domain that has a key. Within a transaction the old keys stay until it is kept."""
    parts = {key.part for key in keyring.all_search_keys(domain)}
    return sum(renew_part(keyring, read, domain, part) for part in range(PARTS) if part in parts)
