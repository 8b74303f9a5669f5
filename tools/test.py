"""The checks and all tests, with what they may be told by their surroundings, and what is skipped said aloud."""

# ruff: noqa: S603, S607 - it runs the programs that set-up consists of

import os
import subprocess
import sys
from pathlib import Path

from tools import browser, lint
from tools.console import ROOT, chosen

WORKERS = "2"  # the house is measured on two cores
OLDER = "16"  # the other PostgreSQL that the package carries
WITH_DATABASE = ("tests/unit/store", "tests/unit/store_review", "tests/unit/web", "tests/unit/web_review", "tests/generative")


def main(arguments: list[str]) -> int:
    environment = {**os.environ, "DICU_ENVIRONMENT": "test", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, "--dist", "worksteal", "-rfEs", "--durations=10", *_skipped(), *arguments]
    if os.environ.get("DICU_PROOF"):
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode or _on_the_older_database(environment)
    checked = lint.main()
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode or checked


def _on_the_older_database(environment: dict[str, str]) -> int:
    """`make proof`: what touches the database once more, on the older PostgreSQL that the package carries."""
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, "--dist", "worksteal", "-rfEs", *WITH_DATABASE]
    return subprocess.run(command, cwd=ROOT, env={**environment, "DICU_POSTGRES_MAJOR": OLDER}, check=False).returncode


def _skipped() -> list[str]:
    """What pytest is told to leave out; a person is told, too."""
    if not os.environ.get("DICU_DATA_DIR") or not Path(os.environ["DICU_DATA_DIR"]).is_dir():
        print(
            chosen(
                "!!! BỎ QUA các phép thử cần dữ liệu tham khảo: hãy đặt DICU_DATA_DIR là thư mục chứa dữ liệu đó.",
                "!!! SKIPPING tests that need reference data: set DICU_DATA_DIR to the folder that holds it.",
            )
        )
    if browser.whole():
        return []
    browser.say_skipped()
    return ["--ignore=tests/browser"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
