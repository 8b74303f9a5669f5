"""Two doors for machines: `/health/…`, which tells nothing but whether the house works, and `/metrics`, which is closed to
everybody who is not let in by a setting. They stand before sessions, languages and names of hosts, and are not logged."""

import hmac
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from dicu.store.operations.signs import Sign, all_signs
from dicu.web.operations import counting

LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"
PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
FRESH = 2.0
"""Seconds for which an answer about readiness serves for others who ask: asking often must not become work."""

Answer = Callable[[HttpRequest], HttpResponse]


class Doors:
    """Middleware. Whatever it does not answer goes on, so that a closed door looks like any address without a page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = _answer(request) if request.method in {"GET", "HEAD"} else None
        if response is None:
            return self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def machine(request: HttpRequest) -> bool:
    """Whether it is one of the doors: such requests are neither logged nor counted."""
    return request.path_info in {LIVE, READY, METRICS}


def _answer(request: HttpRequest) -> HttpResponse | None:
    if request.path_info == LIVE:
        return HttpResponse("ok\n", content_type="text/plain")
    if request.path_info == READY:
        return _ready()
    if request.path_info == METRICS and let_in(request):
        return HttpResponse(counting.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
    return None


def _ready() -> HttpResponse:
    """503 if a vital sign is bad. One that cannot be told is no reason: its name says so."""
    words = {True: "good", False: "bad", None: "unknown"}
    signs = _signs()
    ready = all(sign.good is not False or not sign.vital for sign in signs)
    said = {"ready": ready, "signs": {sign.name: words[sign.good] for sign in signs}}
    return JsonResponse(said, status=200 if ready else 503)


def let_in(request: HttpRequest) -> bool:
    """By a token; or by the network the asker sits in, but never through a proxy, which sits in ours itself."""
    return _has_token(request) or _sits_inside(request)


def _has_token(request: HttpRequest) -> bool:
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    wanted = settings.METRICS_TOKEN
    return bool(wanted) and scheme.lower() == "bearer" and hmac.compare_digest(token.encode(), wanted.encode())


def _sits_inside(request: HttpRequest) -> bool:
    if any(request.META.get(name) for name in PASSED_ON):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ip_network(network) for network in settings.METRICS_NETWORKS)


_lock = Lock()
_known: list[tuple[float, tuple[Sign, ...]]] = []


def _signs() -> tuple[Sign, ...]:
    with _lock:
        if not _known or monotonic() - _known[-1][0] > FRESH:
            _known[:] = [(monotonic(), tuple(all_signs()))]
        return _known[-1][1]
