"""The web server as a program of its own, and the one who starts it, waits for it and stops it."""

import http.client
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from dicu.cli.grounds import Grounds
from dicu.cli.steps import language
from dicu.store.embedded.account import dies_with_parent
from dicu.store.embedded.locks import within
from dicu.vocabulary.messages import Refused, T

ADDRESS = "127.0.0.1"
APPLICATION = "dicu.web.wsgi:application"
WORKERS = 2
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)  # a worker; each keeps a connection, and the embedded server has 50
BEGINNING = 90  # seconds until the first page must come
ENDING = 15  # seconds for requests under way


def check_port(port: int) -> None:
    """Refuses a port that cannot be had, before anything is started for it."""
    if not 0 < port < 65536:
        raise Refused(T("{port} is no port. Choose a number from 1024 to 65535.", port=str(port)), where="PORT")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as fault:
            raise Refused(
                T(
                    "Port {port} cannot be used: another program has it, or it is reserved. Choose another one, for "
                    "example: PORT={other} make demo",
                    port=str(port),
                    other=str(port + 123 if 1024 <= port < 65000 else 8123),
                ),
                where="PORT",
            ) from fault


class Web:
    """The running web server."""

    def __init__(self, grounds: Grounds, port: int) -> None:
        self.port = port
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            grounds.command("dicu.cli.serving", str(port)),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches only us, who then end it in order
            preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no thread runs yet
            **grounds.options(),
        )

    def await_first_page(self) -> None:
        if not within(BEGINNING, lambda: self._answers() or self.ended()) or self.ended():
            raise Refused(T("The web server did not start. What it said stands above this line."), where=APPLICATION)

    def ended(self) -> bool:
        return self._process.poll() is not None

    def stop(self) -> None:
        """Lets it finish what is under way; whatever is left of it after that is ended."""
        if not self.ended():
            self._process.terminate()
            within(ENDING, self.ended)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=BEGINNING)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True


def serve(port: int) -> None:
    """Runs until it is told to end. Blocks."""
    from granian.constants import Interfaces  # noqa: PLC0415 - the one who starts us does not need it
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    _check_anchor()
    server = Server(
        APPLICATION,
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=ENDING - 5,
    )
    server.serve(target_loader=loaded)


PATIENCE = 10_000  # milliseconds for the lines of a request, and between two requests of one browser
LINES = 32 * 1024  # bytes of the lines of a request
CONNECTIONS = 2000  # a process; the unit's LimitNOFILE must allow for them


def serve_in_earnest(address: str, port: int, workers: int) -> None:
    """As `dicu serve` does: requests are taken in whole first (`dicu.web.operations.reception`), and nothing but HTTP/1 is
    spoken, for the server in front speaks the rest. Blocks."""
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    from dicu.store import logs  # noqa: PLC0415

    _before_serving()
    server = Server(
        "dicu.web.operations.entry:application",
        address=address,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=PATIENCE, max_buffer_size=LINES),
        websockets=False,
        workers=workers,
        backlog=1024,
        backpressure=CONNECTIONS,
        log_level=LogLevels.info,
        log_dictconfig=logs.settings(os.environ),
        respawn_failed_workers=True,
        workers_kill_timeout=ENDING,
    )
    server.serve(target_loader=loaded)


def _before_serving() -> None:
    """The folder in which the processes' metrics meet, empty; no connection to the database that a fork would share."""
    from django.db import connections  # noqa: PLC0415

    from dicu.store import environment  # noqa: PLC0415

    _check_anchor()
    connections.close_all()
    folder = environment.home() / "metrics"
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink(missing_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _check_anchor() -> None:
    """Raises Refused if the database is older than its anchor: nobody must work with it before that was looked into."""
    if not os.environ.get("DICU_ANCHOR"):
        return
    from django.db import connections  # noqa: PLC0415

    from dicu.cli.asking import ready  # noqa: PLC0415

    ready()
    from dicu.store.ledger.notary import check_anchor  # noqa: PLC0415 - its models are there now

    check_anchor()
    connections.close_all()


def loaded(target: str) -> Callable[..., Any]:
    """Loads the application in a worker, and ties the worker to the server: no worker outlives it."""
    from granian._internal import load_target  # noqa: PLC0415

    parent = multiprocessing.parent_process()
    if parent and parent.pid == os.getppid():
        dies_with_parent(signal.SIGKILL, os.getppid())()
    application: Callable[..., Any] = load_target(target)
    return application


if __name__ == "__main__":
    try:
        serve(int(sys.argv[1]))
    except Refused as refusal:
        sys.exit(refusal.message.say(language()))
