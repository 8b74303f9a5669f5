"""`dicu` as other programs call it: arguments, environment and folder in; exit code, output and errors out.

Loading the program takes far longer than most commands. So where a test does not ask for a program started in the usual way
(`afresh`), it is a double of one that has loaded before (`warmed`), a process of its own all the same.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PATIENCE = 300
"""Seconds for one command."""
WARMED = Path(__file__).with_name("warmed.py")


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def last(self) -> Any:
        """The machine-readable summary: the last line."""
        return json.loads(self.out.splitlines()[-1])


def around(told: Mapping[str, str]) -> dict[str, str]:
    """The surroundings of this process without what is meant for `dicu` in it, and what the program is told."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DICU_", "DJANGO_", "PROMETHEUS_"))} | dict(told)


def run(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], *, afresh: bool = False) -> Ran:
    """`environment`: the whole of it. Python reads some of it before anything else, so a program that is told of that is
    started afresh."""
    if afresh or _of_python(environment) != _of_python(os.environ):
        done = subprocess.run(
            [Path(sys.executable).with_name("dicu"), *arguments], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
            timeout=PATIENCE, cwd=folder, env=dict(environment),
        )  # fmt: skip
        ran = Ran(done.returncode, done.stdout, done.stderr)
    else:
        ran = warmed().run(arguments, folder, environment)
    assert "Traceback" not in ran.err, ran.err
    return ran


def _of_python(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(("PYTHON", "LC_", "LANG"))}


class Warmed:
    """The program that waits. It ends when this process does: its input is closed then."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="dicu-warmed-")
        self.process = subprocess.Popen(
            [sys.executable, WARMED, self.folder.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=around({}), cwd=self.folder.name, start_new_session=True,
        )  # fmt: skip
        assert self._answer() == "ready"

    def run(self, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> Ran:
        out, err = (Path(self.folder.name) / name for name in ("out", "err"))
        for file in (out, err):
            file.write_bytes(b"")
        asked = {"arguments": arguments, "environment": dict(environment), "folder": str(folder), "out": str(out), "err": str(err)}
        assert self.process.stdin
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return Ran(int(self._answer()), out.read_text("utf-8"), err.read_text("utf-8"))

    def _answer(self) -> str:
        assert self.process.stdout
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            os.killpg(self.process.pid, signal.SIGKILL)  # and the command that does not end
            warmed.cache_clear()
            raise TimeoutError(f"dicu did not end within {PATIENCE} seconds")
        return self.process.stdout.readline().strip()


@cache
def warmed() -> Warmed:
    return Warmed()
