"""G21: evidence whose file or address is no longer what was cited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dicu.review.evidence.checks import CHANGED, DAMAGED, GONE, LOST, SILENT, Looked
from dicu.review.evidence.model import Classification
from dicu.review.gaps.model import Gap
from dicu.review.line import Attachment
from dicu.vocabulary.messages import Message, T

SAID: dict[str, Message] = {
    DAMAGED: T("A file that the line of task {task} rests on is damaged: its content no longer has the hash it was kept with."),
    LOST: T("A file that the line of task {task} rests on is no longer in the house."),
    GONE: T("A web page that the line of task {task} cites is gone from its address."),
    SILENT: T("A web page that the line of task {task} cites has not answered for two weeks."),
    CHANGED: T("A web page that the line of task {task} cites has changed since it was captured: its hash differs from that of the copy."),
}
CLOSES: dict[str, Message] = {
    DAMAGED: T("The file is fetched from a backup, or the line is reported again with another."),
    LOST: T("The file is fetched from a backup, or the line is reported again with another."),
    GONE: T("The line is reported again with an address that answers, or with a kept copy."),
    SILENT: T("The page answers again, or the line is reported again with another address."),
    CHANGED: T("Somebody compares the page with the kept copy; the line is reported again where it no longer shows what is said."),
}


@dataclass(frozen=True, slots=True)
class Held:
    """Evidence that a line was sent with, and what looking at it found."""

    agency: str
    task: str
    file: Attachment
    looked: Looked


def found(held: Iterable[Held], today: date) -> Iterator[Gap]:
    """A gap for each that has a fault. It names no title: gaps stand in public papers. Of what is not public not even the hash
    is told, so those of a line are one gap for each sort of fault."""
    hidden: dict[tuple[str, str, str], int] = {}
    for one in held:
        for fault in one.looked.faults(today):
            said = one.file.described
            if said is not None and said.classification == Classification.PUBLIC:
                yield _gap(one.agency, one.task, fault, f"{one.task}/{one.file.digest[:12]}", _inputs(one, fault), 1)
            else:
                key = (one.agency, one.task, fault)
                hidden[key] = hidden.get(key, 0) + 1
    for (agency, task, fault), count in hidden.items():
        yield _gap(agency, task, fault, f"{task}/not-public", (("state", fault),), count)


def _gap(agency: str, task: str, fault: str, subject: str, inputs: tuple[tuple[str, str], ...], count: int) -> Gap:
    return Gap("G21", "warning", f"{subject}/{fault}", T(str(SAID[fault].sentence), task=task), CLOSES[fault], agency, count, inputs)


def _inputs(one: Held, fault: str) -> tuple[tuple[str, str], ...]:
    checks = one.looked.file if fault in (DAMAGED, LOST) else one.looked.link
    return (("state", fault), ("since", checks[0].first_at.date().isoformat()), ("SHA-256", one.file.digest))
