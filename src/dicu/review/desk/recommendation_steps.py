"""The steps of one recommendation, each an entry of its own stream."""

from collections.abc import Mapping
from typing import Any

from dicu.access.model import Asker
from dicu.ledger.model import Conflict, Draft
from dicu.review.desk.recommendations import Recommendations, RecommendationView, check_text, facts_of
from dicu.review.model import Plan
from dicu.review.recommendations.course import FROM, GRADES, check_step
from dicu.review.recommendations.kinds import one_stream
from dicu.review.recommendations.model import Position
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.text import normalised

Typed = Mapping[str, str]
Made = tuple[str, dict[str, Any]]
FIELDS: Mapping[str, tuple[str, ...]] = {
    "answer": ("position", "reason"),
    "link": ("link", "plan", "task", "indicator", "rationale"),
    "unlink": ("name", "reason"),
    "start": ("reason",),
    "assess": ("grade", "evidence", "reason"),
    "restate": ("by", "reason"),
    "close": ("reason",),
    "reopen": ("reason",),
}
"""Step → the fields that its form, its operation and its command take, all as text."""
LINKS = ("implements", "contributes", "measures")
POSITIONS = tuple(str(position) for position in Position if position)


class RecommendationSteps:
    def __init__(self, looking: Recommendations) -> None:
        self.looking = looking
        self.tools = looking.tools

    def take(self, asker: Asker, view: RecommendationView, step: str, typed: Typed, number: int) -> None:
        """`number`: the last entry that the caller has read; Conflict if there is a newer one. NotAllowed names the field that
        does not fit."""
        if step not in FIELDS:
            raise NotAllowed(T("There is no such step. Steps: {steps}.", steps=", ".join(FIELDS)), where="step")
        self._check(asker, view, step)
        said = {name: normalised(typed.get(name) or "").strip() for name in FIELDS[step]}
        for name, text in said.items():
            check_text(name, text)
        kind, body = getattr(self, f"_{step}")(asker, view, said)
        one, name = view.one, one_stream(view.one.key)
        if number != view.course.number:
            raise Conflict(name)
        draft = Draft(f"recommendation.{kind}", {"set": one.set, "code": one.code, **body})
        self.tools.append(asker, name, self.tools.instance, view.course.number, draft)

    def _check(self, asker: Asker, view: RecommendationView, step: str) -> None:
        """Who may never take the step is told so; who may at another time is told what it is now."""
        facts = facts_of(view.one, view.course)
        if any(self.tools.may(asker, step, "handling", **{**facts, "state": str(state)}) for state in FROM[step]):
            check_step(view.course, step)
        self.tools.check(asker, step, "handling", **facts)

    def _answer(self, _: Asker, __: RecommendationView, said: Typed) -> Made:
        _one_of(said["position"], POSITIONS, "position")
        return "answered", {"position": said["position"], "reason": _reason(said)}

    def _link(self, asker: Asker, _: RecommendationView, said: Typed) -> Made:
        _one_of(said["link"], LINKS, "link")
        plan = self._plan(asker, said["plan"])
        measured = said["link"] == "measures"
        name, known = ("indicator", plan.indicator_by_code) if measured else ("task", plan.task_by_code)
        if said[name] not in known:
            raise NotAllowed(T("Name an indicator of the plan: it measures.") if measured else T("Name a task of the plan."), where=name)
        if not said["rationale"]:
            raise NotAllowed(T("Say why they belong together, so that others can follow it."), where="rationale")
        ends = {"task": "" if measured else said["task"], "indicator": said["indicator"] if measured else ""}
        return "linked", {"link": said["link"], "plan": plan.id, **ends, "rationale": said["rationale"]}

    def _plan(self, asker: Asker, id_: str) -> Plan:
        try:
            return self.tools.plan(asker, id_)
        except Refused as none:
            raise NotAllowed(T("Name a plan of the house."), where="plan") from none

    def _unlink(self, _: Asker, view: RecommendationView, said: Typed) -> Made:
        if said["name"] not in {link.name for link in view.course.links}:
            raise NotAllowed(T("There is no such link."), where="name")
        return "unlinked", {"removed": said["name"], "reason": _reason(said)}

    def _start(self, _: Asker, __: RecommendationView, said: Typed) -> Made:
        return "started", {"reason": _reason(said)}

    def _assess(self, _: Asker, __: RecommendationView, said: Typed) -> Made:
        _one_of(said["grade"], GRADES, "grade")
        if not said["evidence"]:
            raise NotAllowed(T("Name the document and the place in it that show this."), where="evidence")
        return "assessed", {"grade": said["grade"], "evidence": said["evidence"], "reason": _reason(said)}

    def _restate(self, asker: Asker, view: RecommendationView, said: Typed) -> Made:
        known = self.looking.records.named(self.tools.scope(asker, "recommendation"), (said["by"],))
        later = known.get(said["by"])
        if later is None or later.key == view.one.key:
            raise NotAllowed(T("Name the recommendation of the later cycle, as set/number."), where="by")
        if later.set == view.one.set:
            raise NotAllowed(T("A later cycle is another set than this one."), where="by")
        return "restated", {"by": later.key, "reason": _reason(said)}

    def _close(self, _: Asker, __: RecommendationView, said: Typed) -> Made:
        return "closed", {"reason": _reason(said)}

    def _reopen(self, _: Asker, __: RecommendationView, said: Typed) -> Made:
        return "reopened", {"reason": _reason(said)}


def _reason(said: Typed) -> str:
    if not said["reason"]:
        raise NotAllowed(T("Say why, so that others can follow it."), where="reason")
    return said["reason"]


def _one_of(text: str, choices: tuple[str, ...], where: str) -> None:
    if text not in choices:
        raise NotAllowed(T("Choose one of these: {choices}.", choices=", ".join(choices)), where=where)
