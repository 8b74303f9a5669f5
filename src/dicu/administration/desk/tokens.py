"""Tokens by which a command acts as an account: issued, listed, revoked. The text of one is given once and kept nowhere."""

from datetime import timedelta

from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.administration.desk.tools import Tools, author_of, tokens_of, utc
from dicu.administration.model import TokenView
from dicu.administration.rules import NotAllowed, check_token
from dicu.ledger.model import Draft
from dicu.vocabulary.messages import T


class Tokens:
    """Of one's own account, or of a service's by an administrator. Nobody issues one that acts as another person."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def of(self, asker: Asker, username: str) -> tuple[TokenView, ...]:
        self._check(asker, "issue", username)
        return self.tools.records.tokens(username)

    def issue(self, asker: Asker, username: str, name: str, days: int) -> str:
        """The text of the token, valid for `days` days."""
        t = self.tools
        before = t.length(tokens_of(username))
        self._check(asker, "issue", username)
        name, expires = name.strip(), t.now() + timedelta(days=min(days, 10_000))
        check_token(name, expires, t.now())
        body = {"username": username, "name": name, "expires": utc(expires)}
        entry = t.append(author_of(asker), tokens_of(username), t.instance, before, Draft("access.token.issued", body))
        return t.records.issue(username, name, expires, f"{entry.stream.name}/{entry.number}")

    def revoke(self, asker: Asker, username: str, key: str) -> None:
        before = self.tools.length(tokens_of(username))
        self._check(asker, "revoke", username)
        token = next((token for token in self.tools.records.tokens(username) if token.key == key), None)
        if token is None:
            raise absent()
        if token.revoked:
            raise NotAllowed(T("This token was revoked already."))
        body = {"username": username, "token": key, "name": token.name}
        self.tools.append(author_of(asker), tokens_of(username), self.tools.instance, before, Draft("access.token.revoked", body))

    def _check(self, asker: Asker, action: str, username: str) -> None:
        """Who sees no accounts learns nothing of another's, not even that it is there."""
        found = self.tools.records.account(username)
        service = found is not None and found.service
        mine = asker.officer.account == username
        if not mine:
            self.tools.check(asker, "see", "account", username=username)
            if found is None:
                raise absent()
        self.tools.check(asker, action, "account", username=username, service=service)
