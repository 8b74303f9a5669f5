"""The reporting law as data (`law/reporting.yaml`): dated versions of rules that say up to which day data count and on which
day a report is due. What was not read is marked so, and is never applied by itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Kind, LegalBasis, Source
from dicu.vocabulary.messages import Refused, T

NOTHING = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class CutOff:
    """Data from `opens` (of the year before, if `before`) up to and with `closes`: (month, day) both."""

    closes: tuple[int, int]
    opens: tuple[int, int]
    before: bool
    article: str
    source: Source

    def day(self, year: int) -> date:
        return date(year, *self.closes)

    def first_day(self, year: int) -> date:
        return date(year - self.before, *self.opens)


@dataclass(frozen=True, slots=True)
class DueRule:
    """When a report is due: so many working days after the cut-off, or a day of the month in which the period ends. Neither:
    not known. `binding`: a text that was read says so; else nothing is enforced unless somebody applies it by name. Working
    days count from the cut-off, so they bind only where that was read too, or is the plan's own (`deadlines`)."""

    working_days: int | None
    day_of_month: int | None
    calendar: str
    kind: Kind
    source: Source
    article: str = ""
    note: Bilingual = NOTHING

    @property
    def known(self) -> bool:
        return self.working_days is not None or self.day_of_month is not None

    @property
    def binding(self) -> bool:
        return self.known and self.source.verified and self.kind is not Kind.PLACEHOLDER


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule as it holds from `since` up to and with `until`. `digest` covers all of its data and names it for ever; `least`
    is how many working days must lie between cut-off and last day."""

    rule: str
    version: str
    title: Bilingual
    since: date | None
    until: date | None
    basis: LegalBasis
    cut_off: CutOff
    due: DueRule
    least: int
    note: Bilingual
    digest: str

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Relief:
    """How extensions and waivers are asked for."""

    kind: Kind
    source: Source
    by_last_day: bool
    note: Bilingual


class NoRule(Refused):
    """The law has no rule of this name, or none that holds on the day."""


@dataclass(frozen=True)
class ReportingLaw:
    versions: tuple[RuleVersion, ...]
    relief: Relief

    @classmethod
    @cache
    def load(cls, path: Path | None = None) -> Self:
        """The law of this file, else that which comes with the house. Raises Refused, saying what is wrong in it."""
        import yaml  # noqa: PLC0415 - only a process that opens a round pays for it

        place = path or files("dicu") / "law" / "reporting.yaml"
        try:
            return cls.read(yaml.safe_load(place.read_text(encoding="utf-8")))
        except (OSError, AttributeError, KeyError, TypeError, ValueError, yaml.YAMLError) as fault:
            message = T("The reporting law in {path} cannot be read: {fault}", path=str(path or "reporting.yaml"), fault=repr(fault)[:200])
            raise Refused(message, where=str(path or "reporting.yaml")) from fault

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """ValueError: a version twice, or two versions of one rule that hold on the same day."""
        versions = tuple(_version(rule, row) for rule in data["rules"] for row in rule["versions"])
        _check_apart(versions)
        raw = data["relief"]
        relief = Relief(Kind(raw["kind"]), _source(raw["source"]), bool(raw["extension_asked_by_last_day"]), _both(raw.get("note")))
        return cls(versions, relief)

    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(version.rule for version in self.versions))

    def on(self, rule: str, day: date) -> RuleVersion:
        """The version that holds on the day. Raises NoRule, naming the rules there are or the days it holds."""
        named = [version for version in self.versions if version.rule == rule]
        if not named:
            raise NoRule(T("The reporting law has no rule “{rule}”. Rules: {rules}.", rule=rule[:80], rules=", ".join(self.rules())))
        for version in named:
            if version.holds_on(day):
                return version
        raise NoRule(T("No version of the rule “{rule}” holds on {day}.", rule=rule, day=day))


def _check_apart(versions: tuple[RuleVersion, ...]) -> None:
    for one in versions:
        for other in versions:
            if one is not other and one.rule == other.rule and (one.version == other.version or _overlap(one, other)):
                raise ValueError(f"{one.rule}: versions {one.version} and {other.version} hold on the same day, or have one name")


def _overlap(one: RuleVersion, other: RuleVersion) -> bool:
    first, last = max(one.since or date.min, other.since or date.min), min(one.until or date.max, other.until or date.max)
    return first <= last


def _version(rule: Mapping[str, Any], row: Mapping[str, Any]) -> RuleVersion:
    basis, cut = row["basis"], row["cut_off"]
    since, until = row.get("since"), row.get("until")
    text = LegalBasis(
        basis["number"], _both(basis["title"]), Kind(basis["kind"]), _source(basis["source"]), basis.get("issued"), since, until
    )
    closing = CutOff(
        (cut["month"], cut["day"]),
        (cut["opens_month"], cut["opens_day"]),
        bool(cut["opens_before"]),
        cut["article"],
        _source(cut["source"]),
    )
    return RuleVersion(
        rule["id"], str(row["version"]), _both(rule["title"]), since, until, text, _possible(closing), _due(rule, row["due"]),
        int(row["least"]["working_days"]), _both(row.get("note")), _digest(rule, row),
    )  # fmt: skip


def _possible(cut: CutOff) -> CutOff:
    """ValueError where there is no such day in every year."""
    cut.day(2001), cut.first_day(2001)
    return cut


def _due(rule: Mapping[str, Any], row: Mapping[str, Any]) -> DueRule:
    days, month_day = row.get("working_days"), row.get("day_of_month")
    if (days is not None and month_day is not None) or (days or 0) < 0 or not 1 <= (month_day or 1) <= 28:
        raise ValueError(f"{rule['id']}: due is so many working days after the cut-off, or a day of the month up to 28")
    return DueRule(days, month_day, rule["calendar"], Kind(row["kind"]), _source(row["source"]), row.get("article") or "")


def _digest(rule: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    data = {"id": rule["id"], "calendar": rule["calendar"], "title": rule["title"], **row}
    return sha256(json.dumps(data, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def _source(row: Mapping[str, Any]) -> Source:
    return Source(row["title"], row.get("locator") or "", row.get("published"), bool(row.get("verified")), row.get("address") or "")


def _both(row: Mapping[str, str] | None) -> Bilingual:
    return Bilingual(row["vi"], row["en"]) if row else NOTHING
