"""Priorities and solutions: who proposes, agrees, plans and carries them. Who agrees is never who proposed."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.ledger.model import Conflict, Draft
from dicu.review.desk.coordination import Coordination
from dicu.review.desk.tools import Tools
from dicu.review.model import Plan
from dicu.review.priorities import FROM, Links, Priority, Sort, check_another, check_reason, check_said, check_step, stream_name
from dicu.review.rules import NotAllowed
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message, T

MOST, LONGEST = 200, 80  # codes of recommendations, and characters of one
STEPS = ("amend", "agree", "plan", "carry", "finish", "drop")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody proposes: its words, in one language or both, and what it is about."""

    sort: str
    title: Bilingual
    text: str
    links: Links


@dataclass(frozen=True, slots=True)
class PriorityView:
    plan: Plan
    priority: Priority
    steps: tuple[str, ...]  # those that the officer may take now


class Priorities:
    def __init__(self, tools: Tools, coordination: Coordination) -> None:
        self.tools = tools
        self.coordination = coordination

    def listed(self, asker: Asker, plan_id: str, round_id: str) -> tuple[Priority, ...]:
        """Those of a round that the officer may see, those that were carried into or out of it among them."""
        plan = self.tools.plan(asker, plan_id)
        self.tools.round(asker, plan, round_id)
        return self.tools.records.priorities(self.tools.scope(asker, "priority"), plan_id, round_id)

    def about(self, asker: Asker, plan_id: str, task: str) -> tuple[Priority, ...]:
        """Those that are about a task, or are to be done through it."""
        rows = self.tools.records.priorities(self.tools.scope(asker, "priority"), plan_id)
        return tuple(p for p in rows if task in p.links.tasks or task in p.planned)

    def view(self, asker: Asker, plan_id: str, id_: str) -> PriorityView:
        """Absent for what does not exist, and for what the officer may not know of."""
        rows = self.tools.records.priorities(self.tools.scope(asker, "priority"), plan_id)
        found = next((p for p in rows if p.id == id_), None)
        if found is None:
            raise absent()
        return PriorityView(self.tools.plan(asker, plan_id), found, tuple(s for s in STEPS if self._may(asker, s, found)))

    def agencies(self, asker: Asker, plan: Plan, round_: str) -> tuple[str, ...]:
        """For whom the officer may propose."""
        return tuple(a.code for a in plan.agencies if self.tools.may(asker, "propose", "priority", **_new(plan.id, round_, a.code)))

    def propose(self, asker: Asker, plan_id: str, round_id: str, agency: str, said: Said) -> Priority:
        """Begins a priority or solution of an agency. Refused where its words or links are wrong; then nothing is kept."""
        t = self.tools
        plan = t.plan(asker, plan_id)
        t.round(asker, plan, round_id)
        t.check(asker, "propose", "priority", **_new(plan_id, round_id, agency))
        if agency not in plan.agency_by_code:
            raise NotAllowed(T("Choose an agency of the plan."), where="agency")
        self._check_said(asker, plan, round_id, said)
        id_ = self._next(asker, plan_id, agency)
        body = {"plan": plan_id, "round": round_id, "priority": id_, "sort": said.sort, "agency": agency, **_words(said)}
        t.append(asker, stream_name(plan_id, id_, agency), agency, 0, Draft("priority.proposed", body))
        return self.view(asker, plan_id, id_).priority

    def _next(self, asker: Asker, plan: str, agency: str) -> str:
        """The agency's next number: whoever proposes for an agency sees all that it has proposed. Conflict if two propose at once."""
        rows = self.tools.records.priorities(self.tools.scope(asker, "priority"), plan)
        numbers = [int(p.id.rpartition("-")[2]) for p in rows if p.agency == agency]
        return f"{agency}-{max(numbers, default=0) + 1}"

    def amend(self, asker: Asker, view: PriorityView, said: Said, number: int) -> None:
        """Other words for what was not agreed yet; the same again records nothing."""
        p = view.priority
        self._check(asker, "amend", p)
        self._check_said(asker, view.plan, p.round, said, p)
        if (said.title, said.text, said.links) != (p.title, p.text, p.links):
            self._append(asker, p, number, "amended", _words(said))

    def agree(self, asker: Asker, view: PriorityView, remark: str, number: int) -> None:
        self._check(asker, "agree", view.priority)
        check_another(view.priority, asker.officer.account)
        self._append(asker, view.priority, number, "agreed", {"reason": remark.strip()[:15_000]})

    def plan(self, asker: Asker, view: PriorityView, tasks: Sequence[str], owner: str, due: date | None, remark: str, number: int) -> None:
        """Says through which tasks it is done, by whom and until when."""
        p = view.priority
        self._check(asker, "plan", p)
        chosen = tuple(dict.fromkeys(tasks))
        if not chosen:
            raise NotAllowed(T("Choose at least one task through which it is done."), where="tasks")
        _known(chosen, view.plan.task_by_code, "tasks", T("a task that the plan does not have"))
        if owner not in view.plan.agency_by_code or not view.plan.agency_by_code[owner].exists_on(self.tools.today()):
            raise NotAllowed(T("Choose an agency of the plan that exists today."), where="owner")
        if due is not None and due < self.tools.today():
            raise NotAllowed(T("The last day, {due}, has passed already. Choose today or a later day.", due=due), where="due")
        body = {"tasks": list(chosen), "owner": owner, "due": due.isoformat() if due else None, "reason": remark.strip()[:15_000]}
        self._append(asker, p, number, "planned", body)

    def carry(self, asker: Asker, view: PriorityView, to: str, reason: str, number: int) -> None:
        """Into a later round of the plan, with the reason why it was not done in this one."""
        p = view.priority
        self._check(asker, "carry", p)
        said = check_reason(reason)
        now, then = view.plan.round(p.round), view.plan.round(to)
        if then is None or now is None or then.period.start <= now.period.start:
            raise NotAllowed(T("Choose a later round of the plan."), where="to")
        self._append(asker, p, number, "carried", {"round": to, "reason": said})

    def finish(self, asker: Asker, view: PriorityView, reason: str, number: int) -> None:
        self._check(asker, "finish", view.priority)
        self._append(asker, view.priority, number, "done", {"reason": check_reason(reason)})

    def drop(self, asker: Asker, view: PriorityView, reason: str, number: int) -> None:
        self._check(asker, "drop", view.priority)
        self._append(asker, view.priority, number, "dropped", {"reason": check_reason(reason)})

    # Rights and rules --------------------------------------------------------------------------------------------------

    def _may(self, asker: Asker, step: str, p: Priority) -> bool:
        try:
            check_step(p, step)
            if step == "agree":
                check_another(p, asker.officer.account)
        except NotAllowed:
            return False
        return self.tools.may(asker, step, "priority", **_facts(p))

    def _check(self, asker: Asker, step: str, p: Priority) -> None:
        """Who may never take the step is told so; who may at another time is told what it is now."""
        if any(self.tools.may(asker, step, "priority", **{**_facts(p), "state": str(state)}) for state in FROM[step]):
            check_step(p, step)
        self.tools.check(asker, step, "priority", **_facts(p))

    def _check_said(self, asker: Asker, plan: Plan, round_: str, said: Said, own: Priority | None = None) -> None:
        if said.sort not in set(Sort):
            raise NotAllowed(T("Choose whether it is a priority or a solution."), where="sort")
        check_said(said.title, said.text)
        _known(said.links.tasks, plan.task_by_code, "tasks", T("a task that the plan does not have"))
        _known(said.links.objectives, plan.objective_by_number, "objectives", T("an objective that the framework does not have"))
        if len(said.links.recommendations) > MOST or any(not 0 < len(code) <= LONGEST for code in said.links.recommendations):
            raise NotAllowed(T("Give each recommendation by a code of at most {most} characters.", most=LONGEST), where="recommendations")
        self._check_answers(asker, plan, said, own)
        if said.links.gaps:
            there = {gap.key: gap for gap in self.coordination.overview(asker, plan.id, round_).gaps}
            before = own.links.gaps if own else ()
            _known([g for g in said.links.gaps if g not in before], there, "gaps", T("no gap that you see in this round"))

    def _check_answers(self, asker: Asker, plan: Plan, said: Said, own: Priority | None) -> None:
        """A solution answers priorities that the officer sees."""
        if said.links.answers and said.sort != Sort.SOLUTION:
            raise NotAllowed(T("Only a solution answers a priority."), where="answers")
        rows = self.tools.records.priorities(self.tools.scope(asker, "priority"), plan.id) if said.links.answers else ()
        there = {p.id: p for p in rows if p.sort == Sort.PRIORITY}
        before = own.links.answers if own else ()
        _known([a for a in said.links.answers if a not in before], there, "answers", T("no priority that you see"))

    def _append(self, asker: Asker, p: Priority, number: int, step: str, body: Mapping[str, object]) -> None:
        name = stream_name(p.plan, p.id, p.agency)
        if number != p.number:
            raise Conflict(name)
        self.tools.append(asker, name, p.agency, number, Draft(f"priority.{step}", {"priority": p.id, **body}))


def _new(plan: str, round_: str, agency: str) -> dict[str, object]:
    return {"plan": plan, "round": round_, "agency": agency, "state": "proposed", "agreed": False, "proposed_by": ""}


def _facts(p: Priority) -> dict[str, object]:
    return {"plan": p.plan, "round": p.round, "agency": p.agency, "state": str(p.state), "agreed": p.agreed, "proposed_by": p.proposed_by}


def _words(said: Said) -> dict[str, object]:
    links = {name: list(getattr(said.links, name)) for name in ("tasks", "gaps", "objectives", "answers", "recommendations")}
    return {"title": {"vi": said.title.vi, "en": said.title.en}, "text": said.text, "links": links}


def _known(named: Sequence[object], known: Container[object], where: str, what: Message) -> None:
    for name in named:
        if name not in known:
            raise NotAllowed(T("“{name}” is {what}", name=str(name), what=what), where=where)
