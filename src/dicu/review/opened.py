"""A round as its entries say: opened under which version of the plan and of the law, who owes what, whose duty passed to
whom, and whether it was closed. A later version of the plan or of the law changes nothing of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dicu.ledger.fold import Fold
from dicu.ledger.model import Entry
from dicu.review.deadlines import Deadline, read_body


@dataclass(frozen=True, slots=True)
class Passing:
    """The duty of `origin` on these tasks is that of `heir` from then on. `by`: the account that recorded it."""

    origin: str
    heir: str
    tasks: tuple[str, ...]
    reason: str
    basis: str
    since: date | None
    verified: bool
    by: str


@dataclass(frozen=True, slots=True)
class Closing:
    """`snapshot`: digest of the reports' heads as they stood; `unmet`: agencies that owed a report still; `unjudged`: agency →
    why what waited for an answer stays without one."""

    number: int
    by: str
    at: datetime
    snapshot: str
    unmet: tuple[str, ...]
    unjudged: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reopening:
    """Asked by one coordinator, decided by another. `number` names it: the entry with which it was asked."""

    number: int
    agency: str
    tasks: tuple[str, ...]
    reason: str
    asked_by: str
    asked_at: datetime
    state: str = "asked"  # asked | granted | refused
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True)
class RoundHistory:
    """`tasks`: agency → what it owes a report on now. `number` is the last entry folded. `closed`: the round is; `again`:
    agency → the tasks whose lines were opened again since."""

    number: int = 0
    plan_digest: str = ""
    opens: date | None = None
    deadline: Deadline | None = None
    tasks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    passings: tuple[Passing, ...] = ()
    closed: bool = False
    closings: tuple[Closing, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    again: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def frozen(self, agency: str, task: str = "") -> bool:
        """Whether nothing of this line, or (without a task) of the agency's duty, can change."""
        return self.closed and task not in self.again.get(agency, frozenset())

    def reopening(self, number: int) -> Reopening | None:
        return next((one for one in self.reopenings if one.number == number), None)

    def passed_to(self, agency: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.heir for p in self.passings if p.origin == agency))

    def taken_from(self, agency: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.origin for p in self.passings if p.heir == agency))


def _opened(found: RoundHistory, entry: Entry) -> RoundHistory:
    b = entry.body
    days = {name: date.fromisoformat(b[name]) if b[name] else None for name in ("opens", "cut_off", "due")}
    said = Deadline(days["cut_off"], days["due"], "plan" if days["due"] else "nobody")
    tasks = {agency: tuple(codes) for agency, codes in b["agencies"].items()}
    return replace(found, number=entry.number, plan_digest=b["plan_digest"], opens=days["opens"], deadline=said, tasks=tasks)


def _deadline(found: RoundHistory, entry: Entry) -> RoundHistory:
    body = {name: value for name, value in entry.body.items() if name not in ("plan", "round")}
    return replace(found, number=entry.number, deadline=read_body(body))


def _passed(found: RoundHistory, entry: Entry) -> RoundHistory:
    b = entry.body
    moved = tuple(b["tasks"])
    left = tuple(task for task in found.tasks.get(b["origin"], ()) if task not in moved)
    got = (*found.tasks.get(b["heir"], ()), *(task for task in moved if task not in found.tasks.get(b["heir"], ())))
    since = date.fromisoformat(b["since"]) if b["since"] else None
    made = Passing(b["origin"], b["heir"], moved, b["reason"], b["basis"], since, b["verified"], entry.author.account)
    tasks = {**found.tasks, b["origin"]: left, b["heir"]: got}
    return replace(found, number=entry.number, tasks=tasks, passings=(*found.passings, made))


def _closed(found: RoundHistory, entry: Entry) -> RoundHistory:
    b = entry.body
    made = Closing(entry.number, entry.author.account, entry.at, b["snapshot"], tuple(b["unmet"]), dict(b["unjudged"]))
    return replace(found, number=entry.number, closed=True, closings=(*found.closings, made), again={})


def _asked_again(found: RoundHistory, entry: Entry) -> RoundHistory:
    b = entry.body
    made = Reopening(entry.number, b["agency"], tuple(b["tasks"]), b["reason"], entry.author.account, entry.at)
    return replace(found, number=entry.number, reopenings=(*found.reopenings, made))


def _decided(state: str) -> Callable[[RoundHistory, Entry], RoundHistory]:
    def decided(found: RoundHistory, entry: Entry) -> RoundHistory:
        b = entry.body
        facts = {"state": state, "answer": b["reason"], "answered_by": entry.author.account, "answered_at": entry.at}
        reopenings = tuple(replace(r, **facts) if r.number == b["request"] else r for r in found.reopenings)
        return replace(found, number=entry.number, reopenings=reopenings)

    return decided


def _again(found: RoundHistory, entry: Entry) -> RoundHistory:
    b = entry.body
    tasks = found.again.get(b["agency"], frozenset()) | frozenset(b["tasks"])
    return replace(_decided("granted")(found, entry), again={**found.again, b["agency"]: tasks})


ROUND: Fold[RoundHistory] = Fold(
    RoundHistory(),
    {
        "round.opened": _opened,
        "round.deadline.set": _deadline,
        "round.duty.passed": _passed,
        "round.closed": _closed,
        "round.reopening.asked": _asked_again,
        "round.reopening.refused": _decided("refused"),
        "round.reopened": _again,
    },
)


def round_stream(plan: str, round_: str) -> str:
    return f"round/{plan}/{round_}"
