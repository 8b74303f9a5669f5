"""Gaps that other rooms find for a plan: promises of dialogues that its tasks serve, recommendations that none serves, evidence that
is no longer what was cited."""

from collections.abc import Iterator

from dicu.access.model import Asker
from dicu.review.desk.evidence import EvidenceDesk
from dicu.review.desk.recommendations import Recommendations
from dicu.review.dialogues.desk.looking import Looking, facts_of
from dicu.review.dialogues.gaps import found
from dicu.review.evidence.gaps import found as unsound
from dicu.review.gaps.model import Gap
from dicu.review.gaps.ports import Outside
from dicu.review.model import Plan


def of_dialogues(looking: Looking) -> Outside:
    """G14 and G15 of promises that a link joins to a task of the plan. A promise that the officer may not know of, or whose follow-up
    they may not see, gives no gap and is in no count."""

    def linked(asker: Asker, plan: Plan, _: str) -> Iterator[Gap]:
        for series in looking.listed(asker):
            courses = looking.courses(asker, series)
            mine = [c for c in courses if any(link.plan == plan.id and link.task in plan.task_by_code for link in c.links)]
            allowed = (c for c in mine if looking.tools.may(asker, "see", "follow-up", **facts_of(series.id, c)))
            yield from found(series, allowed)

    return linked


def of_recommendations(looking: Recommendations) -> Outside:
    """G13 of every set, for no plan serves what none serves; invented sets stand beside invented plans only, real ones beside real."""

    def unserved(asker: Asker, plan: Plan, _: str) -> Iterator[Gap]:
        kinds = {one.facts.id: one.facts.synthetic for one in looking.sets(asker)}
        return (gap for gap in looking.gaps(asker) if kinds.get(gap.subject.rpartition("/")[0]) == plan.synthetic)

    return unserved


def of_evidence(proving: EvidenceDesk) -> Outside:
    """G21 of the evidence that the lines of the round were sent with."""

    def broken(asker: Asker, plan: Plan, round_: str) -> Iterator[Gap]:
        return unsound(proving.held(asker, plan.id, round_), proving.tools.today())

    return broken
