"""Accounts: listed, opened, closed, opened again; and the very first one of an installation."""

from dataclasses import replace

from dicu.access.holding import Clash, clashes
from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.access.rulebook import ADMINISTRATION, ADMINISTRATOR
from dicu.administration.desk.tools import Tools, author_of, stream_of, tokens_of
from dicu.administration.model import AccountView, NewAccount, NewRole, Opened
from dicu.administration.rules import NotAllowed, check_agency, checked_reason, checked_role, username_of
from dicu.ledger.model import Author, Draft, Entry
from dicu.vocabulary.messages import T

CONSOLE = "(console)"
"""Who made the first administrator: somebody at the machine. No account can have this name."""


class Accounts:
    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def listed(self, asker: Asker, search: str = "", count: int = 50, skip: int = 0) -> tuple[tuple[AccountView, ...], int]:
        self.tools.check(asker, "see", "account")
        return self.tools.records.accounts(self.tools.scope(asker, "account"), search, count, skip)

    def account(self, asker: Asker, username: str) -> AccountView:
        """Forbidden before it is looked up, so that a refusal tells nobody which accounts there are; then Absent."""
        self.tools.check(asker, "see", "account", username=username)
        found = self.tools.records.account(username)
        if found is None:
            raise absent()
        return found

    def history(self, asker: Asker, username: str) -> tuple[Entry, ...]:
        """What was done to the account, newest first."""
        self.account(asker, username)
        entries = (*self.tools.ledger.read(stream_of(username)), *self.tools.ledger.read(tokens_of(username)))
        return tuple(sorted(entries, key=lambda entry: entry.position, reverse=True))

    def findings(self, asker: Asker) -> tuple[tuple[str, Clash], ...]:
        """Who holds, today or later, two roles that exclude each other: given before that was said, or past this desk."""
        self.tools.check(asker, "see", "account")
        pairs, today = self.tools.policy.incompatible, self.tools.today()
        return tuple(
            (username, clash)
            for username, (home, roles) in self.tools.records.held().items()
            for clash in clashes([role.grant for role in roles if role.state(today) != "over"], home, pairs)
        )

    def open(self, asker: Asker, account: NewAccount) -> Opened:
        """Its owner chooses the password, with the secret; a service has neither."""
        self.tools.check(asker, "see", "account")
        account = _checked(account)
        self.tools.check(asker, "open", "account", username=account.username, service=account.service)
        return self._opened(author_of(asker), account)

    def close(self, asker: Asker, username: str, reason: str) -> None:
        """From now on it does not sign in, and its tokens are worth nothing."""
        self._turn(asker, "close", username, reason, was=True)

    def reopen(self, asker: Asker, username: str, reason: str) -> None:
        self._turn(asker, "reopen", username, reason, was=False)

    def first(self, account: NewAccount) -> Opened:
        """The first administrator of an installation, made by who has the machine. Refused once there is one."""
        t = self.tools
        if t.records.administrators(ADMINISTRATOR, t.today()):
            raise NotAllowed(T("This house has an administrator already. Ask them to open an account for you."), "username")
        account = _checked(replace(account, service=False))
        author = Author(CONSOLE, ADMINISTRATION)
        opened = self._opened(author, account)
        role = checked_role(NewRole(ADMINISTRATOR), account.agency, t.today())
        t.append(author, stream_of(account.username), t.instance, 1, granted(account.username, role))
        return opened

    def _opened(self, author: Author, account: NewAccount) -> Opened:
        if self.tools.records.account(account.username) or self.tools.length(stream_of(account.username)):
            raise NotAllowed(T("There is an account “{username}” already.", username=account.username), "username")
        body = {"username": account.username, "agency": account.agency, "service": account.service}
        self.tools.append(author, stream_of(account.username), self.tools.instance, 0, Draft("access.account.opened", body))
        self.tools.records.complete(account)
        found = self.tools.records.account(account.username)
        if found is None:
            raise absent()
        secret = "" if account.service else self.tools.entrances.invite(account.username, author.account, forget_factors=False)
        return Opened(found, secret)

    def _turn(self, asker: Asker, action: str, username: str, reason: str, *, was: bool) -> None:
        before = self.tools.length(stream_of(username))
        found = self.account(asker, username)
        self.tools.check(asker, action, "account", username=username, service=found.service)
        if found.active is not was:
            raise NotAllowed(T("This account is closed already.") if was else T("This account is open already."))
        body = {"username": username, "reason": checked_reason(reason)}
        kind = "access.account.closed" if was else "access.account.reopened"
        self.tools.append(author_of(asker), stream_of(username), self.tools.instance, before, Draft(kind, body))


def granted(username: str, role: NewRole) -> Draft:
    since, until = (day.isoformat() if day else None for day in (role.since, role.until))
    body = {"username": username, "role": role.role, "agency": role.agency, "clearance": role.clearance, "since": since, "until": until}
    return Draft("access.role.granted", body)


def _checked(account: NewAccount) -> NewAccount:
    username = username_of(account.username)
    check_agency(account.agency)
    if not account.full_name.strip():
        raise NotAllowed(T("Enter the name of the person, or what the service does."), "full_name")
    return replace(account, username=username, full_name=account.full_name.strip(), email=account.email.strip())
