"""A round as its entries say: opened under which version of the plan and of the law, who owes what, and whose duty passed to
whom. A later version of the plan or of the law changes nothing of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

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


@dataclass(frozen=True)
class RoundHistory:
    """`tasks`: agency → what it owes a report on now. `number` is the last entry folded."""

    number: int = 0
    plan_digest: str = ""
    opens: date | None = None
    deadline: Deadline | None = None
    tasks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    passings: tuple[Passing, ...] = ()

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


ROUND: Fold[RoundHistory] = Fold(RoundHistory(), {"round.opened": _opened, "round.deadline.set": _deadline, "round.duty.passed": _passed})


def round_stream(plan: str, round_: str) -> str:
    return f"round/{plan}/{round_}"
