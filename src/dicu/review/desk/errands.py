"""What an officer is on about where they do not say it: the usual errand at each place of the review, the same for pages and
for the interface to programs."""

from datetime import date

from dicu.access.model import Officer
from dicu.access.rulebook import REPORTER
from dicu.review.desk.tools import OVERSEER_FIRST, REPORTER_FIRST, usual_purpose


def reports_for(officer: Officer, agency: str, day: date) -> bool:
    return any(g.role == REPORTER and g.in_force(day) and (g.agency or officer.agency) == agency for g in officer.grants)


def on_report(officer: Officer, day: date, agency: str = "") -> str:
    """Somebody who reports and coordinates reports on the own agency's things (`agency`) and coordinates on others'."""
    return usual_purpose(officer, day, REPORTER_FIRST if not agency or reports_for(officer, agency, day) else OVERSEER_FIRST)


def on_round(officer: Officer, day: date) -> str:
    """Over a whole round, who coordinates coordinates, also if they report for an agency besides."""
    return usual_purpose(officer, day, OVERSEER_FIRST)
