"""The rules of webhooks: who has the house tell another program what happens. What such a program is told of is not decided here,
but for each event by the rules of what it is about, asked for the webhook's account and purpose."""

from dicu.access.conditions import Is, Mine
from dicu.access.rulebook.words import (
    ADMINISTRATION,
    ADMINISTRATOR,
    AUDIT,
    AUDITOR,
    COORDINATION,
    COORDINATOR,
    PURPOSES,
    rules_of,
)
from dicu.access.rules import EVERYBODY
from dicu.vocabulary.messages import T

KINDS = {"webhook": frozenset({"webhook", "account", "service"})}
"""`account`: as whom it acts; `service`: whether that is a program's account."""
CONCEALED = frozenset({"webhook"})

MINE = Is("account", Mine("account"))
STEPS = "register renew resume replay remove"

_FOR_SERVICES = T("An administrator registers, stops and renews webhooks that act as a service account.")
_FOR_ONESELF = T("A coordinator registers, stops and renews webhooks that act as the own account, never as another.")
_OWN = T("Everybody sees the webhooks that act as their own account.")
_AUDITS = T("An auditor sees which webhooks there are.")

RULES = (
    *rules_of(ADMINISTRATOR, "see", "webhook", {ADMINISTRATION}, _FOR_SERVICES),
    *rules_of(ADMINISTRATOR, "remove", "webhook", {ADMINISTRATION}, _FOR_SERVICES),
    *rules_of(ADMINISTRATOR, "register renew resume replay", "webhook", {ADMINISTRATION}, _FOR_SERVICES, Is("service", True)),
    *rules_of(COORDINATOR, STEPS, "webhook", {COORDINATION}, _FOR_ONESELF, MINE),
    *rules_of(EVERYBODY, "see", "webhook", set(PURPOSES), _OWN, MINE),
    *rules_of(AUDITOR, "see", "webhook", {AUDIT}, _AUDITS),
)
