"""Public claims: the sentence that a paper may print where the evidence behind it may not be shown. One coordinator proposes it,
another approves it; without one, nothing that rests on restricted evidence is published. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dicu.ledger.fold import Fold
from dicu.ledger.model import Entry
from dicu.review.evidence.kinds import APPROVED, PROPOSED, REFUSED, WITHDRAWN
from dicu.review.line import Attachment, Line, LineState
from dicu.review.rules import NotAllowed
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Refused, T

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Claim:
    """`number` names it: the entry with which it was proposed. `head`: digest (hex) of the entry that approved it."""

    number: int
    task: str
    evidence: frozenset[str]
    text: Bilingual
    reason: str
    proposed_by: str
    proposed_at: datetime
    state: str = "proposed"  # proposed | approved | refused | withdrawn
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Claims:
    """Of one report, oldest first. `number` is the last entry folded."""

    number: int = 0
    all: tuple[Claim, ...] = ()

    def one(self, number: int) -> Claim | None:
        return next((claim for claim in self.all if claim.number == number), None)

    def of(self, task: str) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.all if claim.task == task)

    def standing(self, line: Line) -> Claim | None:
        """The newest approved claim that stands for all restricted evidence which the line was sent with."""
        needed = frozenset(file.digest for file in restricted(line))
        fitting = [c for c in self.of(line.task) if c.state == "approved" and needed <= c.evidence]
        return fitting[-1] if fitting else None


def stream_of(plan: str, round_: str, agency: str) -> str:
    return f"claim/{plan}/{round_}/{agency}"


def restricted(line: Line) -> tuple[Attachment, ...]:
    """Of what was sent with the line."""
    return tuple(file for file in line.sent_files if file.described and file.described.restricted)


def _proposed(found: Claims, entry: Entry) -> Claims:
    b = entry.body
    text = Bilingual(b["text"]["vi"], b["text"]["en"])
    made = Claim(entry.number, b["task"], frozenset(b["evidence"]), text, b["reason"], entry.author.account, entry.at)
    return Claims(entry.number, (*found.all, made))


def _answered(state: str) -> Callable[[Claims, Entry], Claims]:
    def answered(found: Claims, entry: Entry) -> Claims:
        facts = {"state": state, "answer": entry.body["reason"], "answered_by": entry.author.account, "answered_at": entry.at}
        facts["head"] = entry.digest.hex()
        known = (replace(c, **facts) if c.number == entry.body["claim"] else c for c in found.all)
        return Claims(entry.number, tuple(known))

    return answered


CLAIMS: Fold[Claims] = Fold(
    Claims(),
    {PROPOSED: _proposed, APPROVED: _answered("approved"), REFUSED: _answered("refused"), WITHDRAWN: _answered("withdrawn")},
)


class RestrictedEvidence(Refused):
    """A public paper would rest on what the public may not see, and no approved claim stands for it."""


def check_publishable(lines: Iterable[tuple[str, Line]], claims: Mapping[str, Claims]) -> None:
    """`lines`: (agency, line). Of accepted lines each that was sent with restricted evidence needs a claim; all of those that
    lack one are named."""
    bare = [f"{agency} {line.task}" for agency, line in lines if _rests(line) and not claims.get(agency, Claims()).standing(line)]
    if bare:
        raise RestrictedEvidence(
            T(
                "A public paper would rest on restricted evidence, and no approved public claim stands for it. Lines: {lines}."
                " Propose a public claim for each; another coordinator approves it.",
                lines=", ".join(sorted(bare)),
            )
        )


def _rests(line: Line) -> bool:
    return line.state is LineState.ACCEPTED and bool(restricted(line))


def check_proposable(line: Line, known: Claims, text: Bilingual) -> tuple[str, ...]:
    """Digests of what the claim would stand for."""
    found = tuple(file.digest for file in restricted(line))
    if not found:
        raise NotAllowed(T("The line of task {task} was sent without restricted evidence: it needs no public claim.", task=line.task))
    if any(c.state == "proposed" for c in known.of(line.task)):
        raise NotAllowed(T("A public claim for the line of task {task} waits for another coordinator already.", task=line.task))
    for language, said in (("vi", text.vi), ("en", text.en)):
        if not said or len(said) > LONGEST:
            raise NotAllowed(
                T("Give the claim in both languages, at most {most} characters each.", most=LONGEST), where=f"claim_{language}"
            )
    return found


def check_claim(found: Claim | None, *states: str) -> Claim:
    if found is None or found.state not in states:
        raise NotAllowed(T("This public claim is not there, or was answered already."), where="claim")
    return found
