"""What the plan says, as far as it is known: its legal basis, purposes and tasks, with what is not verified marked so."""

from collections.abc import Iterator
from dataclasses import replace

from dicu.documents.building import filled
from dicu.documents.model import Block, Cited, Heading, Inlines, Items, Notice, Paragraph, Table, Text, Tone
from dicu.review.leading import leader
from dicu.review.model import Clause, Task
from dicu.review.paper.drafting import Drafting, counter
from dicu.vocabulary import dates
from dicu.vocabulary.legal import LegalBasis
from dicu.vocabulary.messages import T, translated

KNOWN_UNTIL = T("It uses what was published until {day}, also after the year it is about.")


def sections(d: Drafting) -> Iterator[Block]:
    plan = d.situation.plan
    tone = Tone.SYNTHETIC if plan.synthetic else Tone.NEUTRAL
    yield Notice(
        tone,
        d.say(T("How to read this paper")),
        (
            Paragraph((Cited(d.say(plan.banner), d.plan_name()),)),
            Paragraph(d.text(T("Every number leads to its source. What is not known is shown as not known."))),
            Paragraph(_known_until(d)),
        ),
    )
    yield Heading(1, d.text(T("Legal texts")), "basis")
    yield _bases(d)
    if plan.purposes:
        yield Heading(2, d.text(T("Purposes")), "purposes")
        yield Items(tuple(_clause(d, clause) for clause in plan.purposes))
    if plan.tasks or plan.focal_tasks:
        yield Heading(1, d.text(T("List of tasks, as far as they are known")), "tasks")
        yield _tasks(d)


def _known_until(d: Drafting) -> Inlines:
    """A paper on a year may use what was published later; it says until when."""
    day = Cited(dates.short(d.situation.day, d.language), d.plan_name())
    return filled(translated(KNOWN_UNTIL.sentence, d.language), {"day": (day,)})


def _bases(d: Drafting) -> Table:
    columns = d.columns(T("Number"), T("Text"), T("Issued"), T("Read in"), shares=(1.1, 2.6, 1, 1.8))
    return Table(d.say(T("Texts the plan rests on")), columns, tuple(_basis(d, basis) for basis in d.situation.plan.bases))


def _basis(d: Drafting, basis: LegalBasis) -> tuple[Inlines, ...]:
    source = basis.source.title
    issued = (Cited(dates.short(basis.issued, d.language), source),) if basis.issued else d.text(T("not known"))
    number: Inlines = (Cited(basis.number, source),) if basis.number else d.text(T("no number known"))
    mark = () if basis.verified else d.text(T(" — unverified"))
    return (number, (Cited(d.say(basis.title), source),), issued, (Cited(source, source), *mark))


def _clause(d: Drafting, clause: Clause) -> Inlines:
    mark = d.text(T(" — working translation")) if d.language in clause.working else ()
    unverified = () if clause.verified else d.text(T(" — unverified"))
    return (*d.plan_words(clause.text, clause.source), *mark, *unverified)


def _tasks(d: Drafting) -> Table:
    columns = d.columns(T("Code"), T("Task"), T("Leading agency"), T("Objectives"), shares=(0.7, 3, 1.6, 0.9))
    rows: list[tuple[Inlines, ...]] = []
    for focal in d.situation.plan.focal_tasks:
        rows.append((counter(focal.code), _strong(d, focal), (), _objectives(d, focal)))
        rows += [_task(d, task) for task in d.situation.plan.tasks if task.focal == focal.code]
    return Table(d.say(T("Focal tasks and the specific tasks under them")), columns, tuple(rows))


def _strong(d: Drafting, focal: Clause) -> Inlines:
    return tuple(replace(inline, strong=True) for inline in d.plan_words(focal.text, focal.source) if isinstance(inline, Cited | Text))


def _task(d: Drafting, task: Task) -> tuple[Inlines, ...]:
    mark = d.text(T(" — working translation")) if d.language in task.working else ()
    return (counter(task.code), (*d.plan_words(task.text, task.source), *mark), _lead(d, task), _objectives(d, task))


def _lead(d: Drafting, task: Task) -> Inlines:
    """Who leads on the day of the paper; a later tenure is not told as if it had begun."""
    found = leader(d.situation.plan, task, d.situation.day)
    if found.agency:
        return (*d.plan_words_of_agency(found.agency), *(() if found.verified else d.text(T(" — unverified"))))
    if task.inferred_lead:
        return (Text(d.say(T("not known; inferred: "))), *d.plan_words_of_agency(task.inferred_lead.agency))
    return d.text(T("not known"))


def _objectives(d: Drafting, thing: Clause | Task) -> Inlines:
    numbers = ", ".join(str(link.number) for link in thing.objectives)
    inferred = any(not link.verified for link in thing.objectives)
    return (*counter(numbers), *(d.text(T(" (inferred)")) if inferred else ())) if numbers else ()
