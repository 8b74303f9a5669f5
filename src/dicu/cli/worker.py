"""`dicu worker`: the program that does what is done as time passes. One works, others stand by."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Annotated, Any, Self

import typer

from dicu.cli.asking import Lang
from dicu.cli.grounds import Grounds
from dicu.cli.joining import joined
from dicu.cli.steps import language
from dicu.store.embedded.account import dies_with_parent
from dicu.store.embedded.locks import within
from dicu.vocabulary.messages import Refused, T

ENDING = 40
"""Seconds: a letter under way may wait for the mail server so long."""


def command(house: Callable[[], Any]) -> Callable[..., None]:
    def worker(
        once: Annotated[bool, typer.Option("--once", help="Do each job once, then end; for cron and for tests.")] = False,
        lang: Lang = "vi",
    ) -> None:
        """Remind officers, send letters, and do what other rooms have to do again and again. Ends on SIGTERM or Ctrl-C.

        With --once: exit 1 if a job failed; 0 also if another worker works and nothing was done.

        Example: dicu worker
        """
        with joined():
            import django  # noqa: PLC0415 - the settings read what `joined` has found

            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dicu.settings")
            django.setup()
            raise typer.Exit(work(house(), once))

    return worker


def work(house: Any, once: bool = False) -> int:
    from dicu.store.agenda.worker import Worker  # noqa: PLC0415 - its models exist once Django is set up
    from dicu.store.ledger.notary import check_anchor  # noqa: PLC0415

    check_anchor()
    found = Worker(house.jobs, house.now)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, found.end)
    if not once:
        found.run()
        return 0
    failed = found.once()
    if failed is None:
        print(T("Another worker works; nothing was done.").say(language()), file=sys.stderr)
        return 0
    if failed:
        raise Refused(T("These jobs failed: {names}. The log above says why; all others were done.", names=", ".join(failed)))
    return 0


class Beside:
    """The worker as a program beside the web server, of the same account, for as long as the demonstration runs."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own program
            self._grounds.command("dicu.cli.worker"),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches only the one who then ends everything in order
            preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no thread runs yet
            **self._grounds.options(),
        )

    def keep_up(self) -> None:
        """A worker that ended by itself is started again: nothing it had to do is lost."""
        if self._process.poll() is not None:
            self._process = self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            within(ENDING, lambda: self._process.poll() is not None)
            self._process.kill()
        self._process.wait()


def main() -> int:
    """As `dicu demo` starts it: the database is there already."""
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    logging.getLogger("dicu.worker").setLevel(logging.WARNING)
    return work(import_string(settings.DICU_HOUSE)())


if __name__ == "__main__":
    sys.exit(main())
