"""Roles that one officer may not hold together: where one would watch over the other, or undo what people trust it for.

A room adds its own pairs here, as people's records do (`persons.APART`).
"""

from dicu.access.holding import Incompatible
from dicu.access.rulebook import dialogues, persons, policy_watch
from dicu.access.rulebook.words import ADMINISTRATOR, AUDITOR, COORDINATOR, REPORTER
from dicu.vocabulary.messages import T

_RUNS = T("Who audits a round does not run one: nobody audits the own decisions.")
_REPORTS = T("Who audits an agency does not report for it: nobody audits the own report.")
_WORKS = T("Who audits an agency does not work on its cases: nobody audits the own work.")
_GIVES = T("Who gives roles has no other: nobody gives rights over things they work with themselves.")

INCOMPATIBLE = (
    Incompatible(AUDITOR, COORDINATOR, _RUNS),
    Incompatible(AUDITOR, REPORTER, _REPORTS, meeting=True),
    *(Incompatible(AUDITOR, role, _WORKS, meeting=True) for role in persons.CASEWORKERS),
    *(Incompatible(ADMINISTRATOR, role, _GIVES) for role in (AUDITOR, COORDINATOR, REPORTER, *persons.CASEWORKERS)),
    *persons.APART,
    *dialogues.APART,
    *policy_watch.APART,
)
