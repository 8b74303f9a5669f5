"""What waits between two people of one side: an agency's lines and nil returns for the second pair of eyes, questions for their
answer; and for coordinators, lines that one of them asks to open again."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dicu.access.rulebook import COORDINATOR, REPORTER
from dicu.agenda.todo import Todo
from dicu.review.model import Plan
from dicu.review.obligations import LOCAL
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message, T

Where = tuple[str, str, str]


@dataclass
class Names:
    """Agencies and rounds in words, from the plan as it was when the round was opened; and which rounds were closed."""

    plans: Mapping[tuple[str, str], Plan]
    closings: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)

    def __contains__(self, where: tuple[str, str]) -> bool:
        return where in self.plans

    def of(self, plan: str, round_: str, agency: str) -> dict[str, Bilingual]:
        known = self.plans[plan, round_].agency_by_code.get(agency)
        return {"agency": known.name if known else Bilingual(agency, agency), "round": self.round(plan, round_)}

    def round(self, plan: str, round_: str) -> Bilingual:
        found = self.plans[plan, round_].round(round_)
        return found.title if found else Bilingual(round_, round_)

    def frozen(self, plan: str, round_: str, agency: str, task: str = "") -> bool:
        """Whether the round is closed and nothing of it was opened again: of this line, or (without one) of the agency."""
        closing = self.closings.get((plan, round_), {})
        again = closing.get("again", {}).get(agency, [])
        return bool(closing.get("closed")) and (task not in again if task else not again)


def waiting_inside(where: Where, inside: Mapping[str, Any], reporters: Collection[str], names: Names) -> Iterator[Todo]:
    """`reporters`: the accounts that report for the agency now. Without a last day: whoever clears is told at once."""
    lines = [line for line in inside.get("lines", ()) if not names.frozen(*where, line[0])]
    if lines:
        authors, since = [set(line[1]) for line in lines], min(line[2] for line in lines)
        title = T("Clear and send the report of your agency: {agency}, {round}", **names.of(*where))
        why = T("{count} lines were written by somebody else and wait for a second pair of eyes.", count=len(lines))
        yield from _cleared("clear", where, (title, why), authors, since, reporters, ("report-send", where), names)
    if (nil := inside.get("nil")) and not names.frozen(*where):
        title = T("Clear and send the nil return of your agency: {agency}, {round}", **names.of(*where))
        why = T("Somebody else wrote it. Until a second person has cleared it, it counts for nothing.")
        yield from _cleared("clear-nil", where, (title, why), [set(nil[0])], nil[1], reporters, ("duty", where), names)
    for task, number, at in inside.get("queries", ()):
        if not names.frozen(*where, task):
            title = T("Answer the question on line {task}: {agency}, {round}", task=task, **names.of(*where))
            why = T("The coordinator asks something before answering the line. The line stays as it was sent.")
            yield Todo("query", (*where, task, str(number)), title, why, role=REPORTER, agency=where[2], since=_day(at),
                       place=("line", (*where, task)))  # fmt: skip


def _cleared(
    what: str, where: Where, words: tuple[Message, Message], authors: list[set[str]], since: str, reporters: Collection[str],
    place: tuple[str, tuple[str, ...]], names: Names,
) -> Iterator[Todo]:  # fmt: skip
    """One for each who may clear some of it; where nobody may clear a part, one for the agency that says what to do."""
    for account in reporters:
        if any(account not in wrote for wrote in authors):
            yield Todo(what, (*where, account), *words, account=account, since=_day(since), place=place)
    if any(set(reporters) <= wrote for wrote in authors):
        title = T("Ask for a second reporter: {agency}, {round}", **names.of(*where))
        why = T(
            "Nobody of your agency but those who wrote it may clear what waits, so it cannot be sent."
            " Ask an administrator to give a second person the role of a reporter."
        )
        yield Todo(f"second-{what}", where, title, why, role=REPORTER, agency=where[2], since=_day(since), place=place)


def reopenings(names: Names) -> Iterator[Todo]:
    for (plan, round_), closing in names.closings.items():
        for number, agency, by, at in closing.get("asked", ()) if (plan, round_) in names else ():
            title = T("Decide whether lines are opened again: {agency}, {round}", **names.of(plan, round_, agency))
            why = T("Another coordinator asks for it. It takes two: confirm it, or refuse it with the reason.")
            yield Todo("reopen", (plan, round_, str(number)), title, why, role=COORDINATOR, but=by, since=_day(at),
                       place=("round-reopen", (plan, round_)))  # fmt: skip


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(LOCAL).date()
