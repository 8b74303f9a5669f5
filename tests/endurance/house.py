"""A house that is killed: its embedded database waits for the disk as in earnest, and everything can be ended with SIGKILL."""

import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from dicu.ledger.signing import new_key
from dicu.store.embedded import Connection, Server, traces
from dicu.store.ledger.keys import KEY, PUBLIC, write_key

ROOT = Path(__file__).parents[2]
SECRET = "only-for-endurance-" * 4
PATIENCE = 60
Ack = tuple[str, int, str]  # stream, number, digest in hexadecimal


@dataclass
class House:
    """`acks`: every entry that was acknowledged to somebody; `seals`: every checkpoint, its line as a digest."""

    home: Path
    server: Server
    connection: Connection
    acks: dict[tuple[str, int], str] = field(default_factory=dict)
    seals: dict[int, str] = field(default_factory=dict)
    said: "queue.Queue[str]" = field(default_factory=queue.Queue)
    worker: Any = None

    # What works in it ------------------------------------------------------------------------------------------------

    def start(self) -> "House":
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "tests.endurance.writing"], cwd=ROOT, env=self.environment(), text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=(self.worker,), daemon=True).start()
        self.hear("ready")
        return self

    def environment(self) -> dict[str, str]:
        addresses = {"DICU_DATABASE_URL": self.connection.address("app"), "DICU_OWNER_DATABASE_URL": self.connection.address("owner")}
        notary = {"DICU_ANCHOR": self.anchor, KEY: self.home / "checkpoint-key", PUBLIC: self.home / "checkpoint-keys"}
        more = {"DICU_HOME": str(self.home), "DICU_SECRET_KEY": SECRET, "DJANGO_SETTINGS_MODULE": "dicu.settings"}
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        return {
            **os.environ,
            **addresses,
            **more,
            **{name: str(path) for name, path in notary.items()},
            "PYTHONPATH": path,
            "DICU_ENVIRONMENT": "test",
        }

    @property
    def anchor(self) -> Path:
        return self.home / "anchor.jsonl"

    def order(self, mode: str, seed: int = 0) -> int:
        """A worker in this mode; its process id."""
        self.worker.stdin.write(f"{mode} {seed}\n")
        return int(self.hear("started").split()[1])

    def hear(self, *words: str) -> str:
        """The next line that begins with one of the words. What was acknowledged on the way is noted."""
        end = time.monotonic() + PATIENCE
        while True:
            line = self.said.get(timeout=max(0.1, end - time.monotonic()))
            self._note(line)
            if line.split()[0] in words:
                return line

    def ended(self, worker: int) -> list[str]:
        """Everything a worker still said before its end, of which its parent tells."""
        lines = []
        while not (line := self.hear("ack", "failed", "rebuilt", "done", "whole", "fault", "ended")).startswith(f"ended {worker}"):
            lines.append(line)
        return lines

    def _listen(self, worker: Any) -> None:
        for line in worker.stdout:
            self.said.put(line.strip())

    def _note(self, line: str) -> None:
        word, *rest = line.split()
        if word == "ack":
            self.acks[rest[0], int(rest[1])] = rest[2]
        if word == "sealed":
            self.seals[int(rest[0])] = rest[1]

    # Its end ---------------------------------------------------------------------------------------------------------

    def kill(self, mode: str, seed: int, chance: random.Random) -> None:
        """A worker at work, and SIGKILL at some moment."""
        worker = self.order(mode, seed)
        self.end_after(worker, chance.uniform(0, 0.25))

    def kill_busy(self, mode: str, word: str, seed: int, chance: random.Random) -> None:
        """The same, once the worker has said that it did something."""
        worker = self.order(mode, seed)
        self.hear(word)
        self.end_after(worker, chance.uniform(0, 0.15))

    def end(self, worker: int) -> None:
        os.kill(worker, signal.SIGKILL)
        self.ended(worker)

    def end_after(self, worker: int, seconds: float) -> None:
        time.sleep(seconds)
        self.end(worker)

    def kill_server(self, mode: str, seed: int, chance: random.Random) -> None:
        """PostgreSQL with all its processes ended at some moment while somebody writes; then started again."""
        worker = self.order(mode, seed)
        time.sleep(chance.uniform(0, 0.3))
        self.crash()
        self.ended(worker)
        self.connection = self.server.ensure()

    def crash(self) -> None:
        """SIGKILL for every process of the database, the first one first: nothing is written any more."""
        data = self.server.layout.data
        while pids := traces.at_work(data):
            for pid in sorted(pids):
                _killed(pid)
            time.sleep(0.02)
        self.server.stop()

    def stop(self) -> None:
        if self.worker:
            self.worker.kill()
            self.worker.wait()

    # What is left of it ----------------------------------------------------------------------------------------------

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.connection.address("superuser"), autocommit=True) as open_:
            return open_.execute(statement, values or None).fetchall()

    def ask_alone(self, statement: str) -> None:
        with psycopg.connect(self.connection.address("superuser"), autocommit=True) as open_:
            open_.execute(statement)

    def projections(self) -> dict[str, list[tuple[Any, ...]]]:
        """What pages of the review read, and a table that the loader fills, each row as text."""
        tables = ("review_plan", "review_round", "review_obligation", "review_line", "review_edition", "agenda_preference")
        return {table: self.ask(f"SELECT r::text FROM {table} r ORDER BY 1") for table in tables}

    def verified(self) -> str:
        worker = self.order("verify")
        return " ".join(self.ended(worker))


def _killed(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def standing(home: Path) -> Iterator[House]:
    """A house with a plan and an open round, in a database that waits for its disk."""
    server = Server(home)
    house = House(home, server, server.ensure())
    try:
        key = new_key("vn")
        write_key(key, home / "checkpoint-key")
        (home / "checkpoint-keys").write_text(key.public.line(), "utf-8")
        migrated(house)
        house.start()
        house.ended(house.order("begin"))
        yield house
    finally:
        house.stop()
        server.stop()


def migrated(house: House) -> None:
    command = [sys.executable, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=house.environment(), check=True)
