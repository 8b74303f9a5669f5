"""What looking again at evidence found: whether kept content still has its hash, and whether a page still stands at its address.
Equal findings one after the other are one row with a first and a last time. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dicu.review.line import Attachment
from dicu.review.obligations import LOCAL

INTACT, DAMAGED, LOST = "intact", "damaged", "lost"
ALIVE, CHANGED, GONE, SILENT, CLOSED, BARRED = "alive", "changed", "gone", "silent", "closed", "barred"
"""Of a page: it answers; it answers with other content than the kept copy has; its server says that it is gone (404, 410); no
usable answer, which may pass; it answers, but not to us (401, 403, 429 …); its address leads to where the house does not ask."""
ANSWERED = frozenset({ALIVE, CHANGED})
PATIENCE = timedelta(days=14)
"""So long a silent page is not called dead."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject`: `file:DIGEST`, or `link:URL` for a page without a kept copy, `link:DIGEST:URL` for one with. `status`: of the
    answer, 0 without one. `digest`: of what came."""

    subject: str
    state: str
    status: int = 0
    digest: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A run of equal findings."""

    finding: Finding
    first_at: datetime
    last_at: datetime


def file_subject(file: Attachment) -> str:
    """Empty where nothing is kept."""
    return f"file:{file.digest}" if file.kept else ""


def link_subject(file: Attachment) -> str:
    """Empty where there is no address, and of what is restricted: asking for a page tells its server who is interested."""
    said = file.described
    if said is None or not said.url or said.restricted:
        return ""
    return f"link:{file.digest}:{said.url}" if file.kept else f"link:{said.url}"


def taken_apart(subject: str) -> tuple[str, str]:
    """(digest of the kept copy or empty, URL) of a link's subject."""
    rest = subject.removeprefix("link:")
    digest, found, url = rest.partition(":")
    return (digest, url) if found and len(digest) == 64 else ("", rest)


def added(last: Check | None, found: Finding, at: datetime) -> Check:
    """The run that goes on, or a new one."""
    if last is not None and last.finding == found:
        return replace(last, last_at=max(last.last_at, at))
    return Check(found, at, at)


@dataclass(frozen=True, slots=True)
class Looked:
    """All that is known of one piece of evidence: runs of its file and of its address, newest first."""

    file: tuple[Check, ...] = ()
    link: tuple[Check, ...] = ()

    @property
    def link_state(self) -> str:
        return self.link[0].finding.state if self.link else ""

    @property
    def file_state(self) -> str:
        return self.file[0].finding.state if self.file else ""

    @property
    def last_alive(self) -> datetime | None:
        return next((check.last_at for check in self.link if check.finding.state in ANSWERED), None)

    def faults(self, today: date) -> tuple[str, ...]:
        """States that want somebody's attention: damaged, lost, gone, changed, or silent for too long."""
        file = (self.file_state,) if self.file_state in (DAMAGED, LOST) else ()
        link = (self.link_state,) if self.link_state in (GONE, CHANGED) or self._silent_long(today) else ()
        return (*file, *link)

    def _silent_long(self, today: date) -> bool:
        if self.link_state != SILENT:
            return False
        silent = [check for check in self.link if check.finding.state == SILENT]
        since = self.last_alive or min(check.first_at for check in silent)
        return today - since.astimezone(LOCAL).date() >= PATIENCE


def looked_at(file: Attachment, checks: Mapping[str, Iterable[Check]]) -> Looked:
    return Looked(_newest(checks.get(file_subject(file), ())), _newest(checks.get(link_subject(file), ())))


def _newest(checks: Iterable[Check]) -> tuple[Check, ...]:
    return tuple(sorted(checks, key=lambda check: check.last_at, reverse=True))
