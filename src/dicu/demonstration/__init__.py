"""The demonstration: an invented country plays a round through the same doors that officers use, and the real plans that
are compiled from public sources stand beside it. Everything it writes says that it is synthetic or compiled."""

from dicu.demonstration.playing import sign_ins, steps

__all__ = ["sign_ins", "steps"]
