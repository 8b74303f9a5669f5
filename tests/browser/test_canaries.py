"""A name that is typed in a browser is nowhere in what the served program writes: not on its output, not in PostgreSQL's log, not
in the log of reading. The server is a process of its own, at its most talkative."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from tests.browser.conftest import PASSWORD, describe_evidence
from tests.conftest import emptied
from tests.unit.store_review.house import AN, DUNG, UYEN, World
from tests.unit.web_readings.canaries import found_in, planted
from tests.unit.web_review.serving import account_of

REPORT = "/vi/reports/demo/2025/TD-LD/"
BEGINNING = 90  # seconds until the first page must come


@dataclass
class Served:
    address: str
    output: Path
    postgres: Any

    def asked(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.postgres.address("superuser")) as open_:
            return open_.execute(statement).fetchall()

    def logs(self) -> dict[str, str]:
        ((data,),) = self.asked("SHOW data_directory")
        return {
            "output": self.output.read_text("utf-8", "replace"),
            "PostgreSQL's log": (Path(data).parent / "server.log").read_text("utf-8", "replace"),
            "log of reading": "\n".join(body for (body,) in self.asked("SELECT body FROM ledger_entry WHERE stream LIKE 'reads/%'")),
            "its rows": json.dumps(self.asked("SELECT * FROM readings_reading"), ensure_ascii=False, default=str),
        }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def served(
    chromium: Any, django_db_setup: None, django_db_blocker: Any, postgres: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    home, port = tmp_path_factory.mktemp("canaries"), _free_port()
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "FILES", home / "files")
    with django_db_blocker.unblock():
        world = World().load().open()
        for officer in (DUNG, AN, UYEN):
            account_of(officer, PASSWORD)
        world.write(DUNG, "3.1")
        found = Served(f"http://127.0.0.1:{port}", home / "output.log", postgres)
        with found.output.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "dicu.cli.serving", str(port)], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env=_environment(postgres, home), cwd=home, start_new_session=True,
            )  # fmt: skip
            try:
                _await(found.address, process)
                yield found
            finally:
                process.terminate()
                process.wait(30)
                emptied(postgres)
    patch.undo()


def _environment(postgres: Any, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DICU_", "DJANGO_", "PYTEST_"))}
    source = str(Path(__file__).parents[2] / "src")
    told = {"DICU_DATABASE_URL": postgres.address("app"), "DICU_SECRET_KEY": "k" * 64, "DICU_HOME": str(home), "DICU_LOG": "json"}
    return {**kept, **told, "PYTHONPATH": source}


def _await(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + BEGINNING
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/vi/", timeout=10).close()
            return
        time.sleep(0.2)
    raise AssertionError("the server did not start")


@pytest.fixture
def window(chromium: Any, served: Served) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def sign_in(page: Any, address: str, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{address}/vi/sign-in")
    page.fill("#username", username)
    page.fill("#password", password)
    with page.expect_navigation():
        page.click("main button[type=submit]")


def test_no_canary_sings_where_somebody_reads_logs(window: Any, served: Served, tmp_path: Path) -> None:
    address = served.address
    sign_in(window, address, planted("at the door"), planted("as a password"))
    window.goto(f"{address}{REPORT}{planted('in an address')}/")
    sign_in(window, address, "dung")

    window.goto(f"{address}{REPORT}lines/3.1/")
    window.fill("#narrative", planted("in a narrative"))
    window.fill("#difficulties", planted("in a difficulty"))
    with window.expect_navigation():
        window.get_by_role("button", name="Lưu mục báo cáo", exact=True).click()
    window.goto(f"{address}{REPORT}lines/3.1/")
    file = tmp_path / f"{planted('in a file name')}.csv"
    file.write_text(planted("in a file") + ",1\n", "utf-8")
    window.set_input_files("#file", file)
    describe_evidence(window, planted("in a title"), planted("in a place"))
    with window.expect_navigation():
        window.get_by_role("button", name="Đính kèm", exact=True).click()

    for path in ("/vi/readings/mine?before=", f"{REPORT}?q=", "/vi/plans/demo/rounds/2025/gaps/?rule=", "/vi/"):
        window.goto(address + path + planted("in a query"))
    window.goto(f"{address}/vi/readings/of/report/{planted('in codes')}/")
    window.context.clear_cookies()
    sign_in(window, address, "uyen")
    window.goto(f"{address}/vi/readings/")
    window.fill("#account", planted("in a search"))
    window.fill("#key", planted("in a search"))
    with window.expect_navigation():
        window.get_by_role("button", name="Áp dụng").click()

    logs = served.logs()
    assert '"event": "request"' in logs["output"], "the server did not tell its requests: there was nothing to search"
    assert "report-file" in logs["its rows"] or "line-attach" in logs["its rows"]
    kept = served.asked("SELECT body FROM ledger_entry WHERE stream = 'report/demo/2025/TD-LD'")
    assert any(found_in(body) for (body,) in kept), "the form did not arrive: no canary was planted"
    assert {where: found_in(text)[:3] for where, text in logs.items() if found_in(text)} == {}


def test_a_canary_that_is_let_out_is_found(served: Served) -> None:
    """The same search, on an output that holds one."""
    with served.output.open("a", encoding="utf-8") as output:
        output.write(json.dumps({"event": planted("on purpose")}) + "\n")
    assert found_in(served.logs()["output"])
