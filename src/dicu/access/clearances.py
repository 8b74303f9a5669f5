"""How far a thing is protected and how far a grant may look: three ordered levels.

A kind whose things carry the attribute `clearance` is protected so under every rule: the rule reaches what is at the grant's
level or below. A thing whose level is unknown, or is no level, is above every grant but one of the highest.
"""

from dicu.access.conditions import Always, Among, Condition
from dicu.vocabulary.messages import T

OPEN, PROTECTED, SECRET = "open", "protected", "secret"
LEVELS = (OPEN, PROTECTED, SECRET)
"""From the lowest to the highest."""

NAMES = {OPEN: T("Ordinary"), PROTECTED: T("Protected"), SECRET: T("Secret")}
ATTRIBUTE = "clearance"


def cleared(level: str) -> Condition:
    """What a grant of this level may look at. A word that is no level looks at nothing."""
    if level == LEVELS[-1]:
        return Always()
    below = LEVELS[: LEVELS.index(level) + 1] if level in LEVELS else ()
    return Among(ATTRIBUTE, frozenset(below))


def highest(levels: frozenset[str]) -> str:
    """The highest of these levels; the lowest of all if there is none."""
    return next((level for level in reversed(LEVELS) if level in levels), OPEN)
