"""A round: who owes, where tasks stand, what is missing; opening it, and building its review."""

from typing import Annotated

from ninja import Query

from dicu.api import errands
from dicu.api.operations import Asked, Done, Room
from dicu.api.review.edition_shapes import EditionShape, edition_shape
from dicu.api.review.round_shapes import (
    ProgressShape,
    RoundShape,
    deadline_shape,
    four_way_shape,
    obligation_shape,
    rate_shape,
    standing_shape,
)
from dicu.api.shapes import Name, RoundName, both
from dicu.review.desk import Overview
from dicu.review.progress import counted
from dicu.review.rates import assigned, four_way, rates, without_term

room = Room("rounds")
ROUND = "/plans/{plan}/rounds/{round}"
ApplyRule = Annotated[bool, Query(description="Apply a rule that does not bind by itself; the caller's name stands with it.")]


@room.reads(ROUND, RoundShape, "getRound", errands.round_)
def overview(request: Asked, plan: Name, round_: RoundName) -> RoundShape:
    """A round: who owes a report, and who has sent it."""
    return _shape(request, request.desk.coordination.reporting_of(request.asker, plan, round_))


@room.reads(f"{ROUND}/progress", ProgressShape, "getProgress", errands.round_)
def progress(request: Asked, plan: Name, round_: RoundName) -> ProgressShape:
    """Where the tasks stand, by what was accepted."""
    view = request.desk.coordination.standing_of(request.asker, plan, round_)
    rows = request.desk.coordination.progress(request.asker, view)
    day, four = view.situation.day, four_way(rows, view.situation.day)
    return ProgressShape(
        plan=plan,
        round=round_,
        day=day,
        totals={str(status): count for status, count in counted(rows).items()},
        four_way=four_way_shape(four),
        ahead=four_way_shape(four_way(request.desk.coordination.ahead(request.asker, view), day)),
        without_term=without_term(rows),
        rates=[rate_shape(rate) for rate in rates(four, assigned(rows))],
        tasks=[standing_shape(row) for row in rows],
    )


@room.writes("POST", f"{ROUND}/open", RoundShape, "openRound", errands.round_)
def open_(request: Asked, plan: Name, round_: RoundName, apply_rule: ApplyRule = False) -> RoundShape:
    """Open a round: each leading agency owes a report from now on.

    Where no text sets the last day, a rule that does not bind can be applied by decision.
    """
    request.desk.coordination.open_round(request.asker, plan, round_, apply_rule)
    return _shape(request, request.desk.coordination.reporting_of(request.asker, plan, round_))


@room.writes("POST", f"{ROUND}/editions", EditionShape, "buildEdition", errands.round_, status=201)
def build(request: Asked, plan: Name, round_: RoundName) -> Done:
    """Build the review in both languages from what is accepted or compiled.

    A number without a trace stops it. The same state gives the same edition again.
    """
    part = request.desk.editions
    kept = part.keep(request.asker, part.build(request.asker, plan, round_))
    where = f"{request.http.path.partition('/plans/')[0]}/editions/{plan}/{round_}/{kept.snapshot}"
    return Done(edition_shape(kept, may_publish=False), {"Location": where})


def _shape(request: Asked, view: Overview) -> RoundShape:
    s, tools = view.situation, request.desk.tools
    where = {"plan": s.plan.id, "round": s.round.id}
    opened = tools.opened(request.asker, s.plan.id, s.round.id)
    return RoundShape(
        **where,
        title=both(s.round.title),
        period=str(s.round.period),
        day=s.day,
        is_open=view.open,
        opens=s.round.opens,
        cut_off=s.round.cut_off,
        due=s.round.due,
        deadline=deadline_shape(opened.deadline) if opened and opened.deadline else None,
        obligations=[obligation_shape(o, s.day, tools.working_days_late(o)) for o in s.obligations],
        may_open=not view.open and tools.may(request.asker, "open", "round", **where),
        may_build=tools.may(request.asker, "build", "publication", **where, state="draft"),
    )
