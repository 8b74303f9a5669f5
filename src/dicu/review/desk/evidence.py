"""Evidence across lines: where one content is used, what looking at it again found, and the public claims that stand for what
may not be shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dicu.access.model import Asker, Thing
from dicu.access.policy import absent
from dicu.ledger.model import Draft, Entry
from dicu.review.desk.reporting import Reporting
from dicu.review.desk.tools import Tools
from dicu.review.evidence.checks import Looked, file_subject, link_subject, looked_at
from dicu.review.evidence.claims import CLAIMS, Claim, Claims, check_claim, check_proposable, stream_of
from dicu.review.evidence.gaps import Held
from dicu.review.evidence.kinds import APPROVED, ATTACHED, PROPOSED, REFUSED, WITHDRAWN
from dicu.review.evidence.model import page_digest
from dicu.review.evidence.ports import Use
from dicu.review.line import Attachment
from dicu.review.relief import check_reason
from dicu.review.report import stream_name
from dicu.review.rules import NotAllowed
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message, T

OF_FILES = frozenset({"report.file.attached", "report.file.detached", ATTACHED})


@dataclass(frozen=True, slots=True)
class UseView:
    """A use as one officer may see it: to its agency `file` is what stands on the line now, to others what was sent."""

    use: Use
    file: Attachment
    looked: Looked


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    by: str
    task: str
    round: str
    said: Message


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One content: all its uses that the officer may know, and what happened to it where they are its agency."""

    file: Attachment
    uses: tuple[UseView, ...]
    looked: Looked
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class ClaimsView:
    plan: str
    round: str
    agency: str
    claims: Claims
    may_propose: bool
    may_answer: frozenset[int]


class EvidenceDesk:
    def __init__(self, tools: Tools, reporting: Reporting) -> None:
        self.tools = tools
        self.reporting = reporting

    def listed(
        self, asker: Asker, plan: str, round_: str = "", kind: str = "", classification: str = "", link: str = "", digest: str = ""
    ) -> tuple[UseView, ...]:
        """The uses in the officer's scope. `classification` unclassified: what was attached before there was one; `link`: state of
        the link, or unchecked."""
        self.tools.plan(asker, plan)
        uses = self.tools.evidence.uses(self.tools.scope(asker, "evidence"), plan, round_, digest)
        seen = [(use, file) for use in uses if (file := self._file(asker, use)) is not None]
        checks = self.tools.evidence.checks({s for _, file in seen for s in (file_subject(file), link_subject(file)) if s})
        views = (UseView(use, file, looked_at(file, checks)) for use, file in seen)
        return tuple(view for view in views if _fits(view, kind, classification, link))

    def _file(self, asker: Asker, use: Use) -> Attachment | None:
        """To its agency what stands on the line now, and to whoever opened its report in an emergency; to others what was sent."""
        where = {"plan": use.plan, "round": use.round, "agency": use.agency, "submitted_by": ""}
        own = self.tools.may(asker, "write", "report", **where, state="draft")
        opened = own or self.tools.policy.opened(asker.officer, Thing("report", where), self.tools.today()) is not None
        return (use.working or use.sent) if opened else use.sent

    def view(self, asker: Asker, plan: str, digest: str) -> EvidenceView:
        """Absent for what nobody has, and for what the officer may not know of."""
        uses = self.listed(asker, plan, digest=digest)
        if not uses:
            raise absent()
        events = sorted((event for use in uses for event in self._events(asker, use.use)), key=lambda event: event.at)
        return EvidenceView(uses[0].file, uses, _together(uses), tuple(events))

    def _events(self, asker: Asker, use: Use) -> Iterable[Event]:
        where = {"plan": use.plan, "round": use.round, "agency": use.agency}
        if not self.tools.may(asker, "write", "report", **where, state="draft", submitted_by=""):
            return
        for entry in self.tools.ledger.read(stream_name(use.plan, use.round, use.agency)):
            if entry.kind in OF_FILES and entry.body["task"] == use.task and _names(entry, use.digest):
                yield Event(entry.at, entry.author.account, use.task, use.round, _said(entry))

    def check(self, asker: Asker, plan: str) -> None:
        """Raises Forbidden for whoever may not have evidence looked at again; the house does it then."""
        version = self.tools.plan(asker, plan)
        self.tools.check(asker, "check", "plan", plan=plan, synthetic=version.synthetic)

    def held(self, asker: Asker, plan: str, round_: str) -> tuple[Held, ...]:
        """What the lines of a round were sent with, for the rule of gaps (G21)."""
        views = self.listed(asker, plan, round_)
        return tuple(Held(v.use.agency, v.use.task, v.use.sent, v.looked) for v in views if v.use.sent is not None)

    # Public claims ----------------------------------------------------------------------------------------------------

    def claims(self, asker: Asker, plan: str, round_: str, agency: str) -> ClaimsView:
        self.reporting.view(asker, plan, round_, agency)
        return self._claims(asker, plan, round_, agency)

    def oversees(self, asker: Asker, plan: str, round_: str, agency: str) -> bool:
        """Whether the officer, on this errand, is one of those who propose and answer claims."""
        return self.tools.may(asker, "propose", "claim", plan=plan, round=round_, agency=agency, task="", state="", proposed_by="")

    def _claims(self, asker: Asker, plan: str, round_: str, agency: str) -> ClaimsView:
        where = {"plan": plan, "round": round_, "agency": agency}
        self.tools.check(asker, "see", "claim", **where, task="", state="", proposed_by="")
        found = CLAIMS.over(self.tools.ledger.read(stream_of(plan, round_, agency)))
        may = self.tools.may(asker, "propose", "claim", **where, task="", state="", proposed_by="")
        mine = frozenset(c.number for c in found.all if self._may_answer(asker, where, c))
        return ClaimsView(plan, round_, agency, found, may, mine)

    def _may_answer(self, asker: Asker, where: dict[str, str], claim: Claim) -> bool:
        facts = {"task": claim.task, "state": claim.state, "proposed_by": claim.proposed_by}
        return self.tools.may(asker, "approve", "claim", **where, **facts)

    def propose(self, asker: Asker, view: ClaimsView, task: str, text: Bilingual, reason: str, number: int) -> None:
        """A sentence in both languages for all restricted evidence that the line was sent with."""
        where = {"plan": view.plan, "round": view.round, "agency": view.agency}
        self.tools.check(asker, "propose", "claim", **where, task=task, state="", proposed_by="")
        lines = {found.code: line for found, line in self.reporting.view(asker, view.plan, view.round, view.agency).lines}
        if task not in lines:
            raise NotAllowed(T("This agency owes no line on these tasks: {tasks}.", tasks=task), where="task")
        said = Bilingual(text.vi.strip(), text.en.strip())
        digests = check_proposable(lines[task], view.claims, said)
        body = {"task": task, "evidence": list(digests), "text": {"vi": said.vi, "en": said.en}, "reason": check_reason(reason)}
        self._append(asker, view, number, Draft(PROPOSED, body))

    def answer(self, asker: Asker, view: ClaimsView, claim: int, approve: bool, reason: str, number: int) -> None:
        """By another coordinator than the one who proposed it. What the line was sent with meanwhile must be covered still."""
        found = view.claims.one(claim)
        facts = {"task": found.task if found else "", "state": "proposed", "proposed_by": found.proposed_by if found else "-"}
        where = {"plan": view.plan, "round": view.round, "agency": view.agency}
        self.tools.check(asker, "approve" if approve else "refuse", "claim", **where, **facts)
        known = check_claim(found, "proposed")
        body = {"task": known.task, "claim": known.number, "reason": check_reason(reason)}
        self._append(asker, view, number, Draft(APPROVED if approve else REFUSED, body))

    def withdraw(self, asker: Asker, view: ClaimsView, claim: int, reason: str, number: int) -> None:
        found = view.claims.one(claim)
        where = {"plan": view.plan, "round": view.round, "agency": view.agency}
        self.tools.check(asker, "withdraw", "claim", **where, task=found.task if found else "", state="", proposed_by="")
        known = check_claim(found, "proposed", "approved")
        body = {"task": known.task, "claim": known.number, "reason": check_reason(reason)}
        self._append(asker, view, number, Draft(WITHDRAWN, body))

    def _append(self, asker: Asker, view: ClaimsView, number: int, draft: Draft) -> None:
        self.tools.append(asker, stream_of(view.plan, view.round, view.agency), view.agency, number, draft)


def claims_of(tools: Tools, plan: str, round_: str, agencies: Iterable[str]) -> dict[str, Claims]:
    """For the house's own question what a paper may rest on."""
    return {agency: CLAIMS.over(tools.ledger.read(stream_of(plan, round_, agency))) for agency in sorted(set(agencies))}


def _fits(view: UseView, kind: str, classification: str, link: str) -> bool:
    said = view.file.described
    if kind and (said is None or said.kind != kind):
        return False
    if classification and (view.file.classification or "unclassified") != classification:
        return False
    state = view.looked.link_state or ("unchecked" if said and said.url else "")
    return not link or state == link


def _together(uses: tuple[UseView, ...]) -> Looked:
    """The same content may be cited with several addresses; each use shows its own, the page all of them."""
    links = {(check.finding.subject, check.first_at): check for use in uses for check in use.looked.link}
    return replace(uses[0].looked, link=tuple(sorted(links.values(), key=lambda check: check.last_at, reverse=True)))


def _names(entry: Entry, digest: str) -> bool:
    b = entry.body
    if entry.kind == "report.file.detached":
        return bool(b["digest"] == digest)
    if b["file"]:
        return bool(b["file"]["digest"] == digest)
    return page_digest(b["description"]["url"]) == digest


def _said(entry: Entry) -> Message:
    if entry.kind == "report.file.detached":
        return T("Taken off the line")
    if entry.kind == ATTACHED:
        return T("Attached, or described anew")
    return T("Attached, without a description")


__all__ = ["ClaimsView", "EvidenceDesk", "EvidenceView", "Event", "UseView", "claims_of"]
