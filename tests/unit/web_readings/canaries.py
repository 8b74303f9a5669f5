"""Names of nobody, planted wherever somebody can type or send something, and everything that is logged meanwhile."""

import io
import json
import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dicu.store.logs import formatter

BIRD = "Hoàng Yến"
"""Every planted name holds it, in one of the forms below."""


def planted(where: str) -> str:
    return f"Nguyễn {BIRD} {where}"


def forms(text: str) -> tuple[str, ...]:
    """The ways in which a name may turn up: as it is, without marks, folded, percent-encoded, in JSON's escapes."""
    from urllib.parse import quote, quote_plus  # noqa: PLC0415

    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    slug = bare.replace(" ", "-")
    spelled = {text, unicodedata.normalize("NFD", text), bare, slug, bare.replace(" ", "_"), bare.replace(" ", ""), text.replace(" ", "")}
    escaped = text.encode("unicode_escape").decode(), repr(text.encode())[2:-1], json.dumps(text)[1:-1]
    return tuple({form.lower() for form in (*spelled, quote(text), quote_plus(text), *escaped)})


def found_in(text: str) -> list[str]:
    """The lines of a log in which a canary sings."""
    return [line for line in text.splitlines() if any(form in line.lower() for form in forms(BIRD))]


@dataclass
class Listening:
    """Every record of every logger, in the form in which the programs write them."""

    stream: io.StringIO = field(default_factory=io.StringIO)

    @property
    def text(self) -> str:
        return self.stream.getvalue()


@contextmanager
def listening() -> Iterator[Listening]:
    """At DEBUG, everywhere: also what an installation has turned down."""
    heard = Listening()
    handler = logging.StreamHandler(heard.stream)
    handler.setFormatter(formatter())
    handler.setLevel(logging.DEBUG)
    loggers: list[Any] = [logging.getLogger(), *(logging.getLogger(name) for name in list(logging.Logger.manager.loggerDict))]
    before = [(logger, logger.level, logger.disabled) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.disabled = False
    logging.getLogger().addHandler(handler)
    try:
        yield heard
    finally:
        logging.getLogger().removeHandler(handler)
        for logger, level, disabled in before:
            logger.setLevel(level)
            logger.disabled = disabled
