"""An indicator as a plan describes it: from the rows of its bundle. A bundle from before says `additive`; it is read as the rule
that it meant."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.observation import (
    Aggregation,
    Definition,
    Dimension,
    Direction,
    Indicator,
    Item,
    Measure,
    Nature,
)
from dicu.vocabulary.period import Period

Raw = Mapping[str, Any]
NOTHING = Bilingual("", "")


def indicator(row: Raw) -> Indicator:
    return Indicator(
        code=row["code"],
        name=_both(row["name"]),
        unit=_both(row["unit"]),
        nature=Nature(row["nature"]),
        definition=_both(row.get("definition")),
        custodian=row.get("custodian") or "",
        direction=Direction(row.get("direction", "none")),
        aggregation=_aggregation(row),
        decimals=int(row.get("decimals", 0)),
        measure=Measure(row["measure"]) if row.get("measure") else None,
        numerator=_item(row.get("numerator")),
        denominator=_item(row.get("denominator")),
        dimensions=tuple(_dimension(d) for d in row.get("dimensions") or ()),
        definitions=tuple(_definition(d) for d in row.get("definitions") or ()),
        frequency=row.get("frequency") or "",
        since=Period.parse(str(row["first_period"])) if row.get("first_period") else None,
        method=_both(row.get("method")),
        institution=row.get("institution") or "",
        per=Decimal(str(row["per"])) if row.get("per") else _per(row),
    )


def _aggregation(row: Raw) -> Aggregation:
    if row.get("aggregation"):
        return Aggregation(row["aggregation"])
    return Aggregation.SUM if row.get("additive") else Aggregation.NONE


def _per(row: Raw) -> Decimal:
    """Per cent, where the unit says so."""
    return Decimal(100) if _both(row["unit"]).en.strip() == "%" else Decimal(1)


def _item(row: Raw | None) -> Item | None:
    return Item(_both(row), row.get("indicator") or "") if row else None


def _dimension(row: Raw) -> Dimension:
    required, overlapping, complete = (bool(row.get(name)) for name in ("required", "overlapping", "complete"))
    return Dimension(row["name"], required, overlapping, complete, Decimal(str(row.get("tolerance") or 0)))


def _definition(row: Raw) -> Definition:
    return Definition(row["code"], _both(row["label"]), _both(row.get("text")), row.get("institution") or "")


def _both(row: Raw | None) -> Bilingual:
    return Bilingual(row.get("vi") or "", row.get("en") or "") if row else NOTHING
