"""Gaps: what a plan promised and the data do not show. Each rule says what was expected, what was found, from which rows,
and what would close it. A gap closes when its rule no longer fires; nobody can close one by hand.

`RULES` are about what the plan promised, and stand in papers; `CARE` is about how reports were made, and is for the agency and
the coordinator. G13 to G15 and
G21 are found in the rooms of recommendations, dialogues and evidence.

Numbers of the rules follow the catalogue of plan follow-up (G01 …); G00 is the plan's own text that could not be had.
"""

from dicu.review.gaps.model import VERSION, Gap, Rule
from dicu.review.gaps.of_figures import conflicting, contradicted, misfitting, no_breakdown, no_data, no_target, other_base, stale
from dicu.review.gaps.of_plans import no_indicator, no_lead, plan_text, successor_not_mapped, without_provinces, without_task
from dicu.review.gaps.of_reports import late, not_reported, overdue, unevidenced
from dicu.review.gaps.of_words import copied, placeholders, reversed_, two_languages, unsourced
from dicu.review.situation import Situation

RULES: tuple[Rule, ...] = (
    plan_text,
    not_reported,
    late,
    overdue,
    no_lead,
    no_indicator,
    no_data,
    no_breakdown,
    misfitting,
    unevidenced,
    contradicted,
    stale,
    without_task,
    conflicting,
    no_target,
    other_base,
    successor_not_mapped,
)
CARE: tuple[Rule, ...] = (placeholders, without_provinces, copied, unsourced, two_languages, reversed_)


def found(situation: Situation) -> tuple[Gap, ...]:
    """The gaps of the round on the situation's day that a paper prints, in the order of the rules."""
    return tuple(gap for rule in RULES for gap in rule(situation))


def found_whole(situation: Situation) -> tuple[Gap, ...]:
    """Those of `CARE` besides, all in the order of their numbers."""
    gaps = (gap for rule in (*RULES, *CARE) for gap in rule(situation))
    return tuple(sorted(gaps, key=lambda gap: gap.rule))


__all__ = ["CARE", "RULES", "VERSION", "Gap", "Rule", "found", "found_whole"]
