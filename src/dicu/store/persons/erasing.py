"""What an erasure does when its entry is kept for good, and what every start does again for those whom the ledger says are
erased: a restored older keyring holds their keys once more."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from dicu.ledger.chain import verify
from dicu.ledger.keyring import KeysRefused
from dicu.ledger.model import Entry
from dicu.persons.copies import Copies
from dicu.persons.history import PERSON
from dicu.persons.kinds import stream_name
from dicu.persons.tokens import part_of
from dicu.store.keys.folder import DirectoryKeyring
from dicu.store.persons.keys import Settled
from dicu.store.persons.models import PersonRow
from dicu.store.persons.searching import renew_domain, renew_part
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import T

LOG = logging.getLogger("dicu.persons")
Keys = Callable[[], DirectoryKeyring]


class NotFinished(KeysRefused):
    """The erasure is recorded, but not everything could be destroyed yet."""


@dataclass(frozen=True)
class PostgresFinishing:
    """`dicu.persons.ports.Finishing`."""

    keys: Keys
    read: Callable[[str], tuple[Entry, ...]]
    copies: Copies

    def erased(self, domain: str, person: str) -> None:
        transaction.on_commit(lambda: self.finish(domain, person))

    def finish(self, domain: str, person: str) -> None:
        """Raises NotFinished: the entry stands, so that the step is not done again by a person but by the next start."""
        try:
            self.copies.erase(domain, person)
            renew_part(self.keys(), self.read, domain, part_of(person))
        except KeysRefused as fault:
            raise NotFinished(
                T("The erasure is recorded, but not all keys could be destroyed: {reason} Mend it, then run: dicu person keys check",
                  reason=fault.message),
                where=fault.where,
            ) from fault  # fmt: skip

    def renew_search(self, domain: str) -> int:
        return renew_domain(self.keys(), self.read, domain)

    def settle(self, keyring: DirectoryKeyring) -> Settled:
        """For a keyring that has just been opened. A list may be wrong: nobody's keys are destroyed because a row says so, only
        because the person's own entries do, and their chain holds."""
        with transaction.atomic(), maintaining():
            domains = dict(PersonRow.objects.filter(state="erased").values_list("id", "domain"))
            again = tuple(person for person in keyring.still_held(domains) if self._is_erased(domains[person], person))
        unfinished = tuple(keyring.unfinished_searches())
        parts = sorted({*unfinished, *((domains[person], part_of(person)) for person in again)})
        for person in again:
            keyring.destroy(person)
        for domain, part in parts:
            renew_part(keyring, self.read, domain, part)
        if again:
            LOG.warning("Keys of %s erased people were here again and have been destroyed: the keyring is an older copy.", len(again))
        return Settled(again, tuple(parts))

    def _is_erased(self, domain: str, person: str) -> bool:
        entries = self.read(stream_name(domain, person))
        if verify(entries) is None and PERSON.over(entries).state == "erased":
            return True
        LOG.error("A list says that a person is erased, but the ledger does not: make the lists of the room persons anew.")
        return False
