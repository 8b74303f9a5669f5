"""How long people's records are kept: rules as data, each with its source, and who is past them. A list is all that comes of it;
nobody is erased by the passing of time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from dicu.persons.kinds import REASONS
from dicu.persons.model import Listed, NotAllowed
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Kind, LegalBasis, Source
from dicu.vocabulary.messages import Refused, T

COUNTED = ("closed", "recorded", "changed")


@dataclass(frozen=True, slots=True)
class Period:
    years: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The last day of the period. 29 February runs to 28 February where there is no 29th."""
        year = day.year + self.years
        try:
            moved = day.replace(year=year)
        except ValueError:
            moved = day.replace(year=year, day=28)
        return moved + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """`domain`: whose records it is for, empty: all. `period` None: not known, so nobody's time is over by it."""

    id: str
    reason: str
    domain: str
    concerns: Bilingual
    period: Period | None
    counted_from: str
    basis: LegalBasis

    def concerns_domain(self, domain: str) -> bool:
        return self.domain in ("", domain)

    def last_day(self, person: Listed) -> date | None:
        """The last day on which the record is kept by this rule; None where that is not known, or has not begun to count."""
        began: date | None = getattr(person, self.counted_from) if self.counted_from else None
        return self.period.after(began) if self.period and began else None


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose time was over after `last_day`, by this rule."""

    person: Listed
    rule: RetentionRule
    last_day: date


@dataclass(frozen=True)
class Retention:
    """The rules of an installation, by their ids."""

    rules: Mapping[str, RetentionRule]

    @classmethod
    @cache
    def load(cls, path: Path | None = None) -> "Retention":
        """Those of this file, else those that come with the house. Raises Refused, saying what is wrong in it."""
        import yaml  # noqa: PLC0415 - only a process that works on people pays for it

        place = path or files("dicu") / "law" / "retention.yaml"
        try:
            data = yaml.safe_load(place.read_text(encoding="utf-8"))
        except (OSError, ValueError, yaml.YAMLError) as fault:
            message = T("The retention rules in {path} cannot be read: {fault}", path=str(place), fault=str(fault))
            raise Refused(message, where=str(place)) from fault
        return cls.read(data, str(path or "retention.yaml"))

    @classmethod
    def read(cls, data: Any, where: str = "") -> "Retention":
        rules: dict[str, RetentionRule] = {}
        for position, entry in enumerate(data.get("rules", ()) if isinstance(data, dict) else (), start=1):
            try:
                rule = _rule(entry)
            except (AttributeError, KeyError, TypeError, ValueError) as fault:
                raise _unreadable(where, position, fault) from fault
            if rule.id in rules:
                raise _unreadable(where, position, ValueError(rule.id))
            rules[rule.id] = rule
        return cls(rules)

    def due(self, people: Iterable[Listed], today: date) -> tuple[Due, ...]:
        """Who is past the period of a rule for their records, the longest first."""
        found = (due for person in people if person.state != "erased" for due in self._of(person, today))
        return tuple(sorted(found, key=lambda due: (due.last_day, due.person.id)))

    def unknown(self, domains: Iterable[str]) -> tuple[RetentionRule, ...]:
        """The rules of these domains whose period nobody has set: by them nobody is ever listed, and a list says so."""
        wanted = set(domains)
        periods = (rule for rule in self.rules.values() if rule.reason == "retention" and rule.period is None)
        return tuple(rule for rule in periods if not rule.domain or rule.domain in wanted)

    def ground(self, rule_id: str, reason: str, person: Listed, today: date) -> RetentionRule:
        """The rule by which this person may be erased for this reason. Raises NotAllowed, saying why not."""
        rule = self.rules.get(rule_id)
        if rule is None or not rule.concerns_domain(person.domain):
            raise NotAllowed(T("There is no rule “{rule}” for these records. See: dicu person due", rule=rule_id[:80]), where="rule")
        if rule.reason != reason:
            raise NotAllowed(T("The rule “{rule}” is for another reason: {reason}.", rule=rule.id, reason=rule.reason), where="reason")
        if not rule.basis.holds_on(today):
            raise NotAllowed(T("The legal basis of the rule “{rule}” does not hold today.", rule=rule.id), where="rule")
        if reason == "retention":
            _check_over(rule, person, today)
        return rule

    def _of(self, person: Listed, today: date) -> Iterator[Due]:
        for rule in self.rules.values():
            last = rule.last_day(person) if rule.reason == "retention" and rule.concerns_domain(person.domain) else None
            if last is not None and last < today:
                yield Due(person, rule, last)


def _check_over(rule: RetentionRule, person: Listed, today: date) -> None:
    if rule.period is None:
        raise NotAllowed(
            T("Nobody has set the period of the rule “{rule}”, so it has not passed. The controller of the data sets it.", rule=rule.id),
            "rule",
        )
    last = rule.last_day(person)
    if last is None:
        raise NotAllowed(T("The period of the rule “{rule}” has not begun: the case is not closed yet.", rule=rule.id), where="rule")
    if last >= today:
        raise NotAllowed(T("By the rule “{rule}” this record is kept until {day}.", rule=rule.id, day=last), where="rule")


def _rule(entry: Mapping[str, Any]) -> RetentionRule:
    rule = RetentionRule(
        id=_one(entry["id"]),
        reason=entry["reason"],
        domain=entry.get("domain") or "",
        concerns=Bilingual(**entry["concerns"]),
        period=Period(**entry["period"]) if entry.get("period") else None,
        counted_from=entry.get("counted_from") or "",
        basis=_basis(entry["basis"]),
    )
    if rule.reason not in REASONS or rule.counted_from not in ("", *COUNTED):
        raise ValueError(rule.reason)
    if rule.period and (rule.period.years < 0 or rule.period.days < 0 or not rule.counted_from):
        raise ValueError("period")
    return rule


def _basis(entry: Mapping[str, Any]) -> LegalBasis:
    source = entry.get("source") or {}
    return LegalBasis(
        number=str(entry.get("number") or ""),
        title=Bilingual(**entry["title"]),
        kind=Kind(entry["kind"]),
        source=Source(source.get("title") or "", source.get("locator") or "", source.get("published"), source.get("verified") is True),
        since=entry.get("since"),
        until=entry.get("until"),
        article=str(entry.get("article") or ""),
    )


def _one(text: object) -> str:
    if not isinstance(text, str) or not text:
        raise ValueError("id")
    return text


def _unreadable(where: str, position: int, fault: Exception) -> Refused:
    message = T(
        "Rule {number} of the retention rules cannot be used ({fault}). See the form in retention.yaml.",
        number=position,
        fault=f"{type(fault).__name__}: {fault}",
    )
    return Refused(message, where=where)
