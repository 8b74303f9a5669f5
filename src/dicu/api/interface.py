"""The interface itself: ninja routes and checks forms; what is answered when something is wrong, we say ourselves.

Ninja's own page with a browser for the interface is off: it loads scripts from elsewhere and runs inline ones, which the house's
policy forbids.
"""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from dicu.access.model import PUBLIC
from dicu.api import problems
from dicu.api.asking import Bearer
from dicu.api.body import StrictParser
from dicu.api.description import Described, described
from dicu.api.faults import problem_of
from dicu.api.language import language_of
from dicu.api.rooms import ROOMS

PREFIX = "/api/v1"


class Interface(NinjaAPI):
    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        signed_in = bool(getattr(request, "officer", PUBLIC).account)
        return problems.answered(problem_of(exc, signed_in), language_of(request))


@cache
def interface() -> Interface:
    made = Interface(
        title="Di Cư", version="1", urls_namespace="api", auth=Bearer(), parser=StrictParser(), openapi_url=None, docs_url=None,
        description="Everything that a page can do, for programs. Bodies are JSON in UTF-8; problems are RFC 9457.",
    )  # fmt: skip
    for router in ROOMS:
        made.add_router("", router)
    return made


@cache
def description() -> Described:
    """The OpenAPI 3.1 description."""
    made = interface()
    made._get_bound_routers()
    return described(dict(made.get_openapi_schema(path_prefix=PREFIX.strip("/"))))
