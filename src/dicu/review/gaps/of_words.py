"""Gaps of workmanship: how carefully a report was made. Found in what was sent, before and after it is accepted."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from dicu.documents.comparing.comparison import compare
from dicu.review.gaps.model import Gap, agency_named
from dicu.review.gaps.numbers_in_words import stated
from dicu.review.gaps.sameness import sameness, words_of
from dicu.review.gaps.saying import named, period_named
from dicu.review.line import Content, Line, StatusClaim
from dicu.review.situation import Situation
from dicu.vocabulary import numbers
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T
from dicu.vocabulary.observation import Aggregation, Nature
from dicu.vocabulary.period import Period

COPIED = 90
"""Per cent of a text that stood in the last round's."""
MANY = 5
"""From so many indicators or tasks on, one and the same figure or text is a placeholder and no answer."""
_EMPTY_WORDS = re.compile(
    r"\W*(?:(?:lorem ipsum|todo|tbd|test|xxx+|abc+|asdf\w*|n/a|na|to be (?:completed|filled in|added)|"
    r"(?:điền|nhập|ghi) (?:nội dung|kết quả|số liệu|vào đây|thông tin)[\w ]*|sẽ bổ sung(?: sau)?|đang cập nhật|chưa cập nhật|mẫu)\W*)+",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def placeholders(s: Situation) -> Iterator[Gap]:
    """G11: what stands in a report is the form's text, the task's own words, or one answer given again and again."""
    by_text: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    by_value: dict[tuple[str, str, str], dict[str, str]] = {}
    for task, agency, content in _sent(s):
        if _is_empty(s, task, content):
            yield _placeholder(task, agency, content)
            continue
        if len(words := words_of(content.narrative)) > MANY:
            by_text.setdefault((agency, words), []).append(task)
        for value in content.values:
            if value.value and Decimal(value.value) != 0:
                by_value.setdefault((agency, value.period, value.value), {})[value.indicator] = task
    yield from _one_text(s, by_text)
    yield from _one_value(s, by_value)


def _is_empty(s: Situation, task: str, content: Content) -> bool:
    said = words_of(content.narrative)
    known = s.plan.task_by_code.get(task)
    own = {words_of(known.text.vi), words_of(known.text.en)} if known else set()
    return bool(_EMPTY_WORDS.fullmatch(content.narrative.strip())) or (bool(said) and said in own)


def _placeholder(task: str, agency: str, content: Content) -> Gap:
    return Gap(
        "G11",
        "warning",
        task,
        T("The line of task {task} does not say what was done: its text is that of a form, or the words of the task itself.", task=task),
        T("The line says what was done, and is sent again."),
        agency,
        inputs=(("narrative", content.narrative[:200]),),
    )


def _one_text(s: Situation, groups: dict[tuple[str, tuple[str, ...]], list[str]]) -> Iterator[Gap]:
    for (agency, words), tasks in groups.items():
        if len(tasks) >= MANY:
            yield Gap(
                "G11",
                "warning",
                f"{agency}/text/{tasks[0]}",
                T("{agency} gives one and the same text for {count} tasks.", agency=agency_named(s, agency), count=len(tasks)),
                T("Each of these lines says what was done on its own task."),
                agency,
                inputs=(("tasks", ", ".join(tasks)), ("narrative", " ".join(words)[:200])),
            )


def _one_value(s: Situation, groups: dict[tuple[str, str, str], dict[str, str]]) -> Iterator[Gap]:
    for (agency, period, value), found in groups.items():
        if len(found) >= MANY:
            yield Gap(
                "G11",
                "warning",
                f"{agency}/value/{period}/{value}",
                T(
                    "{agency} gives the value {value} for {period} to {count} different indicators.",
                    agency=agency_named(s, agency),
                    value=Decimal(value),
                    period=period_named(Period.parse(period)),
                    count=len(found),
                ),
                T("Each indicator gets its own value, or the reason why there is none."),
                agency,
                inputs=tuple(sorted(found.items())),
            )


def copied(s: Situation) -> Iterator[Gap]:
    """G17: the text of a line is, but for a tenth at most, that which was accepted for the same task in the round before."""
    if s.beside.before is None:
        return
    for task, agency, content in _sent(s):
        old = _accepted_before(s, task)
        found = sameness(content.narrative, old.narrative) if old else None
        if found and found.reaches(COPIED):
            yield Gap(
                "G17",
                "warning",
                task,
                T(
                    "{percent} % of the words on task {task} stand as they are in the text that was accepted for {round}.",
                    percent=found.percent,
                    task=task,
                    round=s.beside.before.title,
                ),
                T("The line says what was done in this period, and is sent again."),
                agency,
                inputs=(("words", str(found.words)), ("the same", str(found.same)), ("round", s.beside.before.id)),
            )


def unsourced(s: Situation) -> Iterator[Gap]:
    """G18: a number in a narrative that is no reported value and no known figure, and has no source beside it."""
    known: set[Decimal] | None = None
    for task, agency, content in _sent(s):
        own = {Decimal(value.value) for value in content.values if value.value}
        loose = {mark.value: mark.text for mark in stated(content.narrative) if mark.value not in own}
        if not loose:
            continue
        known = _figures(s) if known is None else known
        shown = [text for value, text in loose.items() if value not in known]
        if shown:
            yield Gap(
                "G18",
                "info",
                task,
                T(
                    "Numbers in the text on task {task} lead to no figure and name no source: {numbers}.",
                    task=task,
                    numbers="; ".join(shown),
                ),
                T("They are reported as values with their source, the source is named beside them, or they are taken out."),
                agency,
                count=len(shown),
                inputs=tuple(("number", text) for text in shown),
            )


def _figures(s: Situation) -> set[Decimal]:
    rows = (o.value for o in s.observations)
    goals = (t.observation.value for t in s.plan.targets)
    parts = (n for o in s.observations for n in (o.numerator, o.denominator))
    return {value for values in (rows, goals, parts) for value in values if value is not None}


def two_languages(s: Situation) -> Iterator[Gap]:
    """G19: the two languages of a task or of a sentence of the review give different numbers or dates."""
    sentences = (statement for section in s.plan.sections.get(s.round.id, ()) for statement in section.statements)
    texts: Iterable[tuple[str, Bilingual]] = (
        *((task.code, task.text) for task in s.plan.tasks),
        *((f"statement-{one.code}", one.text) for one in sentences),
    )
    for subject, text in texts:
        if text.vi and text.en and (why := _differing(text.vi, text.en)):
            yield Gap(
                "G19",
                "warning",
                subject,
                T("The Vietnamese and the English text of {subject} do not say the same, at: {places}.", subject=subject, places=why),
                T("Both languages give the same numbers and dates, and the plan is loaded again."),
                inputs=(("vi", text.vi[:300]), ("en", text.en[:300])),
            )


@lru_cache(maxsize=60_000)
def _differing(vi: str, en: str) -> str:
    """Texts with the same digits in both languages are not read further: a task's words are many, and the comparison of papers reads
    units and numbers in words."""
    if sorted(_DIGITS.findall(vi)) == sorted(_DIGITS.findall(en)):
        return ""
    found = compare(vi, en, ("vi", "en")).findings
    hard = [f for f in found if f.weight == "error" and f.kind in ("number", "date", "time", "code")]
    return "; ".join(" ≠ ".join(spot.text if spot else "–" for spot in (f.first, f.second)) for f in hard)


def reversed_(s: Situation) -> Iterator[Gap]:
    """G20: what was accepted as completed is no longer, or a count that only grows fell, and the line does not say why."""
    if s.beside.before is None:
        return
    for task, agency, content in _sent(s):
        old = _accepted_before(s, task)
        if old and not content.difficulties.strip():
            if old.claim == StatusClaim.COMPLETED and content.claim != StatusClaim.COMPLETED:
                yield _no_longer(s, task, agency)
            yield from _fallen(s, task, agency, old, content)


def _no_longer(s: Situation, task: str, agency: str) -> Gap:
    title = s.beside.before.title if s.beside.before else Bilingual("", "")
    said = T(
        "Task {task} was accepted as completed for {round}, and is reported as not completed now, without a reason.", task=task, round=title
    )
    inputs = (("round", s.beside.before.id if s.beside.before else ""),)
    return Gap("G20", "warning", f"{task}/status", said, _EXPLAINED, agency, inputs=inputs)


def _fallen(s: Situation, task: str, agency: str, old: Content, now: Content) -> Iterator[Gap]:
    before = {value.indicator: value for value in old.values if value.value}
    for value in now.values:
        then = before.get(value.indicator)
        if not value.value or then is None or not _only_grows(s, value.indicator) or Decimal(value.value) >= Decimal(then.value):
            continue
        yield Gap(
            "G20",
            "warning",
            f"{task}/{value.indicator}",
            T(
                "“{indicator}” counts what has come together so far. It fell from {old} ({before}) to {new} ({now}), without a reason.",
                indicator=named(s, value.indicator),
                old=Bilingual(*(numbers.written(Decimal(then.value), code) for code in ("vi", "en"))),
                new=Bilingual(*(numbers.written(Decimal(value.value), code) for code in ("vi", "en"))),
                before=period_named(Period.parse(then.period)),
                now=period_named(Period.parse(value.period)),
            ),
            _EXPLAINED,
            agency,
            inputs=((then.period, then.value), (value.period, value.value)),
        )


_EXPLAINED = T("The line says why among its difficulties, or the earlier or the newer statement is corrected.")


def _only_grows(s: Situation, code: str) -> bool:
    """The value at the end stands for the whole period, and it is a count made by administration, not a stock that may shrink."""
    indicator = s.plan.indicator_by_code.get(code)
    return indicator is not None and indicator.aggregation is Aggregation.LAST and indicator.nature is Nature.ADMINISTRATIVE


def _sent(s: Situation) -> Iterator[tuple[str, str, Content]]:
    """What stands sent, judged or not: (task, agency, content)."""
    for task, line in s.lines.items():
        if line.sent is not None:
            yield task, s.agency_of.get(task, ""), line.sent


def _accepted_before(s: Situation, task: str) -> Content | None:
    """Of the task, or of the one that it replaces."""
    known = s.plan.task_by_code.get(task)
    names = (task, *(known.replaces if known else ()))
    found: Line | None = next((s.beside.lines[name] for name in names if name in s.beside.lines), None)
    return found.sent if found else None
