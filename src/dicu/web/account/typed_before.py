"""What somebody had typed into a form when they were asked to confirm that it is they: shown again when they come back."""

from collections.abc import Iterable

from django.http import HttpRequest

from dicu.store.signing_in import moments
from dicu.web.forms import typed

KEPT, LASTS = "dicu-typed", 10 * 60  # seconds
MOST = 4000
"""Characters kept of a field: a session is no place for more."""


def keep(request: HttpRequest, at: str, fields: Iterable[str]) -> None:
    """`at`: the address of the page that shows the form."""
    told = {name: typed(request, name)[:MOST] for name in fields}
    request.session[KEPT] = {"at": _page(at), "fields": told, "when": moments.now().timestamp()}


def typed_before(request: HttpRequest) -> dict[str, str]:
    """What was typed on this page just before; once. Empty if nothing was, or if something new is typed now."""
    kept = request.session.get(KEPT)
    if not kept or kept["at"] != _page(request.path):
        return {}
    del request.session[KEPT]
    old = moments.now().timestamp() - kept.get("when", 0) > LASTS
    return {} if old or request.method == "POST" else dict(kept["fields"])


def _page(address: str) -> str:
    """Without the language, which may be switched in between: /vi/openings/new → openings/new."""
    return address.split("?", maxsplit=1)[0].split("/", 2)[-1]
