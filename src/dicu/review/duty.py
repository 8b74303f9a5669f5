"""What was asked and decided about an agency's duty in a round, folded from the same stream as its report: extensions,
waivers, and the nil return. Who asked and who decided are kept apart for ever."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dicu.ledger.fold import Fold
from dicu.ledger.model import Entry
from dicu.review.report import OF_LINES

EXTENSION, WAIVER = "extension", "waiver"
SORTS = (EXTENSION, WAIVER)
ASKED, GRANTED, REFUSED = "asked", "granted", "refused"


@dataclass(frozen=True, slots=True)
class Request:
    """`number` names it: the entry with which it was asked. `day` is the last day that an extension asks for, `due` the one
    that was granted."""

    number: int
    sort: str
    reason: str
    asked_by: str
    asked_at: datetime
    day: date | None = None
    state: str = ASKED
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class NilReturn:
    """A statement that there is nothing to report. `state`: draft, submitted, returned or accepted; `sent_text` is what the
    coordinator has before them, `author` who wrote what is there now. `authors`, `sent_authors`, `stages` are as those of a
    line. A draft waits for clearance as soon as it is written; `refused`: why the second person gave it back."""

    text: str = ""
    state: str = ""
    author: str = ""
    sent_text: str = ""
    sent_author: str = ""
    submitter: str = ""
    submitted_at: datetime | None = None
    reviewer: str = ""
    answer: str = ""
    authors: tuple[str, ...] = ()
    sent_authors: tuple[str, ...] = ()
    stages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    refused: str = ""
    refused_by: str = ""
    written_at: datetime | None = None

    @property
    def in_clearance(self) -> bool:
        return self.state == "draft" and not self.refused


NO_NIL = NilReturn()


@dataclass(frozen=True, slots=True)
class Duty:
    """`due` is the last day of the newest extension that was granted, `waived` whether a waiver was."""

    requests: tuple[Request, ...] = ()
    nil: NilReturn = NO_NIL

    @property
    def due(self) -> date | None:
        granted = [r for r in self.requests if r.sort == EXTENSION and r.state == GRANTED]
        return max(granted, key=lambda r: r.answered_at or r.asked_at).due if granted else None

    @property
    def waived(self) -> bool:
        return any(r.sort == WAIVER and r.state == GRANTED for r in self.requests)

    def waiting(self, sort: str) -> Request | None:
        """The request of this sort that nobody has answered yet."""
        return next((r for r in self.requests if r.sort == sort and r.state == ASKED), None)

    def request(self, number: int) -> Request | None:
        return next((r for r in self.requests if r.number == number), None)

    def as_told(self) -> "Duty":
        """As others than the agency know it: a nil return that is being written is its own business."""
        nil = self.nil
        if nil.state != "draft":
            return self
        if not nil.sent_text:
            return replace(self, nil=NO_NIL)
        own = {"authors": (), "stages": (), "refused": "", "refused_by": "", "written_at": None}
        told = replace(nil, state="returned", text=nil.sent_text, author=nil.sent_author, **own)  # type: ignore[arg-type]
        return replace(self, nil=told)


def _asked(sort: str) -> Any:
    def asked(duty: Duty, entry: Entry) -> Duty:
        day = entry.body.get("day")
        made = Request(entry.number, sort, entry.body["reason"], entry.author.account, entry.at, date.fromisoformat(day) if day else None)
        return replace(duty, requests=(*duty.requests, made))

    return asked


def _answered(state: str) -> Any:
    def answered(duty: Duty, entry: Entry) -> Duty:
        due = entry.body.get("due")
        facts = {
            "state": state,
            "answer": entry.body["reason"],
            "answered_by": entry.author.account,
            "answered_at": entry.at,
            "due": date.fromisoformat(due) if due else None,
        }
        return replace(duty, requests=tuple(replace(r, **facts) if r.number == entry.body["request"] else r for r in duty.requests))

    return answered


def _written(duty: Duty, entry: Entry) -> Duty:
    """Whoever makes it say again what it said before has written nothing of it."""
    nil, text = duty.nil, entry.body["text"]
    stages = nil.stages or ((nil.text, nil.authors),)
    known = next((authors for said, authors in stages if said == text), None)
    authors = tuple(dict.fromkeys((*nil.authors, entry.author.account))) if known is None else known
    now = (*stages, (text, authors)) if known is None else stages
    facts = {"authors": authors, "stages": now, "refused": "", "refused_by": "", "written_at": entry.at}
    return replace(duty, nil=replace(nil, text=text, state="draft", author=entry.author.account, **facts))  # type: ignore[arg-type]


def _sent(duty: Duty, entry: Entry) -> Duty:
    nil = duty.nil
    wrote = tuple(dict.fromkeys((*nil.sent_authors, *nil.authors)))
    sent = replace(
        nil, state="submitted", sent_text=nil.text, sent_author=nil.author, submitter=entry.author.account, submitted_at=entry.at,
        reviewer="", answer="", authors=(), sent_authors=wrote, stages=(), refused="", refused_by="",
    )  # fmt: skip
    return replace(duty, nil=sent)


def _withdrawn(duty: Duty, entry: Entry) -> Duty:
    nil = duty.nil
    authors = tuple(dict.fromkeys((*nil.sent_authors, *nil.authors)))
    return replace(duty, nil=NilReturn(text=nil.text, state="draft", author=nil.author, authors=authors, written_at=entry.at))


def _refused(duty: Duty, entry: Entry) -> Duty:
    return replace(duty, nil=replace(duty.nil, refused=entry.body["reason"], refused_by=entry.author.account))


def _judged(state: str) -> Any:
    def judged(duty: Duty, entry: Entry) -> Duty:
        nil = replace(duty.nil, state=state, reviewer=entry.author.account, answer=entry.body.get("reason", ""))
        return replace(duty, nil=nil)

    return judged


def _unmoved(duty: Duty, entry: Entry) -> Duty:
    return duty


DUTY: Fold[Duty] = Fold(
    Duty(),
    {
        **dict.fromkeys(OF_LINES, _unmoved),
        "report.extension.asked": _asked(EXTENSION),
        "report.extension.granted": _answered(GRANTED),
        "report.extension.refused": _answered(REFUSED),
        "report.waiver.asked": _asked(WAIVER),
        "report.waiver.granted": _answered(GRANTED),
        "report.waiver.refused": _answered(REFUSED),
        "report.nil.written": _written,
        "report.nil.sent": _sent,
        "report.nil.withdrawn": _withdrawn,
        "report.nil.returned": _judged("returned"),
        "report.nil.accepted": _judged("accepted"),
        "report.nil.refused": _refused,
    },
)
