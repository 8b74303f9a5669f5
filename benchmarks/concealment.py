"""How long it takes to say that there is nothing there: for what is not there, and for what is there and hidden.

The two answers are the same to the byte (tests/unit/access_matrix/test_concealment.py); their time is not made the same by force,
it is measured and told. Whole requests by the test client, one after the other in changing order; medians, and how often the hidden one
took longer (a half: nothing can be told from one request). An attacker over a network sees this through its noise.
"""

import random
import statistics
import time
from typing import Any

from benchmarks.table import Row

NEAR = 1.25
"""What we call near enough to be lost in a network's noise; nothing is refused for it."""
PLACES = (
    ("report of another agency, to a reporter", "dung.laodong", "reports/demo/2025/{}/", "TD-TP", "TD-QQ"),
    ("line of another agency, to a reporter", "dung.laodong", "reports/demo/2025/{}/lines/2.1/", "TD-TP", "TD-QQ"),
    ("report that nobody sent, to a coordinator", "an.ngoaigiao", "reports/demo/2025/{}/", "TD-P3", "TD-QQ"),
    ("built review, to the public", "", "editions/demo/2025/{}/", "built", "0" * 64),
)


def rows(scale: str) -> list[Row]:
    """Needs the demonstration (benchmarks.review_building plays it)."""
    runs = 400 if scale == "full" else 80
    return [_measured(what, *place, runs) for what, *place in PLACES]


def _measured(what: str, account: str, path: str, hidden: str, missing: str, runs: int) -> Row:
    client = _browser(account)
    places = {
        kind: f"/vi/{path.format(_snapshot() if code == 'built' else code)}" for kind, code in (("hidden", hidden), ("missing", missing))
    }
    times: dict[str, list[float]] = {"hidden": [], "missing": []}
    chance = random.Random(20261124)  # noqa: S311 - an order, not a secret
    for run in range(runs + 3):
        for kind in chance.sample(sorted(places), 2):
            spent = _asked(client, places[kind])
            if run >= 3:
                times[kind].append(spent)
    one, other = (statistics.median(times[kind]) for kind in ("hidden", "missing"))
    longer = sum(a > b for a, b in zip(times["hidden"], times["missing"], strict=True)) / runs
    size = f"{runs} requests of each; hidden took longer in {longer:.0%}"
    return Row(f"404: {what}", f"hidden {one * 1000:.2f} ms", f"missing {other * 1000:.2f} ms", one / other, NEAR, size)


def _asked(client: Any, path: str) -> float:
    begun = time.perf_counter()
    answer = client.get(path)
    spent = time.perf_counter() - begun
    if answer.status_code != 404:  # noqa: PLR2004
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return spent


def _browser(account: str) -> Any:
    from django.test import Client  # noqa: PLC0415

    from dicu.store.accounts.models import Account  # noqa: PLC0415

    client = Client()
    if account:
        client.force_login(Account.objects.get(username=account))
    return client


def _snapshot() -> str:
    """A review that is built and not published."""
    from django.db import transaction  # noqa: PLC0415

    from dicu.store.review.models import EditionRow  # noqa: PLC0415
    from dicu.store.security.session import maintaining  # noqa: PLC0415

    facts = {"plan": "demo", "round": "2025", "state": "built", "built_by": "an.ngoaigiao", "files": []}
    with transaction.atomic(), maintaining():
        found, _ = EditionRow.objects.get_or_create(snapshot="f" * 64, defaults={**facts, "built_at": "2026-11-24T00:00:00+00:00"})
    return str(found.snapshot)


def main() -> int:
    """python -m benchmarks.concealment: this one alone."""
    import os  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415
    from tempfile import mkdtemp  # noqa: PLC0415

    from benchmarks import ground  # noqa: PLC0415
    from benchmarks.table import printed  # noqa: PLC0415

    with ground.standing():
        from dicu.demonstration.playing import Play  # noqa: PLC0415

        play = Play(Path(mkdtemp(prefix="dicu-bench-")))
        play.make_accounts()
        play.load_plans()
        play.rounds()
        print(printed(rows(os.environ.get("SCALE", "small"))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
