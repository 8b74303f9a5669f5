"""Things that are done again and again as time passes, whatever room they belong to: name, how often, what."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Job:
    """`call` works out anew each time what there is to do, and stands being called twice or too late."""

    name: str
    every: timedelta
    call: Call


class Jobs:
    """What the worker does. Wiring registers; `register("checkpoint", timedelta(minutes=10), ledger.checkpoint)`."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def register(self, name: str, every: timedelta, call: Call) -> None:
        if name in self._jobs:
            raise ValueError(f"the job {name} is registered already")
        if every < timedelta(seconds=1):
            raise ValueError("a job is done every second at most")
        self._jobs[name] = Job(name, every, call)

    def __iter__(self) -> Iterator[Job]:
        return iter(self._jobs.values())

    def __getitem__(self, name: str) -> Job:
        return self._jobs[name]

    def __contains__(self, name: object) -> bool:
        return name in self._jobs

    def due(self, last: Mapping[str, float], now: float) -> tuple[Job, ...]:
        """Which are to be done now, in the order they were registered. `last`: name → when it began last, in seconds of
        a clock that only goes forward; one that is not there has not been done yet."""
        return tuple(job for job in self if job.name not in last or now - last[job.name] >= job.every.total_seconds())

    def rest(self, last: Mapping[str, float], now: float, longest: float) -> float:
        """Seconds until the next one is due, `longest` at most."""
        waits = [last[job.name] + job.every.total_seconds() - now if job.name in last else 0.0 for job in self]
        return max(0.0, min([longest, *waits]))
