"""Sessions in the database, found by the digest of their key, with what their owner needs to recognise them.

Django's session engine (`SESSION_ENGINE`): the columns beside the data are a register of it, written with it.
"""

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone

if TYPE_CHECKING:
    from dicu.store.accounts.models import Account
    from dicu.store.signing_in.models import Session

BEGAN, SEEN, DEVICE, NETWORK = "dicu-began", "dicu-seen", "dicu-device", "dicu-network"
"""In a session's data; moments as seconds since 1970."""


def digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type["Session"]:
        from dicu.store.signing_in.models import Session  # noqa: PLC0415 - models are not there when settings name us

        return Session

    def _get_session_from_db(self) -> "Session | None":
        try:
            return self.model.objects.get(session_key=digest(self.session_key), expire_date__gt=timezone.now())
        except (self.model.DoesNotExist, SuspiciousOperation):
            self._session_key = None
            return None

    def exists(self, session_key: str) -> bool:
        return self.model.objects.filter(session_key=digest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> "Session":
        return self.model(
            session_key=digest(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=data.get(SESSION_KEY),
            began=_moment(data.get(BEGAN)),
            seen=_moment(data.get(SEEN)),
            device=data.get(DEVICE, ""),
            network=data.get(NETWORK, ""),
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=digest(key)).delete()


def of(account: "Account") -> "list[Session]":
    """The account's living sessions, the latest used first."""
    model = SessionStore.get_model_class()
    return list(model.objects.filter(account=account, expire_date__gt=timezone.now()).order_by("-seen", "session_key"))


def end(account: "Account", *, only: str = "", but: str | None = None) -> int:
    """End sessions of the account: `only` the one of this digest, or all `but` the one of this key. How many were ended."""
    found = SessionStore.get_model_class().objects.filter(account=account)
    found = found.filter(session_key=only) if only else found
    found = found.exclude(session_key=digest(but)) if but else found
    return found.delete()[0]


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
