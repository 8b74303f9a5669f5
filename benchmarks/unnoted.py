"""The house's settings without the log of reading, to measure what it costs."""

from dicu.settings import *  # noqa: F403
from dicu.settings import MIDDLEWARE

MIDDLEWARE = [name for name in MIDDLEWARE if not name.endswith(".Noting")]
