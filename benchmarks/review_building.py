"""Building a review, all six files and the manifest, against the goal of 10 seconds on two cores.

Process start and imports are fixed cost, measured apart; the first build in a process warms Typst and the charts.
"""

import statistics
import time

from benchmarks.table import Row
from dicu.access.rulebook import COORDINATION
from dicu.review.desk import Asker

LIMIT = 10.0  # seconds
PLANS = (("vn-402", "2024"), ("demo", "2025"))


def rows(scale: str) -> list[Row]:
    from pathlib import Path  # noqa: PLC0415
    from tempfile import mkdtemp  # noqa: PLC0415

    from dicu.demonstration.playing import Play  # noqa: PLC0415

    play = Play(Path(mkdtemp(prefix="dicu-bench-")))
    play.make_accounts()
    play.load_plans()
    play.rounds()
    return [_measured(play, plan, round_, 9 if scale == "full" else 5) for plan, round_ in PLANS]


def _measured(play: object, plan: str, round_: str, runs: int) -> Row:
    part = play.desk.editions  # type: ignore[attr-defined]
    times, made = [], None
    for _ in range(runs + 1):
        begun = time.perf_counter()
        made = play.as_("an.ngoaigiao", COORDINATION, lambda who: _built(part, who, plan, round_))  # type: ignore[attr-defined]
        times.append(time.perf_counter() - begun)
    first, median = times[0], statistics.median(times[1:])
    figures = max(len(d.traces) for d in made.documents.values())  # type: ignore[attr-defined]
    size = f"{len(made.files)} files, {sum(map(len, made.files.values())) // 1000} kB, {figures} figures; first build {first:.2f} s"  # type: ignore[attr-defined]
    return Row(f"build the review of {plan} {round_}", f"{median:.2f} s", f"limit {LIMIT:.0f} s", median / LIMIT, 1.0, size)


def _built(part: object, who: Asker, plan: str, round_: str) -> object:
    return part.build(who, plan, round_)  # type: ignore[attr-defined]
