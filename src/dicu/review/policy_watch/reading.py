"""From a bundle, or from what an officer recorded, to entries. What is left out is unknown; nothing is filled in here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dicu.review.bundles import digest_of, unpacked
from dicu.review.policy_watch.model import NOTHING, Link, PolicyEntry, Register, Route, Unknown
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Source
from dicu.vocabulary.observation import Standing

Raw = Mapping[str, Any]


def read_register(content: bytes) -> Register:
    """The register in a packed bundle that was checked when it was loaded. KeyError or ValueError otherwise."""
    bundle = unpacked(content)
    raw, sources = bundle["register"], {key: _source(row) for key, row in bundle["sources"].items()}
    return Register(
        id=raw["id"],
        version=raw["version"],
        digest=digest_of(content),
        standing=Standing(raw["standing"]),
        authority=raw["authority"],
        title=_both(raw["title"]),
        banner=_both(raw["banner"]),
        as_of=_both(raw["as_of"]),
        entries=tuple(_compiled(row, sources) for row in bundle["entries"]),
        unknowns=tuple(Unknown(r["code"], _both(r["what"]), _both(r["closes_when"])) for r in raw.get("unknown") or []),
        sources=sources,
    )


def recorded(code: str, facts: Raw) -> PolicyEntry:
    """What an officer recorded: unverified until somebody else has checked it."""
    return _entry(code, facts, tuple(_source(row) for row in facts["sources"]), verified=False, checked=None)


def _compiled(row: Raw, sources: Mapping[str, Source]) -> PolicyEntry:
    named = tuple(sources[key] for key in row["sources"])
    return _entry(row["code"], row, named, verified=bool(row["verified"]), checked=_day(row.get("checked")))


def _entry(code: str, row: Raw, sources: tuple[Source, ...], *, verified: bool, checked: date | None) -> PolicyEntry:
    return PolicyEntry(
        code=code,
        jurisdiction=row["jurisdiction"],
        kind=row["kind"],
        symbol=row.get("symbol") or "",
        title=_both(row["title"]),
        changes=_both(row["changes"]),
        adopted=_day(row.get("adopted")),
        published=_day(row.get("published")),
        in_force=_day(row.get("in_force")),
        ends=_day(row.get("ends")),
        whom=tuple(row["whom"]),
        topics=tuple(row["topics"]),
        certainty=row["certainty"],
        read=row["read"],
        verified=verified,
        checked=checked,
        sources=sources,
        routes=tuple(_route(r) for r in row.get("routes") or ()),
        links=tuple(Link(r["relation"], r["symbol"], r.get("target") or "") for r in row.get("links") or ()),
        note=_both(row.get("note")),
    )


def _route(row: Raw) -> Route:
    return Route(_both(row["name"]), _both(row.get("conditions")), _both(row.get("cost")), _both(row.get("apply")))


def _both(row: Raw | None) -> Bilingual:
    return Bilingual(row.get("vi") or "", row.get("en") or "") if row else NOTHING


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _source(row: Raw) -> Source:
    return Source(row["title"], row.get("locator") or "", _day(row.get("published")), bool(row["verified"]), row.get("address") or "")
