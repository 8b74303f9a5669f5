"""Who has looked at what: at one's own things, what one has looked at oneself, and an auditor's search."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query

from dicu.access.model import Asker, Officer
from dicu.access.rulebook import AUDIT
from dicu.access.rulebook.persons import CASEWORKERS
from dicu.api import errands, paging, problems
from dicu.api.operations import Asked, Room
from dicu.api.paging import USUAL, After, Limit, Page
from dicu.api.problems import in_parameter
from dicu.api.shapes import DAY, Shape
from dicu.readings import words
from dicu.readings.model import Page as Found
from dicu.readings.model import Reading, Touched, Wanted
from dicu.readings.naming import CODE, PEOPLE
from dicu.vocabulary.messages import T

room = Room("readings")
Text = Annotated[str, Query(max_length=500)]
Kind = Annotated[str, Query(max_length=80, description="What kind of thing, for example report.")]
Key = Annotated[str, Query(max_length=500, description="Its codes with / between them, for example demo/2025/TD-LD.")]
OfDay = Annotated[str, Query(max_length=10, description="Only of this day, as year-month-day.")]


class TouchedShape(Shape):
    """A thing of a reading. `name`: its codes, or a mark where they were never shown to exist."""

    kind: str
    name: str
    agency: str
    did: list[str]
    seen: bool


class ReadingShape(Shape):
    """One request that was noted. `account` is empty for who had not signed in."""

    position: int
    at: datetime
    account: str
    name: str
    agency: str
    roles: list[str]
    purpose: str
    means: str
    route: str
    outcome: str
    request: str
    listed: int
    things: list[TouchedShape]


def tracing(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    """About people, on the errand of the domain that the officer works in."""
    held = officer.roles(house.readings.today())
    domains = [domain for role, domain in CASEWORKERS.items() if role in held] if values.get("kind") in PEOPLE else []
    return next(iter(domains), errands.own(house, officer, values))


def auditing(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    return AUDIT


@room.reads("/readings/of", Page[ReadingShape], "listReadingsOf", tracing)
def of(request: Asked, kind: Kind, key: Key, limit: Limit = USUAL, after: After = "") -> Page[ReadingShape]:
    """Who has looked at a thing, the newest first."""
    return _page(request, request.house.readings.of(request.asker, kind, key, _before(after), limit))


@room.reads("/readings/mine", Page[ReadingShape], "listMyReadings", errands.own)
def mine(request: Asked, limit: Limit = USUAL, after: After = "") -> Page[ReadingShape]:
    """What this caller has looked at, the newest first."""
    return _page(request, request.house.readings.mine(request.asker, _before(after), limit))


@room.reads("/readings", Page[ReadingShape], "searchReadings", auditing)
def search(
    request: Asked, account: Text = "", agency: Text = "", kind: Kind = "", key: Key = "", day: OfDay = "", limit: Limit = USUAL,
    after: After = "",
) -> Page[ReadingShape]:  # fmt: skip
    """An auditor's search over all readings."""
    asker, wanted = Asker(request.asker.officer, request.asker.purpose), _wanted(account, agency, kind, key, day)
    return _page(request, request.house.readings.found(asker, wanted, _before(after), limit))


def _wanted(account: str, agency: str, kind: str, key: str, day: str) -> Wanted:
    codes = {"account": account, "agency": agency}
    misfits = [
        in_parameter(name, T("Codes and usernames have letters, digits and . _ @ - only."))
        for name, text in codes.items()
        if text and not CODE.fullmatch(text)
    ]
    if (key and not kind) or (kind and kind not in words.KIND):
        misfits.append(in_parameter("kind", T("Choose one of these: {choices}.", choices=", ".join(sorted(words.KIND)))))
    found = _day(day)
    if day and found is None:
        misfits.append(in_parameter("day", T("Write a day of the calendar as year-month-day, for example 2026-11-22.")))
    if misfits:
        raise problems.invalid(*misfits)
    return Wanted(account.lower(), agency, kind, key, found)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _before(after: str) -> int | None:
    key = paging.read("readings", after, int)
    return max(0, min(int(key[0]), 2**62)) if key else None


def _page(request: Asked, found: Found) -> Page[ReadingShape]:
    more: paging.Key | None = [found.older] if found.older is not None else None
    return Page(items=[_shape(reading) for reading in found.readings], next=paging.next_page(request.http, "readings", more))


def _shape(reading: Reading) -> ReadingShape:
    names = ("position", "at", "account", "name", "agency", "purpose", "means", "route", "outcome", "request", "listed")
    facts = {name: getattr(reading, name) for name in names}
    return ReadingShape(**facts, roles=list(reading.roles), things=[_touched(thing) for thing in reading.things])


def _touched(thing: Touched) -> TouchedShape:
    return TouchedShape(kind=thing.kind, name=thing.name, agency=thing.agency, did=list(thing.did), seen=thing.seen)
