"""Roles: given and ended, never to oneself."""

from datetime import date

from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.administration.desk.accounts import Accounts, granted
from dicu.administration.desk.tools import Tools, author_of, stream_of
from dicu.administration.model import AccountView, GivenRole, NewRole
from dicu.administration.rules import NotAllowed, check_end, check_together, checked_role
from dicu.ledger.model import Draft
from dicu.vocabulary.messages import T


class Roles:
    def __init__(self, tools: Tools, accounts: Accounts) -> None:
        self.tools = tools
        self.accounts = accounts

    def of(self, asker: Asker, username: str) -> tuple[GivenRole, ...]:
        """Those in force, those to come and those that are over."""
        self.accounts.account(asker, username)
        return self.tools.records.roles(username)

    def give(self, asker: Asker, username: str, role: NewRole) -> str:
        """The key of the grant. Refused on days on which the account holds a role that excludes this one."""
        t = self.tools
        before, account = t.length(stream_of(username)), self._other(asker, "grant", username)
        if not account.active:
            raise NotAllowed(T("This account is closed. Open it again first."))
        role = checked_role(role, account.agency, t.today())
        present = [given.grant for given in t.records.roles(username)]
        check_together(role, present, account.agency, t.policy.incompatible)
        entry = t.append(author_of(asker), stream_of(username), t.instance, before, granted(username, role))
        return f"{entry.stream.name}/{entry.number}"

    def end(self, asker: Asker, username: str, key: str, day: date | None = None) -> None:
        """`day` is the first one without the role; today if it is not said, and then it holds no longer from now on."""
        t = self.tools
        before = t.length(stream_of(username))
        self._other(asker, "end", username)
        given = next((given for given in t.records.roles(username) if given.key == key), None)
        if given is None:
            raise absent()
        day = day or t.today()
        check_end(day, t.today(), given.grant)
        body = {"username": username, "grant": key, "role": given.grant.role, "day": day.isoformat()}
        t.append(author_of(asker), stream_of(username), t.instance, before, Draft("access.role.ended", body))

    def _other(self, asker: Asker, action: str, username: str) -> AccountView:
        account = self.accounts.account(asker, username)
        self.tools.check(asker, action, "account", username=username, service=account.service)
        return account
