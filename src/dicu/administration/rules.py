"""What may be given to whom and for how long, apart from who asks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from dicu.access.clearances import LEVELS
from dicu.access.holding import Incompatible, clashes
from dicu.access.model import Grant
from dicu.access.rulebook import ADMINISTRATOR, AUDITOR, COORDINATOR, REPORTER
from dicu.access.rulebook.dialogues import SECRETARY
from dicu.access.rulebook.opening import LONGEST, SHORTEST
from dicu.access.rulebook.persons import CASEWORKERS, DOMAIN_NAMES
from dicu.access.rulebook.policy_watch import WATCHER
from dicu.administration.model import NewRole
from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.text import normalised

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,99}")
AGENCY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
CODE = re.compile(r"[^\s/\x00-\x1f](?:[^/\x00-\x1f]{0,78}[^\s/\x00-\x1f])?")
MOST = 2000
"""Characters of a reason."""
TOKEN_LASTS = 366
"""Days that a token may be valid at most."""


class NotAllowed(Refused):
    """The step does not fit; `where` is the field that does not."""


@dataclass(frozen=True, slots=True)
class GivenAs:
    """A role as it can be given. `agency`: needed (it works for one), possible (it may be limited to one), or none."""

    name: Message
    agency: Literal["needed", "possible", "none"]


ROLES: Mapping[str, GivenAs] = {
    REPORTER: GivenAs(T("Reporter"), "needed"),
    COORDINATOR: GivenAs(T("Coordinator"), "possible"),
    AUDITOR: GivenAs(T("Auditor"), "possible"),
    ADMINISTRATOR: GivenAs(T("Administrator"), "none"),
    SECRETARY: GivenAs(T("Dialogue secretariat"), "none"),
    WATCHER: GivenAs(T("Policy watch"), "none"),
    **{role: GivenAs(T("Caseworker: {domain}", domain=DOMAIN_NAMES[domain]), "needed") for role, domain in CASEWORKERS.items()},
}


def username_of(text: str) -> str:
    """Raises NotAllowed for what no username can be."""
    username = normalised(text).strip().lower()
    if not USERNAME.fullmatch(username):
        raise NotAllowed(T("A username has small letters without marks, digits and . _ @ - and begins with a letter or digit."), "username")
    return username


def check_agency(agency: str) -> None:
    if agency and not AGENCY.fullmatch(agency):
        raise NotAllowed(T("“{code}” is no code of an agency. Codes look like BTP or TD-LD.", code=agency), "agency")


def checked_role(role: NewRole, home: str, today: date) -> NewRole:
    """The role as it will be recorded: its agency and first day filled in. Raises NotAllowed."""
    if role.role not in ROLES:
        raise NotAllowed(T("Choose the role."), "role")
    if role.clearance not in LEVELS:
        raise NotAllowed(T("Choose the clearance."), "clearance")
    since = role.since or today
    _check_days(since, role.until, today)
    return NewRole(role.role, _agency(role, home), role.clearance, since, role.until)


def _agency(role: NewRole, home: str) -> str:
    check_agency(role.agency)
    wanted = ROLES[role.role].agency
    if wanted == "none" and role.agency:
        raise NotAllowed(T("Who has this role works for the whole house. Leave the agency empty."), "agency")
    if wanted == "needed" and not (role.agency or home):
        raise NotAllowed(T("Who has this role works for an agency. Enter its code."), "agency")
    return (role.agency or home) if wanted == "needed" else role.agency


def _check_days(since: date, until: date | None, today: date) -> None:
    if since < today:
        raise NotAllowed(T("A role is not given for days that are over. The first day may be today at the earliest."), "since")
    if until is not None and until < since:
        raise NotAllowed(T("The last day is before the first one."), "until")


def check_together(role: NewRole, present: Sequence[Grant], home: str, pairs: Sequence[Incompatible]) -> None:
    """Raises NotAllowed where the new role and one that is held share a day and exclude each other, or are the same."""
    new = Grant(role.role, role.agency, role.since, role.until, role.clearance)
    for old in present:
        clash = next(clashes((old, new), home, pairs), None)
        if clash:
            raise NotAllowed(
                T("This account is {old} on some of these days, and cannot be {new} as well. {why} End the one role first.",
                  old=ROLES[old.role].name if old.role in ROLES else old.role, new=ROLES[role.role].name, why=clash.pair.why), "role"
            )  # fmt: skip
        if (old.role, old.agency, old.clearance) == (new.role, new.agency, new.clearance) and _covers(old, new):
            raise NotAllowed(T("This account has this role on all of these days already."), "role")


def _covers(old: Grant, new: Grant) -> bool:
    begins = old.since is None or (new.since is not None and old.since <= new.since)
    return begins and (old.until is None or (new.until is not None and new.until <= old.until))


def check_end(day: date, today: date, grant: Grant) -> None:
    """The first day without the role: today, or later."""
    if day < today:
        raise NotAllowed(T("A role cannot be ended for days that are over. It can end today at the earliest."), "day")
    if grant.until is not None and grant.until < day:
        raise NotAllowed(T("This role is over by then already."), "day")


def checked_reason(text: str, shortest: int = 1) -> str:
    """The reason in one form. Raises NotAllowed if it is missing, too short to say anything, or too long."""
    reason = " ".join(normalised(text).split())
    if not reason and shortest == 1:
        raise NotAllowed(T("Write the reason. It is recorded and read by others."), "reason")
    if len(reason) < shortest:
        raise NotAllowed(T("Write the reason in at least {count} characters. It is recorded and read by others.", count=shortest), "reason")
    if len(reason) > MOST:
        raise NotAllowed(T("Write the reason in at most {count} characters.", count=MOST), "reason")
    return reason


def checked_opening(text: str, hours: int) -> tuple[str, timedelta]:
    if not 1 <= hours <= LONGEST:
        raise NotAllowed(T("An opening lasts from 1 to {count} hours.", count=LONGEST), "hours")
    return checked_reason(text, SHORTEST), timedelta(hours=hours)


def checked_subject(text: str) -> str:
    """Who somebody is at an identity provider: any text without control characters (OpenID Connect: at most 255 of ASCII)."""
    subject = text.strip()
    if not subject or len(subject) > 255 or not subject.isascii() or not subject.isprintable():
        raise NotAllowed(T("Enter the subject as the provider tells it: up to 255 letters, digits and signs."), "subject")
    return subject


def check_code(text: str, field: str) -> None:
    if not CODE.fullmatch(text):
        raise NotAllowed(T("Enter the code, as it stands in addresses and lists."), field)


def check_token(name: str, expires: datetime, now: datetime) -> None:
    if not name or len(name) > 100:
        raise NotAllowed(T("Give the token a name by which you know it again, of at most 100 characters."), "name")
    if not now < expires <= now + timedelta(days=TOKEN_LASTS):
        raise NotAllowed(T("A token is valid for 1 to {count} days.", count=TOKEN_LASTS), "days")
