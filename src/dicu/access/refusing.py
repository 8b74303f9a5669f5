"""Why somebody may not: the rule that came nearest, what is lacking, and whom to ask for it.

Said only where the thing itself is no secret. Roles come from an administrator; how a thing stands is the business of who
works with it.
"""

from collections.abc import Sequence
from datetime import date

from dicu.access.clearances import ATTRIBUTE, NAMES, cleared
from dicu.access.conditions import holds
from dicu.access.holding import Incompatible, clashing, held
from dicu.access.model import Grant, Officer, Thing
from dicu.access.rules import EVERYBODY, Rule
from dicu.vocabulary.messages import Message, T


def why_not(
    rules: Sequence[Rule], incompatible: Sequence[Incompatible], officer: Officer, thing: Thing, purpose: str, today: date
) -> Message:
    """The reason for a refusal under `rules`, all those about the action and the kind."""
    if not rules:
        return T("Nobody may do this here.")
    if not officer.account:
        return T("Sign in first. {rule}", rule=rules[0].said)
    grants = (*held(officer, today, incompatible), Grant(EVERYBODY))
    usable = [rule for rule in rules if any(grant.role == rule.role for grant in grants)]
    if not usable:
        return _without_role(officer, rules, incompatible, today)
    fitting = [rule for rule in usable if purpose in rule.purposes]
    if not fitting:
        return T("{rule} You are working for another purpose; change it, then repeat your step.", rule=usable[0].said)
    return _not_so(fitting, grants, thing)


def _not_so(fitting: Sequence[Rule], grants: Sequence[Grant], thing: Thing) -> Message:
    """The role is there and the errand is right; it is the thing that does not fit."""
    rule, level = fitting[0].said, thing.attributes.get(ATTRIBUTE)
    roles = {rule.role for rule in fitting}
    if level in NAMES and not any(holds(cleared(grant.clearance), thing.attributes) for grant in grants if grant.role in roles):
        return T("{rule} This asks for the clearance “{level}”, which your role does not have. Ask an administrator for it.",
                 rule=rule, level=NAMES[level])  # fmt: skip
    return T("{rule} If you think that this should be possible here, ask the coordinator of the plan.", rule=rule)


def _without_role(officer: Officer, rules: Sequence[Rule], incompatible: Sequence[Incompatible], today: date) -> Message:
    wanted, said = {rule.role for rule in rules}, rules[0].said
    pair = clashing(officer, today, incompatible)
    if pair and wanted & officer.roles(today):
        return T("{rule} You hold two roles that exclude each other, so neither counts. {why} Ask an administrator to end one.",
                 rule=said, why=pair.why)  # fmt: skip
    lapsed = [grant.until for grant in officer.grants if grant.role in wanted and grant.until and grant.until < today]
    if lapsed:
        return T("{rule} Your right to do so ended on {day}. Ask an administrator to renew it.", rule=said, day=max(lapsed))
    return T("{rule} You do not have this role. Ask an administrator for it.", rule=said)
