"""What somebody may see of the registers: what is published for everybody, and proposals for who watches policy."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dicu.access.model import Asker, Officer
from dicu.access.policy import absent
from dicu.access.rulebook import COORDINATION
from dicu.access.rulebook.policy_watch import WATCHER
from dicu.review.desk.tools import OVERSEER_FIRST, Tools, usual_purpose
from dicu.review.policy_watch.choosing import lawful_changes
from dicu.review.policy_watch.model import Register
from dicu.review.policy_watch.ports import LoadedRegister, PolicyRecords, Worked
from dicu.review.policy_watch.reading import read_register
from dicu.review.policy_watch.standing import STEPS, Policy, Version, check_step, told
from dicu.review.rules import NotAllowed
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.observation import Standing


def errand(officer: Officer, day: date) -> str:
    """The usual errand at policy watch: who watches it coordinates."""
    return COORDINATION if WATCHER in officer.roles(day) else usual_purpose(officer, day, OVERSEER_FIRST)


@dataclass(frozen=True)
class PolicyView:
    """One entry, the steps that the officer may take now, and what of the register it leads to and is led to from."""

    register: Register
    policy: Policy
    steps: tuple[str, ...]
    backward: tuple[tuple[str, Policy], ...]  # (relation, entry that names this one)
    day: date


class Looking:
    def __init__(self, tools: Tools, records: PolicyRecords) -> None:
        self.tools = tools
        self.records = records
        self.read: dict[str, Register] = {}  # by digest: a version never changes

    def registers(self, asker: Asker) -> tuple[Register, ...]:
        return tuple(self.version(one.digest) for one in self.records.registers(self.tools.scope(asker, "policy-register")))

    def register(self, asker: Asker, id_: str) -> Register:
        """The version that stands now. Absent if the house does not know it."""
        return self.version(self.loaded(asker, id_).digest)

    def loaded(self, asker: Asker, id_: str) -> LoadedRegister:
        for one in self.records.registers(self.tools.scope(asker, "policy-register")):
            if one.register == id_:
                return one
        raise absent()

    def version(self, digest: str) -> Register:
        if digest not in self.read:
            with self.tools.vault.open(digest) as content:
                self.read[digest] = read_register(content.read())
        return self.read[digest]

    def policies(self, asker: Asker) -> tuple[Policy, ...]:
        """Of all registers. Who recorded a step is for those who watch policy, and for auditors."""
        scope = self.tools.scope(asker, "policy-register")
        return tuple(p for one in self.records.registers(scope) for p in self.of_register(asker, one))

    def of_register(self, asker: Asker, loaded: LoadedRegister) -> tuple[Policy, ...]:
        worked = self.records.worked(self.tools.scope(asker, "policy"), loaded.register)
        found = policies_of(self.version(loaded.digest), loaded, worked)
        inside = self.tools.may(asker, "see", "policy", **facts_of(loaded.register, "", published=False))
        return found if inside else tuple(_nameless(p) for p in found)

    def policy(self, asker: Asker, id_: str, code: str) -> PolicyView:
        """Absent for what does not exist, and for what the officer may not know of."""
        loaded = self.loaded(asker, id_)
        found = self.of_register(asker, loaded)
        one = next((p for p in found if p.code == code), None)
        if one is None:
            raise absent()
        back = tuple((link.relation, p) for p in found for link in p.entry.links if link.target == code)
        steps = tuple(s for s in STEPS if self._takes(asker, one, s))
        return PolicyView(self.version(loaded.digest), one, steps, back, self.tools.today())

    def changes(self, asker: Asker, after: date, until: date, standing: Standing) -> tuple[Policy, ...]:
        """What a brief tells: changes of law of both countries after one day and by another, on what is public. Invented law
        stands in papers on invented dialogues only."""
        rows = (p for p in self.policies(asker) if p.synthetic == (standing is Standing.SYNTHETIC))
        return tuple(_nameless(p) for p in lawful_changes(rows, after, until))

    def _takes(self, asker: Asker, one: Policy, step: str) -> bool:
        try:
            check_step(one, step)
        except NotAllowed:
            return False
        if step == "verify" and one.author == asker.officer.account:
            return False
        return self.tools.may(asker, step, "policy", **facts_of(one.register, one.code, published=one.published))


def policies_of(register: Register, loaded: LoadedRegister, worked: Iterable[Worked]) -> tuple[Policy, ...]:
    """Compiled ones in the bundle's order, then those that officers proposed."""
    rows = {row.entry: row for row in worked}
    day = loaded.loaded_at.astimezone(VIET_NAM).date()
    invented = loaded.synthetic
    base = [
        told(register.id, Version(e, loaded.by, day), rows[e.code].happenings if e.code in rows else (), synthetic=invented)
        for e in register.entries
    ]
    codes = {e.code for e in register.entries}
    own = [told(register.id, None, row.happenings, synthetic=invented) for code, row in sorted(rows.items()) if code not in codes]
    return (*base, *own)


def facts_of(register: str, code: str, *, published: bool) -> dict[str, object]:
    return {"register": register, "entry": code, "published": published}


def _nameless(p: Policy) -> Policy:
    versions = tuple(replace(v, by="") for v in p.versions)
    return replace(p, versions=versions, verified_by="", happenings=tuple(replace(h, by="") for h in p.happenings))
