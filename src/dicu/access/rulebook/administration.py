"""The rules of accounts and of what was opened in an emergency.

An administrator gives rights and has none of their own over what the house is about; nobody gives them to themselves. Nobody
issues a token that acts as another person, and no program one for itself: a token that was stolen would live for ever.
"""

from dicu.access.conditions import All, Among, Is, Known, Mine, Not
from dicu.access.rulebook.opening import MAY_OPEN
from dicu.access.rulebook.words import (
    ADMINISTRATION,
    ADMINISTRATOR,
    AUDIT,
    AUDITOR,
    OWN,
    PURPOSES,
    READING,
    REPORTER,
    REPORTING,
    rules_of,
)
from dicu.access.rules import EVERYBODY
from dicu.vocabulary.messages import T

KINDS = {
    "account": frozenset({"username", "service"}),
    "emergency": frozenset({"what"}),
    "opening": frozenset({"what", "agency", "account"}),
}
"""`emergency`: that something is opened, whether it is there or not; `opening`: one that was made."""
CONCEALED = frozenset({"opening"})

MYSELF = Is("username", Mine("account"))
ANOTHER = All((Known("username"), Not(MYSELF)))
MINE = Is("account", Mine("account"))

_SEES = T("An administrator sees accounts and the roles they were given.")
_OPENS = T("An administrator opens and closes the accounts of others.")
_LETS_IN = T("An administrator lets the accounts of others back in, and links them with who they are at the identity provider.")
_GIVES = T("An administrator gives roles to others and ends them, never to themselves.")
_FOR_SERVICES = T("An administrator issues and revokes tokens of service accounts.")
_FOR_ONESELF = T("Everybody issues and revokes tokens of their own account.")
_OPENS_IN_NEED = T("In an emergency a coordinator or an auditor opens what they may not see, for a reason and for a few hours.")
_OWN_OPENINGS = T("Everybody sees and ends what they opened in an emergency.")
_OF_OWN_THINGS = T("A reporter sees and ends what others opened of the own agency's things.")
_AUDITS = T("An auditor sees what was opened in an emergency.")

RULES = (
    *rules_of(ADMINISTRATOR, "see", "account", {ADMINISTRATION}, _SEES),
    *rules_of(ADMINISTRATOR, "open", "account", {ADMINISTRATION}, _OPENS),
    *rules_of(ADMINISTRATOR, "close reopen", "account", {ADMINISTRATION}, _OPENS, ANOTHER),
    *rules_of(ADMINISTRATOR, "invite link unlink", "account", {ADMINISTRATION}, _LETS_IN, All((Is("service", False), ANOTHER))),
    *rules_of(ADMINISTRATOR, "grant end", "account", {ADMINISTRATION}, _GIVES, ANOTHER),
    *rules_of(ADMINISTRATOR, "issue revoke", "account", {ADMINISTRATION}, _FOR_SERVICES, All((Is("service", True), ANOTHER))),
    *rules_of(EVERYBODY, "issue", "account", set(PURPOSES), _FOR_ONESELF, All((MYSELF, Is("service", False)))),
    *rules_of(EVERYBODY, "revoke", "account", set(PURPOSES), _FOR_ONESELF, MYSELF),
    *(
        rule
        for role, (purpose, what) in MAY_OPEN.items()
        for rule in rules_of(role, "open", "emergency", {purpose}, _OPENS_IN_NEED, Among("what", what), shared=True)
    ),
    *rules_of(EVERYBODY, "see end", "opening", set(PURPOSES), _OWN_OPENINGS, MINE),
    *rules_of(REPORTER, "see", "opening", {REPORTING, READING}, _OF_OWN_THINGS, OWN),
    *rules_of(REPORTER, "end", "opening", {REPORTING}, _OF_OWN_THINGS, OWN),
    *rules_of(AUDITOR, "see", "opening", {AUDIT}, _AUDITS),
)
