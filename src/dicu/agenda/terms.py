"""How often somebody is reminded, as data (`terms.yaml`); a to-do with terms of its own keeps those."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Steps:
    """Working days. `before`: how many before the last day, 0 for the day itself; `every`: after it, each time so many
    have passed (0: never again). Where there is no last day: at once if `at_once`, and then `every` so many."""

    before: tuple[int, ...] = ()
    every: int = 0
    at_once: bool = False

    def __post_init__(self) -> None:
        if self.every < 0 or any(days < 0 for days in self.before):
            raise ValueError("steps are counted from 0 up")


@dataclass(frozen=True, slots=True)
class Terms:
    """Steps for each sort of to-do, with and without a last day. `hour`: a reminding day begins then, local time, so that
    nobody is written to at night."""

    hour: int
    with_due: Mapping[str, Steps]
    without_due: Mapping[str, Steps]

    @classmethod
    @cache
    def load(cls) -> Self:
        import yaml  # noqa: PLC0415 - only a process that reminds pays for it

        return cls.read(yaml.safe_load((files("dicu") / "agenda" / "terms.yaml").read_text("utf-8")))

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        return cls(int(data["hour"]), _steps(data["with_due"]), _steps(data["without_due"]))

    def of(self, what: str, has_due: bool) -> Steps:
        """The steps of a sort of to-do, else the general ones."""
        known = self.with_due if has_due else self.without_due
        return known.get(what, known["general"])


def _steps(data: Mapping[str, Any]) -> dict[str, Steps]:
    return {what: Steps(tuple(found.get("before", ())), found.get("every", 0), found.get("at_once", False)) for what, found in data.items()}
