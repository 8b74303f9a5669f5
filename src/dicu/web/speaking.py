"""Every page speaks to the database as the officer who asks: set in the page's own transaction, gone with it."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

from dicu.store.security.session import transaction_of
from dicu.web.middleware import asking


def spoken(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses, each page behind the database's second lock."""
    found = list(patterns)
    for pattern in found:
        if isinstance(pattern, URLPattern):
            pattern.callback = _as_officer(pattern.callback)
        else:
            spoken(pattern.url_patterns)
    return found


def _as_officer(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @transaction.non_atomic_requests  # the page has a transaction of its own, and needs none around it
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction_of(asking(request)):
            return view(request, *args, **kwargs)

    return page
