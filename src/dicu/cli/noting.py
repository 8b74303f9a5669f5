"""What a command asked about is noted when its transaction has ended, before it says what it found: one entry a command. What
cannot be noted is not said."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from secrets import token_hex

from typer import Typer

from dicu.access.model import Absent, Forbidden, Officer
from dicu.readings.collecting import Collected, collecting
from dicu.readings.model import Outcome, Request
from dicu.vocabulary.messages import Refused, T

_called: ContextVar[str] = ContextVar("dicu_command", default="command")


def called(root: Typer, arguments: Sequence[str]) -> None:
    """The words of the command that is going to run, without what is given to it: "review gaps"."""
    _called.set(" ".join(_words(root, arguments)) or "command")


def _words(root: Typer, arguments: Sequence[str]) -> Iterator[str]:
    for word in arguments:
        inner = next((group.typer_instance for group in root.registered_groups if group.name == word), None)
        if inner is None:
            yield from (word for name in _names(root) if name == word)
            return
        yield word
        root = inner


def _names(group: Typer) -> Iterator[str]:
    """Its commands as they are called; one that was given no name has that of its function."""
    for command in group.registered_commands:
        yield command.name or str(getattr(command.callback, "__name__", "")).replace("_", "-")


@contextmanager
def noted(officer: Officer) -> Iterator[None]:
    """Around the command's transaction. A refused command is noted too, and its refusal told as it is."""
    with collecting() as collected:
        try:
            yield
        except BaseException as fault:
            _note(collected, officer, _outcome(fault))
            raise
    _note(collected, officer, "shown")


def _outcome(fault: BaseException) -> Outcome:
    if isinstance(fault, Absent):
        return "absent"
    return "refused" if isinstance(fault, Forbidden | Refused) else "failed"


def _note(collected: Collected, officer: Officer, outcome: Outcome) -> None:
    from django.conf import settings  # noqa: PLC0415 - Django is set up by now
    from django.db import DatabaseError  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    request = Request(officer, _called.get(), "RUN", "command", outcome, token_hex(16))
    try:
        import_string(settings.DICU_HOUSE)().readings.note(collected, request)
    except (DatabaseError, Refused) as fault:
        raise Refused(T("What was looked at could not be noted, so nothing of it is told. Try again.")) from fault
