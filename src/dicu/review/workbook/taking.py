"""From a form that was read to the lines that change: three-way merging, and what a person has decided where it clashes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dicu.ledger.model import Entry
from dicu.review.model import Plan
from dicu.review.report import Content, Report, content_of
from dicu.review.workbook.kinds import TAKEN
from dicu.review.workbook.parts import Clash, Part, Parts, content_from, empty, merged, parts_of
from dicu.vocabulary.messages import Refused, T

FILE, HOUSE = "file", "house"
Choices = Mapping[str, str]
""""" (every clash), a task, or task/part → file or house. The narrower one counts."""
Known = Mapping[tuple[str, str], tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Merge:
    """`lines`: task → what it is to say. `touched`: the parts of them that are not what the house has; `changed`: those that the
    form changed, whoever wins. Of the `disputed` ones, `clashes` wait for somebody, and the rest is `chosen` already."""

    lines: Mapping[str, Content]
    touched: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]
    disputed: tuple[Clash, ...]
    clashes: tuple[Clash, ...]
    chosen: Mapping[str, str]


def merge(
    plan: Plan, report: Report, base: Mapping[str, Content | None], file: Mapping[str, Mapping[str, Part]], choices: Choices, known: Known
) -> Merge:  # fmt: skip
    """`known`: what the same person has taken in from this form before; a newer copy of it replaces that without asking."""
    work = _Work(plan, choices, known)
    for task, parts in file.items():
        work.line(task, parts_of(base[task]), parts, parts_of(report.line(task).content))
    w = work
    return Merge(w.lines, tuple(w.touched), tuple(w.changed), tuple(w.disputed), tuple(w.waiting), w.chosen)


@dataclass
class _Work:
    plan: Plan
    choices: Choices
    known: Known
    lines: dict[str, Content] = field(default_factory=dict)
    touched: list[tuple[str, str]] = field(default_factory=list)
    changed: list[tuple[str, str]] = field(default_factory=list)
    disputed: list[Clash] = field(default_factory=list)
    waiting: list[Clash] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)

    def line(self, task: str, before: Parts, parts: Parts, house: Parts) -> None:
        made, clashes = merged(task, before, parts, house)
        for clash in clashes:
            if (decided := self.decided(clash)) is not None:
                made[clash.part] = clash.file if decided == FILE else clash.house
        self.changed += [(task, part) for part in made if parts.get(part, empty(part)) != before.get(part, empty(part))]
        content = content_from(made, self.plan.task_by_code[task].indicators)
        if content is not None and parts_of(content) != house:
            self.lines[task] = content
            self.touched += [(task, part) for part in made if made[part] != house.get(part, empty(part))]

    def decided(self, clash: Clash) -> str | None:
        if clash.house in self.known.get((clash.task, clash.part), ()):
            return FILE
        self.disputed.append(clash)
        side = choice_of(self.choices, clash)
        if side is None:
            self.waiting.append(clash)
        else:
            self.chosen[clash.name] = side
        return side


def choice_of(choices: Choices, clash: Clash) -> str | None:
    return choices.get(clash.name) or choices.get(clash.task) or choices.get("")


def check_choices(choices: Choices, clashes: tuple[Clash, ...]) -> None:
    """A decision about something that does not clash is a misspelt one."""
    names = {"", *(clash.name for clash in clashes), *(clash.task for clash in clashes)}
    for name, side in choices.items():
        if side not in (FILE, HOUSE):
            raise Refused(T("Choose “file” or “house”, not “{side}”.", side=side[:40]))
        if name not in names:
            raise Refused(
                T("Nothing clashes at “{name}”. Write the task, or the task and the part as in the report of clashes.", name=name[:80])
            )


def taken_before(entries: tuple[Entry, ...], form: str, account: str) -> Known:
    """What this account has taken in from this form, by task and part: the lines that follow each such entry."""
    found: dict[tuple[str, str], tuple[Part, ...]] = {}
    left = 0
    for entry in entries:
        if entry.kind == TAKEN:
            own = entry.body["form"] == form and entry.author.account == account
            left = int(entry.body["lines"]) if own else 0
        elif left:
            left -= 1
            for part, said in parts_of(content_of(entry.body)).items():
                key = (str(entry.body["task"]), part)
                found[key] = (*found.get(key, ()), said)
    return found
