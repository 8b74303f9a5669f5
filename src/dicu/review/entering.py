"""What an officer types into a line, read and checked: either a whole content, or every problem at its field at once."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dicu.review.model import Plan, Round, Task
from dicu.review.report import Content, ReportedValue, StatusClaim
from dicu.vocabulary import dates, numbers
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.observation import QUALIFIERS, Missing
from dicu.vocabulary.period import Period
from dicu.vocabulary.text import normalised

LONGEST = 15_000  # characters in one text field
KEPT = "\n\t\x00"  # other control characters say nothing and are dropped; NUL is damage, and is refused


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one field of a form."""

    field: str
    message: Message


class BadForm(Refused):
    """A form with problems: nothing was kept, and everything typed is still in the form."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(T("The form has {count} problems. Nothing was saved yet.", count=len(problems)))
        self.problems = problems


def value_field(indicator: str, part: str) -> str:
    return f"value-{indicator}-{part}"


def read_line(plan: Plan, round_: Round, task: Task, typed: Mapping[str, str], language: Language, today: date) -> Content:
    """The line's content from a form's fields: `claim`, `narrative`, `difficulties`, `completed_on`, and for each
    indicator of the task `value-CODE-{value,missing,qualifier,period,source,locator}`. Raises BadForm."""
    form = _Form(typed, language)
    content = Content(
        claim=form.choice("claim", [str(c) for c in StatusClaim], T("Choose how far the task is.")),
        narrative=form.text("narrative"),
        difficulties=form.text("difficulties"),
        completed_on=form.day("completed_on", today),
        values=tuple(v for code in task.indicators if (v := form.value(plan, round_, code))),
    )
    form.needs(content, today)
    form.done()
    return content


class _Form:
    def __init__(self, typed: Mapping[str, str], language: Language) -> None:
        self.typed = typed
        self.language = language
        self.problems: list[Problem] = []

    def done(self) -> None:
        if self.problems:
            raise BadForm(tuple(self.problems))

    def wrong(self, field: str, message: Message) -> None:
        self.problems.append(Problem(field, message))

    def raw(self, field: str) -> str:
        text = normalised(self.typed.get(field, "")).replace("\r\n", "\n").replace("\r", "\n")
        return "".join(c for c in text if c in KEPT or unicodedata.category(c) != "Cc").strip()

    def text(self, field: str) -> str:
        text = self.raw(field)
        if len(text) > LONGEST:
            self.wrong(
                field,
                T(
                    "This text has {length} characters; {most} fit. Shorten it, or attach the rest as a file.",
                    length=len(text),
                    most=LONGEST,
                ),
            )
        if "\x00" in text:
            self.wrong(field, T("This text holds a character that cannot be stored. Type it again."))
        return text

    def choice(self, field: str, allowed: list[str], message: Message) -> str:
        chosen = self.raw(field)
        if chosen not in allowed:
            self.wrong(field, message)
        return chosen

    def day(self, field: str, today: date) -> date | None:
        text = self.raw(field)
        if not text:
            return None
        try:
            day = dates.read(text, self.language)
        except Refused as refused:
            self.wrong(field, refused.message)
            return None
        if day > today:
            self.wrong(field, T("{day} is in the future. The day of completion is not after today.", day=day))
        return day

    def value(self, plan: Plan, round_: Round, code: str) -> ReportedValue | None:
        """The value of one indicator; None if the officer left it wholly empty."""
        number, missing = self.raw(value_field(code, "value")), self.raw(value_field(code, "missing"))
        source = self.text(value_field(code, "source"))
        if not number and not missing:
            self.alone(code, source)
            return None
        if number and missing:
            self.wrong(value_field(code, "value"), T("Give either a value or the reason why there is none, not both."))
        return ReportedValue(
            indicator=code,
            period=self.period(value_field(code, "period"), round_),
            value=self.number(code, number),
            missing=self.code(value_field(code, "missing"), missing, {str(m) for m in Missing}),
            qualifier=self.code(value_field(code, "qualifier"), self.raw(value_field(code, "qualifier")), set(QUALIFIERS)),
            source=self.sourced(code, number, source, plan),
            locator=self.text(value_field(code, "locator")),
        )

    def alone(self, code: str, source: str) -> None:
        """What stands beside a value and has none would be lost without a word."""
        if source or any(self.raw(value_field(code, part)) for part in ("qualifier", "locator")):
            self.wrong(value_field(code, "value"), T("Give the value, or choose the reason why there is none."))

    def number(self, code: str, text: str) -> str:
        if not text:
            return ""
        try:
            return plainly(numbers.read(text, self.language))
        except Refused as refused:
            self.wrong(value_field(code, "value"), refused.message)
            return ""

    def sourced(self, code: str, number: str, source: str, plan: Plan) -> str:
        if number and not source:
            self.wrong(
                value_field(code, "source"),
                T(
                    "“{indicator}” has a value without a source. Name the register, table or document it comes from.",
                    indicator=plan.indicator_by_code[code].name,
                ),
            )
        return source

    def period(self, field: str, round_: Round) -> str:
        text = self.raw(field) or round_.period.label
        try:
            return Period.parse(text).label
        except Refused as refused:
            self.wrong(field, refused.message)
            return round_.period.label

    def code(self, field: str, chosen: str, allowed: set[str]) -> str:
        if chosen and chosen not in allowed:
            self.wrong(field, T("Choose one of the values in the list."))
            return ""
        return chosen

    def needs(self, content: Content, today: date) -> None:
        if content.claim == StatusClaim.COMPLETED and content.completed_on is None and not self.raw("completed_on"):
            self.wrong("completed_on", T("Give the day on which the task was completed, on or before {today}.", today=today))


def plainly(value: Decimal) -> str:
    """A decimal as the ledger writes it: no exponent, no zeros at the end of a fraction."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
