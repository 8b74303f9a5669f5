"""Data of an SDMX message, whatever its form: each observation as a mapping of concepts to codes, and what goes for all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from dicu.vocabulary.messages import Message, Refused

VALUE, PERIOD = "OBS_VALUE", "TIME_PERIOD"


class NoData(Refused):
    """The file is no SDMX message with data."""


@dataclass(slots=True)
class Head:
    """What the message says of itself. `prepared` is a day as text, `structures` name the structures of its data."""

    prepared: str = ""
    structures: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Broken:
    """Where a message that began well could not be read any further."""

    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """One observation. `breakdowns` are the concepts that identify it, where the message tells them apart from attributes."""

    concepts: Mapping[str, str]
    breakdowns: frozenset[str] | None = None


Reading = Callable[[Head, Broken], Iterator[Observed]]
