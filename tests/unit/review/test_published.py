"""Published rates at their edges: nothing due, and wholes that the text does not spell out."""

from decimal import Decimal

import pytest

from dicu.review.published import Finding, PublishedRate, PublishedStatistic, findings, rates_of
from dicu.vocabulary.bilingual import Bilingual

NOTHING = Bilingual("", "")


def statistic(percent: str, four: tuple[int, int, int, int], what: str = "completed", assigned: int | None = None) -> PublishedStatistic:
    counts = {**dict(zip(("on_time", "late", "within", "overdue"), four, strict=True)), "assigned": assigned}
    return PublishedStatistic("x", NOTHING, NOTHING, None, counts, (PublishedRate(what, Decimal(percent), "of tasks due"),))


def said(*of: object, **more: object) -> list[tuple[str, str]]:
    found: tuple[Finding, ...] = findings(statistic(*of, **more))  # type: ignore[arg-type]
    return [(one.kind, one.said.say("en")) for one in found if one.subject != "assigned"]


def test_where_nothing_was_due_a_rate_is_held_against_the_next_denominator() -> None:
    ((kind, words),) = said("100", (0, 0, 10, 0))
    assert kind == "rate"
    assert "0 of 10 tasks with a term" in words


def test_where_there_is_nothing_at_all_the_rate_is_not_computable() -> None:
    ((kind, words),) = said("100", (0, 0, 0, 0))
    assert kind == "rate"
    assert "not computable" in words


def test_a_count_is_no_share_of_itself() -> None:
    ((kind, words),) = said("100", (5, 1, 0, 4))
    assert kind == "rate"
    assert "6 of 10 tasks due" in words


@pytest.mark.parametrize(
    ("assigned", "wholes"),
    [
        (None, {"completed-of-term": 10}),
        (10, {"completed-of-assigned": 10}),
        (12, {"completed-of-term": 10, "completed-of-assigned": 12}),
        (9, {"completed-of-term": 10}),
    ],
    ids=["not printed", "the four are all", "some have no term", "fewer than the four"],
)
def test_the_four_are_called_what_they_are(assigned: int | None, wholes: dict[str, int]) -> None:
    found = rates_of(statistic("60", (5, 1, 2, 2), assigned=assigned))
    assert {rate.key: rate.whole for rate in found if rate.key in ("completed-of-term", "completed-of-assigned")} == wholes
    assert all(rate.of.say("en") == "tasks assigned" for rate in found if rate.key.endswith("-of-assigned"))
    assert len({rate.key for rate in found}) == len(found)


def test_a_percentage_of_eight_decimals_is_recomputed() -> None:
    assert said("98.66666666", (74, 0, 0, 1))[0][0] == "rate"
    assert said("98.66666667", (74, 0, 0, 1))[0][0] == "agrees"
