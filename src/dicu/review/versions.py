"""Two versions of a plan held against each other: what was added, taken away and changed, and what that touches.

Nothing here decides. A named coordinator reads the comparison and loads the version, or does not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from dicu.review.annex import LOCAL, TERMS
from dicu.review.model import Lead, Plan, Task, Tenure
from dicu.review.obligations import COUNTS, Obligation
from dicu.review.priorities import OVER, Priority
from dicu.review.report import LineState
from dicu.review.rules import NotAllowed
from dicu.vocabulary import dates
from dicu.vocabulary.bilingual import LANGUAGES, Bilingual, Language
from dicu.vocabulary.messages import Refused, T

LONGEST = 2_000  # characters of why a task ended
SENT = frozenset({LineState.SUBMITTED, LineState.RETURNED, LineState.ACCEPTED})
"""Lines that hang on a task: one that waits is accepted in its round, however the plan has changed since."""


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

    @property
    def others(self) -> bool:
        """Whether parts differ that are not compared one by one: sources, legal texts, statements, events …"""
        if self.old is None or self.same:
            return False
        names = (f.name for f in fields(Plan) if f.name not in COMPARED)
        return not self.changes or any(getattr(self.old, name) != getattr(self.new, name) for name in names)

    def count(self, what: What, how: How) -> int:
        return len({c.code for c in self.changes if c.what is what and c.how is how})


@dataclass(frozen=True, slots=True)
class Touch:
    """Something in the house that rests on a task that changes. `kind`: obligation (no line was sent), line, local-task (of a
    provincial plan), priority. `state` is that of the thing; `lost`: it would be left hanging. `name`: of a priority. `by`:
    the dropped task that the work on `task` has passed to since; empty: it is `task` itself."""

    kind: str
    plan: str
    round: str
    agency: str
    task: str
    state: str
    lost: bool = False
    name: str = ""
    by: str = ""


class Orphaned(Refused):
    """A version that would leave lines hanging that were sent; `tasks` are those that need a successor or an end."""

    def __init__(self, tasks: tuple[str, ...]) -> None:
        super().__init__(
            T(
                "Lines that were sent hang on tasks that the new version no longer has: {tasks}. Say for each which task follows it,"
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


def inherited(decided: Iterable[Fates], there: Iterable[str]) -> dict[str, str]:
    """Task of an earlier version → the task that has its work now, by what was decided from version to version (the oldest
    first). Tasks that are `there`, in the version that is looked at, have their own work, and those that ended have none."""
    now: dict[str, str] = {}
    for fates in decided:
        held = {old: fates.followed.get(task, task) for old, task in now.items() if task not in fates.ended}
        now = {**held, **fates.followed}
    kept = set(there)
    return {old: task for old, task in now.items() if old != task and old not in kept}


def hung(lines: Iterable[tuple[str, str, str, str]], heirs: Mapping[str, str]) -> tuple[str, ...]:
    """The tasks on which lines hang that were sent, (round, agency, task, state) each: that of the line, or its heir."""
    return tuple(dict.fromkeys(heirs.get(task, task) for _, _, task, state in lines if state in SENT))


def check_fates(comparison: Comparison, hanging_on: Iterable[str], fates: Fates) -> Fates:
    """What becomes of each dropped task. Raises NotAllowed for a fate of nothing, Orphaned where lines that were sent
    hang on one that has none."""
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
    hanging = set(hanging_on) - whole.followed.keys() - whole.ended.keys()
    left = tuple(code for code in gone if code in hanging)
    if left:
        raise Orphaned(left)
    return whole


OTHER = "other"  # the part of a change that has no name of its own: a note, a locator
COMPARED = frozenset(
    {"id", "version", "digest", "title", "period", "authority", "phases", "focal_tasks", "tasks", "indicators", "targets", "rounds",
     "observations", "agencies", "crosswalk"}
)  # fmt: skip
"""The parts of a plan that are compared one by one, and what every version has of its own."""


def _changes(old: Plan, new: Plan) -> Iterator[Change]:
    yield from _of_plan(old, new)
    yield from _keyed(What.PHASE, old.phases, new.phases, lambda p: p.code, _phase)
    yield from _keyed(What.FOCAL, old.focal_tasks, new.focal_tasks, lambda c: c.code, _clause)
    yield from _keyed(What.TASK, old.tasks, new.tasks, lambda t: t.code, _task)
    yield from _keyed(What.INDICATOR, old.indicators, new.indicators, lambda i: i.code, _indicator)
    yield from _keyed(What.TARGET, old.targets, new.targets, lambda t: t.key, _target)
    yield from _keyed(What.ROUND, old.rounds, new.rounds, lambda r: r.id, _round)
    yield from _keyed(What.FIGURE, old.observations, new.observations, lambda o: o.key, _figure)
    yield from _keyed(What.AGENCY, old.agencies, new.agencies, lambda a: a.code, lambda a: {"name": a.name, "until": _plain(a.until)})
    yield from _keyed(What.CROSSWALK, old.crosswalk, new.crosswalk, _crossing, lambda c: {"strength": _plain(c.strength)})


def _keyed(
    what: What, old: Iterable[Any], new: Iterable[Any], key: Callable[[Any], str], parts: Callable[[Any], dict[str, Bilingual]]
) -> Iterator[Change]:
    """By their codes: what is only in one of the two, and where the two say something else; `OTHER` where it is in none of
    the parts that have a name."""
    older, newer = {key(thing): thing for thing in old}, {key(thing): thing for thing in new}
    before, after = ({code: parts(thing) for code, thing in things.items()} for things in (older, newer))
    for code, said in before.items():
        if code not in after:
            yield Change(what, code, How.REMOVED, before=_first(said))
            continue
        differing = [Change(what, code, How.CHANGED, part, said[part], text) for part, text in after[code].items() if text != said[part]]
        if not differing and older[code] != newer[code]:
            differing.append(Change(what, code, How.CHANGED, OTHER))
        yield from differing
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
        "term_since": _plain(task.term.since),
        "term_every": _plain(task.term.every),
        "term_words": task.term.words,
        "term_certainty": _certainty(task.term.verified),
        "phases": _plain(", ".join(task.phases)),
        "objectives": _plain(", ".join(sorted(f"{o.number}{''.join(o.actions)}" for o in task.objectives))),
        "indicators": _plain(", ".join(sorted(task.indicators))),
        "function": _plain(task.function),
        "implements": _plain(", ".join(sorted(task.implements))),
        "local": LOCAL.get(task.local, _plain("")),
        "output": task.output,
        "source": _plain(task.source),
        "locator": _plain(task.locator),
        "replaces": _plain(", ".join(sorted(task.replaces))),
        "certainty": _certainty(task.verified),
    }


def _certainty(verified: bool) -> Bilingual:
    return T("verified").both() if verified else T("unverified").both()


def _leads(task: Task) -> Bilingual:
    if not task.leads:
        return Bilingual(*(f"{task.responsible}{_sure(task.lead, language)}" for language in LANGUAGES))
    return Bilingual(*("; ".join(_span(t, language) for t in task.leads) for language in LANGUAGES))


def _span(tenure: Tenure, language: Language) -> str:
    since, until = (dates.short(day, language) if day else "…" for day in (tenure.since, tenure.until))
    return f"{tenure.agency or '?'} ({since} – {until}){_sure(tenure, language)}"


def _sure(lead: Lead | Tenure | None, language: Language) -> str:
    return f" – {T('verified').say(language)}" if lead and lead.verified else ""


def _term(task: Task) -> Bilingual:
    due = task.term.due
    return Bilingual(*(f"{TERMS[task.term.kind].say(spoken)}{f' {dates.short(due, spoken)}' if due else ''}" for spoken in LANGUAGES))


def _phase(phase: Any) -> dict[str, Bilingual]:
    return {"title": phase.title, "days": _plain(f"{phase.since}..{phase.until}")}


def _indicator(indicator: Any) -> dict[str, Bilingual]:
    words = {"name": indicator.name, "unit": indicator.unit, "definition": indicator.definition, "method": indicator.method}
    plain = ("nature", "aggregation", "direction", "decimals", "custodian", "measure", "frequency", "institution", "per")
    facts = {**words, **{part: _plain(getattr(indicator, part)) for part in plain}}
    of = {part: item.name for part in ("numerator", "denominator") if (item := getattr(indicator, part)) is not None}
    lists = {"breakdowns": _plain("; ".join(map(_breakdown, indicator.dimensions))), "definitions": _definitions(indicator)}
    return {**facts, **of, **{part: words for part, words in lists.items() if words.en}}


def _breakdown(d: Any) -> str:
    marks = [word for word in ("required", "overlapping", "complete") if getattr(d, word)]
    return f"{d.name} ({', '.join([*marks, f'±{d.tolerance}'])})"


def _definitions(indicator: Any) -> Bilingual:
    return Bilingual(*("; ".join(d.label.say(language) for d in indicator.definitions) for language in LANGUAGES))


def _clause(clause: Any) -> dict[str, Bilingual]:
    return {"text": clause.text, "source": _plain(clause.source), "certainty": _certainty(clause.verified)}


def _figure(o: Any) -> dict[str, Bilingual]:
    """A value is told with what makes it that value: why there is none, its period, its source, how exact it is."""
    facts = {"value": o.value, "missing": o.missing, "period": o.period.label, "source": o.source.title, "locator": o.source.locator}
    facts |= {"definition_of": o.definition, "numerator": o.numerator, "denominator": o.denominator}
    return {part: _plain(fact) for part, fact in {**facts, "qualifier": o.qualifier, "published": o.vintage}.items()}


def _target(target: Any) -> dict[str, Bilingual]:
    return {"value": _plain(f"{target.operator} {target.observation.value}"), "due": _plain(target.due)}


def _round(round_: Any) -> dict[str, Bilingual]:
    return {"title": round_.title, "cut_off": _plain(round_.cut_off), "due": _plain(round_.due)}


def _crossing(c: Any) -> str:
    return f"{c.subject.kind}:{c.subject.code} → {c.target.kind}:{c.target.code}"


def _plain(value: object) -> Bilingual:
    text = "" if value is None else str(value)
    return Bilingual(text, text)


def touched(
    comparison: Comparison, owed: Iterable[Obligation], lines: Iterable[tuple[str, str, str, str]], heirs: Mapping[str, str] | None = None
) -> tuple[Touch, ...]:
    """`owed`: obligations of every round; `lines`: (round, agency, task, state) of what was sent, also on earlier tasks that
    have passed to a changed one (`heirs`, see `inherited`). A round keeps the version that it was opened with, so nothing
    of it is lost now; `lost` marks lines of dropped tasks, from which the next round could not go on."""
    passed, gone = heirs or {}, frozenset(comparison.removed_tasks())
    changed = comparison.touched_tasks() | {old for old, task in passed.items() if task in comparison.touched_tasks()}
    lined = {(row[0], row[2]): _of_line(comparison.new.id, row, passed, gone) for row in lines if row[2] in changed and row[3] in SENT}
    duties = {(o.round, task): _of_duty(o, task) for o in owed for task in o.tasks if task in changed}
    return tuple({**duties, **lined}.values())


def _of_line(plan: str, row: tuple[str, str, str, str], heirs: Mapping[str, str], gone: frozenset[str]) -> Touch:
    round_, agency, task, state = row
    by = heirs.get(task, "")
    return Touch("line", plan, round_, agency, task, state, (by or task) in gone, by=by)


def _of_duty(o: Obligation, task: str) -> Touch:
    """What is settled without a line is not told as owed."""
    settled = "nil-return" if o.nil in COUNTS else "waived" if o.waived else ""
    return Touch("obligation", o.plan, o.round, o.agency, task, settled or "owed")


def touched_priorities(comparison: Comparison, priorities: Iterable[Priority]) -> tuple[Touch, ...]:
    """Those that are not over, and are about a changed task or to be done through it."""
    changed, gone = comparison.touched_tasks(), set(comparison.removed_tasks()) - comparison.followed.keys()
    return tuple(
        Touch("priority", p.plan, p.round, p.agency, task, str(p.state), task in gone, p.id)
        for p in priorities
        if p.state not in OVER
        for task in dict.fromkeys((*p.links.tasks, *p.planned))
        if task in changed
    )
