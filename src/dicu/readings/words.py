"""What the log of reading says to people: how somebody looked, at which page, and how it came out."""

from collections.abc import Mapping

from dicu.access.rulebook.persons import CASEWORKERS, DOMAIN_NAMES
from dicu.vocabulary.messages import Message, T

MEANS: Mapping[str, Message] = {
    "page": T("On a page"),
    "form": T("By sending a form"),
    "file": T("As a file"),
    "command": T("By a command"),
    "api": T("Through the programming interface"),
}
OUTCOME: Mapping[str, Message] = {
    "shown": T("Shown"),
    "refused": T("Refused"),
    "absent": T("Answered as not there"),
    "failed": T("Failed"),
}
TONES: Mapping[str, str] = {"shown": "neutral", "refused": "bad", "absent": "late", "failed": "late"}

KIND: Mapping[str, Message] = {
    "plan": T("Plan"),
    "round": T("Round"),
    "obligation": T("Standing of a report"),
    "report": T("Report"),
    "line": T("Line of a report"),
    "evidence": T("Evidence"),
    "gap": T("Gap"),
    "publication": T("Review of a round"),
    "ledger": T("Ledger"),
    "account": T("Account"),
    "opening": T("Emergency opening"),
    "emergency": T("Emergency"),
    "reading": T("Log of reading"),
    "person": T("Person"),
    "copies": T("Register of copies"),
    "search-keys": T("Search keys"),
    "webhook": T("Webhook"),
    "todo": T("To-do"),
    "reminder": T("Reminder"),
    "preference": T("Choice about reminders"),
}

PURPOSE: Mapping[str, Message] = {
    "reporting": T("Reporting"),
    "coordination": T("Coordination"),
    "audit": T("Audit"),
    "publication": T("Publication"),
    "reading": T("Reading"),
    "administration": T("Administration"),
    **DOMAIN_NAMES,
}

ROLE: Mapping[str, Message] = {
    "reporter": T("Reporter"),
    "coordinator": T("Coordinator"),
    "auditor": T("Auditor"),
    "administrator": T("Administrator"),
    **{role: T("Caseworker: {domain}", domain=DOMAIN_NAMES[domain]) for role, domain in CASEWORKERS.items()},
}

ROUTE: Mapping[str, Message] = {
    "home": T("Front page"),
    "plans": T("Plans"),
    "plan": T("Plan"),
    "plan-figures": T("Figures of a plan"),
    "round": T("Round"),
    "round-progress": T("Progress of a round"),
    "round-gaps": T("Gaps of a round"),
    "round-open": T("Opening a round"),
    "round-build": T("Building the review"),
    "reports": T("List of reports"),
    "report": T("Report"),
    "report-send": T("Sending a report"),
    "report-file": T("Attached file"),
    "line": T("Line of a report"),
    "line-attach": T("Attaching a file"),
    "line-detach": T("Taking a file off"),
    "line-review": T("Answer to a line"),
    "editions": T("Published reviews"),
    "edition": T("Review of a round"),
    "edition-publish": T("Publishing a review"),
    "edition-file": T("File of a review"),
    "trail": T("Trail"),
    "administration": T("Accounts"),
    "administration-new": T("New account"),
    "administration-account": T("Account"),
    "administration-grant": T("Giving a role"),
    "administration-end": T("Ending a role"),
    "administration-turn": T("Closing or reopening an account"),
    "administration-token": T("Issuing a token"),
    "administration-revoke": T("Revoking a token"),
    "openings": T("Emergency openings"),
    "opening-new": T("New emergency opening"),
    "opening-end": T("Ending an emergency opening"),
    "tokens": T("Tokens for commands"),
    "agenda": T("To-dos and reminders"),
    "readings": T("Search of the log of reading"),
    "readings-of": T("Who has seen this"),
    "readings-of-file": T("Who has seen this"),
    "readings-mine": T("What I have looked at"),
}
"""A route of another room is named by its own name, as it is in the log."""
