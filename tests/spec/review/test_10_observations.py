"""Observations: what a value says, which one stands, and how parts become a whole.

Zero is a value. A missing value is a reason. Two sources may differ; nobody picks one in silence.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.unit.review.making import bundle_of, changed, plan_of, situation

from dicu.expression import BadExpression, NotComputable, check, evaluate, parse
from dicu.review.model import Plan
from dicu.review.observations.aggregating import Axis, Rollup, rolled_up
from dicu.review.observations.checking import faults
from dicu.review.observations.choosing import chain, choice_of, revises
from dicu.review.observations.ratios import agrees, ratio_of
from dicu.review.observations.viewing import IndicatorView, State, viewed
from dicu.review.validating import BadPlan, check_bundle
from dicu.review.world import RoundWorld
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Source
from dicu.vocabulary.observation import Aggregation, Definition, Dimension, Indicator, Measure, Missing, Nature, Observation, Standing
from dicu.vocabulary.period import Period

WORDS = Bilingual("x", "x")
COUNT = Indicator("c", WORDS, WORDS, Nature.FLOW, aggregation=Aggregation.SUM)
SHARE = replace(COUNT, code="s", aggregation=Aggregation.WEIGHTED, measure=Measure.RATIO, per=Decimal(100))


def seen(value: str | None, period: str = "2025", **more: Any) -> Observation:
    facts = {"area": "A", "source": Source("Sổ"), "standing": Standing.COMPILED, "key": f"{value}/{period}/{len(more)}", **more}
    number = None if value is None else Decimal(value)
    return Observation(indicator="c", period=Period.parse(period), value=number, missing=None if value else Missing.NOT_COLLECTED, **facts)


def together(parts: dict[str, Observation | None], indicator: Indicator = COUNT, axis: Axis = Axis.AREAS, **more: Any) -> Rollup:
    return rolled_up(indicator, parts, axis, **more)


def test_a_value_or_a_reason_and_never_both() -> None:
    """Zero is a value; nothing is a reason; an observation without either is none."""
    assert seen("0").value == 0 and seen(None).missing is Missing.NOT_COLLECTED
    with pytest.raises(ValueError, match="either"):
        replace(seen("0"), missing=Missing.SUPPRESSED)


@pytest.mark.parametrize(
    "bad", [{"area": ""}, {"source": Source("")}, {"definition": "unheard"}, {"denominator": Decimal(0), "numerator": Decimal(1)}]
)
def test_a_value_without_area_source_or_base_is_not_taken(bad: dict[str, Any]) -> None:
    """Unit and period are part of every indicator and observation; an indicator without a unit takes no value."""
    assert list(faults(seen("1"), COUNT)) == []
    assert len(list(faults(seen("1", **bad), COUNT))) == 1
    assert len(list(faults(seen("1"), replace(COUNT, unit=Bilingual("", ""))))) == 1


def test_a_ratio_without_a_denominator_is_not_zero() -> None:
    """There is no answer; and none is written as a number."""
    assert ratio_of(5, 0) is ratio_of(5, None) is ratio_of(None, 5) is Missing.NOT_COMPUTABLE
    assert ratio_of(0, 5, 100) == 0
    assert ratio_of(1, 3, 100) == Fraction(100, 3), "rounded where it is printed, and nowhere else"


def test_a_ratio_is_what_its_parts_give() -> None:
    """33.3 % of 1 in 3 is right as far as it was rounded; 33.4 is another number."""
    third = seen("33.3", numerator=Decimal(1), denominator=Decimal(3))
    assert agrees(third, SHARE) and not agrees(replace(third, value=Decimal("33.4")), SHARE)


def test_a_roll_up_says_how_much_it_covers() -> None:
    """“2 of 3”, and which one is missing and why. Zero was reported, so it is not missing."""
    made = together({"P1": seen("4"), "P2": seen("0"), "P3": seen(None)})
    assert (made.value, made.coverage.say("en"), made.whole) == (4, "2 of 3", False)
    assert made.absent == (("P3", "not-collected"),)
    assert together({"P1": seen("4"), "P2": None}).absent == (("P2", "not-available-yet"),)


@pytest.mark.parametrize("rule", [Aggregation.NONE, Aggregation.DISTINCT, Aggregation.LAST])
def test_what_may_not_be_added_is_not_added(rule: Aggregation) -> None:
    """No value, and the reason. How many parts there were is said all the same."""
    made = together({"P1": seen("4"), "P2": seen("5")}, replace(COUNT, aggregation=rule))
    assert made.value is None and made.why is not None and (made.given, made.expected) == (2, 2)


def test_percentages_are_not_averaged() -> None:
    """90 % of 2,000 and 50 % of 500 are 82 %, not 70 %. Where one base is not known, there is no answer."""
    parts = {
        "P1": seen("90", numerator=Decimal(1800), denominator=Decimal(2000)),
        "P2": seen("50", numerator=Decimal(250), denominator=Decimal(500)),
    }
    made = together(parts, SHARE)  # type: ignore[arg-type]
    assert (made.value, made.numerator, made.denominator) == (82, 2050, 2500)
    assert together({**parts, "P3": seen("10")}, SHARE).value is None
    assert together({"P1": seen("90", numerator=Decimal(0), denominator=Decimal(0))}, SHARE).value is None


def test_periods_that_overlap_count_the_same_people_twice() -> None:
    """Four quarters make a year; a year and one of its quarters make nothing."""
    quarters = {q: seen("10", f"2025-{q}") for q in ("Q1", "Q2", "Q3", "Q4")}
    assert together({**quarters}, axis=Axis.PERIODS).value == 40
    assert together({"Q1": seen("10", "2025-Q1"), "year": seen("40")}, axis=Axis.PERIODS).value is None


def test_a_stock_over_time_is_its_last_value() -> None:
    """People present at the end of each quarter: 12 at the end of the year, not 22. Over areas they are added."""
    stock = replace(COUNT, nature=Nature.STOCK)
    over = {"Q1": seen("10", "2025-Q1"), "Q2": seen("12", "2025-Q2")}
    assert together({**over}, stock, Axis.PERIODS).value == 12
    assert together({**over, "Q3": None}, stock, Axis.PERIODS).value is None
    assert together({"P1": seen("10"), "P2": seen("12")}, stock).value == 22


def test_categories_that_overlap_make_no_total() -> None:
    """By sex nobody stands twice; by kind of support somebody may."""
    by = replace(COUNT, dimensions=(Dimension("sex"), Dimension("support", overlapping=True)))
    parts: dict[str, Observation | None] = {"a": seen("4"), "b": seen("5")}
    assert together(parts, by, Axis.CATEGORIES, dimension="sex").value == 9
    assert together(parts, by, Axis.CATEGORIES, dimension="support").value is None


def test_definitions_are_never_mixed() -> None:
    """A sum of one area by nationality and another by destination is no number."""
    assert together({"P1": seen("4", definition="a"), "P2": seen("5", definition="b")}).value is None


def test_a_revision_is_a_later_word_of_the_same_voice() -> None:
    """A later publication revises an earlier one. An agency and a yearbook are two voices, whatever their dates."""
    first, later = seen("1", vintage=date(2024, 3, 1)), seen("2", vintage=date(2025, 3, 1))
    reported = seen("3", vintage=date(2025, 6, 1), line="1.1", area="TD-LD")
    assert revises(later, first) and not revises(first, later)
    assert not revises(reported, later) and not revises(later, reported)
    assert choice_of((first, later), {}).standing is later
    assert choice_of((later, reported), {}).open


def test_what_was_revised_stays_and_says_so() -> None:
    """“Was 1, restated to 2”. A value that was replaced by name has its pair too, whatever the days."""
    first, later = seen("1", vintage=date(2024, 3, 1)), seen("2", vintage=date(2025, 3, 1))
    mended = replace(later, key="m", value=Decimal(3), supersedes=later.key)
    assert chain((first, later)) == ((first, later),)
    assert chain((first, later, mended)) == ((later, mended), (first, later))
    assert choice_of((first, later, mended), {}).standing is mended


def test_from_memory_counts_only_alone() -> None:
    """Nobody may quote it, so it contradicts nothing that was read."""
    remembered = seen("1", standing=Standing.MEMORY, source=Source("Trí nhớ"))
    assert choice_of((remembered, seen("2")), {}).standing == seen("2")
    assert choice_of((remembered,), {}).standing == remembered


def world(plan: Plan) -> RoundWorld:
    return RoundWorld(situation(plan=plan, round_="2024" if plan.id == "vn-402" else "2025"), ())


def test_an_expression_names_the_definition() -> None:
    """`uk_returns["2022"]` could mean 318 or 237: it is refused when it is checked, and not when a paper is already out."""
    here = world(plan_of("vn-402"))
    for definition, value in (("nationality", 318), ("destination", 237)):
        assert evaluate(parse(f'uk_returns["2022", definition: "{definition}"]'), here).value == value
    with pytest.raises(BadExpression, match="definition"):
        check(parse('uk_returns["2022"]'), here.types)


def test_a_plan_with_such_an_expression_is_not_loaded() -> None:
    """Nor one whose figures do not say under which of several definitions they were counted."""
    for change in (_no_definition_asked, _no_definition_given):
        with pytest.raises(BadPlan, match="definitions"):
            check_bundle(change())


def _no_definition_asked() -> dict[str, Any]:
    import json  # noqa: PLC0415

    return json.loads(json.dumps(bundle_of("vn-402")).replace(', definition: \\"nationality\\"', ""))  # type: ignore[no-any-return]


def _no_definition_given() -> dict[str, Any]:
    import copy  # noqa: PLC0415

    bundle = copy.deepcopy(dict(bundle_of("vn-402")))
    for row in bundle["observations"]:
        row.pop("definition", None)
    return bundle


def _rows(*rows: dict[str, Any]) -> Plan:
    base = {"indicator": "workers_departed", "area": "XDM", "source": "TD-DEMO", "verified": False, "period": "2024"}
    return changed(lambda b: b.update(observations=[{**base, "key": f"w/{n}", **row} for n, row in enumerate(rows)]))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (({"value": "1"}, {"value": "2"}), NotComputable.UNDECIDED),
        (({"value": "1", "area": "AAA"}, {"value": "2", "area": "BBB"}), NotComputable.AMBIGUOUS),
        (({"missing": "suppressed"},), Missing.SUPPRESSED),
        ((), Missing.NOT_AVAILABLE_YET),
    ],
    ids=["nobody has decided", "two provinces, and none named", "withheld", "nothing"],
)
def test_nothing_is_picked_in_silence(rows: tuple[dict[str, Any], ...], reason: object) -> None:
    """Where there is no one answer, there is no answer, and the reason is said."""
    assert evaluate(parse('workers_departed["2024"]'), world(_rows(*rows))).reason == reason


def test_the_country_is_not_its_provinces() -> None:
    """Figures of provinces beside that of the country: without an area named, the country's is meant."""
    here = world(_rows({"value": "9"}, {"value": "1", "area": "AAA"}, {"value": "2", "area": "BBB"}))
    assert evaluate(parse('workers_departed["2024"]'), here).value == 9
    assert evaluate(parse('workers_departed["2024", area: "BBB"]'), here).value == 2


def view(plan: Plan, code: str, day: date = date(2026, 1, 1)) -> IndicatorView:
    rows = tuple(o for o in plan.observations if o.indicator == code)
    return viewed(plan, plan.indicator_by_code[code], rows, {}, day)


def test_an_indicator_under_two_definitions_has_two_lines() -> None:
    """Each with a newest value of its own, and no conflict between them."""
    found = view(plan_of("vn-402"), "uk_returns")
    latest = [(s.definition.code, s.latest.standing.value) for s in found.series if s.definition and s.latest and s.latest.standing]
    assert latest == [("nationality", 231), ("destination", 116)] and found.conflicts == ()


def test_the_states_of_an_indicator() -> None:
    """Zero is a target: 1,850 thousand borne where none should be is a target missed, once the day has come."""
    demo = plan_of()
    fees = {"indicator": "recruitment_fee_borne", "area": "XDM", "source": "TD-DEMO", "verified": False, "key": "f"}
    paid = changed(lambda b: b["observations"].append({**fees, "period": "2025", "value": "1"}))
    none = changed(lambda b: b["observations"].append({**fees, "period": "2025", "value": "0"}))
    assert view(paid, "recruitment_fee_borne").series[0].state is State.MISSED
    assert view(paid, "recruitment_fee_borne", date(2025, 6, 1)).series[0].state is State.AHEAD
    assert view(none, "recruitment_fee_borne").series[0].state is State.REACHED
    assert view(demo, "consular_cases_assisted").series[0].state is State.NO_TARGET
    assert view(demo, "victims_supported").series[0].state is State.WATCHED
    assert view(demo, "qualifications_recognised").series[0].state is State.NO_DATA
    assert view(_rows({"value": "1"}, {"value": "2"}), "workers_departed").series[0].state is State.CONFLICT


def test_old_plans_say_the_same_in_other_words() -> None:
    """`additive: true` is the rule “sum”, false is “none”."""

    def before(bundle: dict[str, Any]) -> None:
        for row in bundle["indicators"]:
            row["additive"] = row.pop("aggregation") == "sum"

    rules = {i.code: i.aggregation for i in changed(before).indicators}
    assert (rules["workers_departed"], rules["recruitment_fee_borne"]) == (Aggregation.SUM, Aggregation.NONE)


def test_a_definition_says_what_it_is() -> None:
    """In both languages, on every page that shows its values."""
    texts = plan_of("vn-402").indicator_by_code["uk_returns"].definitions
    assert all(isinstance(d, Definition) and d.label.vi != d.label.en and d.text.vi and d.text.en for d in texts)
