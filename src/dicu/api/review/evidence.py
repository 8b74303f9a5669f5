"""Evidence across lines, and the public claims that stand for what is restricted."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from dicu.api import errands
from dicu.api.operations import Asked, Done, Room
from dicu.api.review.evidence_shapes import DescriptionShape, description_shape
from dicu.api.review.reports import REPORT
from dicu.api.shapes import Both, Name, RoundName, Sent, Shape, both
from dicu.review.desk import ClaimsView, EvidenceView, UseView
from dicu.review.evidence.checks import Check
from dicu.review.evidence.claims import Claim
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.text import normalised

room = Room("evidence")
ALL = "/plans/{plan}/evidence"
KIND = Annotated[Literal["", "document", "dataset", "legal-act", "register-extract", "web-page"], Query(description="Only of this sort.")]
CLASS = Annotated[Literal["", "public", "internal", "restricted", "unclassified"], Query(description="Only of this classification.")]
LINK = Annotated[
    Literal["", "alive", "changed", "gone", "silent", "closed", "barred", "unchecked"],
    Query(description="Only where the web page was last found so."),
]


class EvidenceCheckShape(Shape):
    """Equal findings one after the other. `of`: file or link; `status` 0: there was no answer."""

    of: str
    state: str
    status: int
    first_at: datetime
    last_at: datetime


class UseShape(Shape):
    """One piece of evidence on one line. `sha256`: of the kept copy, or, where none is kept, what stands for its address."""

    round: str
    agency: str
    task: str
    state: str
    sha256: str
    kept: bool
    name: str
    media_type: str
    size: int
    described: DescriptionShape | None
    submitted_at: datetime | None
    claimed: bool
    file_state: str
    link_state: str
    last_alive_at: datetime | None


class UseList(Shape):
    items: list[UseShape]


class EvidenceHappenedShape(Shape):
    at: datetime
    account: str
    round: str
    task: str
    said: Both


class EvidenceShape(Shape):
    """`history`: only to its agency."""

    sha256: str
    uses: list[UseShape]
    checks: list[EvidenceCheckShape]
    faults: list[str]
    history: list[EvidenceHappenedShape]


class ClaimShape(Shape):
    """`claim` names it. `covers`: the evidence that it stands for."""

    claim: int
    task: str
    text: Both
    reason: str
    covers: list[str]
    state: str
    proposed_by: str
    proposed_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


class ClaimsShape(Shape):
    """`number`: which state of them this is; send it with the next step."""

    number: int
    items: list[ClaimShape]
    may_propose: bool
    may_answer: list[int]


class ClaimSent(Sent):
    number: int
    task: str = Field(min_length=1, max_length=80)
    vi: str = Field(min_length=1, max_length=2000)
    en: str = Field(min_length=1, max_length=2000)
    reason: str = Field(min_length=1, max_length=15_000)


class ClaimAnswerSent(Sent):
    number: int
    step: Literal["approve", "refuse", "withdraw"]
    reason: str = Field(min_length=1, max_length=15_000)


@room.reads(ALL, UseList, "listEvidence", errands.round_)
def listed(
    request: Asked, plan: Name, round_: Annotated[str, Query(alias="round", max_length=80, description="Only of this round.")] = "",
    kind: KIND = "", classification: CLASS = "", link: LINK = "",
) -> UseList:  # fmt: skip
    """Evidence on lines that the caller may see; the same file on two lines is there twice."""
    found = request.desk.evidence.listed(request.asker, plan, round_, kind, classification, link)
    return UseList(items=[_use(view) for view in found])


@room.reads(f"{ALL}/{{sha256}}", EvidenceShape, "getEvidence", errands.round_)
def one(request: Asked, plan: Name, sha256: Name) -> EvidenceShape:
    """One content: where it is used, what was found when it was looked at again."""
    view = request.desk.evidence.view(request.asker, plan, sha256)
    return _view(view, request.desk.tools.today())


@room.reads(f"{REPORT}/claims", ClaimsShape, "getClaims", errands.round_)
def claims(request: Asked, plan: Name, round_: RoundName, agency: Name) -> ClaimsShape:
    """The public claims of a report's lines."""
    return _claims(request.desk.evidence.claims(request.asker, plan, round_, agency))


@room.writes("POST", f"{REPORT}/claims", ClaimsShape, "proposeClaim", errands.round_, status=201)
def propose(request: Asked, plan: Name, round_: RoundName, agency: Name, body: ClaimSent) -> Done:
    """Propose a sentence that may be printed where the evidence behind it may not be shown."""
    part = request.desk.evidence
    view, text = part.claims(request.asker, plan, round_, agency), Bilingual(normalised(body.vi), normalised(body.en))
    part.propose(request.asker, view, body.task, text, normalised(body.reason), body.number)
    return Done(_claims(part.claims(request.asker, plan, round_, agency)))


@room.writes("POST", f"{REPORT}/claims/{{claim}}/answer", ClaimsShape, "answerClaim", errands.round_)
def answer(request: Asked, plan: Name, round_: RoundName, agency: Name, claim: int, body: ClaimAnswerSent) -> ClaimsShape:
    """Approve or refuse what another coordinator proposed, or take a claim back."""
    part, reason = request.desk.evidence, normalised(body.reason)
    view = part.claims(request.asker, plan, round_, agency)
    if body.step == "withdraw":
        part.withdraw(request.asker, view, claim, reason, body.number)
    else:
        part.answer(request.asker, view, claim, body.step == "approve", reason, body.number)
    return _claims(part.claims(request.asker, plan, round_, agency))


def _use(view: UseView) -> UseShape:
    use, file, looked = view.use, view.file, view.looked
    facts: dict[str, Any] = {"sha256": file.digest, "kept": file.kept, "name": file.name, "media_type": file.media_type, "size": file.size}
    where = {
        "round": use.round,
        "agency": use.agency,
        "task": use.task,
        "state": use.state,
        "submitted_at": use.submitted_at,
        "claimed": use.claimed,
    }
    states = {"file_state": looked.file_state, "link_state": looked.link_state, "last_alive_at": looked.last_alive}
    return UseShape(**where, **facts, **states, described=description_shape(file.described))


def _view(view: EvidenceView, today: date) -> EvidenceShape:
    history = [EvidenceHappenedShape(at=e.at, account=e.by, round=e.round, task=e.task, said=both(e.said)) for e in view.events]
    checks = [*(_check("file", c) for c in view.looked.file), *(_check("link", c) for c in view.looked.link)]
    faults = list(view.looked.faults(today))
    return EvidenceShape(sha256=view.file.digest, uses=[_use(u) for u in view.uses], checks=checks, faults=faults, history=history)


def _check(of: str, check: Check) -> EvidenceCheckShape:
    found = check.finding
    return EvidenceCheckShape(of=of, state=found.state, status=found.status, first_at=check.first_at, last_at=check.last_at)


def _claims(view: ClaimsView) -> ClaimsShape:
    items = [_claim(claim) for claim in view.claims.all]
    return ClaimsShape(number=view.claims.number, items=items, may_propose=view.may_propose, may_answer=sorted(view.may_answer))


def _claim(c: Claim) -> ClaimShape:
    facts = {"reason": c.reason, "state": c.state, "proposed_by": c.proposed_by, "proposed_at": c.proposed_at}
    answered = {"answer": c.answer, "answered_by": c.answered_by, "answered_at": c.answered_at}
    return ClaimShape(claim=c.number, task=c.task, text=both(c.text), covers=sorted(c.evidence), **facts, **answered)
