"""A worker as a process, a mail server that listens, and kill -9."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from tests.proof import examples
from tests.unit.review.making import DUE
from tests.unit.store_agenda.conftest import Sink
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import enrol

from dicu.agenda.jobs import Jobs
from dicu.store.agenda import waking
from dicu.store.agenda.models import LetterRow, PulseRow, ReminderRow
from dicu.store.agenda.worker import Place, Worker
from dicu.store.security.session import maintaining
from dicu.vocabulary.workdays import Calendar

ROOT = Path(__file__).parents[3]
PATIENCE = 60
REPORTERS = {"dung", "hoa", "hai", "khoa"}
WITH_ADDRESS = REPORTERS - {"hoa"}


class Program:
    """The process that forks workers."""

    def __init__(self, address: str, sink: Sink, clock: Path) -> None:
        self.clock = clock
        self.steps = 0  # of the last worker that came to its end
        self.said: queue.Queue[str] = queue.Queue()
        told = {
            "DICU_DATABASE_URL": address,
            "DICU_SECRET_KEY": "only-for-tests-" * 4,
            "DICU_HOME": str(django_settings.HOME),
            "DICU_SMTP_URL": f"smtp://127.0.0.1:{sink.port}?tls=none",
            "DICU_MAIL_FROM": "dicu@example.test",
            "DICU_ENVIRONMENT": "test",
            "DJANGO_SETTINGS_MODULE": "dicu.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "CLOCK": str(clock),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.unit.store_agenda.working"], cwd=ROOT, env={**os.environ, **told}, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        threading.Thread(target=self._listen, daemon=True).start()
        self.hear("ready")

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self.said.put(line.strip())

    def hear(self, word: str) -> list[str]:
        while True:
            found = self.said.get(timeout=PATIENCE).split()
            if found[0] == "steps":
                self.steps = int(found[1])
            if found[0] == word:
                return found[1:]

    def order(self, *words: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")

    def once(self, at: datetime, kill_at: int = 0) -> int:
        self.clock.write_text(at.isoformat(), "utf-8")
        self.order("once", kill_at)
        return int(self.hear("ended")[0])

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def world(transactional_db: None, files: None, mail: None) -> World:
    """Committed: another process works on it."""
    made = World().load().open()
    for name, account in enrol().items():
        account.email = "" if name == "hoa" else f"{name}@example.test"
        account.save()
    return made


@pytest.fixture
def program(world: World, sink: Sink, postgres: Any, tmp_path: Path) -> Iterator[Program]:
    made = Program(postgres.address("app"), sink, tmp_path / "clock")
    try:
        yield made
    finally:
        made.end()


def at(day: date, minutes: int = 0) -> datetime:
    return datetime.combine(day, time(3), UTC) + timedelta(minutes=minutes)


def reminded(step: int) -> Counter[str]:
    with transaction.atomic(), maintaining():
        return Counter(ReminderRow.objects.filter(step=step).values_list("account", flat=True))


def test_killed_at_any_step_nothing_is_lost_and_nothing_is_there_twice(world: World, program: Program, sink: Sink) -> None:
    """Each time on another day, on which everybody is to be reminded again. After the kill a worker is started once more, and
    later once more, as it would be on any machine."""
    assert program.once(at(DUE)) == 0
    steps = program.steps
    assert steps > 50
    calendar, day = Calendar.load("vn"), DUE
    runs = min(examples(12), 45)
    for run in range(runs):
        day = calendar.add(day, 5)
        kill_at = 1 + run * (steps - 1) // runs
        assert program.once(at(day), kill_at) == -signal.SIGKILL, kill_at
        assert program.once(at(day, 1)) == 0
        assert program.once(at(day, 20)) == 0
        assert reminded((run + 1) * 5) == Counter(REPORTERS), kill_at
        _check_letters(sink, run, kill_at)
    with transaction.atomic(), maintaining():
        found = [e for s in world.house.ledger.streams("agenda/") for e in world.house.ledger.read(s.name) if e.kind == "agenda.reminded"]
        assert world.house.ledger.verify() is None
    assert Counter(entry.body["reminder"] for entry in found).most_common(1)[0][1] == 1
    assert len(found) == (runs + 1) * len(REPORTERS)


def _check_letters(sink: Sink, run: int, kill_at: int) -> None:
    """Everybody has each of their letters; at most one of a run came twice, under the Message-ID that it had."""
    with transaction.atomic(), maintaining():
        assert set(LetterRow.objects.values_list("state", flat=True)) == {"sent"}, kill_at
    names = Counter(mail["Message-ID"] for mail in sink.letters())
    assert len(names) == (run + 2) * len(WITH_ADDRESS)
    assert sum(names.values()) - len(names) <= run + 1 and max(names.values()) <= 2


def test_two_workers_at_once_and_the_first_is_killed(world: World, program: Program, sink: Sink) -> None:
    """One works, the other stands by and takes over. A bell has it look at once."""
    program.clock.write_text(at(DUE).isoformat(), "utf-8")
    workers = []
    for _ in range(2):
        program.order("loop")
        workers.append(int(program.hear("started")[0]))
    _until(lambda: len(sink.got) == 3 and _sign() is not None)
    first = next(worker for worker in workers if worker == _worker())
    os.kill(first, signal.SIGKILL)
    program.clock.write_text(at(date(2025, 12, 23)).isoformat(), "utf-8")
    _until(lambda: len(sink.got) == 6 and _worker() not in {None, first})
    program.clock.write_text(at(date(2025, 12, 30)).isoformat(), "utf-8")
    with transaction.atomic():
        waking.ring("agenda")
    _until(lambda: len(sink.got) == 9)
    second = next(worker for worker in workers if worker != first)
    os.kill(second, signal.SIGTERM)
    _until(lambda: _worker() is None)
    assert reminded(0) == reminded(5) == reminded(10) == Counter(REPORTERS)


def _until(true: Any) -> None:
    """Waits for what other processes do; that it comes at all is what is tested, not when."""
    waiting = threading.Event()
    for _ in range(PATIENCE * 10):
        if true():
            return
        waiting.wait(0.1)
    raise AssertionError("it did not come")


def _sign() -> datetime | None:
    return PulseRow.objects.filter(job="agenda").values_list("at", flat=True).first()


def _worker() -> int | None:
    """The process that holds the lock, as the system knows it: its connection's other end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = 1684628341")
        found = cursor.fetchone()
        if not found:
            return None
        cursor.execute("SELECT client_port, application_name FROM pg_stat_activity WHERE pid = %s", [found[0]])
        name = cursor.fetchone()[1]
    return int(name.removeprefix("dicu worker ")) if name.startswith("dicu worker ") else 0


# In this process ---------------------------------------------------------------------------------------------------------


def made(**calls: Any) -> Worker:
    jobs = Jobs()
    for name, call in calls.items():
        jobs.register(name, timedelta(minutes=1), call)
    return Worker(jobs, lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_holds_up_no_other_and_is_told(caplog: pytest.LogCaptureFixture) -> None:
    done = []

    def fails() -> None:
        raise ValueError("broken")

    assert made(one=fails, two=lambda: done.append(2)).once() == ["one"]
    assert done == [2]
    assert dict(PulseRow.objects.values_list("job", "failed")) == {"one": "ValueError", "two": ""}


@pytest.mark.django_db(transaction=True)
def test_while_another_works_nothing_is_done() -> None:
    done: list[int] = []
    with Place() as other:
        assert other.taken()
        assert made(one=lambda: done.append(1)).once() is None
    assert done == [] and made(one=lambda: done.append(1)).once() == [] and done == [1]


@pytest.mark.django_db(transaction=True)
def test_a_bell_is_heard_once_and_not_if_its_step_is_undone() -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        waking.ring("webhooks")
        raise ZeroDivisionError
    assert waking.heard() == set()
    for _ in range(3):
        with transaction.atomic():
            waking.ring("webhooks")
    assert waking.heard() == {"webhooks"}
    assert waking.heard() == set()


@pytest.mark.django_db(transaction=True)
def test_bells_that_a_killed_worker_had_taken_are_cleared(superuser_sql: Any) -> None:
    with transaction.atomic():
        waking.ring("agenda")
    superuser_sql("UPDATE procrastinate_jobs SET status = 'doing'")
    waking.clear()
    assert superuser_sql("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_the_database_may_go_and_come_back(superuser_sql: Any) -> None:
    """All connections are cut while the worker rests; it comes back by itself and works on."""
    done: list[int] = []
    worker = made(one=lambda: done.append(1))

    def cut() -> None:
        _until(lambda: done == [1])
        superuser_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'dicu worker%%'")
        _until(lambda: len(done) == 2)
        worker.end()

    thread = threading.Thread(target=cut)
    thread.start()
    worker.run()
    thread.join()
    assert done == [1, 1]


def test_no_account_can_be_named_like_the_worker() -> None:
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from dicu.store.agenda.remembering import AUTHOR  # noqa: PLC0415

    with pytest.raises(ValidationError):
        get_user_model()(username=AUTHOR.account, full_name="x", password="x").clean_fields()


# The commands ------------------------------------------------------------------------------------------------------------


def dicu(postgres: Any, *arguments: str, **told: str) -> Any:
    """On the machine's own clock."""
    home = str(django_settings.HOME)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DICU_", "DJANGO_"))}
    more = {"DICU_DATABASE_URL": postgres.address("app"), "DICU_SECRET_KEY": "k" * 64, "DICU_HOME": home, "DICU_LANG": "en", **told}
    program = Path(sys.executable).with_name("dicu")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, timeout=120, env={**kept, **more})


def test_the_command_does_every_job_once(world: World, postgres: Any) -> None:
    done = dicu(postgres, "worker", "--once")
    assert done.returncode == 0, done.stderr
    assert _sign() is not None
    with Place() as other:
        assert other.taken()
        done = dicu(postgres, "worker", "--once")
    assert done.returncode == 0 and "Another worker works; nothing was done." in done.stderr


def test_the_command_lists_what_an_account_has_to_do(world: World, postgres: Any) -> None:
    import json  # noqa: PLC0415

    from dicu.store.accounts.tokens import issue  # noqa: PLC0415

    dung = get_user_model().objects.get(username="dung")
    token = issue(dung, "test", datetime.now(UTC) + timedelta(hours=1))
    done = dicu(postgres, "agenda", "--as", "dung", "--purpose", "reporting", "--json", DICU_TOKEN=token)
    assert done.returncode == 0, done.stderr
    (todo,) = json.loads(done.stdout.splitlines()[-1])["todos"]
    assert (todo["what"], todo["agency"], todo["due"]) == ("report", "TD-LD", DUE.isoformat()) and todo["vi"] and todo["en"]
    other = dicu(postgres, "agenda", "--as", "dung", "--purpose", "coordination", "--json", DICU_TOKEN=token)
    assert json.loads(other.stdout.splitlines()[-1]) == {"todos": []} and "There is nothing to do." in other.stdout
    assert dicu(postgres, "agenda", "--as", "hai", DICU_TOKEN=token).returncode == 1


def test_beside_the_demonstrations_web_server_it_is_kept_up_and_ended(world: World, postgres: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from dicu.cli.grounds import Grounds  # noqa: PLC0415
    from dicu.cli.worker import Beside  # noqa: PLC0415

    home = Path(django_settings.HOME)
    for name, value in {"DICU_DATABASE_URL": postgres.address("app"), "DICU_SECRET_KEY": "k" * 64, "DICU_ENVIRONMENT": "test"}.items():
        monkeypatch.setenv(name, value)
    with Beside(Grounds(None, Path(sys.executable), ROOT / "src", home, home)) as beside:
        _until(lambda: _worker() is not None)
        first = beside._process
        first.kill()
        first.wait()
        beside.keep_up()
        assert beside._process is not first
        _until(lambda: _worker() == beside._process.pid)
        second = beside._process
        beside.keep_up()
        assert beside._process is second
    assert second.returncode == 0
    _until(lambda: _worker() is None)
