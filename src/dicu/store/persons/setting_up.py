"""The desk of people's records with everything that it needs of the store."""

from collections.abc import Callable, Mapping
from datetime import datetime

from dicu.access.policy import Policy
from dicu.persons.desk import PersonsDesk, Tools
from dicu.persons.ports import People
from dicu.persons.retention import Retention
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.ledger.projecting import Projector
from dicu.store.persons import projecting
from dicu.store.persons.erasing import PostgresFinishing
from dicu.store.persons.keys import Keys, place, retention_file
from dicu.store.persons.register import register


def desk(ledger: PostgresLedger, people: People, policy: Policy, keys: Keys, now: Callable[[], datetime]) -> PersonsDesk:
    """`keys` is put right with the ledger when it is first opened."""
    copies = register(keys)
    finishing = PostgresFinishing(keys, ledger.read, copies)
    keys.settle = finishing.settle
    return PersonsDesk(Tools(ledger, people, keys, finishing, lambda: Retention.load(retention_file()), copies, policy, keys.instance, now))


def put_right(keys: Keys) -> str:
    """The worker's job, first when it starts: destroys what a restored backup of the keys has brought back, finishes what was cut
    off. Nothing where there are no keys."""
    if not place().known:
        return ""
    settled = keys.settle(keys())
    return f"{len(settled.people)} erased again, {len(settled.parts)} parts finished"


def projectors(ledger: PostgresLedger, keys: Keys) -> Mapping[str, Projector]:
    return projecting.projectors(ledger.read, keys)
