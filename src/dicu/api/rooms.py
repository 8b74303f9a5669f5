"""The rooms that have operations, one a line. A new room adds itself here, and nowhere else in the interface."""

from ninja import Router

from dicu.api import accounts, agenda, openings, problem_list, readings, webhooks
from dicu.api.review import duties, editions, lines, plan_parts, plans, priorities, rates, reports, rounds, trail, versions

ROOMS: tuple[Router, ...] = (
    plans.room.router,
    plan_parts.room.router,
    versions.room.router,
    priorities.room.router,
    rounds.room.router,
    reports.room.router,
    lines.room.router,
    duties.room.router,
    rates.room.router,
    editions.room.router,
    trail.room.router,
    accounts.room.router,
    openings.room.router,
    agenda.room.router,
    readings.room.router,
    webhooks.room.router,
    problem_list.room.router,
)
