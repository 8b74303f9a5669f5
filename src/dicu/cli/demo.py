"""`dicu demo`: from nothing to a running house, and everything stopped again at the end.

The supervisor itself stays small: it loads no Django, so that it starts fast and lives as long as the house does.

Exit codes: 0 the house was up and was asked to stop, or `--no-serve` is done; 1 refused, with the reason; 130 interrupted
before it was up.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from dicu.cli.grounds import Grounds, build_folder, check_account, grounds
from dicu.cli.joining import embedded
from dicu.cli.serving import ADDRESS, Web, check_port
from dicu.cli.steps import elapsed, language, tell
from dicu.cli.worker import Beside
from dicu.store.embedded import Server, home
from dicu.store.embedded.account import dies_with_parent, service_account
from dicu.vocabulary.messages import Refused, T

WITH_PARENT = "DICU_WITH_PARENT"
INTERRUPTED = 130
LOOK = 5  # seconds between two looks at database and web server
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked the house to stop."""


def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="Port of the web server on 127.0.0.1.")] = 8000,
    serve: Annotated[bool, typer.Option(envvar="SERVE", help="Serve pages after the main job is done.")] = True,
    lang: Annotated[str, typer.Option(envvar="DICU_LANG", help="vi or en.")] = "vi",
) -> None:
    """Start the embedded database, load the demonstration, do the main job, serve the pages. Ctrl-C ends it all.

    Example: dicu demo --port 8123 --lang en
    """
    os.environ["DICU_LANG"] = lang
    raise typer.Exit(run(port, serve))


def run(port: int, serve: bool) -> int:
    elapsed()
    if os.environ.pop(WITH_PARENT, ""):
        dies_with_parent(signal.SIGTERM, os.getppid())()
    serving = False
    try:
        with stoppable(), house(port, serve) as (server, ground):
            serving = serve
            if serve:
                _serve(server, ground, port)
    except Refused as refusal:
        print(f"\n{refusal.message.say(language())}", file=sys.stderr)
        return 1
    except Stopped:
        tell(T("Stopped. Nothing is left running; the data are kept in {home}.", home=str(home())))
        return 0 if serving else INTERRUPTED
    return 0


@contextmanager
def house(port: int, serve: bool) -> Iterator[tuple[Server, Grounds]]:
    """The database up, the demonstration loaded, the main job done."""
    check_account()
    if serve:
        check_port(port)
    tell(T("Starting the embedded database"))
    with embedded(home()) as server:
        _say_account()
        ground = grounds(home())
        prepare(ground)
        yield server, ground


def prepare(ground: Grounds) -> None:
    """In a program of its own, which for root runs as the account."""
    notes = ground.home / "sign-ins.json"
    command = ground.command("dicu.cli.preparing", "--build", str(ground.build), "--sign-ins", str(notes))
    child = subprocess.Popen(command, preexec_fn=dies_with_parent(signal.SIGTERM), **ground.options())  # noqa: S603, PLW1509
    try:
        code = child.wait()
    finally:
        _end(child)
    if code in {INTERRUPTED, -signal.SIGINT, -signal.SIGTERM}:
        raise Stopped
    if code:
        raise Refused(T("The demonstration could not be loaded. The reason stands above. What was done before is kept."))
    ground.deliver()
    print(_summary(json.loads(notes.read_text(encoding="utf-8"))), flush=True)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _serve(server: Server, ground: Grounds, port: int) -> None:
    with Web(ground, port) as web, Beside(ground) as worker:
        web.await_first_page()
        tell(T("Di Cư is ready: {address} (Ctrl-C closes it)", address=f"http://{ADDRESS}:{port}/"))
        while not web.ended():
            time.sleep(LOOK)
            _keep_up(server)
            worker.keep_up()
    raise Refused(T("The web server ended by itself. What it said stands above. Run the command again; the data are kept."))


def _keep_up(server: Server) -> None:
    if not server.answers():
        tell(T("The database does not answer; starting it again"))
        server.ensure()


def _say_account() -> None:
    account = service_account()
    if account and account.stand_in:
        tell(T("The account dicu could not be made; the servers run as {account}.", account=account.name))
    elif account:
        tell(T("Root does not serve: database and web server run as the account {account}.", account=account.name))


def _summary(rows: Sequence[Sequence[str]]) -> str:
    """Where the review lies, and one sign-in per role, in columns."""
    heads = [T("Role"), T("User name"), T("Password"), T("Token for commands")]
    table = [[head.say(language()) for head in heads], *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(heads))]
    lines = ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    made = T("What was made lies in {folder}.", folder=_shown(build_folder())).say(language())
    return "\n".join(["", made, T("Sign in as one of:").say(language()), *lines, ""])


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


@contextmanager
def stoppable() -> Iterator[None]:
    """The first request to stop is carried out; later ones do not disturb the tidying up."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
