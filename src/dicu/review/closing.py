"""A round that is closed: what may not be left open when it closes, what stays unmet, and what cannot change afterwards. Pure."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from dicu.ledger.canonical import canonical
from dicu.ledger.model import Conflict, Draft
from dicu.review.duty import Duty
from dicu.review.opened import Reopening, RoundHistory
from dicu.review.report import LineState, Report
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import T


class ClosedMeanwhile(Conflict):
    """The round was closed while the step was being done: nothing of the step may stay."""


def check_open(history: RoundHistory, agency: str, tasks: Iterable[str] = ()) -> None:
    """Raises NotAllowed where the round is closed, but for lines that were opened again. Without tasks: for the duty as a whole."""
    named = tuple(tasks)
    if any(history.frozen(agency, task) for task in named or ("",)):
        raise NotAllowed(
            T(
                "This round is closed, so nothing of its reports changes any more."
                " Two coordinators together can open named lines again: one asks with the reason, another one confirms."
            )
        )


def touched(drafts: Iterable[Draft]) -> tuple[str, ...]:
    """The tasks that entries of a report change; none where one of them is about the duty as a whole."""
    found: list[str] = []
    for draft in drafts:
        if draft.kind.startswith("report.nil.") or not ({"task", "tasks"} & draft.body.keys()):
            return ()
        found += draft.body.get("tasks") or [draft.body["task"]]
    return tuple(found)


def waiting(report: Report, duty: Duty, tasks: Iterable[str]) -> bool:
    """Whether something of an agency waits for a coordinator's answer."""
    sent = any(report.line(task).state is LineState.SUBMITTED for task in tasks)
    return sent or duty.nil.state == "submitted" or any(request.state == "asked" for request in duty.requests)


def check_closable(history: RoundHistory, unanswered: Iterable[str], reasons: Mapping[str, str]) -> dict[str, str]:
    """Agency → the reason for which what it sent stays without an answer. `unanswered`: agencies that wait for one."""
    if not history.number:
        raise NotAllowed(T("This round was never opened, so there is nothing to close."))
    if history.closed and not history.again:
        raise NotAllowed(T("This round is closed already."))
    given = {agency: reason.strip() for agency, reason in reasons.items() if reason.strip()}
    bare = [agency for agency in unanswered if agency not in given]
    if bare:
        raise NotAllowed(
            T(
                "What these agencies sent or asked for was not answered yet: {agencies}."
                " Answer it, or give for each the reason why it stays so.",
                agencies=", ".join(bare),
            ),
            where=f"reason-{bare[0]}",
        )
    if others := sorted(set(given) - set(unanswered)):
        raise NotAllowed(T("Nothing of these agencies waits for an answer: {agencies}.", agencies=", ".join(others)))
    if any(len(reason) > 20_000 for reason in given.values()):
        raise NotAllowed(T("The reason is too long. Write at most 20,000 characters."))
    return given


def snapshot_of(heads: Mapping[str, str]) -> str:
    """Digest of what the reports of a round rest on: agency → digest of the last entry that counts."""
    return sha256(canonical(dict(sorted(heads.items())))).hexdigest()


def check_reopenable(history: RoundHistory, report: Report, agency: str, tasks: tuple[str, ...]) -> None:
    if not history.closed:
        raise NotAllowed(T("This round is not closed, so nothing has to be opened again. The coordinator returns lines instead."))
    unknown = [task for task in tasks if task not in history.tasks.get(agency, ())]
    if not tasks or unknown:
        raise NotAllowed(T("Choose lines of a report that this agency owed in the round."), where="tasks")
    if any(task in history.again.get(agency, frozenset()) for task in tasks):
        raise NotAllowed(T("Some of these lines were opened again already."), where="tasks")
    if any(set(one.tasks) & set(tasks) for one in history.reopenings if one.agency == agency and one.state == "asked"):
        raise NotAllowed(T("This was asked for already, and nobody has decided it yet."), where="tasks")


def check_decidable(asked: Reopening | None, history: RoundHistory) -> Reopening:
    if asked is None:
        raise NotAllowed(T("There is no such request."))
    if asked.state != "asked":
        raise NotAllowed(T("This request was answered already."))
    if not history.closed:
        raise NotAllowed(T("This round is not closed, so nothing has to be opened again. The coordinator returns lines instead."))
    return asked
