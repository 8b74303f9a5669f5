"""The steps of `dicu demo`, one after the other, with the seconds that each took."""

import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Message

STARTED = "DICU_STARTED"
"""When the whole command began, in seconds since 1970, handed to the programs that it starts."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be done. `title` says it in a few words, without a full stop. Doing it twice does no harm."""

    title: Message
    run: Callable[[], None]


class SignIn(NamedTuple):
    """An account of the demonstration, for a page (password) and for a command (token)."""

    role: Message
    username: str
    password: str
    token: str


def language() -> Language:
    return "en" if os.environ.get("DICU_LANG") == "en" else "vi"


def elapsed() -> float:
    return time.time() - float(os.environ.setdefault(STARTED, str(time.time())))


def tell(message: Message) -> None:
    print(f"[{elapsed():4.0f} s] {message.say(language())}", flush=True)


def carry_out(steps: Iterable[Step]) -> None:
    """At a terminal a spinner turns while a step works; in a pipe each step is one line."""
    for step in steps:
        _carry_out_at_terminal(step) if sys.stdout.isatty() else _carry_out_in_pipe(step)


def _carry_out_in_pipe(step: Step) -> None:
    tell(step.title)
    step.run()


def _carry_out_at_terminal(step: Step) -> None:
    from rich.console import Console  # noqa: PLC0415 - a pipe needs none of it

    title, begun = step.title.say(language()), time.monotonic()
    with Console().status(f"{title}…"):
        step.run()
    print(f"[{elapsed():4.0f} s] {title} ({time.monotonic() - begun:.1f} s)", flush=True)
