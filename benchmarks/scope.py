"""A list through its scope against the same query without it, on lines of a million reports.

Both speak as the same officer, so row-level security costs the same on both sides; what differs is the condition that `scope()`
gives. Three queries that pages ask: how many there are, the first fifty, and one round. The reporter's scope asks for fewer rows
than the query without it, so there the same rows asked for by hand stand beside it too.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.table import Row
from dicu.access.model import Grant, Officer
from dicu.access.rulebook import COORDINATION, POLICY, REPORTING

ROWS = {"small": 50_000, "full": 1_000_000}
AGENCIES, ROUNDS = 100, 20
GOAL = 1.5
TODAY = date(2026, 11, 24)
COORDINATOR = Officer("an", "An", "A1", (Grant("coordinator"),))
REPORTER = Officer("dung", "Dũng", "A7", (Grant("reporter", "A7"),))

INSERT = """
INSERT INTO review_line (id, plan, round, agency, task, task_order, state, submitted_by, line)
SELECT 'scope/' || r || '/A' || a || '/' || n, 'scope', r::text, 'A' || a, n::text, n,
       (ARRAY['submitted', 'accepted', 'returned'])[1 + n %% 3], 'lan', '{"narrative": "Đã thực hiện các hoạt động theo kế hoạch năm."}'
  FROM generate_series(1, %s) a, generate_series(1, %s) r, generate_series(1, %s) n
"""
"""Only `state` and `agency` are read by the rules; the rest is as long as it is in life."""


def rows(scale: str) -> list[Row]:
    count = ROWS[scale]
    _fill(count)
    runs = 15 if scale == "full" else 9
    found = []
    for name, officer, purpose in (("coordinator", COORDINATOR, COORDINATION), ("reporter", REPORTER, REPORTING)):
        for what, query in QUERIES.items():
            found.append(_measured(f"{name}: {what}", officer, purpose, query, runs, count))
    return found


def _fill(count: int) -> None:
    from django.db import connection, connections, transaction  # noqa: PLC0415

    from dicu.store.security.session import maintaining  # noqa: PLC0415

    with transaction.atomic(), maintaining(), connection.cursor() as cursor:
        cursor.execute(INSERT, [AGENCIES, ROUNDS, count // (AGENCIES * ROUNDS)])
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE review_line")


QUERIES: dict[str, Callable[[Any], Any]] = {
    "how many": lambda lines: lines.count(),
    "first fifty": lambda lines: list(lines.values_list("id", "agency", "state")[:50]),
    "one round": lambda lines: list(lines.filter(plan="scope", round="7").values_list("agency", "state")),
}


def _measured(name: str, officer: Officer, purpose: str, query: Callable[[Any], Any], runs: int, count: int) -> Row:
    from django.db.models import Q  # noqa: PLC0415

    from dicu.store.security.scoping import within  # noqa: PLC0415

    scope = within(POLICY.scope(officer, "see", "line", purpose, TODAY))
    by_hand = Q(agency=officer.agency) if officer is REPORTER else Q()
    scoped, bare = (statistics.median(times) for times in _alternating(officer, query, (scope, by_hand), runs))
    size = f"{count:,} lines of {AGENCIES} agencies; without: {'the same rows by hand' if officer is REPORTER else 'no condition'}"
    return Row(f"scope(), {name}", f"{scoped * 1000:.1f} ms", f"without it {bare * 1000:.1f} ms", scoped / bare, GOAL, size)


def _alternating(officer: Officer, query: Callable[[Any], Any], filters: tuple[Any, Any], runs: int) -> tuple[list[float], list[float]]:
    """Seconds of each, one after the other, so that both meet the same machine. The first pair warms up."""
    from django.db import transaction  # noqa: PLC0415

    from dicu.store.review.models import LineRow  # noqa: PLC0415
    from dicu.store.security.session import speaking_as  # noqa: PLC0415

    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for asked, spent in zip(filters, times, strict=True):
            with transaction.atomic(), speaking_as(officer, TODAY):
                begun = time.perf_counter()
                query(LineRow.objects.filter(asked))
                if run:
                    spent.append(time.perf_counter() - begun)
    return times


def main() -> int:
    """python -m benchmarks.scope: this one alone."""
    import os  # noqa: PLC0415

    from benchmarks import ground  # noqa: PLC0415
    from benchmarks.table import printed  # noqa: PLC0415

    with ground.standing():
        print(printed(rows(os.environ.get("SCALE", "small"))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
