"""The clock of signing in. Asked as `moments.now()`, so that a test can set it for every module at once."""

from datetime import UTC, date, datetime

from dicu.vocabulary.dates import VIET_NAM


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The day in Viet Nam: grants run by it."""
    return now().astimezone(VIET_NAM).date()
