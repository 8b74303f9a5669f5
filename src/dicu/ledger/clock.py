"""The moment of an entry. In a stream time does not go back: an entry is never dated before the one that it follows."""

from datetime import UTC, datetime, timedelta

from dicu.vocabulary.messages import Refused, T

TOLERANCE = timedelta(seconds=5)
"""How far the clocks of two machines of one installation may stand apart before somebody must set them."""


class ClockBehind(Refused):
    """The machine's clock stands before what was already recorded, further than clocks of machines differ."""

    def __init__(self, now: datetime, last: datetime, where: str) -> None:
        super().__init__(
            T(
                "Nothing was recorded: the clock of this machine says {now}, but the last entry here was made at {last} (both UTC). "
                "Set the clock of the machine, then repeat your step.",
                now=_told(now),
                last=_told(last),
            ),
            where=where,
        )


def moment(now: datetime, last: datetime | None, where: str = "") -> datetime:
    """The time of an entry that follows one of `last`: now; the same as the last one's where this clock is a little
    behind. Raises ClockBehind where it is further behind than TOLERANCE."""
    if last is None or now >= last:
        return now
    if last - now <= TOLERANCE:
        return last
    raise ClockBehind(now, last, where)


def _told(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
