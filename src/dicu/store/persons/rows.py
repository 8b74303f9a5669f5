"""`dicu.persons.ports.People`: lists and searches, within a scope of access and behind the database's walls."""

from django.db.models import Exists, OuterRef

from dicu.access.conditions import Condition
from dicu.persons.model import Listed
from dicu.store.persons.models import PersonRow, TokenRow
from dicu.store.security.scoping import within


class PostgresPeople:
    def find(self, scope: Condition, person: str) -> Listed | None:
        row = PersonRow.objects.filter(within(scope), id=person).first() if "\0" not in person else None
        return _listed(row) if row else None

    def listed(self, scope: Condition, states: frozenset[str]) -> tuple[Listed, ...]:
        return tuple(map(_listed, PersonRow.objects.filter(within(scope), state__in=states)))

    def matching(self, scope: Condition, words: tuple[frozenset[bytes], ...], most: int) -> tuple[Listed, ...]:
        if not words:
            return ()
        rows = PersonRow.objects.filter(within(scope)).exclude(state="erased")
        for tokens in words:
            rows = rows.filter(Exists(TokenRow.objects.filter(person=OuterRef("id"), token__in=list(tokens))))
        return tuple(map(_listed, rows.order_by("-changed", "id")[:most]))


def _listed(row: PersonRow) -> Listed:
    return Listed(row.id, row.domain, row.agency, row.recorded, row.changed, row.closed, row.state, row.proposed_by, row.rule)
