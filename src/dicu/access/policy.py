"""Decisions about one thing, and the scope of a list, from the same rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dicu.access.conditions import All, Any, Condition, Is, attributes_of, bound, holds
from dicu.access.model import Absent, Decision, Forbidden, Grant, Officer, Thing
from dicu.access.rules import EVERYBODY, Rule
from dicu.vocabulary.messages import Message, T

SEE = "see"
OWNERSHIP = ("agency", "authority")
"""The attributes that say whose a thing is; a grant that is limited to an agency is limited by the first one there is."""


@dataclass(frozen=True)
class Policy:
    """`kinds`: each kind of thing with its attributes. `concealed_kinds`: who may not see such a thing is told that
    there is none."""

    rules: tuple[Rule, ...]
    kinds: Mapping[str, frozenset[str]]
    concealed_kinds: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for rule in self.rules:
            if unknown := attributes_of(rule.when) - self.kinds.get(rule.kind, frozenset()):
                raise ValueError(f"{rule.role} {rule.action} {rule.kind}: the kind has no attribute {sorted(unknown)}")
            if rule.kind not in self.kinds:
                raise ValueError(f"{rule.role} {rule.action} {rule.kind}: there is no such kind")
            if not rule.purposes:
                raise ValueError(f"{rule.role} {rule.action} {rule.kind}: there is no purpose it is for")

    def scope(self, officer: Officer, action: str, kind: str, purpose: str, today: date) -> Condition:
        """Which things of the kind the officer may do this to: a condition with the officer's own values in place."""
        rules = (rule for rule in self._about(action, kind) if purpose in rule.purposes)
        return Any(tuple(self._reach(officer, rules, today)))

    def decide(self, officer: Officer, action: str, thing: Thing, purpose: str, today: date) -> Decision:
        """Whether the officer may, and why or why not."""
        for rule in self._about(action, thing.kind):
            if purpose in rule.purposes and holds(Any(tuple(self._reach(officer, [rule], today))), thing.attributes):
                return Decision(allowed=True, reason=rule.said)
        concealed = thing.kind in self.concealed_kinds and not self._sees(officer, thing, today)
        return Decision(allowed=False, reason=self._why_not(officer, action, thing.kind, purpose, today), concealed=concealed)

    def check(self, officer: Officer, action: str, thing: Thing, purpose: str, today: date) -> None:
        """Raises Forbidden with the reason, or Absent where even that would tell too much."""
        decision = self.decide(officer, action, thing, purpose, today)
        if decision.concealed:
            raise absent()
        if not decision.allowed:
            raise Forbidden(decision.reason)

    def _about(self, action: str, kind: str) -> Iterable[Rule]:
        return (rule for rule in self.rules if rule.action == action and rule.kind == kind)

    def _reach(self, officer: Officer, rules: Iterable[Rule], today: date) -> Iterable[Condition]:
        """For each rule, and each grant in force that gives its role, what it reaches. Without an account nobody holds a
        grant: "not mine" would be true of everything."""
        grants = officer.grants if officer.account else ()
        held = [*(grant for grant in grants if grant.in_force(today)), Grant(EVERYBODY)]
        for rule in rules:
            for grant in held:
                if grant.role == rule.role:
                    yield self._under(grant, rule, officer)

    def _under(self, grant: Grant, rule: Rule, officer: Officer) -> Condition:
        condition = bound(rule.when, grant.agency or officer.agency, officer.account)
        if not grant.agency or rule.shared:
            return condition
        owners = [name for name in OWNERSHIP if name in self.kinds[rule.kind]]
        return All((condition, Is(owners[0], grant.agency))) if owners else Any(())

    def _sees(self, officer: Officer, thing: Thing, today: date) -> bool:
        """For whatever purpose: what somebody may look at on another errand is no secret to them."""
        reach = self._reach(officer, self._about(SEE, thing.kind), today)
        return holds(Any(tuple(reach)), thing.attributes)

    def _why_not(self, officer: Officer, action: str, kind: str, purpose: str, today: date) -> Message:
        rules = list(self._about(action, kind))
        if not rules:
            return T("Nobody may do this here.")
        if not officer.account:
            return T("Sign in first. {rule}", rule=rules[0].said)
        roles = officer.roles(today) | {EVERYBODY}
        held = [rule for rule in rules if rule.role in roles]
        if not held:
            return _without_role(officer, rules, today)
        fitting = [rule for rule in held if purpose in rule.purposes]
        if not fitting:
            return T("{rule} You are working for another purpose; change it, then repeat your step.", rule=held[0].said)
        return T("{rule} If you think that this should be possible here, ask the coordinator of the plan.", rule=fitting[0].said)


def absent() -> Absent:
    """The one answer for what is not there and for what the officer may not know of. A desk that finds nothing raises
    this too."""
    return Absent(
        T("There is nothing under this name, or nothing that you may see. Check the address, or ask the person who gave it to you.")
    )


def _without_role(officer: Officer, rules: list[Rule], today: date) -> Message:
    wanted = {rule.role for rule in rules}
    lapsed = [grant.until for grant in officer.grants if grant.role in wanted and grant.until and grant.until < today]
    if lapsed:
        said = rules[0].said
        return T("{rule} Your right to do so ended on {day}. Ask the coordinator of the plan to renew it.", rule=said, day=max(lapsed))
    return T("{rule} You do not have this role. Ask the coordinator of the plan for it.", rule=rules[0].said)
