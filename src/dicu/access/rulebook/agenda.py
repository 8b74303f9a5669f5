"""The rules of the agenda: who sees a to-do, who does it (and so is reminded of it), who sees who was reminded.

A reminder goes to whoever may `do` a to-do by these rules, and to nobody else: there is no second list of recipients.
"""

from dicu.access.conditions import All, Condition, Is, Mine, Not
from dicu.access.rulebook.words import (
    ADMINISTRATION,
    ADMINISTRATOR,
    AUDIT,
    AUDITOR,
    COORDINATION,
    COORDINATOR,
    OWN,
    PUBLICATION,
    PURPOSES,
    READING,
    REPORTER,
    REPORTING,
    rules_of,
)
from dicu.access.rules import EVERYBODY
from dicu.vocabulary.messages import T

KINDS = {
    "todo": frozenset({"what", "role", "agency", "account", "but"}),
    "reminder": frozenset({"account", "agency"}),
    "preference": frozenset({"account"}),
}
CONCEALED = frozenset(KINDS)

MINE = Is("account", Mine("account"))
NOT_MY_OWN_WORK = Not(Is("but", Mine("account")))


def _of(role: str, *more: Condition) -> Condition:
    return All((Is("role", role), NOT_MY_OWN_WORK, *more))


_REPORTS = T("A reporter sees and does what the own agency has to do.")
_COORDINATES = T("A coordinator sees and does what coordinators have to do, except judging the own work.")
_ADMINISTERS = T("An administrator sees and does what administrators have to do, except for the own account.")
_OWN_TODOS = T("Everybody sees and does what is addressed to them alone.")
_WHO_WAS = T("A coordinator sees who was reminded of what, and which letters did not arrive.")
_OWN_REMINDERS = T("Everybody sees their own reminders.")
_CHOOSES = T("Everybody chooses for themselves whether reminders come by e-mail.")
_AUDITS = T("An auditor sees to-dos and reminders, for the purpose of audit, and is given none.")

RULES = (
    *rules_of(REPORTER, "see do", "todo", {REPORTING, READING}, _REPORTS, _of(REPORTER, OWN)),
    *rules_of(COORDINATOR, "see do", "todo", {COORDINATION, PUBLICATION, READING}, _COORDINATES, _of(COORDINATOR)),
    *rules_of(ADMINISTRATOR, "see do", "todo", {ADMINISTRATION, READING}, _ADMINISTERS, _of(ADMINISTRATOR)),
    *rules_of(EVERYBODY, "see do", "todo", set(PURPOSES), _OWN_TODOS, MINE),
    *rules_of(COORDINATOR, "see", "reminder", {COORDINATION, READING}, _WHO_WAS),
    *rules_of(EVERYBODY, "see", "reminder", set(PURPOSES), _OWN_REMINDERS, MINE),
    *rules_of(EVERYBODY, "see choose", "preference", set(PURPOSES), _CHOOSES, MINE),
    *rules_of(AUDITOR, "see", "todo reminder", {AUDIT}, _AUDITS),
)
