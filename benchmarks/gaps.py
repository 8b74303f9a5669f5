"""All gap rules over a round against a plain scan of the same rows, in one process: `python -m benchmarks.gaps`.

Ours runs every rule of `RULES` and `CARE`. The peer reads the same lines, observations and tasks once, looking at one field of each. Rows
stand in memory for both: reading them from the database is what `round_page` measures. Processor time; the machine may be shared.
"""

import os
import sys
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dicu.review.beside import Beside
from dicu.review.bundles import packed, shipped
from dicu.review.gaps import CARE, RULES
from dicu.review.line import Content, Line, LineState, ReportedValue
from dicu.review.model import Plan, Task
from dicu.review.obligations import Obligation
from dicu.review.reading import read_plan
from dicu.review.situation import Situation
from dicu.vocabulary.observation import Observation
from dicu.vocabulary.period import Period

TASKS, BODIES = 25_000, 60
OBSERVATIONS = {"small": 100_000, "full": 1_000_000}


def plan_of(tasks: int, observations: int) -> Plan:
    plan = read_plan(packed(shipped("demo")))
    measured = [task for task in plan.tasks if task.indicators]
    made = tuple(_task(measured[n % len(measured)], n) for n in range(tasks))
    return replace(plan, tasks=made, observations=tuple(_observations(plan, observations)))


def _task(like: Task, n: int) -> Task:
    return replace(like, code=f"T{n}", text=replace(like.text, vi=f"{like.text.vi} {n}", en=f"{like.text.en} {n}"))


def _observations(plan: Plan, count: int) -> list[Observation]:
    like, codes = plan.observations[0], [i.code for i in plan.indicators]
    periods = [Period.parse(str(year)) for year in range(2021, 2026)]
    return [
        replace(
            like, key=f"o{n}", indicator=codes[n % len(codes)], period=periods[n % 5], area=f"P{n // 100}", value=Decimal(n), missing=None
        )
        for n in range(count)
    ]


def line_of(task: Task, n: int, year: str) -> Line:
    text = (
        f"Trong kỳ {year} đã tổ chức {n % 900 + 100} lớp tập huấn cho cán bộ tại các tỉnh biên giới, và phát hành tài liệu hướng dẫn mới."
    )
    values = tuple(ReportedValue(code, year, str(n), "", "", "Sổ", "") for code in task.indicators)
    content = Content("in-progress", text, "", None, values)
    return Line(task.code, LineState.ACCEPTED, content, (), content)


def situation(tasks: int, observations: int) -> Situation:
    plan = plan_of(tasks, observations)
    now, before = plan.round("2025"), plan.round("2024")
    if now is None:
        raise ValueError("the demonstration has a round of 2025")
    bodies = [f"B{n}" for n in range(BODIES)]
    agency_of = {task.code: bodies[n % BODIES] for n, task in enumerate(plan.tasks)}
    by_body: dict[str, list[str]] = {}
    for code, body in agency_of.items():
        by_body.setdefault(body, []).append(code)
    owed = tuple(
        Obligation(plan.id, now.id, body, tuple(codes), None, date(2025, 12, 16), None, "draft") for body, codes in by_body.items()
    )
    lines = {task.code: line_of(task, n, "2025") for n, task in enumerate(plan.tasks)}
    old = {task.code: line_of(task, n + 1, "2024") for n, task in enumerate(plan.tasks)}
    return Situation(plan, now, date(2025, 12, 20), owed, lines, agency_of, beside=Beside(before or now, old, ()))


def scanned(s: Situation) -> int:
    """The peer: each row once."""
    lines = sum(bool(line.sent and line.sent.narrative) for line in (*s.lines.values(), *s.beside.lines.values()))
    return lines + sum(o.value is not None for o in s.observations) + sum(bool(task.indicators) for task in s.plan.tasks)


def spent(step: object) -> tuple[float, int]:
    start = time.process_time()
    found = step()  # type: ignore[operator]
    return time.process_time() - start, found


def main() -> int:
    scale = os.environ.get("SCALE", "small")
    s = situation(TASKS, OBSERVATIONS[scale])
    plain, read = spent(lambda: scanned(s))
    print(f"{TASKS:,} tasks × 2 rounds, {BODIES} bodies, {OBSERVATIONS[scale]:,} observations; plain scan of {read:,} rows: {plain:.2f} s")
    total = 0.0
    for rule in (*RULES, *CARE):
        took, gaps = spent(lambda rule=rule: sum(1 for _ in rule(s)))  # type: ignore[misc]
        total += took
        print(f"{rule.__name__:22} {took:7.2f} s  {gaps:,} gaps", flush=True)
    print(f"all {len(RULES) + len(CARE)} rules: {total:.2f} s, {total / plain:.0f}× the plain scan; goal 60 s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
