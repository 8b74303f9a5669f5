"""Decisions about one thing, and the scope of a list, from the same rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dicu.access.clearances import ATTRIBUTE, cleared, highest
from dicu.access.conditions import All, Any, Condition, Is, attributes_of, bound, holds
from dicu.access.holding import Incompatible, held
from dicu.access.model import Absent, Decision, Forbidden, Grant, Officer, Opening, Thing
from dicu.access.refusing import why_not
from dicu.access.rules import EVERYBODY, Rule
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import T

SEE = "see"
OWNERSHIP = ("agency", "authority")
"""The attributes that say whose a thing is; a grant that is limited to an agency is limited by the first one there is."""


@dataclass(frozen=True)
class Policy:
    """`kinds`: each kind of thing with its attributes. `concealed_kinds`: who may not see such a thing is told that
    there is none. `incompatible`: roles that are nobody's together."""

    rules: tuple[Rule, ...]
    kinds: Mapping[str, frozenset[str]]
    concealed_kinds: frozenset[str] = frozenset()
    incompatible: tuple[Incompatible, ...] = ()

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
        rules = [rule for rule in self.about(action, kind) if purpose in rule.purposes]
        return Any((*self._reach(officer, rules, today), *self._opened(officer, action, kind, today)))

    def decide(self, officer: Officer, action: str, thing: Thing, purpose: str, today: date) -> Decision:
        """Whether the officer may, and why or why not."""
        rules = self.about(action, thing.kind)
        for rule in rules:
            if purpose in rule.purposes and holds(Any(tuple(self._reach(officer, [rule], today))), thing.attributes):
                return Decision(allowed=True, reason=rule.said)
        if holds(Any(tuple(self._opened(officer, action, thing.kind, today))), thing.attributes):
            return Decision(allowed=True, reason=T("You opened this in an emergency, and may see it until the opening ends."))
        concealed = thing.kind in self.concealed_kinds and not self._sees(officer, thing, today)
        reason = why_not(rules, self.incompatible, officer, thing, purpose, today)
        return Decision(allowed=False, reason=reason, concealed=concealed)

    def opened(self, officer: Officer, thing: Thing, today: date) -> Opening | None:
        """The opening by which the officer sees this thing, the last to end first."""
        openings = sorted(officer.openings, key=lambda opening: opening.until, reverse=True)
        found = (o for o in openings if holds(Any(tuple(self._by(officer, o, SEE, thing.kind, today))), thing.attributes))
        return next(found, None)

    def check(self, officer: Officer, action: str, thing: Thing, purpose: str, today: date) -> None:
        """Raises Forbidden with the reason, or Absent where even that would tell too much."""
        decision = self.decide(officer, action, thing, purpose, today)
        if decision.concealed:
            raise absent()
        if not decision.allowed:
            raise Forbidden(decision.reason)

    def about(self, action: str, kind: str) -> tuple[Rule, ...]:
        """The rules on this action to things of this kind."""
        return self._by_action.get((action, kind), ())

    @cached_property
    def _by_action(self) -> Mapping[tuple[str, str], tuple[Rule, ...]]:
        found: dict[tuple[str, str], tuple[Rule, ...]] = {}
        for rule in self.rules:
            about = (rule.action, rule.kind)
            found[about] = (*found.get(about, ()), rule)
        return found

    def _reach(self, officer: Officer, rules: Iterable[Rule], today: date) -> Iterable[Condition]:
        """For each rule, and each grant that counts and gives its role, what it reaches. Without an account nobody holds a
        grant: "not mine" would be true of everything."""
        grants = [*held(officer, today, self.incompatible), Grant(EVERYBODY)]
        for rule in rules:
            for grant in grants:
                if grant.role == rule.role:
                    yield self._under(grant, rule, officer)

    def _under(self, grant: Grant, rule: Rule, officer: Officer) -> Condition:
        condition = self._cleared(bound(rule.when, grant.agency or officer.agency, officer.account), rule.kind, grant.clearance)
        if not grant.agency or rule.shared:
            return condition
        owners = [name for name in OWNERSHIP if name in self.kinds[rule.kind]]
        return All((condition, Is(owners[0], grant.agency))) if owners else Any(())

    def _cleared(self, condition: Condition, kind: str, level: str) -> Condition:
        return All((condition, cleared(level))) if ATTRIBUTE in self.kinds[kind] else condition

    def _opened(self, officer: Officer, action: str, kind: str, today: date) -> Iterable[Condition]:
        for opening in officer.openings:
            yield from self._by(officer, opening, action, kind, today)

    def _by(self, officer: Officer, opening: Opening, action: str, kind: str, today: date) -> Iterable[Condition]:
        """What an opening shows: to be seen only, while its role is held, and never above that role's clearance. A kind that
        lacks one of the attributes by which the thing was named is not opened with it."""
        attributes = self.kinds.get(kind, frozenset())
        grants = [grant for grant in held(officer, today, self.incompatible) if grant.role == opening.role]
        named = {name for name, _ in opening.attributes}
        if action != SEE or kind not in opening.kinds or not grants or not named or not named <= attributes:
            return
        if opening.until.astimezone(VIET_NAM).date() >= today:
            same = All(tuple(Is(name, value) for name, value in opening.attributes))
            yield self._cleared(same, kind, highest(frozenset(grant.clearance for grant in grants)))

    def _sees(self, officer: Officer, thing: Thing, today: date) -> bool:
        """For whatever purpose: what somebody may look at on another errand is no secret to them."""
        reach = self._reach(officer, self.about(SEE, thing.kind), today)
        return holds(Any((*reach, *self._opened(officer, SEE, thing.kind, today))), thing.attributes)


def absent() -> Absent:
    """The one answer for what is not there and for what the officer may not know of. A desk that finds nothing raises
    this too."""
    return Absent(
        T("There is nothing under this name, or nothing that you may see. Check the address, or ask the person who gave it to you.")
    )
