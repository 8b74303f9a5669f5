"""Where the tasks stand, who reported, and what agencies reported: the tables on which a coordinator's report rests."""

from collections.abc import Iterator, Mapping

from dicu.documents.model import Block, Cited, Column, Figure, Heading, Inlines, Items, Paragraph, Table, Text
from dicu.review.obligations import ObligationState
from dicu.review.paper.drafting import Drafting, counter
from dicu.review.printing import observed_value
from dicu.review.progress import STATUSES, Key, TaskStanding, TaskStatus, by_agency, by_focal, by_objective
from dicu.review.situation import observed
from dicu.review.words import CLAIM, OBLIGATION, STATUS
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Message, T

COUNTS = T("A task counts as completed only by an accepted line with a date and evidence.")
NOTHING_COUNTED = T("– means: none")
DO_NOT_COUNT = T("Drafts and lines under review count for nothing.")


def sections(d: Drafting) -> Iterator[Block]:
    """Nothing for a plan on which nobody reports here."""
    if not d.situation.obligations:
        return
    yield Heading(1, d.text(T("Reporting")), "reporting")
    yield _reporting(d)
    yield Heading(1, d.text(T("Progress of the tasks")), "progress")
    yield Paragraph((*d.text(COUNTS), Text(" "), *d.text(DO_NOT_COUNT)))
    yield from _progress(d)
    yield Heading(1, d.text(T("What agencies reported")), "reported")
    yield from _reported(d)


def _reporting(d: Drafting) -> Table:
    day = d.situation.day
    columns = d.columns(T("Agency"), T("Standing"), T("Tasks"), T("Sent on"), shares=(2.4, 1.4, 0.7, 1.2))
    rows = []
    for o in d.situation.obligations:
        sent = (Cited(dates.short(o.sent_on(), d.language), f"report/{o.plan}/{o.round}/{o.agency}"),) if o.submitted_at else ()
        rows.append(
            (
                d.plan_words_of_agency(o.agency),
                d.text(OBLIGATION[o.state(day)]),
                d.counted(f"obligation-{o.agency}", T("tasks to report on"), o.tasks),
                sent,
            )
        )
    usual = (ObligationState.ON_TIME, ObligationState.LATE, ObligationState.OVERDUE)
    for state in (*usual, ObligationState.NIL, ObligationState.WAIVED, ObligationState.NOT_REQUIRED):
        things = [o.agency for o in d.situation.obligations if o.state(day) is state]
        if not things and state not in usual:
            continue
        rows.append(
            (
                d.text(T("In all: {state}", state=OBLIGATION[state]), strong=True),
                (),
                d.counted(f"reports-{state}", T("reports that agencies owe in the round"), things),
                (),
            )
        )
    return Table(d.say(T("Who owed a report, and how it came in")), columns, tuple(rows))


def _progress(d: Drafting) -> Iterator[Block]:
    plan, rows = d.situation.plan, d.situation.standings
    focal = {c.code: d.plan_words(c.text, c.source) for c in plan.focal_tasks}
    yield _table(d, "focal", T("By focal task"), by_focal(rows), focal)
    objectives = {o.number: (*counter(f"{o.number}. "), Text(d.say(o.short))) for o in plan.objectives}
    yield _table(d, "objective", T("By objective (a task may serve several)"), dict(sorted(by_objective(rows).items())), objectives)
    agencies = {code: d.plan_words_of_agency(code) if code else d.text(T("No leading agency known")) for code in by_agency(rows)}
    yield _table(d, "agency", T("By leading agency"), by_agency(rows), agencies)


def _table(d: Drafting, name: str, caption: Message, groups: Mapping[Key, list[TaskStanding]], labels: Mapping[Key, Inlines]) -> Table:
    shown = [s for s in STATUSES if any(r.status is s for rows in groups.values() for r in rows)]
    first = Column(d.say(caption), share=2.6)  # a column without a title says nothing to who hears the table
    columns = (first, Column(d.say(T("Tasks")), True, 0.8), *(Column(d.say(STATUS[s]), True) for s in shown))
    rows = tuple((labels[key], *_counts(d, f"{name}-{key}", members, shown)) for key, members in groups.items())
    return Table(d.say(caption), columns, rows, d.text(NOTHING_COUNTED))


def _counts(d: Drafting, claim: str, members: list[TaskStanding], shown: list[TaskStatus]) -> Iterator[Inlines]:
    yield d.counted(f"{claim}-all", T("tasks"), [r.task.code for r in members])
    for status in shown:
        codes = [r.task.code for r in members if r.status is status]
        what = T("tasks: {status}", status=STATUS[status])
        yield d.counted(f"{claim}-{status}", what, codes) if codes else (Text("–"),)


def _reported(d: Drafting) -> Iterator[Block]:
    accepted = [r for r in d.situation.standings if r.line]
    if not accepted:
        yield Paragraph(d.text(T("No line has been accepted yet.")))
    for row in accepted:
        yield Heading(2, (*counter(row.task.code), Text(" "), *d.plan_words(row.task.text, row.task.source)))
        yield from _line(d, row)


def _line(d: Drafting, row: TaskStanding) -> Iterator[Block]:
    line, code = row.line, row.task.code
    if line is None or line.sent is None:
        return
    source = d.say(T("report of {agency}", agency=d.agency(d.situation.agency_of.get(code, ""))))
    yield Paragraph(
        (
            Text(d.say(T("Standing by the agency’s own account: {claim}.", claim=CLAIM[line.sent.claim]))),
            *((Text(" "), Cited(line.sent.narrative, source)) if line.sent.narrative else ()),
        )
    )
    if line.sent.difficulties:
        yield Paragraph((Text(d.say(T("Difficulties: "))), Cited(line.sent.difficulties, source)))
    items = tuple(_value(d, code, n) for n in range(len(line.sent.values)))
    if items:
        yield Items(items)


def _value(d: Drafting, code: str, n: int) -> Inlines:
    s = d.situation
    o = observed(s.plan, s.round.id, s.agency_of.get(code, ""), s.lines[code], s.lines[code].sent.values[n])  # type: ignore[union-attr]
    indicator = s.plan.indicator_by_code[o.indicator]
    head: Inlines = (Text(d.say(indicator.name)), Text(", "), Cited(o.period.say(d.language), o.source.title), Text(": "))
    if o.value is None:
        return (*head, *d.text(T("no value")))
    claim, text = f"line-{code}-{o.indicator}", observed_value(o, d.language, indicator.unit)
    d.traces.of_observation(claim, text, o)
    return (*head, Figure(text, claim))
