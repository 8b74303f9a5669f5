"""From entries to a state. A step only applies what was recorded; it asks no rule and no law again, so a history can be
read back after both have changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from dicu.ledger.model import Entry
from dicu.vocabulary.messages import Refused, T

State = TypeVar("State")


@dataclass(frozen=True)
class Fold(Generic[State]):
    """The state before the first entry, and for each kind of entry the pure function that gives the next state."""

    initial: State
    steps: Mapping[str, Callable[[State, Entry], State]]

    def over(self, entries: Iterable[Entry], start: State | None = None) -> State:
        """The state after `entries`, from `start` if given. Refuses a kind without a step: skipping it would show a
        state that never was."""
        state = self.initial if start is None else start
        for entry in entries:
            state = self._step(entry)(state, entry)
        return state

    def _step(self, entry: Entry) -> Callable[[State, Entry], State]:
        if entry.kind not in self.steps:
            raise Refused(
                T(
                    "This history holds an entry of the kind “{kind}”, which this version of the program does not know. "
                    "Use the version that wrote it, or a newer one.",
                    kind=entry.kind,
                ),
                where=f"{entry.stream.name} {entry.number}",
            )
        return self.steps[entry.kind]
