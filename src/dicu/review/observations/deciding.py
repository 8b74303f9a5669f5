"""A person's decision on figures that contradict each other: which one is used, and why. Both stay visible, and a new value
that contradicts opens the conflict again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dicu.vocabulary.messages import Refused
from dicu.vocabulary.observation import Observation


class BadDecision(Refused):
    """A decision that cannot be taken; `where` names the field."""


@dataclass(frozen=True, slots=True)
class Decision:
    """`subject` as `choosing.grouped` gives it. `among`: (key, value) of every figure that the person had before them."""

    plan: str
    subject: str
    among: tuple[tuple[str, str], ...]
    chosen: str
    reason: str
    by: str
    at: datetime

    def covers(self, contenders: Iterable[Observation]) -> bool:
        """Whether the person has seen all of these, with these values, and chose one of them."""
        seen, here = set(self.among), {(o.key, plainly(o)) for o in contenders}
        return here <= seen and self.chosen in {key for key, _ in here}


def plainly(o: Observation) -> str:
    """A value as decisions write it: equal values alike, however many zeros they end with."""
    if o.value is None:
        return ""
    text = format(o.value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
