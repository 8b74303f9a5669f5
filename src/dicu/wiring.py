"""Where the rooms are put together: ports are filled, the policy is chosen, the clock is set. Nothing else is done here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dicu.access.policy import Policy
from dicu.access.rulebook import POLICY
from dicu.ledger.model import Kinds
from dicu.review.desk import Press, ReviewDesk, Tools
from dicu.review.kinds import KINDS as REVIEW_KINDS

if TYPE_CHECKING:  # its models exist only once Django is set up
    from dicu.store.ledger.keeper import PostgresLedger

INSTANCE = "vn"
"""The sovereign whose installation this is."""


@dataclass(frozen=True)
class House:
    """What a page or a command works with."""

    desk: ReviewDesk
    ledger: "PostgresLedger"
    policy: Policy
    kinds: Kinds
    now: Callable[[], datetime]


@cache
def house() -> House:
    """The house of this process, on the clock of the machine."""
    return built(lambda: datetime.now(UTC))


def built(now: Callable[[], datetime]) -> House:
    """A house on a clock of its own: the demonstration plays the past through the same doors."""
    from django.conf import settings  # noqa: PLC0415 - Django must be set up before its models are named

    from dicu import publishing  # noqa: PLC0415
    from dicu.intake.files import DirectoryVault  # noqa: PLC0415
    from dicu.store.ledger.keeper import PostgresLedger  # noqa: PLC0415
    from dicu.store.review.projecting import projectors  # noqa: PLC0415
    from dicu.store.review.records import PostgresRecords  # noqa: PLC0415

    ledger = PostgresLedger(REVIEW_KINDS, now=now)
    ledger.projectors = projectors(ledger.read)
    vault = DirectoryVault(Path(settings.FILES))
    tools = Tools(ledger, PostgresRecords(), vault, settings.UPLOAD_LIMIT, POLICY, INSTANCE, now)
    return House(ReviewDesk(tools, Press(publishing.FORMATS, publishing.render)), ledger, POLICY, REVIEW_KINDS, now)


def command() -> None:
    """The command `dicu`."""
    from dicu.cli.command import main  # noqa: PLC0415

    main(house)
