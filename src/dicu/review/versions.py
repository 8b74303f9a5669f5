"""Two versions of a plan held against each other: what was added, taken away and changed, and what that touches.

Nothing here decides. A named coordinator reads the comparison and loads the version, or does not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dicu.review.annex import LOCAL, TERMS
from dicu.review.model import Plan, Task, Tenure
from dicu.review.obligations import Obligation
from dicu.review.report import LineState
from dicu.review.rules import NotAllowed
from dicu.vocabulary import dates
from dicu.vocabulary.bilingual import LANGUAGES, Bilingual, Language
from dicu.vocabulary.messages import Refused, T

LONGEST = 2_000  # characters of why a task ended


class How(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class What(StrEnum):
    """The part of a plan that a change is in."""

    TASK = "task"
    FOCAL = "focal"
    PHASE = "phase"
    INDICATOR = "indicator"
    TARGET = "target"
    ROUND = "round"
    FIGURE = "figure"
    AGENCY = "agency"
    CROSSWALK = "crosswalk"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Change:
    """`part` says what of a changed thing is another: text, lead, coordinating, term, objectives … Empty: the whole thing."""

    what: What
    code: str
    how: How
    part: str = ""
    before: Bilingual = Bilingual("", "")
    after: Bilingual = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`old` is None where the plan was never loaded. `followed`: old code → new code, as the new version itself says."""

    old: Plan | None
    new: Plan
    changes: tuple[Change, ...]
    followed: Mapping[str, str]

    @property
    def same(self) -> bool:
        return self.old is not None and self.old.digest == self.new.digest

    def removed_tasks(self) -> tuple[str, ...]:
        return tuple(c.code for c in self.changes if c.what is What.TASK and c.how is How.REMOVED)

    def touched_tasks(self) -> frozenset[str]:
        """Tasks that are no longer there, or no longer what they were."""
        return frozenset(c.code for c in self.changes if c.what is What.TASK and c.how is not How.ADDED)

    def count(self, what: What, how: How) -> int:
        return len({c.code for c in self.changes if c.what is what and c.how is how})


@dataclass(frozen=True, slots=True)
class Touch:
    """Something in the house that rests on a task that changes. `kind`: obligation (owed, nothing sent), line, local-task
    (of a provincial plan), priority. `state` is that of the thing; `lost`: it would be left hanging."""

    kind: str
    plan: str
    round: str
    agency: str
    task: str
    state: str
    lost: bool = False


class Orphaned(Refused):
    """A version that would leave accepted lines hanging; `tasks` are those that need a successor or an end."""

    def __init__(self, tasks: tuple[str, ...]) -> None:
        super().__init__(
            T(
                "Accepted lines hang on tasks that the new version no longer has: {tasks}. Say for each which task follows it,"
                " or why it ended. Nothing was loaded.",
                tasks=", ".join(tasks),
            ),
            where="fates",
        )
        self.tasks = tasks


@dataclass(frozen=True, slots=True)
class Fates:
    """What becomes of tasks that a version drops. `followed`: old code → code in the new version; `ended`: old code → why,
    with the act that says so."""

    followed: Mapping[str, str]
    ended: Mapping[str, str]

    def over(self, comparison: Comparison) -> "Fates":
        """With what the new version says itself; a decision made here counts before it."""
        said = {old: new for old, new in comparison.followed.items() if old not in self.ended}
        return Fates({**said, **self.followed}, dict(self.ended))


NO_FATES = Fates({}, {})


def compare(old: Plan | None, new: Plan) -> Comparison:
    changes = tuple(_changes(old, new)) if old is not None else ()
    gone = {c.code for c in changes if c.what is What.TASK and c.how is How.REMOVED}
    followed = {code: task.code for task in new.tasks for code in task.replaces if code in gone}
    return Comparison(old, new, changes, followed)


def check_fates(comparison: Comparison, accepted: Iterable[str], fates: Fates) -> Fates:
    """What becomes of each dropped task. Raises NotAllowed for a fate of nothing, Orphaned where accepted lines have none."""
    gone, there = comparison.removed_tasks(), comparison.new.task_by_code
    for code in (*fates.followed, *fates.ended):
        if code not in gone:
            raise NotAllowed(T("“{code}” is not a task that the new version drops.", code=code), where="fates")
    for code, follower in fates.followed.items():
        if follower not in there:
            raise NotAllowed(T("“{code}” cannot follow “{old}”: the new version has no such task.", code=follower, old=code), where="fates")
        if code in fates.ended:
            raise NotAllowed(T("“{code}” is said both to be followed and to have ended. Keep one.", code=code), where="fates")
    for code, why in fates.ended.items():
        if not why.strip():
            raise NotAllowed(T("Say why task {task} ended, and by which act.", task=code), where="fates")
        if len(why) > LONGEST:
            raise NotAllowed(T("This text has {length} characters; {most} fit.", length=len(why), most=LONGEST), where="fates")
    whole = fates.over(comparison)
    hanging = set(accepted) - whole.followed.keys() - whole.ended.keys()
    left = tuple(code for code in gone if code in hanging)
    if left:
        raise Orphaned(left)
    return whole


def _changes(old: Plan, new: Plan) -> Iterator[Change]:
    yield from _of_plan(old, new)
    yield from _keyed(What.PHASE, old.phases, new.phases, lambda p: p.code, _phase)
    yield from _keyed(What.FOCAL, old.focal_tasks, new.focal_tasks, lambda c: c.code, lambda c: {"text": c.text})
    yield from _keyed(What.TASK, old.tasks, new.tasks, lambda t: t.code, _task)
    yield from _keyed(What.INDICATOR, old.indicators, new.indicators, lambda i: i.code, _indicator)
    yield from _keyed(What.TARGET, old.targets, new.targets, lambda t: t.key, _target)
    yield from _keyed(What.ROUND, old.rounds, new.rounds, lambda r: r.id, _round)
    yield from _keyed(What.FIGURE, old.observations, new.observations, lambda o: o.key, lambda o: {"value": _plain(o.value)})
    yield from _keyed(What.AGENCY, old.agencies, new.agencies, lambda a: a.code, lambda a: {"name": a.name, "until": _plain(a.until)})
    yield from _keyed(What.CROSSWALK, old.crosswalk, new.crosswalk, _crossing, lambda c: {"strength": _plain(c.strength)})


def _keyed(
    what: What, old: Iterable[Any], new: Iterable[Any], key: Callable[[Any], str], parts: Callable[[Any], dict[str, Bilingual]]
) -> Iterator[Change]:
    """By their codes: what is only in one of the two, and where the two say something else."""
    before, after = {key(thing): parts(thing) for thing in old}, {key(thing): parts(thing) for thing in new}
    for code, said in before.items():
        if code not in after:
            yield Change(what, code, How.REMOVED, before=_first(said))
            continue
        for part, text in after[code].items():
            if text != said[part]:
                yield Change(what, code, How.CHANGED, part, said[part], text)
    for code, said in after.items():
        if code not in before:
            yield Change(what, code, How.ADDED, after=_first(said))


def _first(said: dict[str, Bilingual]) -> Bilingual:
    return next(iter(said.values()))


def _of_plan(old: Plan, new: Plan) -> Iterator[Change]:
    for part, read in {
        "title": lambda p: p.title,
        "period": lambda p: _plain(p.period),
        "authority": lambda p: _plain(p.authority),
    }.items():
        before, after = read(old), read(new)  # type: ignore[no-untyped-call]
        if before != after:
            yield Change(What.PLAN, new.id, How.CHANGED, part, before, after)


def _task(task: Task) -> dict[str, Bilingual]:
    return {
        "text": task.text,
        "focal": _plain(task.focal),
        "lead": _leads(task),
        "coordinating": _plain(", ".join(sorted(task.coordinating))),
        "term": _term(task),
        "phases": _plain(", ".join(task.phases)),
        "objectives": _plain(", ".join(sorted(f"{o.number}{''.join(o.actions)}" for o in task.objectives))),
        "indicators": _plain(", ".join(sorted(task.indicators))),
        "function": _plain(task.function),
        "implements": _plain(", ".join(sorted(task.implements))),
        "local": LOCAL.get(task.local, _plain("")),
        "certainty": T("verified").both() if task.verified else T("unverified").both(),
    }


def _leads(task: Task) -> Bilingual:
    if not task.leads:
        return _plain(task.responsible)
    return Bilingual(*("; ".join(_span(t, language) for t in task.leads) for language in LANGUAGES))


def _span(tenure: Tenure, language: Language) -> str:
    since, until = (dates.short(day, language) if day else "…" for day in (tenure.since, tenure.until))
    return f"{tenure.agency or '?'} ({since} – {until})"


def _term(task: Task) -> Bilingual:
    due = task.term.due
    return Bilingual(*(f"{TERMS[task.term.kind].say(spoken)}{f' {dates.short(due, spoken)}' if due else ''}" for spoken in LANGUAGES))


def _phase(phase: Any) -> dict[str, Bilingual]:
    return {"title": phase.title, "days": _plain(f"{phase.since}..{phase.until}")}


def _indicator(indicator: Any) -> dict[str, Bilingual]:
    return {"name": indicator.name, "unit": indicator.unit, "definition": indicator.definition}


def _target(target: Any) -> dict[str, Bilingual]:
    return {"value": _plain(f"{target.operator} {target.observation.value}"), "due": _plain(target.due)}


def _round(round_: Any) -> dict[str, Bilingual]:
    return {"title": round_.title, "cut_off": _plain(round_.cut_off), "due": _plain(round_.due)}


def _crossing(c: Any) -> str:
    return f"{c.subject.kind}:{c.subject.code} → {c.target.kind}:{c.target.code}"


def _plain(value: object) -> Bilingual:
    text = "" if value is None else str(value)
    return Bilingual(text, text)


def touched(comparison: Comparison, owed: Iterable[Obligation], lines: Iterable[tuple[str, str, str, str]]) -> tuple[Touch, ...]:
    """`owed`: obligations of every round; `lines`: (round, agency, task, state) of what was sent. A round keeps the version
    that it was opened with, so nothing of it is lost now; `lost` marks accepted lines of dropped tasks, from which the
    next round could not go on."""
    changed, gone = comparison.touched_tasks(), frozenset(comparison.removed_tasks())
    states = {(round_, task): state for round_, _, task, state in lines}
    return tuple(_touch(o, task, states.get((o.round, task), ""), task in gone) for o in owed for task in o.tasks if task in changed)


def _touch(o: Obligation, task: str, state: str, gone: bool) -> Touch:
    kind = "line" if state else "obligation"
    return Touch(kind, o.plan, o.round, o.agency, task, state or "owed", gone and state == LineState.ACCEPTED)
