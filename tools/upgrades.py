"""The table in docs/how-to/upgrade.md: what each migration loses on its way back, and how long it takes.

.venv/bin/python -m tools.upgrades           on the whole demonstration; takes some minutes
.venv/bin/python -m tools.upgrades small     on a small house
"""

import sys
from pathlib import Path
from typing import Any

from tools.console import ROOT

PAGE = ROOT / "docs" / "how-to" / "upgrade.md"
BEGIN, END = "<!-- made by tools/upgrades.py -->\n", "<!-- end -->\n"
HEAD = "| Migration | Loses on the way back | Back | Forth |\n| --- | --- | --- | --- |\n"
FLOOR = "ledger.0001_initial"


def main(arguments: list[str]) -> None:
    steps = measured(small=arguments[:1] == ["small"])
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    PAGE.write_text(before + BEGIN + table(steps) + END + after, encoding="utf-8")


def measured(small: bool) -> list[dict[str, Any]]:
    """On an embedded database of its own, by the program that the tests use."""
    from tests.endurance.test_restoring import filled  # noqa: PLC0415
    from tests.endurance.test_upgrades import upgraded  # noqa: PLC0415
    from tests.unit.operations.installing import installed  # noqa: PLC0415

    from dicu.store.embedded import Server, scratch  # noqa: PLC0415

    with scratch() as folder, Server(folder, durable=False) as postgres, installed(postgres, Path(folder) / "house", "dicu_steps") as place:
        if place.run("migrate", owner=True).code:
            raise SystemExit("the database could not be migrated")
        filled(place, *(("small",) if small else ("full", str(place.home / "build"))))
        return upgraded(place, "steps")


def table(steps: list[dict[str, Any]]) -> str:
    rows = [f"| `{step['migration']}` | {loss(step)} | {step['back']:.1f} s | {step['forth']:.1f} s |" for step in steps]
    floor = f"| `{FLOOR}` | everything: there is no ledger before it | never | |"
    return HEAD + "\n".join([*sorted(rows), floor]) + "\n"


def loss(step: dict[str, Any]) -> str:
    return ", ".join(f"`{name}`" for name in step["lost"]) or "nothing"


if __name__ == "__main__":
    main(sys.argv[1:])
