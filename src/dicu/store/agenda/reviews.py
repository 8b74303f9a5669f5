"""What the review of a plan asks people to do: reports that are owed or wait for clearance, lines that were returned, reports that
wait for an answer, a built review that waits for the second pair of eyes. Read from the projections, as far as the session's
reach goes."""

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
from dicu.store.agenda.inside import Names, reopenings, waiting_inside
from dicu.store.ledger.rows import direct
from dicu.store.review.models import EditionRow
from dicu.store.review.packing import unpacked
from dicu.vocabulary.messages import T

# The front page asks this of everybody, so it is asked in statements that the database keeps the plans of: under row-level
# security planning costs more than reading does.
ROUNDS = "SELECT plan, round, plan_digest, closing::text FROM review_round ORDER BY plan, round"
LINES = """
SELECT plan, round, agency, task, state, line::text,
       (SELECT array_agg(DISTINCT a.username) FROM accounts_grantrow g JOIN accounts_account a ON a.id = g.account_id
         WHERE g.role = 'coordinator' AND g.ended IS NULL)
  FROM review_line WHERE state = ANY (%s) ORDER BY plan, round, agency, task_order
"""
OWED = """
SELECT plan, round, agency, jsonb_array_length(tasks), opens, due, submitted_at IS NULL AND NOT settled, inside::text,
       CASE WHEN inside <> '{}' THEN ARRAY(
         SELECT DISTINCT a.username FROM accounts_grantrow g JOIN accounts_account a ON a.id = g.account_id
          WHERE g.role = 'reporter' AND coalesce(nullif(g.agency, ''), a.agency) = o.agency AND a.is_active AND NOT a.service
            AND (g.ended IS NULL OR g.ended > %s) AND (g.since IS NULL OR g.since <= %s) AND (g.until IS NULL OR g.until >= %s)
          ORDER BY 1) END
  FROM review_obligation o
 WHERE (submitted_at IS NULL AND NOT settled) OR inside <> '{}' ORDER BY plan, round, agency
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
        rounds = [(plan, round_, digest, json.loads(closing)) for plan, round_, digest, closing in direct(ROUNDS, ())]
        plans = {(plan, round_): self.version(digest) for plan, round_, digest, _ in rounds}
        names = Names(plans, {(plan, round_): closing for plan, round_, _, closing in rounds if closing})
        lines = self._lines(names)
        if REPORTER in self.roles:
            yield from self._owed(names, today)
            yield from self._returned(lines[LineState.RETURNED], names)
        if COORDINATOR in self.roles:
            yield from self._waiting(lines[LineState.SUBMITTED], names)
            yield from self._asked(names)
            yield from reopenings(names)
            yield from self._built(names)

    def _lines(self, names: Names) -> dict[str, list["_Line"]]:
        """State → the lines of opened rounds that stand in it, in the plan's order."""
        states = [str(STATES[role]) for role in self.roles]
        found: dict[str, list[_Line]] = {state: [] for state in states}
        for row in map(_Line._make, direct(LINES, (states,))):
            if (row.plan, row.round) in names and not names.frozen(row.plan, row.round, row.agency, row.task):
                found[row.state].append(row)
        return found

    def _owed(self, names: Names, today: date) -> Iterator[Todo]:
        for row in map(_Owed._make, direct(OWED, (today, today, today))):
            if (row.plan, row.round) not in names or (row.opens and row.opens > today):
                continue
            yield from waiting_inside((row.plan, row.round, row.agency), json.loads(row.inside), row.reporters or (), names)
            if not row.owed or names.frozen(row.plan, row.round, row.agency):
                continue
            words = names.of(row.plan, row.round, row.agency)
            title = T("Write and send the report: {agency}, {round}", **words)
            why = T("The round is open and nothing was sent yet: {count} lines.", count=row.tasks)
            yield Todo("report", (row.plan, row.round, row.agency), title, why, role=REPORTER, agency=row.agency, since=row.opens,
                       due=row.due, place=("report", (row.plan, row.round, row.agency)))  # fmt: skip

    def _returned(self, rows: Iterable["_Line"], names: Names) -> Iterator[Todo]:
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

    def _waiting(self, rows: Iterable["_Line"], names: Names) -> Iterator[Todo]:
        """A report each, whatever the number of lines. Who sent or wrote all of them does not judge them."""
        found: dict[tuple[str, str, str], list[Line]] = {}
        coordinators: set[str] = set()
        for row in rows:
            found.setdefault((row.plan, row.round, row.agency), []).append(unpacked(json.loads(row.line)))
            coordinators = coordinators or set(row.coordinators or ())
        for where, lines in found.items():
            barred = set.intersection(*({line.submitter, *line.sent_authors} for line in lines))
            title = T("Accept or return what was sent: {agency}, {round}", **names.of(*where))
            why = T("{count} lines wait for an answer.", count=len(lines))
            since = _local(min(line.submitted_at for line in lines if line.submitted_at))
            both, place = sorted(barred & coordinators), ("report", where)
            if len(both) > 1:
                for account in sorted(coordinators - barred):
                    yield Todo("accept", (*where, account), title, why, account=account, since=since, place=place)
                continue
            yield Todo(
                "accept",
                where,
                title,
                why,
                role=COORDINATOR,
                agency=where[2],
                since=since,
                but=next(iter((*both, *sorted(barred))), ""),
                place=place,
            )

    def _asked(self, names: Names) -> Iterator[Todo]:
        """More time, or to be freed of the report, that an agency asked for; and nil returns that were sent. Who asked does not answer."""
        for *where, duty in direct(ASKED, ()):
            if (where[0], where[1]) not in names or names.frozen(*where):
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

    def _built(self, names: Names) -> Iterator[Todo]:
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
    return _local(datetime.fromisoformat(moment))


def _local(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


class _Line(NamedTuple):
    plan: str
    round: str
    agency: str
    task: str
    state: str
    line: str
    coordinators: list[str] | None


class _Owed(NamedTuple):
    plan: str
    round: str
    agency: str
    tasks: int
    opens: date | None
    due: date | None
    owed: bool
    inside: str
    reporters: list[str] | None
