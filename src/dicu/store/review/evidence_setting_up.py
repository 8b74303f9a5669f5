"""The room of evidence put together: what the worker does for it."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime

from dicu.intake.files import FileVault
from dicu.store.environment import yes
from dicu.store.review.evidence_checking import Watch
from dicu.store.review.evidence_links import Pages


def watch(vault: FileVault, now: Callable[[], datetime], environment: Mapping[str, str] = os.environ) -> Watch:
    """Servers are asked only where the house was told so: many houses have no way out, and asking tells who is interested."""
    return Watch(vault, Pages() if yes("DICU_EVIDENCE_LINKS", environment) else None, now)
