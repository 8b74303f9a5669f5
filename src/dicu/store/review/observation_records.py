"""The register of figures on Django's models: what `dicu.review.observations.ports` asks for."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from dicu.access.conditions import Condition
from dicu.ledger.model import Entry
from dicu.review.obligations import LOCAL
from dicu.review.observations.deciding import Decision
from dicu.review.observations.kinds import DECIDED, IMPORTED
from dicu.review.observations.ports import DECISIONS, Heads, Import
from dicu.store.ledger.projecting import Projector
from dicu.store.review.observation_models import FigureDecisionRow, ImportRow, ObservationRow
from dicu.store.security.scoping import within
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Source
from dicu.vocabulary.observation import Missing, Observation, Standing
from dicu.vocabulary.period import Period

COUNTS = ("rows", "added", "replaced", "unchanged", "left_out")
BATCH = 2000


class PostgresFigures:
    def figures(
        self, scope: Condition, plan: str, indicator: str = "", *, by: date | None = None, heads: Heads | None = None
    ) -> tuple[Observation, ...]:
        rows = ObservationRow.objects.filter(within(scope)).filter(plan=plan, **({"indicator": indicator} if indicator else {}))
        if by is not None:
            rows = rows.filter(entered_on__lte=by)
        if heads is not None:
            rows = rows.filter(_at(plan, heads))
        return tuple(_observation(row) for row in rows.iterator(BATCH))

    def of_register(self, plan: str, register: str) -> tuple[Observation, ...]:
        return tuple(_observation(row) for row in ObservationRow.objects.filter(plan=plan, register=register).iterator(BATCH))

    def add(self, plan: str, register: str, number: int, figures: tuple[Observation, ...], on: date, by: str) -> None:
        whose = {"plan": plan, "register": register, "import_number": number, "entered_on": on, "entered_by": by}
        rows = [ObservationRow(**whose, place=place, **_facts(o)) for place, o in enumerate(figures)]
        ObservationRow.objects.bulk_create(rows, batch_size=BATCH)

    def imports(self, scope: Condition, plan: str) -> tuple[Import, ...]:
        return tuple(_import(row) for row in ImportRow.objects.filter(within(scope)).filter(plan=plan))

    def decisions(self, scope: Condition, plan: str, *, by: date | None = None, heads: Heads | None = None) -> tuple[Decision, ...]:
        rows = FigureDecisionRow.objects.filter(within(scope)).filter(plan=plan)
        if heads is not None:
            last = FigureDecisionRow.objects.filter(plan=plan, head=heads.get(DECISIONS, "")).first()
            rows = rows.filter(number__lte=last.number if last else 0)
        found = tuple(_decision(row) for row in rows)
        return found if by is None else tuple(d for d in found if d.at.astimezone(LOCAL).date() <= by)

    def heads(self, plan: str) -> Mapping[str, tuple[str, datetime]]:
        imports = ImportRow.objects.filter(plan=plan).order_by("number").values_list("register", "head", "at")
        decided = FigureDecisionRow.objects.filter(plan=plan).order_by("-number").values_list("head", "at").first()
        found = {register: (head, at) for register, head, at in imports}
        return {**found, DECISIONS: decided} if decided else found


def _at(plan: str, heads: Heads) -> Q:
    """What each register held when its last entry was the named one."""
    wanted = [head for name, head in heads.items() if name != DECISIONS]
    found = ImportRow.objects.filter(plan=plan, head__in=wanted).values_list("register", "number")
    asked = Q(pk__in=[])
    for register, number in found:
        asked |= Q(register=register, import_number__lte=number)
    return asked


def _facts(o: Observation) -> dict[str, Any]:
    source = asdict(o.source)
    source["published"] = o.source.published.isoformat() if o.source.published else None
    numbers = {name: getattr(o, name) for name in ("value", "numerator", "denominator")}
    plain = ("key", "indicator", "definition", "area", "qualifier", "vintage", "status", "restricted", "supersedes")
    return {
        **{name: getattr(o, name) for name in plain},
        **{name: "" if number is None else format(number, "f") for name, number in numbers.items()},
        "period": o.period.label,
        "dimensions": dict(o.dimensions),
        "missing": str(o.missing or ""),
        "standing": str(o.standing),
        "source": source,
        "note": o.note.vi,
    }


def _observation(row: ObservationRow) -> Observation:
    published = row.source["published"]
    source = Source(**{**row.source, "published": date.fromisoformat(published) if published else None})
    numbers = {name: getattr(row, name) for name in ("value", "numerator", "denominator")}
    return Observation(
        key=row.key,
        indicator=row.indicator,
        period=Period.parse(row.period),
        area=row.area,
        source=source,
        standing=Standing(row.standing),
        missing=Missing(row.missing) if row.missing else None,
        qualifier=row.qualifier,
        vintage=row.vintage,
        dimensions=tuple(sorted(row.dimensions.items())),
        supersedes=row.supersedes,
        note=Bilingual(row.note, row.note),
        definition=row.definition,
        since=row.entered_on,
        imported_by=row.entered_by,
        status=row.status,
        restricted=row.restricted,
        **{name: Decimal(number) if number else None for name, number in numbers.items()},
    )


def _import(row: ImportRow) -> Import:
    file = (row.file["digest"], row.file["name"])
    return Import(row.plan, row.register, row.number, row.title, *file, row.counts, row.digest, row.head, row.by, row.at)


def _decision(row: FigureDecisionRow) -> Decision:
    among = tuple((one["key"], one["value"]) for one in row.among)
    return Decision(row.plan, row.subject, among, row.chosen, row.reason, row.by, row.at)


def projectors() -> Mapping[str, Projector]:
    return {IMPORTED: _imported, DECIDED: _decided}


def _imported(entry: Entry) -> None:
    b = entry.body
    facts = {"plan": b["plan"], "register": b["source"], "number": entry.number, "title": b["title"], "file": b["file"]}
    facts |= {"counts": {name: b[name] for name in COUNTS}, "digest": b["digest"], **_written(entry)}
    ImportRow.objects.update_or_create(id=f"{b['plan']}/{b['source']}/{entry.number}", defaults=facts)


def _decided(entry: Entry) -> None:
    b = entry.body
    facts = {name: b[name] for name in ("plan", "subject", "among", "chosen", "reason")}
    facts |= {"number": entry.number, **_written(entry)}
    FigureDecisionRow.objects.update_or_create(id=f"{b['plan']}/{entry.number}", defaults=facts)


def _written(entry: Entry) -> dict[str, Any]:
    return {"head": entry.digest.hex(), "by": entry.author.account, "at": entry.at}
