"""Gaps with their lives: what an officer sees of a round, the steps they take, and runs of the rules that are recorded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.ledger.model import Conflict, Draft
from dicu.review.desk.coordination import Coordination
from dicu.review.desk.tools import Tools
from dicu.review.gaps import Gap
from dicu.review.gaps.kinds import CHUNK
from dicu.review.gaps.life import (
    ELSEWHERE,
    GAP,
    STEPS,
    GapCourse,
    GapState,
    check_step,
    check_text,
    merged,
    name_of,
    run_stream,
    set_digest,
    state_of,
    stream_name,
)
from dicu.review.gaps.ports import GapRecords, NoGapRecords
from dicu.review.model import Plan, Round
from dicu.review.rules import NotAllowed
from dicu.review.situation import Situation
from dicu.vocabulary.messages import T


@dataclass(frozen=True, slots=True)
class Followed:
    """A gap that fires, with what is recorded of it. `name` stands in its address; `number`: the last entry of its stream."""

    gap: Gap
    name: str
    course: GapCourse
    state: GapState
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A gap that a recorded run found and that its rule no longer finds."""

    key: str
    agency: str
    course: GapCourse

    @property
    def rule(self) -> str:
        return self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class GapList:
    situation: Situation
    open: bool
    gaps: tuple[Followed, ...]
    gone: tuple[Gone, ...]
    may_record: bool


@dataclass(frozen=True, slots=True)
class GapView:
    plan: Plan
    round: Round
    followed: Followed
    number: int
    steps: tuple[str, ...]  # those that the officer may take now


class Gaps:
    def __init__(self, tools: Tools, coordination: Coordination) -> None:
        self.tools = tools
        self.coordination = coordination
        self.records: GapRecords = NoGapRecords()

    def listed(self, asker: Asker, plan: str, round_: str, day: date | None = None) -> GapList:
        """Every gap of the round that the officer may see, and those that data have closed since a run was recorded. Who sees a gap of
        the plan only because it is planned for their agency sees less data than the run did: what the last run saw closed is closed."""
        view = self.coordination.overview(asker, plan, round_, day, self._owners(plan))
        known = self._known(plan)
        closed = self.records.gone(plan, round_)
        shown = [gap for gap in view.gaps if gap.key not in closed or self._may(asker, "see", plan, round_, gap.agency, "")]
        gaps = tuple(self._followed(gap, known, round_) for gap in shown)
        there = {gap.key for gap in shown}
        recorded = {**self.records.standing(plan, round_), **closed}
        gone = tuple(Gone(key, who, known.get(key, GapCourse(key))) for key, who in sorted(recorded.items()) if key not in there)
        seen = tuple(one for one in gone if self._may(asker, "see", plan, round_, one.agency, self._owner(known.get(one.key))))
        may_record = view.open and self.tools.may(asker, "record", "round", plan=plan, round=round_)
        return GapList(view.situation, view.open, gaps, seen, may_record)

    def view(self, asker: Asker, plan: str, round_: str, name: str) -> GapView:
        """Absent for a gap that is not there any more, and for one that the officer may not know of."""
        found = self.listed(asker, plan, round_)
        one = next((f for f in found.gaps if f.name == name), None)
        if one is None:
            raise absent()
        s = found.situation
        number = GAP.over(self.tools.ledger.read(self._stream(s.plan, one.gap))).number if one.gap.rule not in ELSEWHERE else 0
        return GapView(s.plan, s.round, one, number, tuple(step for step in STEPS if self._takes(asker, s, one, step)))

    def acknowledge(self, asker: Asker, view: GapView, remark: str, number: int) -> None:
        self._append(asker, view, "acknowledge", "acknowledged", number, {"reason": check_text(remark, needed=False)})

    def plan(self, asker: Asker, view: GapView, owner: str, due: date | None, remark: str, number: int) -> None:
        """Says which agency has it and until when."""
        self._check(asker, view, "plan")
        agency, today = view.plan.agency_by_code.get(owner), self.tools.today()
        if agency is None or not agency.exists_on(today):
            raise NotAllowed(T("Choose an agency of the plan that exists today."), where="owner")
        if view.followed.gap.agency not in ("", owner):
            raise NotAllowed(T("This gap is in the work of one agency, and only that agency can close it. Choose it."), where="owner")
        if due is not None and due < today:
            raise NotAllowed(T("The last day, {due}, has passed already. Choose today or a later day.", due=due), where="due")
        body = {"owner": owner, "due": due.isoformat() if due else None, "reason": check_text(remark, needed=False)}
        self._append(asker, view, "plan", "planned", number, body)

    def accept(self, asker: Asker, view: GapView, reason: str, number: int) -> None:
        """Leaves it as it is, with the reason, for this round. It stays a gap, and comes back in the next round."""
        self._check(asker, view, "accept")
        self._append(asker, view, "accept", "accepted", number, {"reason": check_text(reason, needed=True)})

    def record(self, asker: Asker, plan: str, round_: str) -> tuple[int, int]:
        """Runs the rules as the coordinator sees them and records what is new and what is gone since the last run: (new, gone). What is
        the same as last time is recorded, too, once a day: that nothing changed is known from then on."""
        self.tools.as_opened(asker, plan, round_)
        self.tools.check(asker, "record", "round", plan=plan, round=round_)
        view = self.coordination.overview(asker, plan, round_)
        if not view.open:
            raise NotAllowed(T("This round is not open, so there is nothing to record."))
        now = {gap.key: gap for gap in view.gaps if gap.rule not in ELSEWHERE}
        before = self.records.standing(plan, round_)
        opened = [[key, gap.agency] for key, gap in sorted(now.items()) if key not in before]
        closed = sorted(key for key in before if key not in now)
        entries, day = self.tools.ledger.read(run_stream(plan, round_)), self.tools.today().isoformat()
        if opened or closed or not entries or entries[-1].body["day"] != day:
            facts: dict[str, object] = {"plan": plan, "round": round_, "day": day, "rules": _versions(now.values())}
            facts |= {"count": len(now), "digest": set_digest(now)}
            drafts = tuple(Draft("gaps.run", {**facts, "opened": o, "closed": c}) for o, c in _chunks(opened, closed))
            self.tools.append(asker, run_stream(plan, round_), view.situation.plan.authority, len(entries), *drafts)
        return len(opened), len(closed)

    def record_all(self, asker: Asker) -> int:
        """A run over every round that is open and not closed; how many rounds those were. For the house's own daily work."""
        rounds = [r for r in self.tools.records.rounds(self.tools.scope(asker, "round")) if r.closed_at is None]
        for one in rounds:
            self.record(asker, one.plan, one.round)
        return len(rounds)

    # What is recorded, and rights --------------------------------------------------------------------------------------

    def _known(self, plan: str) -> dict[str, GapCourse]:
        return merged(self.records.courses(plan), self.records.sightings(plan))

    def _owners(self, plan: str) -> dict[str, str]:
        return {one.key: self._owner(one) for one in merged(self.records.courses(plan), {}).values()}

    def _owner(self, course: GapCourse | None) -> str:
        return course.plan.owner if course and course.plan else ""

    def _followed(self, gap: Gap, known: dict[str, GapCourse], round_: str) -> Followed:
        course = known.get(gap.key, GapCourse(gap.key))
        state = state_of(course, round_, fires=True)
        planned = course.plan if state is GapState.PLANNED else None
        return Followed(gap, name_of(gap.key), course, state, planned.owner if planned else "", planned.due if planned else None)

    def _may(self, asker: Asker, action: str, plan: str, round_: str, agency: str, owner: str) -> bool:
        return self.tools.may(asker, action, "gap", plan=plan, round=round_, agency=agency, owner=owner)

    def _takes(self, asker: Asker, s: Situation, one: Followed, step: str) -> bool:
        try:
            check_step(one.gap.rule, one.state, step)
        except NotAllowed:
            return False
        return self._may(asker, step, s.plan.id, s.round.id, one.gap.agency, one.owner)

    def _check(self, asker: Asker, view: GapView, step: str) -> None:
        gap = view.followed.gap
        where = {"plan": view.plan.id, "round": view.round.id}
        self.tools.check(asker, step, "gap", **where, agency=gap.agency, owner=view.followed.owner)
        check_step(gap.rule, view.followed.state, step)

    def _append(self, asker: Asker, view: GapView, step: str, kind: str, number: int, body: Mapping[str, object]) -> None:
        self._check(asker, view, step)
        gap = view.followed.gap
        name = self._stream(view.plan, gap)
        if number != view.number:
            raise Conflict(name)
        facts = {"plan": view.plan.id, "round": view.round.id, "gap": gap.key, **body}
        self.tools.append(asker, name, gap.agency or view.plan.authority, number, Draft(f"gap.{kind}", facts))

    def _stream(self, plan: Plan, gap: Gap) -> str:
        return stream_name(plan.id, gap.key, gap.agency or plan.authority)


def _versions(gaps: Iterable[Gap]) -> dict[str, int]:
    """Of the rules that found something."""
    return {gap.rule: gap.version for gap in sorted(gaps, key=lambda g: g.rule)}


def _chunks(opened: list[list[str]], closed: list[str]) -> Iterator[tuple[list[list[str]], list[str]]]:
    last = max(len(opened), len(closed), 1)
    for at in range(0, last, CHUNK):
        yield opened[at : at + CHUNK], closed[at : at + CHUNK]
