"""Letting people (back) in: a new secret to begin with, and who somebody is at the identity provider of this house."""

from dicu.access.model import Asker
from dicu.access.rulebook import ADMINISTRATION, ADMINISTRATOR
from dicu.administration.desk.accounts import CONSOLE, Accounts
from dicu.administration.desk.tools import Tools, author_of, stream_of, tokens_of
from dicu.administration.model import AccountView, IdentityView
from dicu.administration.rules import NotAllowed, checked_reason, checked_subject
from dicu.ledger.model import Author, Draft
from dicu.vocabulary.messages import T

NO_SECRET_FOR_SERVICES = T("A program has no password. Issue a token for it.")
CLOSED = T("This account is closed. Open it again first.")


class Admission:
    """An administrator decides who is let in; how they prove it from then on is theirs alone."""

    def __init__(self, tools: Tools, accounts: Accounts) -> None:
        self.tools = tools
        self.accounts = accounts

    def invite(self, asker: Asker, username: str, reason: str, *, forget_factors: bool = False) -> str:
        """The secret, told this once. The present password, all sign-ins and all tokens of the account end at once; its second
        factors stay, unless their owner has lost them."""
        before = self.tools.length(stream_of(username))
        found = self._found(asker, "invite", username)
        return self._invited(author_of(asker), found, before, checked_reason(reason), forget_factors=forget_factors)

    def recover(self, username: str, reason: str) -> str:
        """The same for an administrator, by who has the machine: where the only one is locked out, nobody else could."""
        before, found = self.tools.length(stream_of(username)), self.tools.records.account(username)
        if found is None or not self._administers(username):
            raise NotAllowed(T("“{username}” is no administrator. An administrator lets this account in.", username=username), "username")
        return self._invited(Author(CONSOLE, ADMINISTRATION), found, before, checked_reason(reason), forget_factors=True)

    def identities(self, asker: Asker, username: str) -> tuple[IdentityView, ...]:
        self._found(asker, "link", username)
        return self.tools.entrances.identities(username)

    def link(self, asker: Asker, username: str, subject: str) -> None:
        """From now on this subject at the provider of this house signs in as the account."""
        t, before = self.tools, self.tools.length(stream_of(username))
        found = self._found(asker, "link", username)
        subject, issuer = checked_subject(subject), t.entrances.provider()
        if not issuer:
            raise NotAllowed(T("This house trusts no identity provider. Its operator names one with {name}.", name="DICU_OIDC_ISSUER"))
        if not found.active:
            raise NotAllowed(CLOSED)
        t.entrances.link(username, subject, asker.officer.account)
        t.append(author_of(asker), stream_of(username), t.instance, before, _told("access.identity.linked", username, issuer=issuer))

    def unlink(self, asker: Asker, username: str, issuer: str) -> None:
        t, before = self.tools, self.tools.length(stream_of(username))
        self._found(asker, "unlink", username)
        if issuer not in {identity.issuer for identity in t.entrances.identities(username)}:
            raise NotAllowed(T("This account has no identity at {issuer}.", issuer=issuer), "issuer")
        t.entrances.unlink(username, issuer, asker.officer.account)
        t.append(author_of(asker), stream_of(username), t.instance, before, _told("access.identity.unlinked", username, issuer=issuer))

    def _found(self, asker: Asker, action: str, username: str) -> AccountView:
        found = self.accounts.account(asker, username)
        self.tools.check(asker, action, "account", username=username, service=found.service)
        return found

    def _revoked(self, author: Author, username: str) -> None:
        """Whoever knew the password may have made tokens with it."""
        t, name = self.tools, tokens_of(username)
        living = [token for token in t.records.tokens(username) if token.valid(t.now())]
        drafts = [Draft("access.token.revoked", {"username": username, "token": token.key, "name": token.name}) for token in living]
        if drafts:
            t.append(author, name, t.instance, t.length(name), *drafts)

    def _administers(self, username: str) -> bool:
        today = self.tools.today()
        return any(given.grant.role == ADMINISTRATOR and given.state(today) == "in force" for given in self.tools.records.roles(username))

    def _invited(self, author: Author, found: AccountView, before: int, reason: str, *, forget_factors: bool) -> str:
        if found.service:
            raise NotAllowed(NO_SECRET_FOR_SERVICES)
        if not found.active:
            raise NotAllowed(CLOSED)
        drafts = [_told("access.account.invited", found.username, reason=reason)]
        if forget_factors:
            drafts.append(_told("access.factors.forgotten", found.username))
        self.tools.append(author, stream_of(found.username), self.tools.instance, before, *drafts)
        self._revoked(author, found.username)
        return self.tools.entrances.invite(found.username, author.account, forget_factors=forget_factors)


def _told(kind: str, username: str, **more: str) -> Draft:
    return Draft(kind, {"username": username, **more})
