"""Reports: what a caller is to report on or to review, and sending."""

from dicu.api import errands, paging
from dicu.api.operations import Asked, Done, Room
from dicu.api.paging import USUAL, After, Limit, Page
from dicu.api.review.filters import OfPlan, OfRound
from dicu.api.review.guarding import read_state, unless_moved
from dicu.api.review.report_shapes import ReportShape, Sending, WithdrawalSent, etag, report_shape
from dicu.api.review.round_shapes import ObligationShape, obligation_shape
from dicu.api.shapes import Name, RoundName, Step
from dicu.review.desk import ReportView
from dicu.review.obligations import Obligation

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
    return Done(report_shape(view, tools.today(), tools.working_days_late(view.obligation)), headers={"ETag": etag(view)})


@room.writes("POST", f"{REPORT}/send", Sending, "sendReport", errands.report, guarded=True)
def send(request: Asked, plan: Name, round_: RoundName, agency: Name) -> Done:
    """Send every line that is ready. What was sent is reviewed and cannot be changed unless it is returned."""
    view = view_of(request, plan, round_, agency)
    request.desk.reporting.check_sender(request.asker, view)
    number = read_state(request)
    with unless_moved(request, view, number):
        tasks = request.desk.reporting.submit(request.asker, view, number)
    now = etag(view_of(request, plan, round_, agency))
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
