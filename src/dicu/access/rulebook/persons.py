"""The rules of people's records: a wall for each domain. Who works in one domain has no way into another, not even to learn
that somebody is in it.

`see` is that there is a record, with its coded fields; `open` is what it says about the person.
"""

from collections.abc import Mapping
from datetime import date

from dicu.access.conditions import All, Condition, Is, Known, Mine, Not
from dicu.access.holding import Incompatible, held
from dicu.access.model import Officer
from dicu.access.rulebook.words import ADMINISTRATION, ADMINISTRATOR, AUDIT, AUDITOR, DOMAINS, OWN, rules_of
from dicu.access.rules import Rule
from dicu.vocabulary.messages import Message, T

KINDS = {
    "person": frozenset({"id", "domain", "agency", "state", "proposed_by"}),
    "copies": frozenset(),
    "search-keys": frozenset({"domain"}),
}
CONCEALED = frozenset({"person"})

DOMAIN_NAMES: Mapping[str, Message] = {
    "support": T("Support of victims and of those who returned"),
    "enforcement": T("Enforcement of returns"),
    "consular": T("Consular protection"),
}


def caseworker(domain: str) -> str:
    """The role of who works on people's cases in a domain. Its purpose has the domain's own name."""
    return f"caseworker-{domain}"


CASEWORKERS = {caseworker(domain): domain for domain in DOMAINS}

LIVING = Is("state", "open")
PROPOSED = Is("state", "proposed")
BY_ANOTHER = All((Known("proposed_by"), Not(Is("proposed_by", "")), Not(Is("proposed_by", Mine("account")))))

_WORKS = T("A caseworker records, opens and corrects people of the own agency, in the domain worked in and in no other.")
_PROPOSES = T("A caseworker proposes to erase a person of the own agency.")
_APPROVES = T("A caseworker approves an erasure that another one has proposed: two pairs of eyes before it is done for ever.")
_REFUSES = T("A caseworker puts aside a proposal to erase a person of the own agency.")
_COPIES = T("Caseworkers, auditors and administrators see where copies of what is known about people lie.")
_AUDITS = T("An auditor sees that a person's record is there and what was done with it, but not what it says about the person.")
_RENEWS = T("An administrator renews the keys that people are searched by.")


def _of_domain(domain: str) -> list[Rule]:
    role = caseworker(domain)

    def here(*conditions: Condition) -> Condition:
        return All((Is("domain", domain), OWN, *conditions))

    return [
        *rules_of(role, "see open record search", "person", {domain}, _WORKS, here()),
        *rules_of(role, "correct close renew", "person", {domain}, _WORKS, here(LIVING)),
        *rules_of(role, "erase", "person", {domain}, _PROPOSES, here(LIVING)),
        *rules_of(role, "approve", "person", {domain}, _APPROVES, here(PROPOSED, BY_ANOTHER)),
        *rules_of(role, "refuse", "person", {domain}, _REFUSES, here(PROPOSED)),
        *rules_of(role, "see", "copies", {domain}, _COPIES, shared=True),
    ]


RULES = (
    *(rule for domain in DOMAINS for rule in _of_domain(domain)),
    *rules_of(AUDITOR, "see", "person", {AUDIT}, _AUDITS),
    *rules_of(AUDITOR, "see", "copies", {AUDIT}, _COPIES, shared=True),
    *rules_of(ADMINISTRATOR, "see", "copies", {ADMINISTRATION}, _COPIES),
    *rules_of(ADMINISTRATOR, "renew", "search-keys", {ADMINISTRATION}, _RENEWS),
)

APART = (
    Incompatible(
        caseworker("support"),
        caseworker("enforcement"),
        T("Who supports victims does not enforce returns: people would stop asking for help."),
    ),
)


def rooms(officer: Officer, day: date, pairs: tuple[Incompatible, ...]) -> frozenset[str]:
    """The streams of people that the database opens for the officer: person/<domain>/<agency> (`ledger` 0007)."""
    grants = [grant for grant in held(officer, day, pairs) if grant.role in CASEWORKERS]
    reached = {(CASEWORKERS[grant.role], grant.agency or officer.agency) for grant in grants}
    return frozenset(f"person/{domain}/{agency}" for domain, agency in reached if agency)
