"""The rooms that have operations, one a line. A new room adds itself here, and nowhere else in the interface."""

from ninja import Router

from dicu.api import accounts, agenda, openings, problem_list, readings, webhooks
from dicu.api.review import (
    closings,
    dialogues,
    duties,
    editions,
    evidence,
    gaps,
    indicators,
    lines,
    plan_parts,
    plans,
    policies,
    priorities,
    rates,
    recommendations,
    reports,
    rounds,
    trail,
    versions,
    workbooks,
)

ROOMS: tuple[Router, ...] = (
    plans.room.router,
    plan_parts.room.router,
    versions.room.router,
    priorities.room.router,
    rounds.room.router,
    gaps.room.router,
    closings.room.router,
    reports.room.router,
    lines.room.router,
    workbooks.room.router,
    duties.room.router,
    rates.room.router,
    dialogues.room.router,
    policies.room.router,
    recommendations.room.router,
    editions.room.router,
    evidence.room.router,
    indicators.room.router,
    trail.room.router,
    accounts.room.router,
    openings.room.router,
    agenda.room.router,
    readings.room.router,
    webhooks.room.router,
    problem_list.room.router,
)
