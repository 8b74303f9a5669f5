"""Published rates of tasks, recomputed."""

from typing import Annotated

from pydantic import Field

from dicu.api import errands, problems
from dicu.api.operations import Asked, Room
from dicu.api.problems import in_body
from dicu.api.review.round_shapes import RateShape, rate_shape
from dicu.api.shapes import Both, Sent, Shape, both
from dicu.review.published import PublishedRate, PublishedStatistic, findings, percent_of, rates_of, shipped
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Refused

room = Room("rates")
Count = Annotated[int, Field(ge=0, le=10**12)]
Percent = Annotated[str, Field(min_length=1, max_length=20)]


class FindingShape(Shape):
    """`kind`: sum, rate or whole (something does not agree), denominator (none is named) or agrees."""

    kind: str
    fault: bool
    subject: str
    said: Both


class StatisticShape(Shape):
    """Counts as published, what was found, and the rates with their denominators."""

    id: str
    title: Both
    publisher: Both
    source: str
    verified: bool
    counts: dict[str, int]
    findings: list[FindingShape]
    rates: list[RateShape]


class StatisticList(Shape):
    items: list[StatisticShape]


class StatisticSent(Sent):
    """The counts, and the two rates as decimal text in per cent, where they were published."""

    assigned: Count | None = None
    completed: Count | None = None
    on_time: Count
    late: Count
    open: Count | None = None
    within: Count
    overdue: Count
    completed_percent: Percent | None = None
    overdue_percent: Percent | None = None


@room.reads("/published-rates", StatisticList, "listPublishedRates", errands.own)
def published(request: Asked) -> StatisticList:
    """The published statistics that come with the house, recomputed."""
    return StatisticList(items=[_shape(one) for one in shipped()])


@room.writes("POST", "/published-rates/check", StatisticShape, "recomputeRates", errands.own)
def check(request: Asked, body: StatisticSent) -> StatisticShape:
    """Recompute the rates of a statistic from its counts. Nothing is kept."""
    counts = {name: getattr(body, name) for name in ("assigned", "completed", "on_time", "late", "open", "within", "overdue")}
    given = tuple(_rate(what, text) for what, text in (("completed", body.completed_percent), ("overdue", body.overdue_percent)) if text)
    return _shape(PublishedStatistic("sent", Bilingual("", ""), Bilingual("", ""), None, counts, given))


def _rate(what: str, text: str) -> PublishedRate:
    try:
        return PublishedRate(what, percent_of(text))
    except Refused as refused:
        raise problems.invalid(in_body(f"/{what}_percent", refused.message)) from refused


def _shape(one: PublishedStatistic) -> StatisticShape:
    source = one.source
    return StatisticShape(
        id=one.id,
        title=both(one.title),
        publisher=both(one.publisher),
        source=f"{source.title}, {source.locator}".rstrip(", ") if source else "",
        verified=bool(source and source.verified),
        counts={name: count for name, count in one.counts.items() if count is not None},
        findings=[FindingShape(kind=f.kind, fault=f.fault, subject=f.subject, said=both(f.said)) for f in findings(one)],
        rates=[rate_shape(rate) for rate in rates_of(one)],
    )
