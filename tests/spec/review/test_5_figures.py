"""Figures and targets.

A figure is one value of one indicator for one period, as one source gave it on one day. Several may stand side by side;
which one a sentence or a target takes is decided by rules, the same ones everywhere.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.review.making import at, changed, line, plan_of, situation, value

from dicu.documents.model import Figure
from dicu.expression import evaluate, parse
from dicu.review.gaps import found
from dicu.review.model import Claim, Plan, Statement
from dicu.review.paper.statements import Unsaid, filled
from dicu.review.paper.traces import Traces
from dicu.review.report import LineState
from dicu.review.situation import Situation, against, newest, reached
from dicu.review.world import RoundWorld
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Refused
from dicu.vocabulary.observation import Missing, Standing

SAID_ONCE = "workers_departed/2024"


def with_rows(*rows: dict[str, Any]) -> Plan:
    """The demonstration plan with more rows of departures in 2024."""

    def change(bundle: dict[str, Any]) -> None:
        first = next(o for o in bundle["observations"] if o["key"] == SAID_ONCE)
        bundle["observations"] += [{**first, "key": f"more/{n}", **row} for n, row in enumerate(rows)]

    return changed(change)


def asked(expression: str, s: Situation) -> Any:
    return evaluate(parse(expression), RoundWorld(s, found(s)))


def test_without_a_vintage_the_newest_publication_is_meant() -> None:
    """A figure that was revised later is read as revised; the first one can still be asked for by its day."""
    s = situation(plan=with_rows({"value": "41300", "vintage": "2025-06-01"}, {"value": "41290", "vintage": "2025-03-01"}))
    assert asked('workers_departed["2024"]', s).value == 41300
    assert asked('workers_departed["2024", vintage: @2025-03-01]', s).value == 41290
    assert asked('workers_departed["2024", vintage: @2024-01-01]', s).reason is Missing.NOT_AVAILABLE_YET


def test_among_figures_without_a_vintage_the_last_written_one_stands() -> None:
    """So a plan that corrects a figure by a further row is read as corrected."""
    rows = situation(plan=with_rows({"value": "1"}, {"value": "2"})).by_indicator["workers_departed"]
    assert newest(rows) is rows[-1]
    assert newest(()) is None


def test_a_breakdown_is_not_the_total() -> None:
    """Without a dimension the total is meant, and a part answers only to its own name."""
    s = situation(plan=with_rows({"value": "9000", "dimensions": {"sex": "F"}}))
    assert asked('workers_departed["2024"]', s).value == 41250
    assert asked('workers_departed["2024", sex: "F"]', s).value == 9000
    assert asked('workers_departed["2024", sex: "M"]', s).reason is Missing.NOT_AVAILABLE_YET


def test_an_accepted_value_is_a_figure_like_any_other() -> None:
    """With the day of its sending as vintage, in Viet Nam's calendar, its agency as area and its files as evidence."""
    reported = line("3.1", "in-progress", value("workers_departed", "46310.50", qualifier="about"), sent=date(2025, 12, 10))
    early = datetime(2025, 12, 9, 20, 30, tzinfo=UTC)
    assert early.astimezone(at(date(2025, 12, 10)).tzinfo).date() == date(2025, 12, 10)
    s = situation(replace(reported, submitted_at=early))
    figure = s.observations[-1]
    assert (figure.value, figure.qualifier, figure.vintage, figure.area) == (Decimal("46310.50"), "about", date(2025, 12, 10), "TD-LD")
    assert figure.standing is Standing.SYNTHETIC
    assert asked('workers_departed["2025", area: "TD-LD"]', s).value == Decimal("46310.50")


@pytest.mark.parametrize("state", [LineState.SUBMITTED, LineState.RETURNED, LineState.DRAFT])
def test_what_was_not_accepted_is_no_figure(state: LineState) -> None:
    s = situation(line("3.1", "in-progress", value("workers_departed", "46310"), state=state))
    assert asked('workers_departed["2025"]', s).reason is Missing.NOT_AVAILABLE_YET


def test_zero_is_a_value_and_missing_is_not_zero() -> None:
    """A reported zero is computed with; a reported reason is passed on as the reason."""
    s = situation(
        line("3.2", "in-progress", value("recruitment_fee_borne", "0")),
        line("3.7", "in-progress", value("returnees_supported", missing="not-collected")),
    )
    assert asked('recruitment_fee_borne["2025"] + 1', s).value == 1
    assert asked('returnees_supported["2025"]', s).reason is Missing.NOT_COLLECTED
    assert asked('returnees_supported["2025"] + 1', s).reason is Missing.NOT_COLLECTED


def target(plan: Plan, key: str) -> Any:
    return next(t for t in plan.targets if t.key == key)


def test_a_target_of_zero_is_a_target() -> None:
    """Fees of zero reach it and nothing else does, not even a fee of a fraction."""
    goal = target(plan_of(), "recruitment-fee-borne-2025")
    for number, hit in (("0", True), ("0.5", False), ("640", False)):
        s = situation(line("3.2", "in-progress", value("recruitment_fee_borne", number)))
        held = against(goal, s.by_indicator["recruitment_fee_borne"])
        assert held is not None
        assert reached(goal, held) is hit


@pytest.mark.parametrize(
    ("key", "number", "hit"),
    [
        ("workers-departed-2025", "45000", True),
        ("workers-departed-2025", "44999", False),
        ("victims-referral-days-2025", "5", True),
        ("victims-referral-days-2025", "6", False),
        ("province-plans-issued-2025", "3", True),
        ("province-plans-issued-2025", "4", False),
    ],
)
def test_at_least_at_most_exactly(key: str, number: str, hit: bool) -> None:
    """≥, ≤ and =, each at its edge."""
    goal = target(plan_of(), key)
    task = next(t.code for t in plan_of().tasks if goal.indicator in t.indicators)
    held = against(goal, situation(line(task, "in-progress", value(goal.indicator, number))).by_indicator[goal.indicator])
    assert held is not None
    assert reached(goal, held) is hit


def test_a_target_is_held_against_its_own_period_and_no_other() -> None:
    """The target of 2025 is held against 2025: not against a value of 2026 that is known meanwhile, and not against 2024
    while 2025 is not there. An old success says nothing of a new promise."""
    goal = target(plan_of(), "workers-departed-2025")
    later = line("3.1", "in-progress", value("workers_departed", "50000", period="2026"))
    assert against(goal, situation(later).by_indicator["workers_departed"]) is None
    due = line("3.1", "in-progress", value("workers_departed", "46310", period="2025"))
    held = against(goal, situation(due).by_indicator["workers_departed"])
    assert held is not None and held.period.label == "2025"


def test_a_missing_value_is_held_against_nothing() -> None:
    goal = target(plan_of(), "qualifications-recognised-2025")
    s = situation(line("3.9", "in-progress", value("qualifications_recognised", missing="refused")))
    assert against(goal, s.by_indicator["qualifications_recognised"]) is None


def test_reached_needs_a_value() -> None:
    """Asking whether “not collected” reaches a target is a mistake of the program."""
    s = situation(line("3.9", "in-progress", value("qualifications_recognised", missing="refused")))
    with pytest.raises(ValueError, match="compared with a value"):
        reached(target(plan_of(), "qualifications-recognised-2025"), s.observations[-1])


def test_counts_of_the_round_can_be_asked() -> None:
    """`tasks`, `reports` and `gaps` count, all of them or those of one kind."""
    s = situation(line("3.1"), day=date(2025, 12, 1))
    assert asked("tasks", s).value == 24
    assert asked('tasks["reported"]', s).value == 1
    assert asked("reports", s).value == 0
    assert asked('gaps["G03"]', s).value == len([gap for gap in found(s) if gap.rule == "G03"]) > 0


# Sentences --------------------------------------------------------------------------------------------------------------


def said(text: str, s: Situation, language: str = "en", **claims: Claim) -> tuple[str, Traces]:
    traces = Traces(s, language)  # type: ignore[arg-type]
    statement = Statement("s1", Bilingual(text, text), claims, ("TD-DEMO",))
    inlines = filled(statement, RoundWorld(s, ()), traces)
    return "".join(inline.text for inline in inlines), traces


NOW = Claim('workers_departed["2024"]', with_unit=True)


def test_a_sentence_is_filled_by_its_expressions() -> None:
    """With the unit where the claim asks for it, and the numbers as each language writes them."""
    assert said("There were {now}.", situation(), now=NOW)[0] == "There were 41,250\u00a0people."
    assert said("Có {now}.", situation(), "vi", now=NOW)[0] == "Có 41.250\u00a0người."


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        (Claim('change(workers_departed["2024"], 40000)', "percent", 1), "3.1\u00a0%"),
        (Claim('change(workers_departed["2024"], 40000)', "points", 2), "3.13\u00a0percentage points"),
        (Claim("days(@2024-01-01, @2024-12-31)", "days"), "365\u00a0days"),
        (Claim("@2024-04-17", "date"), "17 April 2024"),
        (Claim('workers_departed["2024"] / 7', "number"), "5,892.86"),
        (Claim('share(workers_departed["2024"], workers_departed["2024"])', "percent", 0), "100\u00a0%"),
    ],
    ids=["percent", "points", "days", "date", "an endless fraction", "a ratio has no unit"],
)
def test_shapes_of_a_number(claim: Claim, printed: str) -> None:
    """How a claim is printed is said once, in the claim."""
    assert said("{x}", situation(), x=claim)[0] == printed


def test_a_ratio_of_two_figures_carries_no_unit() -> None:
    """The unit of what was read is printed only where all of it has one unit, and the claim asks for it."""
    s = situation()
    mixed = Claim('workers_departed["2024"] / hotline_answered_share["2024"]', decimals=0, with_unit=True)
    assert said("{x}", s, x=mixed)[0] == "497"


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "khoảng 640\u00a0nghìn đồng trình diễn"), ("en", "about 640\u00a0thousand demonstration dong")]
)
def test_a_qualified_figure_keeps_its_word(language: str, words: str) -> None:
    """“About 640” stays “about 640” where it is printed as it stands."""
    s = situation(line("3.2", "in-progress", value("recruitment_fee_borne", "640", qualifier="about")))
    assert said("{x}", s, language, x=Claim('recruitment_fee_borne["2025"]', with_unit=True))[0] == words


def test_what_is_computed_from_qualified_figures_carries_no_word() -> None:
    """A difference with an approximate number is not “about”: the trace shows which figure was."""
    s = situation(line("3.2", "in-progress", value("recruitment_fee_borne", "640", qualifier="about")))
    text, traces = said("{x}", s, x=Claim('recruitment_fee_borne["2024"] - recruitment_fee_borne["2025"]', with_unit=True))
    assert text == "1,210\u00a0thousand demonstration dong"
    assert [dict(step.facts)["value"] for step in traces.found["s1.x"].root.steps] == [
        "1,850\u00a0thousand demonstration dong",
        "about 640\u00a0thousand demonstration dong",
    ]


def test_a_sentence_without_its_figure_is_not_said() -> None:
    """It is refused whole, with the reason, and the figures that were there already leave no trace."""
    with pytest.raises(Unsaid, match="s1"):
        said("{now} and {later}", situation(), now=NOW, later=Claim('workers_departed["2025"]'))
    traces = Traces(situation(), "en")
    statement = Statement("s1", Bilingual("{now} {later}", "{now} {later}"), {"now": NOW, "later": Claim('workers_departed["2025"]')})
    with pytest.raises(Unsaid):
        filled(statement, RoundWorld(situation(), ()), traces)
    assert traces.found == {}


def test_division_by_zero_leaves_the_sentence_out() -> None:
    s = situation(line("3.2", "in-progress", value("recruitment_fee_borne", "0")))
    with pytest.raises(Unsaid):
        said("{x}", s, x=Claim('share(workers_departed["2024"], recruitment_fee_borne["2025"])', "percent"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{nobody}", "slot “nobody” without a claim"), ("[[1/2024|NOWHERE]]", "“NOWHERE”, which the plan does not have")],
)
def test_a_wrong_template_is_refused(text: str, reason: str) -> None:
    """A slot without a claim and a source that the plan does not have are mistakes, not gaps."""
    with pytest.raises(Refused, match=reason):
        said(text, situation(), now=NOW)


def test_a_truth_cannot_be_printed() -> None:
    with pytest.raises(Refused, match="no number and no date"):
        said("{x}", situation(), x=Claim('workers_departed["2024"] > 1'))


def test_one_slot_twice_is_one_figure() -> None:
    """The same claim may stand twice in a sentence; its trace stands once."""
    text, traces = said("{now}, {now}", situation(), now=NOW)
    assert text.count("41,250") == 2
    assert list(traces.found) == ["s1.now"]
    assert isinstance(filled(Statement("s2", Bilingual("{now}", "{now}"), {"now": NOW}), RoundWorld(situation(), ()), traces)[0], Figure)
