"""The words of the cells that nobody types: what a row is about, what was accepted last time, where the line stands."""

from dicu.review.model import Task
from dicu.review.report import Content
from dicu.review.words import CLAIM, LINE, MISSING
from dicu.review.workbook.cells import legible
from dicu.review.workbook.form import Form, FormLine
from dicu.vocabulary import dates, numbers
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import T
from dicu.vocabulary.observation import Indicator

CUT = 600  # characters of an earlier account


def task_text(form: Form, task: Task) -> str:
    return legible(form.say(task.text))


def indicator_text(form: Form, indicator: Indicator) -> str:
    return legible(form.say(indicator.name))


def term(form: Form, task: Task) -> str:
    return dates.short(task.term.due, form.language) if task.term.due else legible(task.term.words.say(form.language))


def state(form: Form, line: FormLine) -> str:
    return LINE[line.line.state].say(form.language)


def last_line(form: Form, line: FormLine) -> str:
    if line.last is None:
        return T("Nothing accepted earlier.").say(form.language)
    round_, content = line.last
    said = [f"{round_.id}: {CLAIM[content.claim].say(form.language)}", legible(content.narrative)]
    text = "\n".join(part for part in said if part)
    return text if len(text) <= CUT else text[:CUT] + "…"


def last_figure(form: Form, line: FormLine, indicator: Indicator) -> str:
    before = line.last[1] if line.last else None
    value = _value(before, indicator.code)
    if before is None or value is None:
        return T("Nothing accepted earlier.").say(form.language)
    return f"{value.period}: {_shown(value.value, form.language) if value.value else MISSING[value.missing].say(form.language)}"


def _value(content: Content | None, code: str):  # type: ignore[no-untyped-def]
    return next((v for v in content.values if v.indicator == code), None) if content else None


def _shown(text: str, language: Language) -> str:
    return numbers.written(numbers.read(text, "en"), language)
