"""No number without a trace: what stands between a document and its publication.

`untraced` looks at every word that a reader will see. It answers with findings rather than with the first fault, so
that whoever writes a paper can mend it in one go. `check_traced` is the gate that every renderer stands behind.
"""

import re
import unicodedata
from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dicu.documents import specification, walking
from dicu.documents.model import Chart, Cited, Document, Figure, Inline, Link, Step, Text, Trace
from dicu.documents.walking import Path, Place
from dicu.vocabulary.messages import Message, Refused, T

KINDS = frozenset({"expression", "observation", "line", "source", "evidence", "count"})
REAL = frozenset({"observation", "count", "source"})
"""Kinds of step that something outside the document answers for; a chain without one hangs in the air."""


class Fault(StrEnum):
    PLAIN_DIGIT = "plain-digit"
    NO_SOURCE = "no-source"
    NO_TRACE = "no-trace"
    OTHER_NUMBER = "other-number"
    HOLLOW_TRACE = "hollow-trace"
    UNKNOWN_STEP = "unknown-step"
    DUPLICATE_CLAIM = "duplicate-claim"
    UNUSED_TRACE = "unused-trace"
    STRANGE_DATA = "strange-data"
    COMPUTING_CHART = "computing-chart"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where it stands (path of headings, then the part), the words it was found in, and what to do."""

    fault: Fault
    where: Path
    part: Message
    text: str
    advice: Message


class Untraced(Refused):
    """The document is not fit to be published. `findings` holds every reason."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = findings[0]
        place = " › ".join(first.where)
        super().__init__(
            T("This paper cannot be published: {count} of its numbers do not lead back to a source."
              " The first, in the {part}: “{text}”. {advice}",
              count=len(findings), part=first.part, text=_short(first.text), advice=first.advice),
            where=place,
        )  # fmt: skip
        self.findings = findings


def check_traced(document: Document) -> None:
    """Raises Untraced with every finding; passes in silence if there is none."""
    if findings := untraced(document):
        raise Untraced(findings)


def untraced(document: Document) -> tuple[Finding, ...]:
    """Everything that keeps the document from being published, in reading order, then the faults of its traces."""
    return (*_words(document), *_charts(document), *_traces(document))


def digits(text: str) -> bool:
    """Whether any character is a number in Unicode's eyes: 7, ７, ٧, ½, ², Ⅷ, ⑧. Number words are not looked for."""
    return any(unicodedata.category(character).startswith("N") for character in text)


def _words(document: Document) -> Iterator[Finding]:
    traces = {trace.claim: trace for trace in document.traces}
    for place in walking.places(document):
        if isinstance(place.words, str):
            yield from _plain(place, document)
        else:
            for inline in place.words:
                yield from _inline(inline, place, traces)


def _plain(place: Place, document: Document) -> Iterator[Finding]:
    if digits(_without_cited(str(place.words), document)):
        advice = T("Take the number out of these words, or name it among the document's cited runs with its source.")
        yield Finding(Fault.PLAIN_DIGIT, place.where, place.part, str(place.words), advice)


def _without_cited(words: str, document: Document) -> str:
    """The words less what the document cites, longest first; a cited 2024 does not excuse 12024."""
    for run in sorted((run.text for run in document.cited if run.text), key=len, reverse=True):
        words = re.sub(rf"(?<!\w)(?<!\d[.,]){re.escape(run)}(?!\w|[.,]\d)", " ", words)
    return words


def _inline(inline: Inline, place: Place, traces: dict[str, Trace]) -> Iterator[Finding]:
    if isinstance(inline, Text | Link) and digits(inline.text):
        advice = T("Print the number as a figure with a trace, quote it with its source, or mark it as a counter.")
        yield Finding(Fault.PLAIN_DIGIT, place.where, place.part, inline.text, advice)
    elif isinstance(inline, Cited) and not inline.source.strip():
        advice = T("Name the source that these words are quoted from.")
        yield Finding(Fault.NO_SOURCE, place.where, place.part, inline.text, advice)
    elif isinstance(inline, Figure):
        yield from _figure(inline, place, traces.get(inline.claim))


def _figure(figure: Figure, place: Place, trace: Trace | None) -> Iterator[Finding]:
    if trace is None:
        advice = T("Give the document the trace of the claim “{claim}”.", claim=figure.claim)
        yield Finding(Fault.NO_TRACE, place.where, place.part, figure.text, advice)
    elif _numerals(figure.text) != _numerals(trace.printed):
        advice = T("The trace of “{claim}” leads to “{printed}”: print that number, or trace this one.",
                   claim=figure.claim, printed=trace.printed)  # fmt: skip
        yield Finding(Fault.OTHER_NUMBER, place.where, place.part, figure.text, advice)


def _numerals(text: str) -> list[str]:
    """The digits of the text without their grouping; the decimal sign stays, in whichever language."""
    return re.findall(r"\d+(?:[.,]\d+)*", text.replace("\u00a0", "").replace("\u202f", ""))


def _charts(document: Document) -> Iterator[Finding]:
    for where, chart in walking.charts(document):
        yield from _chart_words(chart, where, document)
        for stranger in specification.strangers(chart.specification, chart.table, document.language):
            advice = T("The chart draws a number that its own table does not show: add it there with its trace.")
            yield Finding(Fault.STRANGE_DATA, where, T("data of a chart"), stranger, advice)
        for name in dict.fromkeys(specification.computed(chart.specification)):
            advice = T("The chart computes numbers by itself: compute them beforehand, so that they can be traced.")
            yield Finding(Fault.COMPUTING_CHART, where, T("specification of a chart"), name, advice)


def _chart_words(chart: Chart, where: Path, document: Document) -> Iterator[Finding]:
    for words in specification.words(chart.specification):
        yield from _plain(Place(where, T("words on a chart"), words), document)


def _traces(document: Document) -> Iterator[Finding]:
    used = {figure.claim for _, figure in walking.figures(document)}
    for claim, times in Tally(trace.claim for trace in document.traces).items():
        if times > 1:
            advice = T("Give every number a claim of its own.")
            yield Finding(Fault.DUPLICATE_CLAIM, (), T("list of traces"), claim, advice)
        if claim not in used:
            advice = T("Nothing in the paper prints this number: take its trace out, or print it.")
            yield Finding(Fault.UNUSED_TRACE, (), T("list of traces"), claim, advice)
    for trace in document.traces:
        yield from _chain(trace)


def _chain(trace: Trace) -> Iterator[Finding]:
    where, part = (), T("trace of “{claim}”", claim=trace.claim)
    for step in _steps(trace.root):
        if step.kind not in KINDS:
            advice = T("A step is an expression, observation, line, source, evidence or count.")
            yield Finding(Fault.UNKNOWN_STEP, where, part, step.kind, advice)
    for leaf in _hollow(trace.root, supported=False):
        advice = T("Lead the trace down to an observation, a count or a source.")
        yield Finding(Fault.HOLLOW_TRACE, where, part, leaf.label or leaf.kind, advice)


def _steps(step: Step) -> Iterator[Step]:
    yield step
    for below in step.steps:
        yield from _steps(below)


def _hollow(step: Step, supported: bool) -> Iterator[Step]:
    """The leaves whose way up to the number passes nothing real; a step without a name is not real."""
    supported = supported or (step.kind in REAL and bool(step.label.strip()))
    if not step.steps and not supported:
        yield step
    for below in step.steps:
        yield from _hollow(below, supported)


def _short(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else text[:longest] + "…"
