"""`dicu demo` as a person meets it: it starts, it stops, and whatever is killed, nothing is left behind.

The supervisor, its database and its web server are real; only the steps that load the demonstration are small here.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.proof import PROOF

from dicu.cli import serving
from dicu.cli.grounds import check_account
from dicu.store.embedded import scratch, traces
from dicu.store.embedded.locks import within
from dicu.store.embedded.server import _environment
from dicu.vocabulary.messages import Refused

SMALL = """
import os
from dicu.cli.steps import SignIn, Step
from dicu.vocabulary.messages import T

def steps(build):
    def lay():
        if os.environ.get("FAILS"):
            raise RuntimeError("the plan is not there")
        (build / "review").mkdir(exist_ok=True)
        (build / "review" / "review.txt").write_text(f"{os.getuid()}")
    return [Step(T("Laying a paper"), lay)]

def sign_ins():
    return [SignIn(T("Coordinator"), "hoa", "a-password", "a-token")]
"""
RUN = """
import sys
from pathlib import Path
from dicu.cli import demo, grounds

small = str(Path(sys.argv[1]).parent / "small")
usual = grounds.Grounds.command

def command(self, module, *arguments):
    if module != "dicu.cli.preparing":
        return usual(self, module, *arguments)
    start = f"import sys; sys.path.insert(0, {small!r}); import small; from dicu.cli.preparing import main"
    return [str(self.python), "-c", start + "; sys.exit(main(sys.argv[1:]))", *arguments]

grounds.Grounds.command = command
grounds.build_folder = demo.build_folder = lambda: Path(sys.argv[1]).parent / "build"
sys.exit(demo.run(int(sys.argv[2]), sys.argv[3] == "serve"))
"""


@pytest.fixture
def house() -> Iterator[Path]:
    try:
        check_account()
    except Refused as refusal:
        pytest.skip(str(refusal))
    with scratch() as place:
        place.chmod(0o711)
        (place / "small").mkdir(mode=0o755)
        (place / "small" / "small.py").write_text(f"{SMALL}\nimport sys\nsys.modules['dicu.demonstration'] = sys.modules['small']\n")
        yield place / "home"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def begun(house: Path, port: int, mode: str = "serve", **more: str) -> subprocess.Popen[str]:
    told = {"DICU_HOME": str(house), "DICU_LANG": "en", "PYTHONPATH": _environment()["PYTHONPATH"], **more}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DICU_", "COV_", "PYTEST"))}
    command = [sys.executable, "-c", RUN, str(house), str(port), mode]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**kept, **told})


def page(port: int, path: str = "/") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", path)
        return connection.getresponse().status
    return 0


def workers(house: Path) -> list[int]:
    """Processes of this house besides the database's own."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and f"DICU_HOME={house}\0".encode() in entry.joinpath("environ").read_bytes():
                found.append(int(entry.name))
    return found


def nothing_left(house: Path) -> bool:
    return within(30, lambda: not workers(house) and not traces.at_work(house / "postgres" / "data"))


@contextmanager
def served(house: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = begun(house, port)
    try:
        said = []
        while process.stdout and (line := process.stdout.readline()) and "Ctrl-C" not in line:
            said.append(line)
        assert process.poll() is None, "".join(said)
        assert page(port) > 0
        yield process
    finally:
        process.kill()
        process.wait()


def web_server(house: Path) -> int:
    """The parent of the web workers."""
    named = [pid for pid in workers(house) if b"dicu.cli.serving" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return min(named)


def test_it_says_where_and_with_which_sign_in(house: Path, port: int) -> None:
    process = begun(house, port, "once")
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert all(word in said for word in ("Coordinator", "hoa", "a-password", "a-token", "Laying a paper"))
    made = house.parent / "build" / "review" / "review.txt"
    assert made.read_text() == str(house.stat().st_uid), "made by the account that owns the house"
    assert nothing_left(house)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP] if PROOF else [signal.SIGINT])
def test_a_request_to_stop_ends_everything(house: Path, port: int, number: signal.Signals) -> None:
    with served(house, port) as process:
        process.send_signal(number)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "Nothing is left running" in said
    assert nothing_left(house)


def test_a_killed_supervisor_leaves_no_orphan(house: Path, port: int) -> None:
    with served(house, port) as process:
        process.kill()
    assert nothing_left(house)


def test_a_killed_web_server_leaves_no_worker_and_is_reported(house: Path, port: int) -> None:
    with served(house, port) as process:
        os.kill(web_server(house), signal.SIGKILL)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "ended by itself" in said
    assert nothing_left(house)


def test_a_killed_database_is_started_again(house: Path, port: int) -> None:
    with served(house, port) as process:
        first = int((house / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGKILL)
        again = house / "postgres" / "data" / "postmaster.pid"
        assert within(40, lambda: again.is_file() and int((again.read_text() or "0").split()[0]) not in {0, first})
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert nothing_left(house)


def test_a_second_one_on_the_same_port_is_refused_before_it_starts_anything(house: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        process = begun(house, port)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"Port {port} cannot be used" in said
    assert not house.exists()


@pytest.mark.parametrize("wrong", [0, 70000])
def test_a_number_that_is_no_port(wrong: int) -> None:
    with pytest.raises(Refused, match="is no port"):
        serving.check_port(wrong)


def test_a_step_that_fails_is_told_in_a_sentence_and_recorded_whole(house: Path, port: int) -> None:
    process = begun(house, port, "once", FAILS="1")
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "the plan is not there" in said
    assert "Traceback" not in said
    assert "Traceback" in (house / "demo.log").read_text()
    assert nothing_left(house)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands over to an account")
def test_no_server_runs_as_root(house: Path, port: int) -> None:
    with served(house, port):
        serving_ = [Path(f"/proc/{pid}").stat().st_uid for pid in workers(house) if pid >= web_server(house)]
        assert serving_ and 0 not in {Path(f"/proc/{web_server(house)}").stat().st_uid, *serving_[-1:]}
        assert 0 not in {Path(f"/proc/{pid}").stat().st_uid for pid in traces.at_work(house / "postgres" / "data")}
        owners = {path.lstat().st_uid for path in house.rglob("*")}
        assert owners == {house.stat().st_uid}, "what root wrote was handed over"


def test_passwords_are_kept_for_the_owner_alone(house: Path, port: int) -> None:
    begun(house, port, "once").communicate(timeout=120)
    notes = house / "sign-ins.json"
    assert json.loads(notes.read_text())[0][1] == "hoa"
    assert notes.stat().st_mode & 0o077 == 0
    assert (house / "secrets" / "django-key").stat().st_mode & 0o077 == 0
