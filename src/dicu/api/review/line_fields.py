"""Between a line as a program sends it and the fields that an officer types: one reader, one set of rules for both."""

from collections.abc import Iterator

from dicu.api import problems
from dicu.api.problems import Misfit, Problem, in_body
from dicu.api.review.report_shapes import LineSent, ValueSent
from dicu.review.entering import BadForm, value_field
from dicu.review.model import Task
from dicu.vocabulary.messages import T

PARTS = ("value", "missing", "qualifier", "period", "source", "locator")


def check_known(sent: LineSent, task: Task) -> None:
    """A value of an indicator that the task does not have, or given twice, would be lost without a word."""
    misfits = tuple(_unknown(sent, task))
    if misfits:
        raise problems.invalid(*misfits)


def _unknown(sent: LineSent, task: Task) -> Iterator[Misfit]:
    seen: set[str] = set()
    for index, value in enumerate(sent.values):
        if value.indicator not in task.indicators:
            yield in_body(f"/values/{index}/indicator", T("The task does not ask for this indicator."))
        elif value.indicator in seen:
            yield in_body(f"/values/{index}/indicator", T("This indicator is given twice."))
        seen.add(value.indicator)


def typed(sent: LineSent) -> dict[str, str]:
    """The fields of the form, as somebody would type them in English."""
    day = sent.completed_on.isoformat() if sent.completed_on else ""
    fields = {"claim": sent.claim, "narrative": sent.narrative, "difficulties": sent.difficulties, "completed_on": day}
    for value in sent.values:
        fields |= {value_field(value.indicator, part): getattr(value, part) or "" for part in PARTS}
    return fields


def problem_of(bad: BadForm, sent: LineSent) -> Problem:
    """Each problem at its place in the body instead of in the form."""
    places = {value_field(value.indicator, part): f"/values/{index}/{part}" for index, value, part in _each(sent)}
    return problems.invalid(*(in_body(places.get(p.field, f"/{p.field}"), p.message) for p in bad.problems))


def _each(sent: LineSent) -> Iterator[tuple[int, ValueSent, str]]:
    for index, value in enumerate(sent.values):
        for part in PARTS:
            yield index, value, part
