"""How often somebody may ask: a hook. `DICU_API_LIMIT` in the settings names what is asked, `(request, officer) -> seconds to
wait, or None`; without one, each process counts for itself.

An account is counted by its name, the public by the network it comes from: what a proxy forwards is believed of the proxies that
the settings name, and of nobody else.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from dicu.access.model import Officer
from dicu.api import problems
from dicu.api.problems import Problem

Hook = Callable[[HttpRequest, Officer], float | None]
MOST_KNOWN = 10_000


@dataclass
class Buckets:
    """Each caller may send `burst` requests at once and `rate` a second in the long run."""

    burst: float
    rate: float
    clock: Callable[[], float] = time.monotonic
    known: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, caller: str) -> float | None:
        """Takes one; or the seconds until there is one again."""
        now = self.clock()
        left, at = self.known.pop(caller, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.rate)
        self.known[caller] = (left - 1 if left >= 1 else left, now)
        while len(self.known) > MOST_KNOWN:  # the one that was heard of longest ago
            self.known.pop(next(iter(self.known)))
        return None if left >= 1 else (1 - left) / self.rate


ACCOUNTS = Buckets(burst=300, rate=20)
PUBLIC = Buckets(burst=60, rate=2)


def by_process(request: HttpRequest, officer: Officer) -> float | None:
    if officer.account:
        return ACCOUNTS.wait(officer.account)
    network = import_string(settings.DICU_REQUEST_NETWORK)(request)
    return PUBLIC.wait(network or request.META.get("REMOTE_ADDR", ""))


def check_rate(request: HttpRequest, officer: Officer) -> None:
    hook: Hook = import_string(getattr(settings, "DICU_API_LIMIT", "dicu.api.limits.by_process"))
    seconds = hook(request, officer)
    if seconds is not None:
        raise Problem(problems.TOO_MANY, headers={"Retry-After": str(max(1, math.ceil(seconds)))})
