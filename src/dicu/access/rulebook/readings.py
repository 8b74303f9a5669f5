"""The rules of the log of reading: everybody reads what they looked at, an agency who looked at what is its own, an auditor
all of it. Who has looked at people is told only within the wall that the people are behind. Attempts that were refused are told
to auditors only: to anybody else they would tell that there is something."""

from dicu.access.conditions import All, Is, Mine
from dicu.access.rulebook.persons import CASEWORKERS
from dicu.access.rulebook.words import AUDIT, AUDITOR, OWN, PURPOSES, READING, REPORTER, REPORTING, rules_of
from dicu.access.rules import EVERYBODY
from dicu.vocabulary.messages import T

KINDS = {"reading": frozenset({"account", "agency", "domain", "seen"})}
"""`account`: who looked; `agency`: whose thing it was; `domain`: that of people's records, else empty; `seen`: whether it was shown."""
CONCEALED: frozenset[str] = frozenset()

SHOWN = Is("seen", True)

_MINE = T("Everybody sees what they have looked at themselves.")
_OF_OWN_THINGS = T("A reporter sees who has looked at what belongs to the own agency.")
_OF_OWN_PEOPLE = T("A caseworker sees who has looked at people of the own agency, in the domain worked in and in no other.")
_AUDITS = T("An auditor sees who has looked at what.")

RULES = (
    *rules_of(EVERYBODY, "see", "reading", set(PURPOSES), _MINE, Is("account", Mine("account"))),
    *rules_of(REPORTER, "see trace", "reading", {REPORTING, READING}, _OF_OWN_THINGS, All((OWN, SHOWN, Is("domain", "")))),
    *(
        rule
        for role, domain in CASEWORKERS.items()
        for rule in rules_of(role, "see trace", "reading", {domain}, _OF_OWN_PEOPLE, All((OWN, SHOWN, Is("domain", domain))))
    ),
    *rules_of(AUDITOR, "see trace search", "reading", {AUDIT}, _AUDITS),
)
