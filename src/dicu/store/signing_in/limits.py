"""How many attempts may fail before one has to wait, and for how long. Pure arithmetic."""

from dataclasses import dataclass
from datetime import timedelta

LOCKED = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` failures cost nothing; each further one doubles the wait, from one second; `most` of them lock for `locked`.

    When a lock has passed, `after_lock` failures are still remembered: the next ones wait and lock sooner. A quiet day
    forgets all.
    """

    free: int
    most: int
    after_lock: int
    locked: timedelta = LOCKED

    def wait(self, failures: int) -> timedelta:
        """How long nobody may try again after this many failures."""
        if failures >= self.most:
            return self.locked
        return min(self.locked, timedelta(seconds=2 ** (failures - self.free))) if failures > self.free else timedelta(0)

    def remembered(self, failures: int, quiet: timedelta) -> int:
        """How many failures still count when the last was `quiet` ago and its wait is over."""
        if quiet >= FORGOTTEN:
            return 0
        return min(failures, self.after_lock) if failures >= self.most else failures


PASSWORD, NETWORK, CODE, RECOVERY, CONFIRMING, SECRET, TOKEN = (
    "password", "network", "code", "recovery", "confirming", "secret", "token",
)  # fmt: skip

LIMITS = {
    PASSWORD: Limit(free=4, most=10, after_lock=5),
    NETWORK: Limit(free=60, most=100, after_lock=60, locked=timedelta(minutes=5)),  # a ministry may share one address
    CODE: Limit(free=3, most=6, after_lock=5),  # six digits: 6 guesses at first, then one every quarter of an hour
    RECOVERY: Limit(free=3, most=6, after_lock=5),
    CONFIRMING: Limit(free=3, most=6, after_lock=3),  # whoever sits at somebody else's open session
    SECRET: Limit(free=10, most=20, after_lock=10),
    TOKEN: Limit(free=20, most=50, after_lock=20),
}
"""One kind a door. `password`, `code`, `recovery`, `confirming` count by account, the others by network."""
