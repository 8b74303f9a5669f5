"""One line of a report: what the agency works on, what was sent of it, and all that was asked and answered about it. Who wrote,
who sent and who judged stand side by side for ever."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dicu.review.evidence.model import Description, page_digest

REOPENED = "reopened"
"""The reason that stands with a line which two coordinators opened again after the round was closed."""


class LineState(StrEnum):
    EMPTY = "empty"
    DRAFT = "draft"
    CLEARANCE = "in-clearance"  # waits for a second person of the agency; to everybody else it is a draft
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class StatusClaim(StrEnum):
    """What the agency says of a task; what the data say is computed and compared with it."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"


class ReturnReason(StrEnum):
    """Why a line goes back; the text beside it says what to do."""

    MISSING_EVIDENCE = "missing-evidence"
    VALUE_UNCLEAR = "value-unclear"
    STATUS_CONTRADICTS_DATA = "status-contradicts-data"
    NARRATIVE_INCOMPLETE = "narrative-incomplete"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """A value as the agency entered it; exactly one of `value` (decimal text) and `missing` (a code) is not empty."""

    indicator: str
    period: str
    value: str
    missing: str
    qualifier: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file by its content: the digest is its identity, the name what the officer called it. `described`: None of what was
    attached before evidence was described. `kept`: False of a web page that is cited without a copy."""

    digest: str
    name: str
    media_type: str
    size: int
    locator: str = ""
    described: Description | None = None
    kept: bool = True

    @classmethod
    def of_page(cls, said: Description) -> "Attachment":
        return cls(page_digest(said.url), "", "", 0, said.locator, said, kept=False)

    @property
    def title(self) -> str:
        return self.described.title if self.described else self.name

    @property
    def classification(self) -> str:
        """Empty of what was never classified."""
        return self.described.classification if self.described else ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a line says."""

    claim: str
    narrative: str
    difficulties: str
    completed_on: date | None
    values: tuple[ReportedValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Return:
    reason: str
    text: str
    by: str
    at: datetime
    due: date | None


@dataclass(frozen=True, slots=True)
class Stage:
    """What a line said at one moment since it was last sent, and who had written it by then."""

    content: Content | None
    files: frozenset[Attachment]
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clearance:
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the second person of the agency gave a line back to the draft."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Query:
    """A question on a line; `number` names it: the entry with which it was put. It is answered without returning the line."""

    number: int
    text: str
    by: str
    at: datetime
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.answered_at is None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Other words for what was done, by a reviewer. They stand beside the line; only its agency can make them its own."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """`content` is what the agency works on; `sent` what the coordinator has before them. The same holds of `author` and
    `sent_author`, of `entry` (ledger position of the entry that last changed it) and `told` (of the last one that left
    the agency: sent, returned, accepted).

    `authors`: everybody who wrote what the agency works on since it was last sent; `sent_authors`: everybody who ever wrote
    what was sent. `stages`: what it said since then, so that who takes a change back is no author of it. `previous`: what the
    sending before the last one said. `sendings`: how often it went out."""

    task: str
    state: LineState = LineState.EMPTY
    content: Content | None = None
    files: tuple[Attachment, ...] = ()
    sent: Content | None = None
    sent_files: tuple[Attachment, ...] = ()
    author: str = ""
    submitter: str = ""
    submitted_at: datetime | None = None
    reviewer: str = ""
    reviewed_at: datetime | None = None
    returns: tuple[Return, ...] = ()
    entry: int = 0
    sent_author: str = ""
    told: int = 0
    authors: tuple[str, ...] = ()
    sent_authors: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    previous: Content | None = None
    previous_files: tuple[Attachment, ...] = ()
    sendings: int = 0
    clearance: Clearance | None = None
    refusals: tuple[Refusal, ...] = ()
    queries: tuple[Query, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    @property
    def editable(self) -> bool:
        return self.state in (LineState.EMPTY, LineState.DRAFT, LineState.RETURNED)

    @property
    def writers(self) -> tuple[str, ...]:
        """Whose words would go out now: of a line that nobody has changed since it was sent, those who wrote it then."""
        return self.authors or self.sent_authors

    @property
    def reopened(self) -> bool:
        return bool(self.returns) and self.returns[-1].reason == REOPENED

    @property
    def open_queries(self) -> tuple[Query, ...]:
        return tuple(query for query in self.queries if query.open)
