"""How entries reach the rows that pages read. A room gives a projector for each kind; what sort it is says how little work
several entries at once need."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dicu.ledger.model import Entry

Projector = Callable[[Entry], None]
Projectors = Mapping[str, Projector]


@dataclass(frozen=True)
class Whole:
    """A projector that reads its entry's whole stream anew. Of several entries of one stream it needs the last only, so a
    rebuild folds each stream once and not once an entry. Give all kinds of a stream the same one."""

    project: Projector

    def __call__(self, entry: Entry) -> None:
        self.project(entry)


@dataclass(frozen=True)
class Many:
    """A projector that takes entries together, in their order: what one statement can write for all of them."""

    project: Callable[[Sequence[Entry]], None]

    def __call__(self, entry: Entry) -> None:
        self.project((entry,))


def project(entries: Iterable[Entry], projectors: Projectors) -> None:
    """Each entry through its projector, in order. All of them are in the ledger already."""
    for projector, run in groupby(entries, key=lambda entry: projectors.get(entry.kind)):
        if projector is not None:
            _run(projector, tuple(run))


def _run(projector: Projector, run: tuple[Entry, ...]) -> None:
    if isinstance(projector, Many):
        projector.project(run)
        return
    if isinstance(projector, Whole):
        run = tuple({entry.stream.name: entry for entry in run}.values())
    for entry in run:
        projector(entry)
