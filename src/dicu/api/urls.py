"""Addresses of the interface, below `/api/`. They have no language; what is not one of them is told so as a problem."""

import json
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from dicu.api.interface import description, interface


@cache
def _described() -> bytes:
    return json.dumps(description(), ensure_ascii=False, indent=1).encode()


def openapi(request: HttpRequest) -> HttpResponse:
    """The description is public: it says what there is to ask, not what anybody would be told."""
    return HttpResponse(_described(), content_type="application/json", headers={"Cache-Control": "public, max-age=300"})


def nowhere(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("v1/openapi.json", openapi, name="openapi"),
    path("v1/", interface().urls),
    re_path("^.*$", nowhere),
]
