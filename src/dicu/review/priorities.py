"""Priorities ("vấn đề cần ưu tiên") and solutions ("giải pháp"): proposed by an agency or the coordinator, agreed by somebody
else, planned on tasks, carried into the next period until they are done or dropped, each with its reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dicu.ledger.fold import Fold
from dicu.ledger.model import Entry
from dicu.review.rules import NotAllowed
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T


class Sort(StrEnum):
    PRIORITY = "priority"
    SOLUTION = "solution"


class PriorityState(StrEnum):
    NONE = "none"  # before the first entry
    PROPOSED = "proposed"
    AGREED = "agreed"
    PLANNED = "planned"
    CARRIED = "carried"
    DONE = "done"
    DROPPED = "dropped"


OVER = frozenset({PriorityState.DONE, PriorityState.DROPPED})
FROM: Mapping[str, frozenset[PriorityState]] = {
    "amend": frozenset({PriorityState.PROPOSED}),
    "agree": frozenset({PriorityState.PROPOSED}),
    "plan": frozenset({PriorityState.AGREED, PriorityState.PLANNED, PriorityState.CARRIED}),
    "carry": frozenset({PriorityState.AGREED, PriorityState.PLANNED, PriorityState.CARRIED}),
    "finish": frozenset({PriorityState.PLANNED, PriorityState.CARRIED}),
    "drop": frozenset({PriorityState.PROPOSED, PriorityState.AGREED, PriorityState.PLANNED, PriorityState.CARRIED}),
}
"""Step → the states it may be taken from. What was carried is finished only if it was planned before."""


@dataclass(frozen=True, slots=True)
class Links:
    """What it is about. `answers`: the priorities that a solution answers. `recommendations`: codes under which bodies
    outside have said the same; kept as they were given."""

    tasks: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    objectives: tuple[int, ...] = ()
    answers: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One step of its life, as others read it. `text` is the reason or what was decided."""

    step: str
    by: str
    at: datetime
    text: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class Priority:
    """`round` is the period it stands in now, `rounds` all that it stood in. `owner`, `due`, `planned`: who does it, by
    when, through which tasks. `number`: the last entry folded."""

    id: str = ""
    plan: str = ""
    round: str = ""
    sort: str = Sort.PRIORITY
    title: Bilingual = Bilingual("", "")
    text: str = ""
    agency: str = ""
    state: PriorityState = PriorityState.NONE
    links: Links = Links()
    proposed_by: str = ""
    agreed_by: str = ""
    owner: str = ""
    due: date | None = None
    planned: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    history: tuple[Passage, ...] = field(default=())
    number: int = 0

    @property
    def agreed(self) -> bool:
        """Whether it is more than one agency's proposal."""
        return bool(self.agreed_by)

    @property
    def authors(self) -> frozenset[str]:
        """Whose words it is made of: everybody who proposed or changed it, not only the last."""
        return frozenset(passage.by for passage in self.history if passage.step in ("proposed", "amended"))


def stream_name(plan: str, id_: str, agency: str) -> str:
    return f"priority/{plan}/{id_}/{agency}"


def check_step(priority: Priority, step: str) -> None:
    """Raises NotAllowed with what it is now."""
    if priority.state not in FROM[step] or (step == "finish" and not priority.planned):
        raise NotAllowed(REFUSED[step])


def check_another(priority: Priority, account: str) -> None:
    """Raises NotAllowed for who has proposed it or changed its words: a comma of somebody else's makes it nobody else's."""
    if account in priority.authors:
        raise NotAllowed(T("You have proposed it, or changed its words. Somebody else has to agree to it."))


REFUSED = {
    "amend": T("It was agreed or decided already and keeps its words. Propose a new one instead."),
    "agree": T("Only what is proposed and not yet decided can be agreed."),
    "plan": T("Only what was agreed, and is not over, can be planned."),
    "carry": T("Only what was agreed, and is not over, can be carried into another period."),
    "finish": T("Only what was planned can be done. Plan it first, or drop it with a reason."),
    "drop": T("It is over already."),
}


def check_said(title: Bilingual, text: str) -> None:
    if not title.vi and not title.en:
        raise NotAllowed(T("Say in a few words what it is, in Vietnamese or in English."), where="title_vi")
    for name, said, most in (("title_vi", title.vi, 300), ("title_en", title.en, 300), ("text", text, 15_000)):
        if len(said) > most:
            raise NotAllowed(T("This text has {length} characters; {most} fit.", length=len(said), most=most), where=name)
        if "\x00" in said:
            raise NotAllowed(T("This text holds a character that cannot be stored. Type it again."), where=name)


def check_reason(reason: str) -> str:
    """The reason, trimmed; a step that others must live with says why."""
    said = reason.strip()
    if not said or "\x00" in said:
        raise NotAllowed(T("Say why, so that others can follow it."), where="reason")
    if len(said) > 15_000:
        raise NotAllowed(T("This text has {length} characters; {most} fit.", length=len(said), most=15_000), where="reason")
    return said


# From entries --------------------------------------------------------------------------------------------------------


def _proposed(p: Priority, e: Entry) -> Priority:
    b = e.body
    made = replace(p, id=b["priority"], plan=b["plan"], round=b["round"], sort=b["sort"], agency=b["agency"], rounds=(b["round"],))
    return _moved(_said(made, b), e, PriorityState.PROPOSED, proposed_by=e.author.account)


def _amended(p: Priority, e: Entry) -> Priority:
    return _moved(_said(p, e.body), e, p.state, proposed_by=e.author.account)


def _agreed(p: Priority, e: Entry) -> Priority:
    return _moved(p, e, PriorityState.AGREED, agreed_by=e.author.account)


def _planned(p: Priority, e: Entry) -> Priority:
    b = e.body
    day = date.fromisoformat(b["due"]) if b["due"] else None
    return _moved(p, e, PriorityState.PLANNED, planned=tuple(b["tasks"]), owner=b["owner"], due=day)


def _carried(p: Priority, e: Entry) -> Priority:
    to = e.body["round"]
    return _moved(p, e, PriorityState.CARRIED, round=to, rounds=tuple(dict.fromkeys((*p.rounds, to))))


def _done(p: Priority, e: Entry) -> Priority:
    return _moved(p, e, PriorityState.DONE)


def _dropped(p: Priority, e: Entry) -> Priority:
    return _moved(p, e, PriorityState.DROPPED)


def _said(p: Priority, b: Mapping[str, Any]) -> Priority:
    links = b["links"]
    found = Links(*(tuple(links[name]) for name in ("tasks", "gaps", "objectives", "answers", "recommendations")))
    return replace(p, title=Bilingual(b["title"]["vi"], b["title"]["en"]), text=b["text"], links=found)


def _moved(p: Priority, e: Entry, state: PriorityState, **facts: Any) -> Priority:
    passage = Passage(e.kind.removeprefix("priority."), e.author.account, e.at, e.body.get("reason", ""), e.body.get("round", ""))
    return replace(p, state=state, number=e.number, history=(*p.history, passage), **facts)


PRIORITY: Fold[Priority] = Fold(
    Priority(),
    {
        "priority.proposed": _proposed,
        "priority.amended": _amended,
        "priority.agreed": _agreed,
        "priority.planned": _planned,
        "priority.carried": _carried,
        "priority.done": _done,
        "priority.dropped": _dropped,
    },
)
