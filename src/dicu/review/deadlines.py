"""The last day to send, counted: by the plan's own word, else by a rule of the law. A year whose calendar is not loaded is
refused; a rule that nobody has read is shown and not applied, unless a coordinator applies it by name."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dicu.review.law import DueRule, RuleVersion
from dicu.review.model import Round
from dicu.review.rules import NotAllowed
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T
from dicu.vocabulary.workdays import Calendar, NoCalendar

Calendars = Callable[[str], Calendar]
"""The calendar of a code, an installation's own years laid over it; raises NoCalendar. Wiring fills it."""

PLAN, LAW, DECISION, NOBODY = "plan", "law", "decision", "nobody"
"""Who says which day is the last: the plan's text, a rule that binds, a coordinator who applied a rule that does not, nobody."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The days of a round, and how they came about: what is recorded when it opens. `would_be`: what a rule gives that is not
    applied. `skipped`: days that did not count, with the reason. `verified`: the rule, the calendar and the cut-off are.
    `cut_off_unread`: where the cut-off comes from the law and nobody has read it there, who says it; else empty."""

    cut_off: date | None
    due: date | None
    by: str = NOBODY
    rule: str = ""
    version: str = ""
    digest: str = ""
    working_days: int | None = None
    calendar: str = ""
    verified: bool = False
    would_be: date | None = None
    source: str = ""
    skipped: tuple[tuple[date, Bilingual], ...] = field(default=())
    cut_off_unread: str = ""

    def body(self) -> dict[str, Any]:
        """As an entry records it."""
        return {
            "cut_off": _iso(self.cut_off),
            "due": _iso(self.due),
            "by": self.by,
            "rule": self.rule,
            "version": self.version,
            "digest": self.digest,
            "working_days": self.working_days,
            "calendar": self.calendar,
            "verified": self.verified,
            "would_be": _iso(self.would_be),
            "source": self.source,
            "skipped": [{"day": day.isoformat(), "vi": why.vi, "en": why.en} for day, why in self.skipped],
            "cut_off_unread": self.cut_off_unread,
        }


def read_body(body: dict[str, Any]) -> Deadline:
    """The deadline that an entry recorded; nothing is counted again."""
    return Deadline(
        _day(body["cut_off"]),
        _day(body["due"]),
        body["by"],
        body["rule"],
        body["version"],
        body["digest"],
        body["working_days"],
        body["calendar"],
        body["verified"],
        _day(body["would_be"]),
        body["source"],
        tuple((date.fromisoformat(row["day"]), Bilingual(row["vi"], row["en"])) for row in body["skipped"]),
        body["cut_off_unread"],
    )


def deadline_of(round_: Round, law: RuleVersion | None, calendars: Calendars, apply: bool = False) -> Deadline:
    """`law`: the version that holds for the round, if it names a rule. `apply`: a coordinator applies a rule that does not
    bind by itself. Raises NotAllowed where the calendar is not there, or where the rule breaks the law's own minimum."""
    cut_off = round_.cut_off or (law.cut_off.day(round_.period.end.year) if law else None)
    rule, named = _rule_of(round_, law)
    said = Deadline(cut_off, round_.due, PLAN if round_.due else NOBODY, cut_off_unread=_unread(round_, law))
    if rule is None or not rule.known or cut_off is None:
        return _named(said, law if named else None)
    binds = rule.binding and not (rule.working_days is not None and said.cut_off_unread)
    if round_.due is not None or not (binds or apply):
        return _named(_shown(said, rule, cut_off, calendars), law if named else None)
    made = _counted(said, rule, cut_off, calendars, LAW if binds else DECISION)
    if law is not None:
        _check_least(law, made, calendars)
    return _named(made, law if named else None)


def counted_day(rule: DueRule, cut_off: date, calendar: Calendar) -> tuple[date, tuple[tuple[date, Bilingual], ...], bool]:
    """The last day, the days that did not count, and whether all of it rests on verified days. A day of the month that is no
    working day moves to the next one. Raises NoCalendar."""
    if rule.working_days is not None:
        found = calendar.due(cut_off, rule.working_days)
        return found.day, found.skipped, found.verified
    if rule.day_of_month is None:
        raise ValueError("the rule gives no day")
    found = calendar.due(cut_off.replace(day=rule.day_of_month), 0)
    return found.day, found.skipped, found.verified


def _rule_of(round_: Round, law: RuleVersion | None) -> tuple[DueRule | None, bool]:
    """The plan's own rule comes before that of the law; and whether it is the law's."""
    own = round_.due_rule
    if own is not None and own.known:
        return own, False
    return (law.due, True) if law else (None, False)


def _unread(round_: Round, law: RuleVersion | None) -> str:
    """Who says the law's cut-off, where it counts and was not read. What the plan names itself needs no law."""
    if law is None or round_.cut_off is not None or law.cut_off.source.verified:
        return ""
    return law.cut_off.source.title or law.basis.number


def _counted(said: Deadline, rule: DueRule, cut_off: date, calendars: Calendars, by: str) -> Deadline:
    try:
        day, skipped, sure = counted_day(rule, cut_off, calendars(rule.calendar))
    except NoCalendar as missing:
        raise NotAllowed(
            T(
                "The last day to send cannot be counted. {why} Put the announcement of that year into the folder that DICU_CALENDARS"
                " names (“dicu calendar check” tells whether it fits), then open the round.",
                why=missing.message,
            ),
            where="calendar",
        ) from missing
    return _by(replace(said, due=day, by=by, skipped=skipped), rule, sure)


def _shown(said: Deadline, rule: DueRule, cut_off: date, calendars: Calendars) -> Deadline:
    """What the rule would give stands beside what holds; where it cannot be counted, nothing stands there."""
    try:
        day, skipped, sure = counted_day(rule, cut_off, calendars(rule.calendar))
    except NoCalendar:
        day, skipped, sure = None, (), False
    return _by(replace(said, would_be=day, skipped=skipped), rule, sure)


def _by(made: Deadline, rule: DueRule, sure: bool) -> Deadline:
    verified = sure and rule.source.verified and not made.cut_off_unread
    return replace(made, working_days=rule.working_days, calendar=rule.calendar, verified=verified, source=rule.source.title)


def _named(made: Deadline, law: RuleVersion | None) -> Deadline:
    return replace(made, rule=law.rule, version=law.version, digest=law.digest) if law else made


def _check_least(law: RuleVersion, made: Deadline, calendars: Calendars) -> None:
    if made.due is None or made.cut_off is None:
        return
    days = calendars(made.calendar).between(made.cut_off, made.due)
    if days < law.least:
        raise NotAllowed(
            T(
                "The last day, {due}, lies {days} working days after the cut-off; {basis} asks for at least {least}.",
                due=made.due, days=days, basis=law.basis.number, least=law.least,
            ),
            where="due",
        )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
