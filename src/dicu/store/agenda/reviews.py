"""What the review of a plan asks people to do: reports that are owed, lines that were returned, reports that wait for an
answer, a built review that waits for the second pair of eyes. Read from the projections, as far as the session's reach goes."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max

from dicu.access.rulebook import COORDINATOR, REPORTER
from dicu.agenda.todo import Todo
from dicu.review.duty import EXTENSION, WAIVER
from dicu.review.model import Plan
from dicu.review.obligations import LOCAL
from dicu.review.report import Line, LineState
from dicu.store.ledger.rows import direct
from dicu.store.review.models import EditionRow
from dicu.store.review.packing import unpacked
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T

# The front page asks this of everybody, so it is asked in statements that the database keeps the plans of: under row-level
# security planning costs more than reading does.
ROUNDS = "SELECT plan, round, plan_digest FROM review_round ORDER BY plan, round"
LINES = """
SELECT plan, round, agency, task, state, line::text FROM review_line WHERE state = ANY (%s) ORDER BY plan, round, agency, task_order
"""
OWED = """
SELECT plan, round, agency, jsonb_array_length(tasks), opens, due FROM review_obligation
 WHERE submitted_at IS NULL AND NOT settled ORDER BY plan, round, agency
"""
ASKED = """
SELECT plan, round, agency, duty::text FROM review_obligation
 WHERE coalesce(duty->'asked_of_us', '[]') <> '[]' OR duty->>'nil' = 'submitted' ORDER BY plan, round, agency
"""
STATES = {REPORTER: LineState.RETURNED, COORDINATOR: LineState.SUBMITTED}
"""Of whom a line in this state wants something."""


@dataclass(frozen=True)
class ReviewTodos:
    """A source of the agenda. `version` gives a plan by its digest; `roles` are those whose to-dos are asked for."""

    version: Callable[[str], Plan]
    roles: frozenset[str] = frozenset(STATES)

    def for_roles(self, roles: Collection[str]) -> "ReviewTodos":
        return replace(self, roles=self.roles & set(roles))

    def __call__(self, today: date) -> Iterable[Todo]:
        if not self.roles:
            return
        names = _Names({(plan, round_): self.version(digest) for plan, round_, digest in direct(ROUNDS, ())})
        lines = self._lines(names)
        if REPORTER in self.roles:
            yield from self._owed(names, today)
            yield from self._returned(lines[LineState.RETURNED], names)
        if COORDINATOR in self.roles:
            yield from self._waiting(lines[LineState.SUBMITTED], names)
            yield from self._asked(names)
            yield from self._built(names)

    def _lines(self, names: "_Names") -> dict[str, list["_Line"]]:
        """State → the lines of opened rounds that stand in it, in the plan's order."""
        states = [str(STATES[role]) for role in self.roles]
        found: dict[str, list[_Line]] = {state: [] for state in states}
        for row in map(_Line._make, direct(LINES, (states,))):
            if (row.plan, row.round) in names:
                found[row.state].append(row)
        return found

    def _owed(self, names: "_Names", today: date) -> Iterator[Todo]:
        for row in map(_Owed._make, direct(OWED, ())):
            if (row.plan, row.round) not in names or (row.opens and row.opens > today):
                continue
            words = names.of(row.plan, row.round, row.agency)
            title = T("Write and send the report: {agency}, {round}", **words)
            why = T("The round is open and nothing was sent yet: {count} lines.", count=row.tasks)
            yield Todo("report", (row.plan, row.round, row.agency), title, why, role=REPORTER, agency=row.agency, since=row.opens,
                       due=row.due, place=("report", (row.plan, row.round, row.agency)))  # fmt: skip

    def _returned(self, rows: Iterable["_Line"], names: "_Names") -> Iterator[Todo]:
        for row in rows:
            line: Line = unpacked(json.loads(row.line))
            if not line.returns:
                continue
            back = line.returns[-1]
            title = T("Mend the returned line {task}: {agency}, {round}", task=row.task, **names.of(row.plan, row.round, row.agency))
            why = T("The coordinator returned it and says why on the line’s page. Change it, then send the report again.")
            where = (row.plan, row.round, row.agency, row.task)
            yield Todo("returned", where, title, why, role=REPORTER, agency=row.agency, since=back.at.astimezone(LOCAL).date(),
                       due=back.due, place=("line", where))  # fmt: skip

    def _waiting(self, rows: Iterable["_Line"], names: "_Names") -> Iterator[Todo]:
        """A report each, whatever the number of lines. Who sent all of them does not judge them."""
        found: dict[tuple[str, str, str], list[Line]] = {}
        for row in rows:
            found.setdefault((row.plan, row.round, row.agency), []).append(unpacked(json.loads(row.line)))
        for where, lines in found.items():
            senders = {line.submitter for line in lines}
            title = T("Accept or return what was sent: {agency}, {round}", **names.of(*where))
            why = T("{count} lines wait for an answer.", count=len(lines))
            since = min(line.submitted_at for line in lines if line.submitted_at)
            yield Todo("accept", where, title, why, role=COORDINATOR, agency=where[2], since=since.astimezone(LOCAL).date(),
                       but=senders.pop() if len(senders) == 1 else "", place=("report", where))  # fmt: skip

    def _asked(self, names: "_Names") -> Iterator[Todo]:
        """More time, or to be freed of the report, that an agency asked for; and nil returns that were sent. Who asked does not answer."""
        for *where, duty in direct(ASKED, ()):
            if (where[0], where[1]) not in names:
                continue
            told, words, place = json.loads(duty), names.of(*where), ("duty", tuple(where))
            for sort, by, at in told.get("asked_of_us", ()):
                title = T("Answer what was asked for: {agency}, {round}", **words)
                yield Todo(f"answer-{sort}", tuple(where), title, ASKS[sort], role=COORDINATOR, agency=where[2], but=by, since=_day(at),
                           place=place)  # fmt: skip
            if told["nil"] == "submitted":
                title = T("Accept or return the nil return: {agency}, {round}", **words)
                why = T("The agency says that there is nothing to report.")
                yield Todo("accept-nil", tuple(where), title, why, role=COORDINATOR, agency=where[2], but=told.get("nil_by", ""),
                           since=_day(told["nil_at"]), place=place)  # fmt: skip

    def _built(self, names: "_Names") -> Iterator[Todo]:
        """Only the newest of a round, if none was published since: an older one will never be."""
        for newest in EditionRow.objects.values("plan", "round").annotate(built=Max("built_at"), published=Max("published_at")):
            if newest["published"] and newest["published"] >= newest["built"]:
                continue
            row = EditionRow.objects.filter(plan=newest["plan"], round=newest["round"], built_at=newest["built"], state="built").first()
            if row is None or (row.plan, row.round) not in names:
                continue
            title = T("Look through the built review and publish it: {round}", round=names.round(row.plan, row.round))
            why = T("Another coordinator built it. The second pair of eyes reads it before the country does.")
            where = (row.plan, row.round, row.snapshot)
            yield Todo("publish", where, title, why, role=COORDINATOR, but=row.built_by, since=row.built_at.astimezone(LOCAL).date(),
                       place=("edition", where))  # fmt: skip


ASKS = {
    EXTENSION: T("The agency asks for more time. The last day stands until somebody grants another one."),
    WAIVER: T("The agency asks to be freed of the report. It is owed until somebody frees it."),
}


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(LOCAL).date()


class _Line(NamedTuple):
    plan: str
    round: str
    agency: str
    task: str
    state: str
    line: str


class _Owed(NamedTuple):
    plan: str
    round: str
    agency: str
    tasks: int
    opens: date | None
    due: date | None


@dataclass
class _Names:
    """Agencies and rounds in words, from the plan as it was when the round was opened."""

    plans: dict[tuple[str, str], Plan]

    def __contains__(self, where: tuple[str, str]) -> bool:
        return where in self.plans

    def of(self, plan: str, round_: str, agency: str) -> dict[str, Bilingual]:
        known = self.plans[plan, round_].agency_by_code.get(agency)
        return {"agency": known.name if known else Bilingual(agency, agency), "round": self.round(plan, round_)}

    def round(self, plan: str, round_: str) -> Bilingual:
        found = self.plans[plan, round_].round(round_)
        return found.title if found else Bilingual(round_, round_)
