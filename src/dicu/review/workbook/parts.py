"""A line in the parts that are merged, each as a whole: the status with its day, each text, and each figure with its source.

A figure and its source belong together, as do "completed" and the day: mixed from two hands they would say what nobody said.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from dicu.review.report import Content, ReportedValue

STATUS, NARRATIVE, DIFFICULTIES, FIGURE = "status", "narrative", "difficulties", "figure:"
Part = tuple[str, date | None] | str | ReportedValue | None
Parts = Mapping[str, Part]
NOTHING: dict[str, Part] = {STATUS: ("", None), NARRATIVE: "", DIFFICULTIES: ""}


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that the form and the house have both changed, and differently. `base`: as it was when the form was made."""

    task: str
    part: str
    base: Part
    file: Part
    house: Part

    @property
    def name(self) -> str:
        return f"{self.task}/{self.part}"


def parts_of(content: Content | None) -> dict[str, Part]:
    if content is None:
        return dict(NOTHING)
    figures: dict[str, Part] = {f"{FIGURE}{value.indicator}": value for value in content.values}
    status = (content.claim, content.completed_on)
    return {STATUS: status, NARRATIVE: content.narrative, DIFFICULTIES: content.difficulties, **figures}


def content_from(parts: Parts, order: tuple[str, ...]) -> Content | None:
    """The line that the parts make; None if nobody has said how far the task is. `order` is that of the task's indicators."""
    status = parts[STATUS]
    assert isinstance(status, tuple)
    claim, day = status
    found = {value.indicator: value for value in parts.values() if isinstance(value, ReportedValue)}
    values = [found[code] for code in order if code in found] + [v for code, v in found.items() if code not in order]
    if not claim:
        return None
    return Content(claim, str(parts[NARRATIVE]), str(parts[DIFFICULTIES]), day, tuple(values))


def body_of(content: Content) -> dict[str, object]:
    """The content as the body of an entry holds it."""
    day = content.completed_on
    said = {"claim": content.claim, "narrative": content.narrative, "difficulties": content.difficulties}
    return {**said, "completed_on": day.isoformat() if day else None, "values": [asdict(value) for value in content.values]}


def empty(part: str) -> Part:
    return NOTHING.get(part)


def merged(task: str, base: Parts, file: Parts, house: Parts) -> tuple[dict[str, Part], tuple[Clash, ...]]:
    """Three ways: what only the form changed is taken, what only the house changed is kept, and what both changed alike is
    alike. The rest clashes, and keeps what the house has until somebody decides."""
    made: dict[str, Part] = {}
    clashes = []
    for part in dict.fromkeys((*house, *file, *base)):
        before, theirs, ours = (of.get(part, empty(part)) for of in (base, file, house))
        made[part] = theirs if ours == before else ours
        if theirs not in (before, ours) and ours != before:
            clashes.append(Clash(task, part, before, theirs, ours))
    return made, tuple(clashes)
