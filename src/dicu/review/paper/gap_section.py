"""The gaps, each with its rule and what would close it; every number in an explanation leads to the rule's inputs."""

from collections.abc import Iterator

from dicu.documents.building import filled
from dicu.documents.model import Block, Cited, Counter, Figure, Heading, Inlines, Paragraph, Step, Table, Text, Trace
from dicu.review.gaps import Gap
from dicu.review.paper.drafting import Drafting, counter
from dicu.review.words import RULE, SEVERITY
from dicu.vocabulary.messages import Message, T, translated

BY_RULE = T("Each gap is found by a rule and closes when the data close it.")
BY_PLAN = T("What is not public of the plan’s own text is listed with the plan.")
STRUCTURE = {"task", "number"}  # names of places that hold a code or number of structure


def sections(d: Drafting) -> Iterator[Block]:
    yield Heading(1, d.text(T("Gaps")), "gaps")
    if not d.gaps:
        yield Paragraph(d.text(T("The rules find no gap.")))
        return
    yield Paragraph((*d.text(BY_RULE), Text(" "), *d.text(BY_PLAN)))
    yield _summary(d)
    yield _table(d)


def _summary(d: Drafting) -> Table:
    columns = d.columns(T("Rule"), T("Gaps"), numeric=1)
    rules = dict.fromkeys(gap.rule for gap in d.gaps)
    rows = tuple(
        (
            (*counter(rule), Text(" "), *d.text(RULE[rule])),
            d.counted(f"gaps-{rule}", T("gaps that the rules find"), [g.key for g in d.gaps if g.rule == rule]),
        )
        for rule in rules
    )
    return Table(d.say(T("Gaps by rule")), columns, rows)


def _table(d: Drafting) -> Table:
    columns = d.columns(T("Rule"), T("What is missing"), T("What would close it"), T("Weight"), shares=(0.5, 2.8, 2, 0.9))
    return Table(d.say(T("The gaps")), columns, tuple(_row(d, gap) for gap in d.gaps))


def _row(d: Drafting, gap: Gap) -> tuple[Inlines, ...]:
    return (
        counter(gap.rule),
        _said(d, gap, gap.explanation, "found"),
        _said(d, gap, gap.closes_when, "closes"),
        d.text(SEVERITY[gap.severity]),
    )


def _said(d: Drafting, gap: Gap, message: Message, part: str) -> Inlines:
    slots = {name: _slot(d, gap, part, name, value) for name, value in message.values.items()}
    return filled(translated(message.sentence, d.language), slots)


def _slot(d: Drafting, gap: Gap, part: str, name: str, value: object) -> Inlines:
    text = T("{value}", value=value).say(d.language)
    if not any(c.isdigit() for c in text):
        return (Text(text),)
    if name in STRUCTURE:
        return (Counter(text),)
    if gap.rule == "G00":  # words about the plan's own text, from the plan
        return (Cited(text, d.plan_name()),)
    return (_figure(d, gap, f"gap.{gap.key}.{part}.{name}", text),)


def _figure(d: Drafting, gap: Gap, claim: str, text: str) -> Figure:
    plan = d.situation.plan
    source = Step("source", d.plan_name(), ((d.say(T("version")), plan.version), ("SHA-256", plan.digest)))
    rule = d.say(T("Rule {rule}, version {version}", rule=gap.rule, version=gap.version))
    d.traces.found[claim] = Trace(claim, text, Step("expression", rule, gap.inputs, (source,)))
    return Figure(text, claim)
