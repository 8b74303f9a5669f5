"""What the programs say while they run: one JSON object a line on stderr, or lines for a person at a terminal.

A log is read by people who may not read what the house holds. So nothing that a person typed or that a row contains goes
into it: of messages of other packages only the sentence is kept, never what was put into its places; of a fault its kind
and the lines of code it passed, never its own words, in which a database likes to quote a value.
"""

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from dicu.store import environment

OUR_OWN = ("dicu", "_granian")
"""Loggers whose whole messages may be kept: ours, and the web server's, which speaks of processes and ports only."""

DEEPEST = 12
"""Lines of code that are kept of a fault, the innermost ones."""

FORMS = ("json", "human")


def settings(surroundings: Mapping[str, str]) -> dict[str, Any]:
    """Django's LOGGING. Requests are told where somebody serves in earnest, or asked for a form with DICU_LOG."""
    earnest = environment.production(surroundings) or bool(surroundings.get("DICU_LOG"))
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "dicu.store.logs.formatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},  # no letters to administrators: a letter would quote the request
            "django.request": {"level": "ERROR"},  # each refusal is told once, by our own line
            "dicu": {"level": "INFO"},
            "dicu.requests": {"level": "INFO" if earnest else "WARNING"},
            "_granian": {"handlers": ["console"], "level": "INFO", "propagate": False},
        },
    }


def form(surroundings: Mapping[str, str]) -> str:
    """`json`, or `human` at a terminal; DICU_LOG decides where it is given."""
    asked = surroundings.get("DICU_LOG", "")
    if asked in FORMS:
        return asked
    return "human" if sys.stderr is not None and sys.stderr.isatty() else "json"


def formatter() -> logging.Formatter:
    """The form of every record, whoever made it."""
    import os  # noqa: PLC0415 - read when the program starts, not when this is imported

    written: Processor = structlog.dev.ConsoleRenderer(colors=False) if form(os.environ) == "human" else structlog.processors.JSONRenderer()
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_sentence, *_ALWAYS],
        processors=[_exception, structlog.stdlib.ProcessorFormatter.remove_processors_meta, written],
        use_get_message=False,
        pass_foreign_args=True,
    )


def logger(name: str) -> Any:
    """A logger for events with named values: `logger("dicu.requests").info("request", status=200)`."""
    return structlog.stdlib.get_logger(name)


def _sentence(_: Any, __: str, event: EventDict) -> EventDict:
    """Of a record that did not come as an event: what may be kept of its message."""
    record: logging.LogRecord = event["_record"]
    values = event.pop("positional_args", None)
    if record.name.split(".")[0] in OUR_OWN:
        event["event"] = str(record.msg) % values if values else str(record.msg)
        return event
    event["event"] = str(record.msg) if values else f"told by {record.name}"
    event["code"] = f"{record.module}:{record.lineno}"
    if isinstance(status := getattr(record, "status_code", None), int):
        event["status"] = status
    return event


def _exception(_: Any, __: str, event: EventDict) -> EventDict:
    """A fault by its kind and its way through the code."""
    told = event.pop("exc_info", None)
    fault = sys.exc_info() if told is True else told
    if isinstance(fault, BaseException):
        fault = (type(fault), fault, fault.__traceback__)
    if isinstance(fault, tuple) and fault[1] is not None:
        event["fault"] = _kinds(fault[1])
        event["way"] = _way(fault[2])
    event.pop("stack_info", None)
    return event


def _kinds(fault: BaseException) -> str:
    """The fault and what it came from: "ProgrammingError < UndefinedTable"."""
    names: list[str] = []
    seen: BaseException | None = fault
    while seen is not None and len(names) < 5:
        names.append(type(seen).__name__)
        seen = seen.__cause__
    return " < ".join(names)


def _way(passed: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(passed)[-DEEPEST:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    """From the package on: where an installation lies is nobody's business."""
    parts = Path(filename).parts
    for start in ("site-packages", "src"):
        if start in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(start) :])
    return "/".join(parts[-2:])


def _named(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The logger's name, and the event first: what one looks for stands at the line's beginning."""
    record = event.get("_record")
    name = record.name if record else event.get("logger")
    return {"event": event.pop("event", ""), "logger": name, **{key: value for key, value in event.items() if key != "logger"}}


_ALWAYS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    _named,
]

structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *_ALWAYS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
