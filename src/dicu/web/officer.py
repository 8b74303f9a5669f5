"""Who is asking."""

from django.http import HttpRequest

from dicu.access.model import PUBLIC, Officer
from dicu.store.accounts.officers import officer_of


def asking(request: HttpRequest) -> Officer:
    """Who asks, looked up once a request; the public if nobody has signed in."""
    if not hasattr(request, "officer"):
        account = getattr(request, "user", None)
        signed_in = account is not None and account.is_authenticated
        request.officer = officer_of(account) if account and signed_in else PUBLIC  # type: ignore[attr-defined]
    officer: Officer = request.officer  # type: ignore[attr-defined]
    return officer
