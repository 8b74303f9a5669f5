"""Versions of a plan: proposed with a comparison, loaded by a named coordinator. What is loaded twice is there once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.ledger.model import Conflict, Draft, Entry
from dicu.review.bundles import Bundle, packed, unpacked
from dicu.review.desk.tools import Tools
from dicu.review.localities import check_parent
from dicu.review.model import Plan
from dicu.review.ports import PlanVersion
from dicu.review.reading import read_plan
from dicu.review.rules import NotAllowed
from dicu.review.validating import check_bundle
from dicu.review.versions import NO_FATES, Comparison, Fates, Touch, check_fates, compare, hung, inherited, touched, touched_priorities
from dicu.vocabulary.messages import T

LOADED, FOLLOWED = "plan.loaded", "plan.followed"


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with what it touches in this house; `hanging`: dropped tasks with lines that were sent and no fate yet."""

    comparison: Comparison
    touches: tuple[Touch, ...]

    @property
    def against(self) -> str:
        """The digest of the version in force; empty where there is none."""
        return self.comparison.old.digest if self.comparison.old else ""

    @property
    def hanging(self) -> tuple[str, ...]:
        lost = dict.fromkeys(t.by or t.task for t in self.touches if t.lost and t.kind == "line")
        return tuple(task for task in lost if task not in self.comparison.followed)


class Versions:
    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def versions(self, asker: Asker, plan: str) -> tuple[PlanVersion, ...]:
        """All that the officer may know of, the newest first. Absent for a plan that the house does not know."""
        found = self.tools.records.versions(self.tools.scope(asker, "version"), plan)
        if not found:
            self.tools.plan(asker, plan)
        return found

    def version(self, asker: Asker, plan: str, digest: str) -> tuple[PlanVersion, Plan]:
        for found in self.versions(asker, plan):
            if found.digest == digest:
                return found, self.tools.version(digest)
        raise absent()

    def base(self, asker: Asker, plan: str, shipped: Callable[[str], Bundle]) -> Bundle:
        """What a workbook is laid over: the version in force, else the one that comes with the product."""
        current = self.current(asker, plan)
        if current is None:
            return shipped(plan)
        with self.tools.vault.open(current.digest) as content:
            return unpacked(content.read())

    def current(self, asker: Asker, plan: str) -> Plan | None:
        known = self.tools.records.plans(self.tools.scope(asker, "plan"))
        return next((self.tools.version(p.digest) for p in known if p.plan == plan), None)

    def read(self, asker: Asker, bundle: Bundle, places: Callable[[str], str] = str) -> tuple[Plan, bytes]:
        """A bundle as a plan, checked whole: against its schema, itself, and the plan that it implements. Whoever may not
        load it learns nothing from it."""
        check_bundle(bundle, places)
        content = packed(bundle)
        plan = read_plan(content)
        self.tools.check(asker, "load", "plan", plan=plan.id, synthetic=plan.synthetic)
        self._check_parent(asker, plan)
        return plan, content

    def _check_parent(self, asker: Asker, plan: Plan) -> None:
        if plan.parent:
            check_parent(plan, self.current(asker, plan.parent.plan))

    def compared(self, asker: Asker, plan: Plan) -> Compared:
        """Against the version in force, with what of this house's rounds, lines and provincial plans it touches."""
        self.tools.check(asker, "load", "plan", plan=plan.id, synthetic=plan.synthetic)
        comparison = compare(self.current(asker, plan.id), plan)
        rounds, provinces = self._in_rounds(asker, comparison), self._in_provinces(asker, comparison)
        priorities = self.tools.records.priorities(self.tools.scope(asker, "priority"), plan.id)
        return Compared(comparison, (*rounds, *provinces, *touched_priorities(comparison, priorities)))

    def _in_rounds(self, asker: Asker, comparison: Comparison) -> tuple[Touch, ...]:
        t, plan, changed = self.tools, comparison.new.id, comparison.touched_tasks()
        if not changed:
            return ()
        heirs = self._heirs(t.ledger.read(f"plan/{plan}"), comparison)
        owed = t.records.obligations(t.scope(asker, "obligation"), plan)
        return touched(comparison, owed, self._lines(asker, plan, changed, heirs), heirs)

    def _heirs(self, entries: tuple[Entry, ...], comparison: Comparison) -> dict[str, str]:
        """Tasks of earlier versions → the changed tasks that have their work now."""
        decided = (Fates(e.body["followed"], e.body["ended"]) for e in entries if e.kind == FOLLOWED)
        changed = comparison.touched_tasks()
        return {old: task for old, task in inherited(decided, comparison.new.task_by_code).items() if task in changed}

    def _lines(self, asker: Asker, plan: str, tasks: Collection[str], heirs: Mapping[str, str]) -> tuple[tuple[str, str, str, str], ...]:
        """Of these tasks and of those whose work has passed to them."""
        t = self.tools
        return t.records.line_states(t.scope(asker, "line"), plan, {*tasks, *(old for old, task in heirs.items() if task in tasks)})

    def _in_provinces(self, asker: Asker, comparison: Comparison) -> tuple[Touch, ...]:
        changed, gone = comparison.touched_tasks(), set(comparison.removed_tasks())
        return tuple(
            Touch("local-task", local.id, "", local.authority, task.code, code, code in gone and code not in comparison.followed)
            for local in self.implementing(asker, comparison.new.id)
            for task in local.tasks
            for code in task.implements
            if code in changed
        )

    def implementing(self, asker: Asker, plan: str) -> tuple[Plan, ...]:
        """The loaded plans that implement this one."""
        known = self.tools.records.plans(self.tools.scope(asker, "plan"))
        loaded = (self.tools.version(p.digest) for p in known if p.plan != plan)
        return tuple(p for p in loaded if p.parent and p.parent.plan == plan)

    def propose(self, asker: Asker, bundle: Bundle, origin: str, places: Callable[[str], str] = str) -> Plan:
        """Keeps a version to be looked at and decided; nothing that is in force changes. The same again changes nothing."""
        t = self.tools
        plan, content = self.read(asker, bundle, places)
        t.check(asker, "propose", "version", plan=plan.id, synthetic=plan.synthetic, state="proposed")
        self._check_kind(self.current(asker, plan.id), plan)
        known = {v.digest for v in t.records.versions(t.scope(asker, "version"), plan.id)}
        if plan.digest not in known:
            t.vault.keep(content)
            name = f"version/{plan.id}"
            facts = {**_named(plan), "tasks": len(plan.tasks), "synthetic": plan.synthetic, "origin": origin}
            t.append(asker, name, plan.authority, len(t.ledger.read(name)), Draft("plan.proposed", facts))
        return plan

    def decide(self, asker: Asker, plan: str, digest: str, against: str, fates: Fates = NO_FATES) -> Plan:
        """Puts a proposed version, or an earlier one, in force. `against` is the digest of the version that it was compared
        with: Conflict if another has been loaded since."""
        known, found = self.version(asker, plan, digest)
        return self._load(asker, found, known.origin, fates, against)

    def load(
        self, asker: Asker, bundle: Bundle, origin: str, fates: Fates = NO_FATES, against: str | None = None,
        places: Callable[[str], str] = str,
    ) -> Plan:  # fmt: skip
        """Checks a plan whole and makes it the version in force; the same bundle again changes nothing. Raises BadPlan,
        Orphaned, NotAllowed, Conflict."""
        plan, content = self.read(asker, bundle, places)
        self.tools.vault.keep(content)
        return self._load(asker, plan, origin, fates, against)

    def _load(self, asker: Asker, plan: Plan, origin: str, fates: Fates, against: str | None) -> Plan:
        t, name = self.tools, f"plan/{plan.id}"
        t.check(asker, "load", "plan", plan=plan.id, synthetic=plan.synthetic)
        entries = t.ledger.read(name)
        current = _in_force(entries)
        if against is not None and against != current:
            raise Conflict(name)
        if current == plan.digest:
            return plan
        old = t.version(current) if current else None
        self._check_kind(old, plan)
        self._check_parent(asker, plan)  # the national plan may be another since this version was proposed
        comparison = compare(old, plan)
        whole = check_fates(comparison, self._hanging_on(asker, entries, comparison), fates)
        t.append(asker, name, plan.authority, len(entries), *_drafts(plan, origin, whole))
        return plan

    def _hanging_on(self, asker: Asker, entries: tuple[Entry, ...], comparison: Comparison) -> tuple[str, ...]:
        """Dropped tasks with a line that was sent, in any round, on them or on a task whose work has passed to them."""
        gone = comparison.removed_tasks()
        if not gone:
            return ()
        heirs = self._heirs(entries, comparison)
        return hung(self._lines(asker, comparison.new.id, gone, heirs), heirs)

    def _check_kind(self, old: Plan | None, new: Plan) -> None:
        """Invented data never take the place of real ones, nor the other way round."""
        if old is not None and old.synthetic != new.synthetic:
            raise NotAllowed(
                T("The plan {plan} is in the house with another kind of data: real and synthetic plans have ids of their own.", plan=new.id)
            )


def _in_force(entries: tuple[Entry, ...]) -> str:
    return next((str(entry.body["digest"]) for entry in reversed(entries) if entry.kind == LOADED), "")


def _named(plan: Plan) -> dict[str, object]:
    return {"plan": plan.id, "version": plan.version, "digest": plan.digest}


def _drafts(plan: Plan, origin: str, fates: Fates) -> tuple[Draft, ...]:
    facts = {"tasks": len(plan.tasks), "synthetic": plan.synthetic, "observations": len(plan.observations), "origin": origin}
    loaded = Draft(LOADED, {**_named(plan), **facts})
    if not fates.followed and not fates.ended:
        return (loaded,)
    return loaded, Draft(FOLLOWED, {**_named(plan), "followed": dict(fates.followed), "ended": dict(fates.ended)})
