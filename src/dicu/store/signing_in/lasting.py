"""What a session notes when it begins, and how long it lasts: an idle time, and a time in all."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from dicu.store.signing_in import moments
from dicu.store.signing_in.sessions import BEGAN, SEEN

CONFIRMED, HOW, STRONG, ROLES = "dicu-confirmed", "dicu-how", "dicu-strong", "dicu-roles"
TOUCHED = 60.0  # seconds: "last seen" is written this often at most
CONFIRMED_FOR = 10 * 60.0  # seconds

IDLE, TOO_LONG = "idle", "too long"


def on_signing_in(request: HttpRequest | None, **_: Any) -> None:
    """Django's signal, wherever somebody is signed in."""
    if request is not None:
        now = moments.now().timestamp()
        request.session.update({BEGAN: now, SEEN: now, CONFIRMED: now})
        request.session.pop(ROLES, None)
        request.session.clear_expired()  # nobody else sweeps; the column has an index


def over(session: SessionBase) -> str:
    """Why the session is over; empty while it lasts. One that does not say when it began is over too."""
    now = moments.now().timestamp()
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or not 0 <= now - began < settings.DICU_SESSION_LASTS:
        return TOO_LONG
    return "" if seen is not None and now - seen < settings.DICU_SESSION_IDLE else IDLE


def touch(session: SessionBase) -> None:
    now = moments.now().timestamp()
    if now - session.get(SEEN, 0) >= TOUCHED:
        session[SEEN] = now


def confirm(session: SessionBase) -> None:
    """Whoever sits here has just proved who they are."""
    session[CONFIRMED] = moments.now().timestamp()


def confirmed(session: SessionBase) -> bool:
    """Whether that was within the last ten minutes."""
    return bool(0 <= moments.now().timestamp() - session.get(CONFIRMED, float("-inf")) < CONFIRMED_FOR)
