"""What is counted of requests. Labels are names of routes and kinds of answers: never an address, an account or a word that
somebody typed.

With several processes the numbers meet in a folder (PROMETHEUS_MULTIPROC_DIR, which `dicu serve` sets and empties).
"""

import os
from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from dicu.store.operations.signs import Sign, all_signs

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REFUSALS = {
    400: "damaged", 401: "unknown-caller", 403: "forbidden", 404: "absent", 405: "method", 408: "slow", 409: "conflict", 413: "too-large",
    422: "refused", 429: "too-often", 503: "unavailable",
}  # fmt: skip

REQUESTS = Counter("dicu_requests", "Requests by route, method and status.", ["route", "method", "status"])
SECONDS = Histogram("dicu_request_seconds", "Seconds from the first line of a request to its answer.", ["route"], buckets=BUCKETS)
REFUSED = Counter("dicu_refusals", "Requests that were refused, by kind.", ["kind"])
SIGN_INS_FAILED = Counter("dicu_sign_in_failures", "Passwords and second factors that did not fit.")


def route(request: HttpRequest) -> str:
    """The name of the page that answered, or "none"."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name or match.route or "unnamed") if match else "none"


def count(request: HttpRequest, status: int, seconds: float) -> None:
    method = request.method if request.method in METHODS else "other"
    name = route(request)
    REQUESTS.labels(name, method, str(status)).inc()
    SECONDS.labels(name).observe(seconds)
    if status in REFUSALS:
        REFUSED.labels(REFUSALS[status]).inc()


class Signs(Collector):
    """The signs of health as gauges, asked when somebody looks."""

    def __init__(self, signs: Iterable[Sign]) -> None:
        self.signs = tuple(signs)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        good = GaugeMetricFamily("dicu_sign", "1: good, 0: bad. A sign that cannot be told is missing.", labels=["sign"])
        for sign in self.signs:
            if sign.good is not None:
                good.add_metric([sign.name], float(sign.good))
        yield good
        for sign in self.signs:
            for name, value in sign.figures.items():
                yield GaugeMetricFamily(f"dicu_{name}", f"Told by the sign “{sign.name}”.", value=float(value))


def text() -> bytes:
    """Everything, in the text form that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(Signs(all_signs()))
    return generate_latest(_requests()) + generate_latest(registry)


def _requests() -> CollectorRegistry:
    if not os.environ.get(FOLDER):
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return shared
