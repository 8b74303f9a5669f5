"""What a request asks access about, gathered while it runs. Outside of a request nothing is gathered: the house's own work
reads for nobody."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from dicu.access.conditions import Condition
from dicu.access.model import Thing
from dicu.readings.naming import NAMED_BY, PEOPLE, domain_of, key_of, name_of, owner_of, whole_of


@dataclass
class Asked:
    """A thing that was asked about: `did` are the actions, `seen` whether any of them was allowed. `missing`: nobody refused
    it, but it was looked up by its codes and not found within what may be seen."""

    kind: str
    name: str
    whole: str
    agency: str
    domain: str
    did: dict[str, None] = field(default_factory=dict)
    seen: bool = False
    missing: bool = False


@dataclass
class Collected:
    """`purpose` is that of the first question; `listed` counts rows by kind; `criteria` is what was searched for."""

    purpose: str = ""
    things: dict[tuple[str, str], Asked] = field(default_factory=dict)
    listed: dict[str, int] = field(default_factory=dict)
    criteria: Mapping[str, Sequence[str]] = field(default_factory=dict)
    scopes: list[tuple[Condition, str]] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.purpose)

    @property
    def refused(self) -> bool:
        return any(not asked.seen and not asked.missing for asked in self.things.values())

    @property
    def missing(self) -> bool:
        return any(asked.missing for asked in self.things.values())

    @property
    def people(self) -> bool:
        """Whether somebody was shown."""
        return any(asked.kind in PEOPLE and asked.seen for asked in self.things.values()) or any(self.listed.get(kind) for kind in PEOPLE)

    def decided(self, action: str, thing: Thing, purpose: str, allowed: bool) -> None:
        self.purpose = self.purpose or purpose
        name = name_of(thing.kind, key_of(thing.kind, thing.attributes))
        made = Asked(thing.kind, name, whole_of(thing.kind, thing.attributes), owner_of(thing.attributes), domain_of(thing.attributes))
        asked = self.things.setdefault((thing.kind, name), made)
        asked.did[action] = None
        asked.seen = asked.seen or allowed
        asked.missing = False

    def scoped(self, scope: Condition, kind: str, purpose: str) -> None:
        """A list is going to be read within this scope."""
        self.purpose = self.purpose or purpose
        self.scopes.append((scope, kind))

    def read(self, scope: Condition, rows: Sequence[Any], wanted: Mapping[str, Any]) -> None:
        """The list that was read within a scope given before; `wanted` is what it was narrowed to. People are noted one by
        one, and so is one thing that was looked up by its codes in vain."""
        kind = next((kind for given, kind in self.scopes if given is scope), "")
        if not kind:
            return
        if not rows:
            self._looked_up(Thing(kind, wanted))
        self.listed[kind] = self.listed.get(kind, 0) + len(rows)
        if kind in PEOPLE:
            for row in rows:
                self.decided("see", Thing(kind, attributes_of(kind, row)), self.purpose, allowed=True)

    def _looked_up(self, thing: Thing) -> None:
        name = name_of(thing.kind, key_of(thing.kind, thing.attributes))
        if name and (thing.kind, name) not in self.things:
            self.decided("see", thing, self.purpose, allowed=False)
            self.things[thing.kind, name].missing = True

    def searched(self, criteria: Mapping[str, Sequence[str]]) -> None:
        """What was searched for. It is noted as a keyed digest, never in words."""
        self.criteria = {**self.criteria, **criteria}


_current: ContextVar[Collected | None] = ContextVar("dicu_readings", default=None)


def current() -> Collected | None:
    return _current.get()


@contextmanager
def collecting() -> Iterator[Collected]:
    """Until the end of the block, what this thread asks of access is gathered."""
    collected = Collected()
    token = _current.set(collected)
    try:
        yield collected
    finally:
        _current.reset(token)


def attributes_of(kind: str, row: Any) -> Mapping[str, Any]:
    """The codes and the owner of a row of a list, as far as it has fields of their names."""
    names = (*NAMED_BY.get(kind, (kind,)), "agency", "authority", "domain")
    return {name: getattr(row, name) for name in names if getattr(row, name, None) is not None}
