"""From a bundle to a Plan. What a bundle leaves out is unknown; nothing is filled in here."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dicu.review import reading_frameworks
from dicu.review.bundles import Bundle, digest_of, unpacked
from dicu.review.law import DueRule
from dicu.review.model import (
    Claim,
    Clause,
    Coordinator,
    Event,
    Lead,
    LocalDuty,
    Objective,
    ObjectiveLink,
    Plan,
    Round,
    Section,
    Statement,
    Target,
    Task,
    Tenure,
    Term,
    TermKind,
    Unknown,
)
from dicu.review.observations.describing import indicator
from dicu.vocabulary.agency import Agency, AgencyKind
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Kind, LegalBasis, Source
from dicu.vocabulary.observation import Missing, Observation, Standing
from dicu.vocabulary.period import Period

Raw = Mapping[str, Any]
MEMORY = "MEMORY"
"""The key under which plans keep what was written down from memory."""

NOTHING = Bilingual("", "")


def read_plan(content: bytes) -> Plan:
    """The plan in a packed bundle. KeyError or ValueError if it does not fit the schema that loading checked it against."""
    return _Reader(unpacked(content), digest_of(content)).plan()


class _Reader:
    def __init__(self, bundle: Bundle, digest: str) -> None:
        self.bundle = bundle
        self.digest = digest
        self.raw: Raw = bundle["plan"]
        framework_sources = bundle["framework"].get("sources", {})
        agency_sources = bundle["agencies"].get("sources", {}) if isinstance(bundle["agencies"], Mapping) else {}
        rows = {**agency_sources, **framework_sources, **bundle["sources"]}
        self.sources = {key: _source(row) for key, row in rows.items()}
        self.standing = Standing(self.raw["standing"])

    def plan(self) -> Plan:
        raw = self.raw
        coordinator = raw["coordinator"]
        return Plan(
            id=raw["id"],
            version=raw["version"],
            digest=self.digest,
            standing=self.standing,
            authority=raw["authority"],
            title=_both(raw["title"]),
            short=_both(raw["short"]),
            banner=_both(raw["banner"]),
            bases=tuple(self.basis(row) for row in raw["legal_basis"]),
            period=_span(raw["period"]),
            coordinator=Coordinator(coordinator["agency"], _both(coordinator["unit"]), coordinator["source"], coordinator["verified"]),
            objectives=tuple(_objective(row) for row in self.bundle["framework"]["objectives"]),
            focal_tasks=tuple(_clause(row) for row in raw["focal_tasks"]),
            tasks=tuple(_task(row) for row in raw["tasks"]),
            expected_tasks=(raw.get("expected") or {}).get("specific_tasks"),
            purposes=tuple(_clause(row) for row in raw.get("purposes", [])),
            requirements=tuple(_clause(row) for row in raw.get("requirements", [])),
            unknowns=tuple(_unknown(row) for row in raw.get("unknown", [])),
            indicators=tuple(indicator(row) for row in self.bundle["indicators"]),
            observations=tuple(self.observation(row) for row in self.bundle["observations"]),
            targets=tuple(self.target(row) for row in self.bundle["targets"]),
            rounds=tuple(self.round(row) for row in self.bundle["rounds"]),
            sections={id_: _sections(row) for id_, row in self.bundle["reviews"].items()},
            sources=self.sources,
            agencies=_agencies(self.bundle["agencies"]),
            events=tuple(_event(row) for row in raw.get("conferences", [])),
            phases=reading_frameworks.phases(raw),
            principles=reading_frameworks.principles(self.bundle["framework"]),
            goal_targets=reading_frameworks.goal_targets(self.bundle["framework"]),
            crosswalk=reading_frameworks.crosswalk(self.bundle),
            successions=reading_frameworks.successions(self.bundle["agencies"]),
            parent=reading_frameworks.parent(raw),
            local_plans=reading_frameworks.local_plans(raw),
            area=raw.get("area") or "",
            localities=raw.get("localities") or "",
        )

    def source(self, row: Raw) -> Source:
        """The named source, as sure as the row that names it and no surer."""
        named = self.sources[row["source"]]
        return Source(
            named.title,
            row.get("locator") or named.locator,
            named.published,
            named.verified and bool(row.get("verified", True)),
            named.address,
        )

    def basis(self, row: Raw) -> LegalBasis:
        return LegalBasis(
            row["number"],
            _both(row["title"]),
            Kind(row["kind"]),
            self.source(row),
            _day(row.get("issued")),
            _day(row.get("since")),
            _day(row.get("until")),
            row.get("article", ""),
        )

    def observation(self, row: Raw) -> Observation:
        missing = row.get("missing")
        return Observation(
            key=row["key"],
            indicator=row["indicator"],
            period=Period.parse(str(row["period"])),
            area=row.get("area", self.raw.get("area", "")),
            source=self.source(row),
            standing=Standing.MEMORY if row["source"] == MEMORY else self.standing,
            value=Decimal(row["value"]) if row.get("value") is not None else None,
            missing=Missing(missing) if missing else None,
            qualifier=row.get("qualifier") or "",
            vintage=_day(row.get("vintage")),
            dimensions=tuple(sorted((row.get("dimensions") or {}).items())),
            note=_both(row.get("note")),
            supersedes=row.get("supersedes") or "",
            definition=row.get("definition") or "",
            numerator=_decimal(row.get("numerator")),
            denominator=_decimal(row.get("denominator")),
        )

    def target(self, row: Raw) -> Target:
        due = _day(row.get("due"))
        period = row.get("period") or (str(due.year) if due else self.raw_period())
        key = row.get("code") or row.get("key") or f"target/{row['indicator']}/{period}"
        observation = Observation(
            key,
            row["indicator"],
            Period.parse(str(period)),
            row.get("area", self.raw.get("area", "")),
            self.source(row),
            self.standing,
            Decimal(str(row["value"])),
            note=_both(row.get("note")),
            definition=row.get("definition") or "",
        )
        return Target(key, row["indicator"], row["operator"], observation, due)

    def raw_period(self) -> str:
        return _span(self.raw["period"]).label

    def round(self, row: Raw) -> Round:
        basis = row.get("legal_basis")
        return Round(
            str(row["id"]),
            _both(row["title"]),
            Period.parse(str(row["period"])),
            _day(row.get("cut_off")),
            _day(row.get("due")),
            self.basis(basis) if isinstance(basis, Mapping) else None,
            _both(row.get("note")),
            _day(row.get("opened")),
            row.get("rule") or "",
            self.due_rule(row.get("due_rule")),
        )

    def due_rule(self, row: Raw | None) -> DueRule | None:
        """The plan's own rule for the last day; None where the plan says nothing at all."""
        if not row:
            return None
        days, month_day = row.get("working_days_after_cut_off"), row.get("day_of_month")
        return DueRule(days, month_day, row["calendar"], Kind(row["kind"]), self.source(row), note=_both(row.get("note")))


def _both(row: Raw | None) -> Bilingual:
    return Bilingual(row.get("vi") or "", row.get("en") or "") if row else NOTHING


def _decimal(text: Any) -> Decimal | None:
    return None if text is None else Decimal(str(text))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _span(row: Raw) -> Period:
    return Period.of(date.fromisoformat(row["since"]), date.fromisoformat(row["until"]))


def _source(row: Raw) -> Source:
    address = " · ".join(part for part in (row.get("address") or "", row.get("reference") or "") if part)
    return Source(row["title"], row.get("locator") or "", _day(row.get("published")), bool(row["verified"]), address)


def _working(row: Raw) -> tuple[str, ...]:
    return tuple(language for language in ("vi", "en") if row.get(f"{language}_working"))


def _links(row: Raw) -> tuple[ObjectiveLink, ...]:
    rows = row.get("objectives") or []
    return tuple(ObjectiveLink(r["number"], bool(r.get("verified")), tuple(r.get("actions") or []), _both(r.get("note"))) for r in rows)


def _clause(row: Raw) -> Clause:
    return Clause(row["code"], _both(row["text"]), row.get("source", ""), bool(row.get("verified")), _working(row), _links(row))


def _lead(row: Raw | None) -> Lead | None:
    return Lead(row["agency"], bool(row.get("verified")), _both(row.get("note"))) if row else None


def _tenure(row: Raw) -> Tenure:
    since, until = _day(row.get("since")), _day(row.get("until"))
    return Tenure(row.get("agency") or "", since, until, bool(row.get("verified")), _both(row.get("note")))


def _last(leads: tuple[Tenure, ...]) -> Lead | None:
    """The lead of a task whose leads have days, where no day is asked for: the last one."""
    last = max(leads, key=lambda tenure: tenure.until or date.max, default=None)
    return Lead(last.agency, last.verified, last.note) if last and last.agency else None


def _task(row: Raw) -> Task:
    leads = tuple(_tenure(r) for r in row.get("leads") or [])
    term = row.get("term") or {"kind": "unknown"}
    return Task(
        code=row["code"],
        focal=row["focal"],
        text=_both(row["text"]),
        source=row.get("source", ""),
        verified=bool(row.get("verified")),
        term=_term(term),
        lead=_lead(row.get("lead")) or _last(leads),
        inferred_lead=_lead(row.get("lead_inferred")),
        coordinating=tuple(row.get("coordinating") or []),
        objectives=_links(row),
        indicators=tuple(row.get("indicators") or []),
        output=_both(row.get("output")),
        working=_working(row),
        function=row.get("function") or "",
        leads=leads,
        phases=tuple(row.get("phases") or []),
        implements=tuple(row.get("implements") or []),
        local=LocalDuty(row.get("local") or "unknown"),
        replaces=tuple(row.get("replaces") or []),
        locator=row.get("locator") or "",
    )


def _term(row: Raw) -> Term:
    since, every = _day(row.get("since")), row.get("every") or ""
    return Term(TermKind(row["kind"]), _day(row.get("due")), since, every, _both(row.get("words")), bool(row.get("verified")))


def _objective(row: Raw) -> Objective:
    working = () if row.get("vi_verified") else ("vi",)
    return Objective(row["number"], _both(row["title"]), _both(row["short"]), working, reading_frameworks.actions(row))


def _unknown(row: Raw) -> Unknown:
    return Unknown(row["code"], _both(row["what"]), _both(row["closes_when"]), row.get("count"))


def _sections(row: Any) -> tuple[Section, ...]:
    rows = row["sections"] if isinstance(row, Mapping) else row
    return tuple(Section(s["code"], _both(s["title"]), tuple(_statement(st) for st in s["statements"])) for s in rows)


def _statement(row: Raw) -> Statement:
    claims = {
        name: Claim(c["expression"], c.get("format", "number"), c.get("decimals"), bool(c.get("with_unit")))
        for name, c in (row.get("claims") or {}).items()
    }
    return Statement(row["id"], _both(row), claims, tuple(row.get("sources") or []))


def _agencies(raw: Any) -> tuple[Agency, ...]:
    rows = raw["agencies"] if isinstance(raw, Mapping) else raw
    return tuple(
        Agency(r["code"], _both(r.get("name") or r), AgencyKind(r["kind"]), _day(r.get("since")), _day(r.get("until"))) for r in rows
    )


def _event(row: Raw) -> Event:
    day = row.get("date") or row.get("day")
    return Event(
        _day(day),
        _both(row["place"]) if isinstance(row.get("place"), Mapping) else Bilingual(row.get("place") or "", row.get("place") or ""),
        _both(row.get("note") or row.get("what")),
        row.get("source", ""),
        str(row.get("size") or ""),
    )
