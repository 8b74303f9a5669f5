"""Upgrades lead forth and back on a database that was in use: what the ledger recorded is never lost, and what pages read can be
made from it again.

`make test` takes all migrations back at once and forth again; `make proof` takes each by itself, on the whole demonstration,
and holds the table in docs/how-to/upgrade.md against what it finds.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.endurance.test_restoring import ROOT, filled, guards, rows
from tests.proof import PROOF
from tests.unit.operations.installing import Installation, installed

REBUILD = """
from django.db import transaction
from dicu.store.security.session import maintaining
from dicu.wiring import house
with transaction.atomic(), maintaining():
    assert house().ledger.examine().fault is None
    house().ledger.rebuild("review")
"""


def run(place: Installation, *command: str) -> list[dict[str, Any]]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    told = {**place.settings(owner=True), "DICU_ENVIRONMENT": "test", "DJANGO_SETTINGS_MODULE": "dicu.settings", "PYTHONPATH": path}
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=told, capture_output=True, text=True, check=False, timeout=1500)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def upgraded(place: Installation, how: str) -> list[dict[str, Any]]:
    return run(place, "-m", "tests.endurance.upgrading", how)


@pytest.fixture
def house(postgres: Any, tmp_path: Path) -> Iterator[Installation]:
    with installed(postgres, tmp_path / "home", "dicu_upgrade") as place:
        assert place.run("migrate", owner=True).code == 0
        filled(place, *(("full", str(place.home / "build")) if PROOF else ("small",)))
        yield place


def rebuilt(place: Installation) -> None:
    run(place, "-c", f"import django; django.setup()\n{REBUILD}")


def test_all_the_way_back_and_forth_the_ledger_stays_and_pages_are_made_from_it_again(house: Installation) -> None:
    before, guarded = rows(house), guards(house)
    assert len(before["ledger_entry"]) >= 10 and before["review_line"]
    told = upgraded(house, "walk")
    assert sum("back" in step for step in told) >= 15, "most migrations were never taken back: this proves nothing"
    after = rows(house)
    assert after.keys() == before.keys()
    assert after["ledger_entry"] == before["ledger_entry"]
    assert after["ledger_stream"] == before["ledger_stream"]
    assert guards(house)[:5] == guarded[:5]
    rebuilt(house)
    found = rows(house)
    for table in (name for name in before if name.startswith("review_")):
        assert found[table] == before[table], table


def documented() -> dict[str, str]:
    """Migration → what taking it back loses, as the how-to says it."""
    text = (ROOT / "docs" / "how-to" / "upgrade.md").read_text("utf-8")
    return dict(re.findall(r"^\| `([a-z_]+\.\d{4}\w*)` \| ([^|]+?) \|", text, re.MULTILINE))


def test_every_migration_of_ours_stands_in_the_table_of_the_how_to() -> None:
    store = ROOT / "src" / "dicu" / "store"
    names = {f"{path.parents[1].name}.{path.stem}" for path in store.glob("*/migrations/0*.py")}
    assert set(documented()) == names


@pytest.mark.skipif(not PROOF, reason="each migration by itself: make proof")
def test_each_step_loses_what_the_how_to_says(house: Installation) -> None:
    found = {step["migration"]: ", ".join(f"`{name}`" for name in step["lost"]) or "nothing" for step in upgraded(house, "steps")}
    assert len(found) >= 15
    assert {name: loss for name, loss in documented().items() if name in found} == found
