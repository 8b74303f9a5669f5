"""From the rows of a table to figures of a plan: each row is one, or says why not; and what they change in the register.

Nothing is edited in place. A row that says what the register says already changes nothing. A row that says something else of
the same thing, of the same publication, is a new figure that names the one it replaces. A later publication stands beside the
earlier one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256

from dicu.intake.report import BadTable, Problem, Row
from dicu.ledger.canonical import canonical
from dicu.review.model import Plan
from dicu.review.observations.checking import faults
from dicu.review.observations.choosing import in_force
from dicu.review.observations.ratios import ratio_of, written
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Source
from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.observation import Indicator, Missing, Observation, Standing
from dicu.vocabulary.period import Period

PLACEHOLDER, TWICE = "G11", "F09"
FREE = ("", "F")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the person who imports says of the whole file. `source` is the key under which its figures are kept; `cited` what
    papers cite. `area`: the area of rows that name none. `codes`: the file's code → the plan's indicator. `units`: words
    of the file that mean the indicator's unit."""

    source: str
    cited: Source
    area: str
    codes: Mapping[str, str] = field(default_factory=dict)
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row of the file: added, replaced (an earlier figure), unchanged or left-out."""

    row: int
    what: str
    key: str = ""
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """`new`: the figures to add, in the order of the file."""

    outcomes: tuple[Outcome, ...]
    new: tuple[Observation, ...]

    def count(self, what: str) -> int:
        return sum(outcome.what == what for outcome in self.outcomes)

    @property
    def digest(self) -> str:
        """Of everything that is added: what the ledger keeps, to hold the register against."""
        return sha256(canonical([[o.key, o.supersedes, content_of(o)] for o in self.new])).hexdigest()


class _Unfit(Refused):
    """One row cannot be taken; the others are still looked at, so that one report names all."""


def taken_in(plan: Plan, terms: Terms, rows: Iterable[Row], known: Iterable[Observation]) -> Intake:
    """`known`: what the register holds of this plan and source. Raises BadTable with every row that cannot be taken: then
    nothing is."""
    problems: list[Problem] = []
    read: list[tuple[int, Observation | Message]] = []
    for row in rows:
        try:
            read.append((row.number, _left_out(row) or _observation(plan, terms, row)))
        except Refused as refused:
            problems.append(Problem("", row.number, "", refused.message, refused.where))
    if problems:
        raise BadTable(tuple(problems[:200]))
    return _against(tuple(known), read, terms.source)


def _left_out(row: Row) -> Message | None:
    flags = str(row.values["flags"] or "").split()
    return T("a placeholder of the template, which is no data") if PLACEHOLDER in flags else None


def _against(known: tuple[Observation, ...], read: list[tuple[int, Observation | Message]], source: str) -> Intake:
    now = {digest_of(o): o for o in in_force(known)}
    coming = {digest_of(o) for _, o in read if isinstance(o, Observation)}
    free: dict[tuple[object, ...], list[Observation]] = {}
    for digest, here in now.items():
        if digest not in coming:
            free.setdefault(_identity(here), []).append(here)
    outcomes, new, seen = [], [], set()
    for number, found in read:
        if isinstance(found, Message):
            outcomes.append(Outcome(number, "left-out", why=found))
            continue
        o = found
        digest = digest_of(o)
        if digest in now or digest in seen:
            twice = T("said twice in the file") if digest in seen else None
            outcomes.append(Outcome(number, "left-out" if twice else "unchanged", now[digest].key if digest in now else "", twice))
        else:
            old = free[_identity(o)].pop(0) if free.get(_identity(o)) else None
            made = _keyed(o, source, old.key if old else "")
            new.append(made)
            outcomes.append(Outcome(number, "replaced" if old else "added", made.key))
        seen.add(digest)
    return Intake(tuple(outcomes), tuple(new))


def _identity(o: Observation) -> tuple[object, ...]:
    """What a correction has in common with what it corrects: the thing, and the publication."""
    return (*o.what, o.vintage, o.source.title)


def _keyed(o: Observation, source: str, supersedes: str) -> Observation:
    made = sha256(canonical([digest_of(o), supersedes])).hexdigest()[:16]
    return replace(o, key=f"{source}/{o.indicator}/{o.period.label}/{made}", supersedes=supersedes)


def digest_of(o: Observation) -> str:
    """Of what an observation says; where in the file it stood is no part of it."""
    return sha256(canonical(content_of(o))).hexdigest()


def content_of(o: Observation) -> dict[str, object]:
    numbers = {"value": o.value, "numerator": o.numerator, "denominator": o.denominator}
    said = {name: None if number is None else format(number.normalize(), "f") for name, number in numbers.items()}
    return {
        **said,
        "indicator": o.indicator,
        "definition": o.definition,
        "period": o.period.label,
        "area": o.area,
        "dimensions": dict(o.dimensions),
        "missing": str(o.missing) if o.missing else None,
        "qualifier": o.qualifier,
        "vintage": o.vintage.isoformat() if o.vintage else None,
        "source": o.source.title,
        "status": o.status,
        "restricted": o.restricted,
        "note": o.note.vi,
    }


def _observation(plan: Plan, terms: Terms, row: Row) -> Observation:
    v = row.values
    indicator = _indicator(plan, terms, str(v["indicator"]))
    _check_unit(indicator, str(v["unit"] or ""), terms)
    value, missing = v["value"], Missing(str(v["missing"])) if v["missing"] else None
    numerator, denominator = v["numerator"], v["denominator"]
    if value is None and missing is None:
        value, missing = _worked_out(indicator, numerator, denominator)
    if value is not None and missing is not None:
        raise _Unfit(T("Give either a value or the reason why there is none, not both."), "value")
    note = str(v["note"] or "")
    made = Observation(
        key="",
        indicator=indicator.code,
        period=_period(str(v["period"])),
        area=str(v["area"] or "") or terms.area,
        source=_source(terms, v),
        standing=Standing.SYNTHETIC if plan.synthetic else Standing.COMPILED,
        value=value,  # type: ignore[arg-type]  # a column of numbers holds Decimals
        missing=missing,
        qualifier=str(v["qualifier"] or ""),
        vintage=v["vintage"],  # type: ignore[arg-type]  # a column of days holds days
        dimensions=_dimensions(str(v["dimensions"] or ""), str(v["series"] or "")),
        note=Bilingual(note, note),
        definition=str(v["definition"] or ""),
        numerator=numerator,  # type: ignore[arg-type]
        denominator=denominator,  # type: ignore[arg-type]
        status=str(v["obs_status"] or ""),
        restricted=str(v["conf_status"] or "") not in FREE,
    )
    for fault in faults(made, indicator):
        raise _Unfit(T("This figure is not taken: {fault}.", fault=fault), "value")
    return made


def _indicator(plan: Plan, terms: Terms, code: str) -> Indicator:
    found = plan.indicator_by_code.get(terms.codes.get(code, code))
    if found is None:
        raise _Unfit(T("“{code}” is no indicator of this plan. Say which one it is when you import: {code}=…", code=code), "indicator")
    return found


def _check_unit(indicator: Indicator, unit: str, terms: Terms) -> None:
    """A row that names a unit names the indicator's; another one would be another figure."""
    ours = {indicator.unit.vi.casefold(), indicator.unit.en.casefold()}
    if unit and unit.casefold() not in ours | {word.casefold() for word in terms.units}:
        raise _Unfit(
            T("The unit “{unit}” is not that of the indicator, “{ours}”. If it means the same, say so when you import.",
              unit=unit, ours=indicator.unit),
            "unit",
        )  # fmt: skip


def _worked_out(indicator: Indicator, numerator: object, denominator: object) -> tuple[Decimal | None, Missing | None]:
    """A ratio that comes as numerator and denominator only. Without them an empty row is nothing: neither a value nor a reason."""
    if numerator is None and denominator is None:
        raise _Unfit(T("There is neither a value nor the reason why there is none. An empty cell is not zero."), "value")
    found = ratio_of(numerator, denominator, indicator.per)  # type: ignore[arg-type]  # columns of numbers
    return (None, found) if isinstance(found, Missing) else (written(found), None)


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except Refused as refused:
        raise _Unfit(refused.message, "period") from refused


def _source(terms: Terms, v: Mapping[str, object]) -> Source:
    row = str(v["row"] or "")
    place = ", ".join(part for part in (str(v["source_file"] or ""), row) if part)
    cited = terms.cited
    return Source(str(v["source"] or "") or cited.title, place or cited.locator, cited.published, cited.verified, cited.address)


def _dimensions(text: str, series: str) -> tuple[tuple[str, str], ...]:
    try:
        raw = json.loads(text or "{}")
    except (json.JSONDecodeError, RecursionError) as wrong:
        raise _Unfit(T("The breakdown is not a JSON object, such as {example}.", example='{"sex":"F"}'), "dimensions") from wrong
    pairs = dict(_pairs(raw))
    return tuple(sorted({**pairs, **({"series": series} if series else {})}.items()))


def _pairs(raw: object) -> Iterator[tuple[str, str]]:
    if not isinstance(raw, dict) or not all(isinstance(part, str) and part for pair in raw.items() for part in pair):
        raise _Unfit(T("The breakdown is not a JSON object, such as {example}.", example='{"sex":"F"}'), "dimensions")
    yield from raw.items()
