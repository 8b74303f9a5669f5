"""What form and house both changed, shown to a person: as it was, as the form has it, as the house has it."""

from collections.abc import Iterator
from datetime import date

from dicu.intake.report import BadTable, Problem
from dicu.review.model import Plan
from dicu.review.report import ReportedValue
from dicu.review.words import CLAIM, MISSING
from dicu.review.workbook.parts import FIGURE, NARRATIVE, STATUS, Clash, Part
from dicu.review.workbook.reading import Filled, Place
from dicu.review.workbook.taking import Merge
from dicu.vocabulary import dates, numbers
from dicu.vocabulary.bilingual import LANGUAGES, Bilingual, Language
from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.observation import QUALIFIERS

PARTS = {STATUS: T("How far it is"), NARRATIVE: T("What was done"), "difficulties": T("Difficulties")}


class Clashing(Refused):
    """Somebody has to decide before the form can be taken in. `number`: the entry on which they see what the house has; `clashes`
    wait, the rest of the `disputed` parts was decided with this attempt."""

    def __init__(self, plan: Plan, number: int, found: Merge, filled: Filled) -> None:
        super().__init__(
            T(
                "The form and the report were both changed in {count} places, and differently. Nothing was taken in. "
                "Decide for each whether the form or the report counts.",
                count=len(found.clashes),
            )
        )
        self.plan, self.number, self.filled = plan, number, filled
        self.clashes, self.disputed = found.clashes, found.disputed

    def report(self, language: Language) -> str:
        return "\n".join(line for clash in self.clashes for line in self._lines(clash, language))

    def place(self, clash: Clash) -> Place:
        return self.filled.place(clash.task, clash.part)

    def _lines(self, clash: Clash, language: Language) -> Iterator[str]:
        sheet, row, column, _ = self.place(clash)
        at = T("row {row}, column {column}", row=str(row), column=column).say(language)
        yield f"{clash.name} ({sheet}, {at}): {title(clash, self.plan).say(language)}"
        for words, part in ((T("when the form was made"), clash.base), (T("in the form"), clash.file), (T("in the report"), clash.house)):
            yield f"  {words.say(language)}: {said(part, language)}"


def title(clash: Clash, plan: Plan) -> Message | Bilingual:
    if clash.part.startswith(FIGURE):
        return plan.indicator_by_code[clash.part.removeprefix(FIGURE)].name
    return PARTS[clash.part]


def said(part: Part, language: Language) -> str:
    """A part in words; an empty one too."""
    match part:
        case ReportedValue():
            found = _value(part, language)
        case (str(claim), day):
            found = CLAIM[claim].say(language) if claim else ""
            found += f", {dates.short(day, language)}" if isinstance(day, date) else ""
        case _:
            found = str(part or "")
    return found or T("nothing").say(language)


def _value(value: ReportedValue, language: Language) -> str:
    shown = numbers.written(numbers.read(value.value, "en"), language) if value.value else MISSING[value.missing].say(language)
    near = QUALIFIERS[value.qualifier].say(language) if value.qualifier in QUALIFIERS else ""
    source = "; ".join(text for text in (value.source, value.locator) if text)
    return f"{value.period}: {near} {shown}".replace(":  ", ": ") + (f" ({source})" if source else "")


def rows(refused: Refused) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Findings and clashes of a form that was not taken in, for programs: where each stands, and what it says in both languages."""
    if isinstance(refused, Clashing):
        return [], [_clash(refused, clash) for clash in refused.clashes]
    if isinstance(refused, BadTable):
        return [_finding(problem) for problem in refused.problems], []
    return [{"sheet": "", "row": 0, "column": "", "heading": "", **_both(refused.message)}], []


def _finding(problem: Problem) -> dict[str, object]:
    place = {"sheet": problem.sheet, "row": problem.row, "column": problem.column, "heading": problem.heading}
    return {**place, **_both(problem.message)}


def _clash(refused: Clashing, clash: Clash) -> dict[str, object]:
    sheet, row, column, heading = refused.place(clash)
    sides = {"base": clash.base, "file": clash.file, "house": clash.house}
    told = {name: {language: said(part, language) for language in LANGUAGES} for name, part in sides.items()}
    return {
        "name": clash.name,
        "task": clash.task,
        "part": clash.part,
        "sheet": sheet,
        "row": row,
        "column": column,
        "heading": heading,
        **told,
    }


def _both(message: Message) -> dict[str, object]:
    return {language: message.say(language) for language in LANGUAGES}
