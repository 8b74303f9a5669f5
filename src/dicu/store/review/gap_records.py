"""What is recorded of gaps, as far as the session's reach goes; and what it asks people to do."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from dicu.access.rulebook import REPORTER
from dicu.agenda.todo import Todo
from dicu.review.gaps.life import GapCourse, GapState, GapStep, Sighting, name_of
from dicu.review.obligations import LOCAL
from dicu.store.ledger.rows import direct
from dicu.store.review.gap_models import GapRow, GapSightingRow
from dicu.vocabulary.messages import T

OWNED = """
SELECT g.plan, g.round, g.key, g.owner, g.due, g.moved_at FROM review_gap g
 WHERE g.state = %s AND NOT EXISTS (
       SELECT FROM review_gap_sighting s
        WHERE s.plan = g.plan AND s.round = g.round AND s.key = g.key AND NOT s.found AND s.changed_at > g.moved_at)
 ORDER BY g.due NULLS LAST, g.id
"""


class PostgresGaps:
    """`dicu.review.gaps.ports.GapRecords` on Django's models."""

    def courses(self, plan: str) -> tuple[GapCourse, ...]:
        rows = GapRow.objects.filter(plan=plan)
        return tuple(GapCourse(row.key, tuple(map(_step, row.steps)), number=row.number) for row in rows)

    def sightings(self, plan: str) -> Mapping[str, tuple[Sighting, ...]]:
        found: dict[str, list[Sighting]] = {}
        for key, round_, changes in GapSightingRow.objects.filter(plan=plan).values_list("key", "round", "changes"):
            found.setdefault(key, []).extend(_sighting(round_, change) for change in changes)
        return {key: tuple(seen) for key, seen in found.items()}

    def standing(self, plan: str, round_: str) -> Mapping[str, str]:
        return self._of(plan, round_, found=True)

    def gone(self, plan: str, round_: str) -> Mapping[str, str]:
        return self._of(plan, round_, found=False)

    def _of(self, plan: str, round_: str, *, found: bool) -> Mapping[str, str]:
        return dict(GapSightingRow.objects.filter(plan=plan, round=round_, found=found).values_list("key", "agency"))


def _step(raw: Mapping[str, Any]) -> GapStep:
    due = date.fromisoformat(raw["due"]) if raw["due"] else None
    return GapStep(**{**raw, "at": datetime.fromisoformat(raw["at"]), "due": due})


def _sighting(round_: str, raw: Mapping[str, Any]) -> Sighting:
    return Sighting(round_, raw["found"], date.fromisoformat(raw["day"]), datetime.fromisoformat(raw["at"]))


def owned(today: date) -> Iterable[Todo]:
    """A gap that is planned is its owner's to close, until a recorded run does not find it any more."""
    return _owned()


def _owned() -> Iterator[Todo]:
    for plan, round_, key, owner, due, moved in direct(OWNED, (str(GapState.PLANNED),)):
        where = (plan, round_, name_of(key))
        title = T("Close the gap {rule}: plan {plan}, round {round}", rule=key.partition("/")[0], plan=plan, round=round_)
        why = T("It is planned for your agency. It closes when the data close it.")
        yield Todo(
            "gap", where, title, why, role=REPORTER, agency=owner, since=moved.astimezone(LOCAL).date(), due=due, place=("round-gap", where)
        )
