"""Reports: what a caller is to report on or to review; clearing and sending; one step for several lines."""

from collections.abc import Callable

from dicu.api import errands, paging
from dicu.api.operations import Asked, Done, Room
from dicu.api.paging import USUAL, After, Limit, Page
from dicu.api.review.filters import OfPlan, OfRound
from dicu.api.review.guarding import read_state, unless_moved
from dicu.api.review.report_shapes import (
    HappenedShape,
    ReportShape,
    Results,
    ResultShape,
    Sending,
    SeveralSent,
    WithdrawalSent,
    etag,
    report_shape,
)
from dicu.api.review.round_shapes import ObligationShape, obligation_shape
from dicu.api.shapes import Name, RoundName, Step, both
from dicu.ledger.model import Entry
from dicu.review.desk import ReportView, Result
from dicu.review.obligations import Obligation
from dicu.vocabulary.messages import Message

room = Room("reports")
REPORT = "/reports/{plan}/{round}/{agency}"


def _key(row: Obligation) -> tuple[str, str, str]:
    return row.plan, row.round, row.agency


@room.reads("/reports", Page[ObligationShape], "listReports", errands.own)
def reports(request: Asked, plan: OfPlan = "", round_: OfRound = "", limit: Limit = USUAL, after: After = "") -> Page[ObligationShape]:
    """What this caller is to report on, or to review."""
    rows = request.desk.reporting.obligations(request.asker, plan, round_)
    rest = paging.beyond(rows, paging.read("reports", after, str, str, str), _key)
    more = list(_key(rest[limit - 1])) if len(rest) > limit else None
    tools = request.desk.tools
    items = [obligation_shape(row, tools.today(), tools.working_days_late(row)) for row in rest[:limit]]
    return Page(items=items, next=paging.next_page(request.http, "reports", more))


@room.reads(REPORT, ReportShape, "getReport", errands.report)
def report(request: Asked, plan: Name, round_: RoundName, agency: Name) -> Done:
    """A report with its lines, as far as this caller may see it."""
    view = view_of(request, plan, round_, agency)
    tools = request.desk.tools
    entries = request.desk.reporting.entries(request.asker, view)
    history = [_happened(request, entry) for entry in entries]
    return Done(report_shape(view, tools.today(), tools.working_days_late(view.obligation), history), headers={"ETag": etag(view)})


def _happened(request: Asked, entry: Entry) -> HappenedShape:
    said = Message(request.house.kinds[entry.kind].sentence.sentence, dict(entry.body))
    return HappenedShape(at=entry.at, account=entry.author.account, kind=entry.kind, said=both(said))


@room.writes("POST", f"{REPORT}/clearance", Sending, "askClearance", errands.report, guarded=True)
def ask_clearance(request: Asked, plan: Name, round_: RoundName, agency: Name) -> Done:
    """Ask a second person of the agency to clear every line that has not gone yet. All of them must be complete."""
    part = request.desk.reporting
    return _moved(request, (plan, round_, agency), lambda view, number: part.ask_clearance(request.asker, view, number))


@room.writes("POST", f"{REPORT}/clearance/refuse", Sending, "refuseClearance", errands.report, guarded=True)
def refuse_clearance(request: Asked, plan: Name, round_: RoundName, agency: Name, body: WithdrawalSent) -> Done:
    """Give what waits for clearance back to the draft, with the reason."""
    part = request.desk.reporting
    return _moved(request, (plan, round_, agency), lambda view, number: part.refuse_clearance(request.asker, view, body.reason, number))


@room.writes("POST", f"{REPORT}/send", Sending, "sendReport", errands.report, guarded=True)
def send(request: Asked, plan: Name, round_: RoundName, agency: Name) -> Done:
    """Clear and send every line that waits for it. Never by who wrote one of them.

    What was sent is reviewed and cannot be changed unless it is returned.
    """
    part = request.desk.reporting
    return _moved(request, (plan, round_, agency), lambda view, number: part.submit(request.asker, view, number))


@room.writes("POST", f"{REPORT}/several", Results, "answerSeveral", errands.report, guarded=True)
def several(request: Asked, plan: Name, round_: RoundName, agency: Name, body: SeveralSent) -> Done:
    """One step for several lines, each as a step of its own with an entry of its own; what became of each is told."""
    view = view_of(request, plan, round_, agency)
    number = read_state(request)
    with unless_moved(request, view, number):
        done = _several(request, view, body, number)
    now = etag(view_of(request, plan, round_, agency))
    results = [ResultShape(task=one.task, done=one.done, why=both(one.why) if one.why else None) for one in done]
    return Done(Results(results=results, etag=now), headers={"ETag": now})


def _several(request: Asked, view: ReportView, body: SeveralSent, number: int) -> tuple[Result, ...]:
    bulk, who = request.desk.bulk, request.asker
    if body.step == "ask":
        return bulk.ask_clearance(who, view, body.tasks, number)
    if body.step == "send":
        return bulk.send(who, view, body.tasks, number)
    if body.step == "refuse":
        return bulk.refuse_clearance(who, view, body.tasks, body.text, number)
    if body.step == "accept":
        return bulk.accept(who, view, body.tasks, number)
    return bulk.send_back(who, view, body.tasks, body.reason or "", body.text, body.due, number)


def _moved(request: Asked, where: tuple[str, str, str], step: Callable[[ReportView, int], tuple[str, ...]]) -> Done:
    view = view_of(request, *where)
    request.desk.reporting.check_sender(request.asker, view)
    number = read_state(request)
    with unless_moved(request, view, number):
        tasks = step(view, number)
    now = etag(view_of(request, *where))
    return Done(Sending(tasks=list(tasks), etag=now), headers={"ETag": now})


@room.writes("POST", f"{REPORT}/withdraw", Step, "withdrawReport", errands.report, guarded=True)
def withdraw(request: Asked, plan: Name, round_: RoundName, agency: Name, body: WithdrawalSent) -> Done:
    """Take back the whole report, before anything of it was answered. It is owed again."""
    view = view_of(request, plan, round_, agency)
    number = read_state(request)
    with unless_moved(request, view, number):
        request.desk.reporting.withdraw(request.asker, view, body.reason, number)
    now = etag(view_of(request, plan, round_, agency))
    return Done(Step(etag=now), headers={"ETag": now})


def view_of(request: Asked, plan: str, round_: str, agency: str) -> ReportView:
    found: ReportView = request.desk.reporting.view(request.asker, plan, round_, agency)
    return found
