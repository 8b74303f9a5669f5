"""Rates that somebody has published, recomputed from the counts beside them: do parts and whole agree, which denominator gives
the percentage, and if none does, what it should have been."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any

from dicu.review.rates import ASSIGNED, COMPLETED, DECIMALS, OF_ASSIGNED, OF_TERM, Assigned, FourWay, Rate, printed, rates
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Source
from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.period import Period

COUNTS = ("assigned", "completed", "on_time", "late", "open", "within", "overdue")
NAMES: Mapping[str, Message] = {
    "assigned": T("Tasks assigned"),
    "completed": T("Completed"),
    "on_time": T("Completed on time"),
    "late": T("Completed late"),
    "open": T("Not completed"),
    "within": T("Not completed, within term"),
    "overdue": T("Not completed, overdue"),
}
SUMS = (("assigned", ("completed", "open")), ("completed", ("on_time", "late")), ("open", ("within", "overdue")))
LARGEST = 10**12
PLACES = DECIMALS * 4
"""Decimals of a percentage: more than anybody prints."""
FAULTS = frozenset({"sum", "rate", "whole"})
"""Findings that say that something is wrong; "denominator" says which denominator fits, "agrees" that all is well."""


@dataclass(frozen=True, slots=True)
class PublishedRate:
    """A percentage as it was printed. `of`: the denominator that the text names; empty: none."""

    what: str
    percent: Decimal
    of: str = ""


@dataclass(frozen=True, slots=True)
class PublishedStatistic:
    """Counts and rates as published; a count that was not printed is None."""

    id: str
    title: Bilingual
    publisher: Bilingual
    period: Period | None
    counts: Mapping[str, int | None]
    rates: tuple[PublishedRate, ...]
    source: Source | None = None

    @property
    def four_way(self) -> FourWay | None:
        """None where one of the four was not printed."""
        found = [self.counts.get(name) for name in ("on_time", "late", "within", "overdue")]
        return None if None in found else FourWay(*found)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind`: sum, rate, whole (flags), denominator or agrees. `subject` is the count or rate it is about."""

    kind: str
    subject: str
    said: Message

    @property
    def fault(self) -> bool:
        return self.kind in FAULTS


def findings(found: PublishedStatistic) -> tuple[Finding, ...]:
    """Everything that can be said of the statistic: sums first, then each rate, then rates that should add up."""
    return (*_sums(found.counts), *_rates(found), *_wholes(found))


def shipped() -> tuple[PublishedStatistic, ...]:
    """The statistics that come with the house (`law/task_statistics.yaml`)."""
    return _shipped()


@cache
def _shipped() -> tuple[PublishedStatistic, ...]:
    import yaml  # noqa: PLC0415 - only who checks rates pays for it

    return read(yaml.safe_load((files("dicu") / "law" / "task_statistics.yaml").read_text(encoding="utf-8")))


def read(data: Any) -> tuple[PublishedStatistic, ...]:
    """The statistics of a file in the form of `law/task_statistics.yaml`. Raises Refused, naming the entry that is wrong."""
    rows = data.get("statistics") if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise Refused(T("The file holds no list “statistics”. The form is that of law/task_statistics.yaml."), where="statistics")
    return tuple(_statistic(row, f"statistics/{position}") for position, row in enumerate(rows, start=1))


def _statistic(row: Any, where: str) -> PublishedStatistic:
    try:
        source = row.get("source") or {}
        return PublishedStatistic(
            str(row["id"]),
            _both(row["title"]),
            _both(row.get("publisher")),
            Period.parse(str(row["period"])) if row.get("period") else None,
            checked_counts(row["counts"]),
            tuple(PublishedRate(_known(r["what"]), percent_of(str(r["percent"])), str(r.get("of") or "")) for r in row.get("rates") or []),
            Source(source["title"], source.get("locator") or "", source.get("published"), bool(source.get("verified")),
                   source.get("address") or "") if source else None,
        )  # fmt: skip
    except Refused as refused:
        raise Refused(refused.message, where=f"{where}/{refused.where}".rstrip("/")) from refused
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise Refused(T("This entry cannot be read: {fault}", fault=repr(fault)[:200]), where=where) from fault


def checked_counts(counts: Mapping[str, Any]) -> dict[str, int | None]:
    """Whole numbers from 0 up, or nothing. Raises Refused at the count."""
    unknown = sorted(str(name) for name in set(counts) - set(COUNTS))
    if unknown:
        raise Refused(T("There is no count “{name}”. Counts: {names}.", name=unknown[0], names=", ".join(COUNTS)), where=unknown[0])
    for name, count in counts.items():
        if count is not None and (type(count) is not int or not 0 <= count <= LARGEST):
            raise Refused(T("“{value}” is not a count: write a whole number from 0 up.", value=str(count)[:40]), where=name)
    return {name: counts.get(name) for name in COUNTS}


def percent_of(text: str) -> Decimal:
    """A percentage from 0 to 100, as printed, with 8 decimals at most. Raises Refused."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value <= 100:
        raise Refused(T("“{value}” is not a percentage from 0 to 100.", value=text[:40]), where="percent")
    if -int(value.as_tuple().exponent) > PLACES:
        said = T("“{value}” has more than {places} decimals. Write the percentage as it was printed.", value=text[:40], places=PLACES)
        raise Refused(said, where="percent")
    return value


def _known(what: str) -> str:
    if what not in COUNTS:
        raise Refused(T("There is no count “{name}”. Counts: {names}.", name=str(what)[:40], names=", ".join(COUNTS)), where="what")
    return what


def _sums(counts: Mapping[str, int | None]) -> Iterator[Finding]:
    for whole, parts in SUMS:
        values = [counts.get(name) for name in parts]
        if counts.get(whole) is None or None in values:
            continue
        added = sum(value for value in values if value is not None)
        names = {"whole": NAMES[whole], "first": NAMES[parts[0]], "second": NAMES[parts[1]], "added": added, "count": counts[whole]}
        if added == counts[whole]:
            yield Finding("agrees", whole, T("“{first}” and “{second}” add up to “{whole}”: {added}.", **names))
        else:
            yield Finding("sum", whole, T("“{first}” and “{second}” add up to {added}, but “{whole}” is given as {count}.", **names))


def _rates(found: PublishedStatistic) -> Iterator[Finding]:
    for rate in found.rates if found.four_way else ():
        yield from _rate(rate, candidates(rate.what, found))


def rates_of(found: PublishedStatistic) -> tuple[Rate, ...]:
    """The rates that follow from the counts. Where the four are all tasks that were assigned, they are called so; where more
    were assigned, the four are those with a term."""
    four, count = found.four_way, found.counts.get("assigned")
    if four is None:
        return ()
    made = rates(four, Assigned(four.completed, four.total if count is None else count))
    if count == four.total:
        return tuple(_as_assigned(rate) for rate in made if rate.key != f"completed{OF_TERM}")
    known = count is not None and count > four.total
    return tuple(rate for rate in made if known or not rate.key.endswith(OF_ASSIGNED))


def _as_assigned(rate: Rate) -> Rate:
    return replace(rate, key=rate.key.replace(OF_TERM, OF_ASSIGNED), of=ASSIGNED) if rate.key.endswith(OF_TERM) else rate


def candidates(what: str, found: PublishedStatistic) -> tuple[Rate, ...]:
    """The rates of that count over every denominator that it can have; the first one that can be computed is the one to
    expect: tasks due. A count is no share of itself. () where one of the four was not printed."""
    four = found.four_way
    if four is None:
        return ()
    part = {"completed": four.completed, "on_time": four.on_time, "late": four.late, "open": four.open, "within": four.within,
            "overdue": four.overdue, "assigned": four.total}[what]  # fmt: skip
    known = {rate.of.sentence: rate for rate in rates_of(found)}
    wholes = [(rate.of, rate.whole) for rate in known.values() if rate.whole >= part and not (what == "completed" and rate.of == COMPLETED)]
    return tuple(Rate(f"{what}/{whole}", NAMES[what], of, part, whole) for of, whole in wholes)


def _rate(rate: PublishedRate, possible: tuple[Rate, ...]) -> Iterator[Finding]:
    fitting = [one for one in possible if one.share is not None and _as_printed(one.share, rate.percent) == rate.percent]
    facts = {"what": NAMES[rate.what], "percent": printed(rate.percent)}
    if fitting:
        said = T("“{what}” {percent} % is right as {label}.", label=fitting[0].label(), **facts)
        yield Finding("agrees", rate.what, said)
    else:
        expected = next((one for one in possible if one.share is not None), None)
        yield Finding("rate", rate.what, _wrong(rate, expected, facts) if expected else _of_nothing(facts))
    if not rate.of:
        said = T("The text does not say of what “{what}” {percent} % is the share.", **facts)
        yield Finding("denominator", rate.what, said)


def _of_nothing(facts: Mapping[str, Any]) -> Message:
    return T("“{what}” is given as {percent} %, but it is not computable: there are no tasks that it could be a share of.", **facts)


def _wrong(rate: PublishedRate, expected: Rate, facts: Mapping[str, Any]) -> Message:
    """What it should have been; and how it came about, where that can be seen."""
    share = expected.share
    cut = share is not None and share.quantize(rate.percent, ROUND_DOWN) == rate.percent
    if cut:
        return T("“{what}” is given as {percent} %; recomputed it is {label}. The published figure was cut off, not rounded.",
                 label=expected.label(), **facts)  # fmt: skip
    return T(
        "“{what}” is given as {percent} %; recomputed it is {label}, and no other denominator gives it.", label=expected.label(), **facts
    )


def _wholes(found: PublishedStatistic) -> Iterator[Finding]:
    """Two rates that add up to 100 while one of them is wrong: one was taken from 100 and not from the counts."""
    given = {rate.what: rate.percent for rate in found.rates}
    four = found.four_way
    if four is None or not {"completed", "overdue"} <= given.keys() or given["completed"] + given["overdue"] != 100:
        return
    right = {name: candidates(name, found)[0].rounded for name in ("completed", "overdue")}
    if any(right[name] != given[name] for name in right):
        said = T("{first} % and {second} % add up to 100 %, but recomputed they are {right} % and {other} %.",
                 first=printed(given["completed"]), second=printed(given["overdue"]),
                 right=_shown(right["completed"]), other=_shown(right["overdue"]))  # fmt: skip
        yield Finding("whole", "completed", said)


def _shown(value: Decimal | None) -> Bilingual:
    return printed(value) if value is not None else Bilingual("–", "–")


def _as_printed(share: Decimal, like: Decimal) -> Decimal:
    """Rounded to as many places as the publisher printed."""
    places = max(0, min(-int(like.as_tuple().exponent), PLACES))
    return share.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")


def _both(row: Mapping[str, str] | None) -> Bilingual:
    return Bilingual(row["vi"], row["en"]) if row else Bilingual("", "")
