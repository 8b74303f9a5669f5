"""A house with an administrator, Vân, and accounts that she opens and gives roles; each step in a transaction of its own,
behind the database's second lock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction

from dicu.access.model import Asker, Officer
from dicu.access.rulebook import ADMINISTRATION
from dicu.administration.desk import AdministrationDesk
from dicu.administration.model import NewAccount, NewRole
from dicu.ledger.model import Entry
from dicu.store.accounts.models import Account
from dicu.store.accounts.officers import officer_of
from dicu.store.security.session import maintaining, speaking_as
from dicu.store.signing_in.invitations import begun
from dicu.wiring import House, built

Got = TypeVar("Got")
PASSWORD = "mật khẩu đủ dài"


class Clock:
    def __init__(self) -> None:
        self.at = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.at

    def on(self, days: int = 0, hours: float = 0) -> None:
        self.at += timedelta(days=days, hours=hours)


class Office:
    """`van` is the first administrator; `phu` another one, opened by her."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.house: House = built(self.clock)
        with transaction.atomic(), maintaining():
            opened = self.desk.accounts.first(NewAccount("van", "Trịnh Hà Vân", "TD-NG"))
        begun(opened.secret, PASSWORD)

    @property
    def desk(self) -> AdministrationDesk:
        return self.house.administration

    def officer(self, username: str) -> Officer:
        return officer_of(Account.objects.get(username=username), self.clock())

    def by(self, username: str, step: Callable[[Asker], Got], purpose: str = ADMINISTRATION) -> Got:
        officer = self.officer(username)
        with transaction.atomic(), speaking_as(officer, self.desk.tools.today()):
            return step(Asker(officer, purpose))

    def hire(self, username: str, *roles: NewRole, agency: str = "TD-LD", service: bool = False, by: str = "van") -> str:
        account = NewAccount(username, f"Tên của {username}", agency, service=service)
        opened = self.by(by, lambda who: self.desk.accounts.open(who, account))
        if opened.secret:
            begun(opened.secret, PASSWORD)
        for role in roles:
            self.give(username, role, by)
        return username

    def give(self, username: str, role: NewRole, by: str = "van") -> str:
        return self.by(by, lambda who: self.desk.roles.give(who, username, role))

    def end(self, username: str, key: str, by: str = "van", **more: Any) -> None:
        self.by(by, lambda who: self.desk.roles.end(who, username, key, **more))

    def entries(self) -> tuple[Entry, ...]:
        with transaction.atomic(), maintaining():
            return tuple(reversed(self.house.ledger.latest(10_000, 0)[0]))
