"""`make bench`: runs every benchmark and prints one table. SCALE=small|full."""

import os
import platform
import sys
from datetime import UTC, datetime

from benchmarks import concealment, ground, home_page, ledger, open_sdg, review_building, round_page, scope
from benchmarks.table import Row, printed


def main() -> int:
    scale = os.environ.get("SCALE", "small")
    machine = f"{platform.machine()} · {os.cpu_count()} cores · Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d} · {machine} · scale {scale}", end="\n\n")
    rows: list[Row] = []
    with ground.standing():
        rows += review_building.rows(scale)
        rows += round_page.rows(scale)
        rows += home_page.rows(scale)
        rows += concealment.rows(scale)
        rows += ledger.rows(scale)
        rows += scope.rows(scale)
    rows += open_sdg.rows(scale)
    print(printed(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
