"""The signed-in home page over HTTP: requests a second and the 95th percentile of their time, served by granian with one worker on
loopback, asked by several clients at once, with the log of reading on.

Held against two things in the same run: the same server's sign-in page (a page of the same frame that asks nobody's data), and the
same home page on a server without the log of reading, which says what the log costs.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from benchmarks.table import Row

HOST = "127.0.0.1"
WORKERS, THREADS = 1, 5
CLIENTS = (1, 8)
ACCOUNT, PASSWORD = "do.bench", "mot-mat-khau-du-dai-402"
GOAL_PAGE, GOAL_LOG = 4.0, 1.5
BEGINNING = 60  # seconds until the first page must come

Times = list[float]


def rows(scale: str) -> list[Row]:
    _make_account()
    requests = 800 if scale == "full" else 240
    noted, unnoted = "dicu.settings", "benchmarks.unnoted"
    with _served(noted) as with_log, _served(unnoted) as without:
        jars = {port: _sign_in(port) for port in (with_log, without)}
        return [row for clients in CLIENTS for row in _measured(with_log, without, jars, clients, requests)]


def _measured(with_log: int, without: int, jars: dict[int, str], clients: int, requests: int) -> Iterator[Row]:
    """The three pages in turns, so that what else the machine does falls on all of them alike."""
    pages = {
        "home": (with_log, "/vi/", jars[with_log]),
        "sign-in": (with_log, "/vi/sign-in", ""),
        "unnoted": (without, "/vi/", jars[without]),
    }
    times: dict[str, Times] = {name: [] for name in pages}
    spent = dict.fromkeys(pages, 0.0)
    rounds = 4
    for port, path, jar in pages.values():
        _ask(port, path, jar, clients, 4 * clients)  # warm: each thread of the server has its connection
    for _ in range(rounds):
        for name, (port, path, jar) in pages.items():
            begun = time.perf_counter()
            times[name] += _ask(port, path, jar, clients, requests // rounds)
            spent[name] += time.perf_counter() - begun
    rate = {name: len(times[name]) / spent[name] for name in pages}
    p95 = {name: _p95(found) for name, found in times.items()}
    size = f"{len(times['home'])} requests, {clients} client{'s' if clients > 1 else ''}, 1 worker, {THREADS} threads"
    told = f"{rate['home']:.0f}/s, p95 {p95['home'] * 1000:.0f} ms"
    for other, goal, label in (("sign-in", GOAL_PAGE, "sign-in page"), ("unnoted", GOAL_LOG, "without the log of reading")):
        against = f"{label} {rate[other]:.0f}/s, p95 {p95[other] * 1000:.0f} ms"
        yield Row(f"signed-in home page, {clients} at once", told, against, p95["home"] / p95[other], goal, f"ratio of p95; {size}")


def _p95(times: Times) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _ask(port: int, path: str, jar: str, clients: int, requests: int) -> Times:
    with ThreadPoolExecutor(clients) as pool:
        parts = pool.map(lambda _: _one_after_another(port, path, jar, requests // clients), range(clients))
        return [spent for part in parts for spent in part]


def _one_after_another(port: int, path: str, jar: str, count: int) -> Times:
    """One client with one connection. Anything but a page is a fault of the measurement."""
    line, times = http.client.HTTPConnection(HOST, port, timeout=60), []
    try:
        for _ in range(count):
            begun = time.perf_counter()
            line.request("GET", path, headers={"Cookie": jar} if jar else {})
            answer = line.getresponse()
            body = answer.read()
            times.append(time.perf_counter() - begun)
            if answer.status != 200 or (jar and b"Bench" not in body):  # noqa: PLR2004
                raise RuntimeError(f"{path} answered {answer.status}")
    finally:
        line.close()
    return times


def _make_account() -> None:
    from dicu.store.accounts.models import Account, GrantRow  # noqa: PLC0415

    if not Account.objects.filter(username=ACCOUNT).exists():
        account = Account.objects.create_account(ACCOUNT, PASSWORD, full_name="Bench", agency="TD-LD")
        GrantRow.objects.create(account=account, role="reporter", agency="TD-LD", granted_by="benchmark")


def _sign_in(port: int) -> str:
    """As a browser does it; the cookies of the session."""
    import httpx  # noqa: PLC0415

    with httpx.Client(base_url=f"http://{HOST}:{port}", timeout=60) as client:
        page = client.get("/vi/sign-in").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = {"csrfmiddlewaretoken": token[1] if token else "", "username": ACCOUNT, "password": PASSWORD}
        answer = client.post("/vi/sign-in", data=form, headers={"Referer": f"http://{HOST}:{port}/vi/sign-in"})
        if answer.status_code != 302:  # noqa: PLR2004
            raise RuntimeError(f"signing in answered {answer.status_code}")
        return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


@contextmanager
def _served(settings: str) -> Iterator[int]:
    port = _free_port()
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "DICU_HOSTS": f"testserver,{HOST}"}
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.home_page", str(port)], env=surroundings, stdin=subprocess.DEVNULL)
    try:
        _await(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    import socket  # noqa: PLC0415

    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + BEGINNING
    while time.monotonic() < end and process.poll() is None:
        line = http.client.HTTPConnection(HOST, port, timeout=BEGINNING)
        try:
            line.request("HEAD", "/vi/about")
            line.getresponse()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            line.close()
    raise RuntimeError("the server did not start")


def _serve(port: int) -> None:
    """As `dicu demo` does, with one worker."""
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    from dicu.cli.serving import APPLICATION, loaded  # noqa: PLC0415

    options = {"interface": Interfaces.WSGI, "workers": WORKERS, "blocking_threads": THREADS, "log_level": LogLevels.warning}
    Server(APPLICATION, address=HOST, port=port, **options).serve(target_loader=loaded)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
