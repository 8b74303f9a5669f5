"""The lists of policy watch, each read through a scope."""

from dicu.access.conditions import Condition
from dicu.review.policy_watch.ports import LoadedRegister, Worked
from dicu.store.review.policy_models import PolicyRegisterRow, PolicyRow
from dicu.store.review.policy_projecting import read_happening
from dicu.store.security.scoping import within


class PostgresPolicies:
    """`dicu.review.policy_watch.ports.PolicyRecords` on Django's models."""

    def registers(self, scope: Condition) -> tuple[LoadedRegister, ...]:
        rows = PolicyRegisterRow.objects.filter(within(scope))
        return tuple(LoadedRegister(r.register, r.digest, r.version, r.synthetic, r.loaded_at, r.by) for r in rows)

    def worked(self, scope: Condition, register: str) -> tuple[Worked, ...]:
        rows = PolicyRow.objects.filter(within(scope)).filter(register=register)
        return tuple(Worked(r.entry, r.published, tuple(map(read_happening, r.happenings))) for r in rows)
