"""What somebody had typed into a form when they were asked to confirm that it is they: shown again when they come back."""

from collections.abc import Iterable

from django.http import HttpRequest

from dicu.web.forms import typed

KEPT = "dicu-typed"
MOST = 4000
"""Characters kept of a field: a session is no place for more."""


def keep(request: HttpRequest, at: str, fields: Iterable[str]) -> None:
    """`at`: the address of the page that shows the form."""
    request.session[KEPT] = {"at": _page(at), "fields": {name: typed(request, name)[:MOST] for name in fields}}


def typed_before(request: HttpRequest) -> dict[str, str]:
    """What was typed on this page before; once. Empty if nothing was."""
    kept = request.session.get(KEPT)
    if not kept or kept["at"] != _page(request.path):
        return {}
    del request.session[KEPT]
    return dict(kept["fields"])


def _page(address: str) -> str:
    """Without the language, which may be switched in between: /vi/openings/new → openings/new."""
    return address.split("?", maxsplit=1)[0].split("/", 2)[-1]
