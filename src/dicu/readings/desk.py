"""The only door into the log of reading: a request is noted, and those who may are shown what was."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Any

from dicu.access.model import Asker, Thing
from dicu.access.policy import Policy, absent
from dicu.ledger.canonical import canonical
from dicu.ledger.model import Author, Draft, Stream
from dicu.readings.collecting import Asked, Collected
from dicu.readings.kinds import NOTED
from dicu.readings.model import MARK, Page, Request, Wanted
from dicu.readings.naming import CODE, NAMED_BY, PEOPLE, name_of, owner_in
from dicu.readings.ports import Recorder, Rows, Seal
from dicu.vocabulary.dates import VIET_NAM

PUBLIC = "public"
"""Names the stream of those who have not signed in."""
MOST = 500
"""Things that one entry names; people are named however many they are."""
A_PAGE = 50
AN_EXPORT = 10_000
REFUSALS = 60
"""Of the public, noted one by one in a minute; more are counted."""


@dataclass
class Valve:
    """Lets `REFUSALS` a minute through and counts the rest, so that nobody fills the ledger without an account."""

    minute: int = 0
    passed: int = 0
    held: int = 0
    lock: Lock = field(default_factory=Lock)

    def passes(self, now: datetime) -> bool:
        with self.lock:
            minute = int(now.timestamp()) // 60
            if minute != self.minute:
                self.minute, self.passed = minute, 0
            open_ = self.passed < REFUSALS
            self.passed += open_
            self.held += not open_
            return open_

    def let_go(self) -> int:
        """How many were held back since this was asked last."""
        with self.lock:
            held, self.held = self.held, 0
            return held


class ReadingsDesk:
    def __init__(self, recorder: Recorder, rows: Rows, policy: Policy, seal: Seal, instance: str, now: Callable[[], datetime]) -> None:
        self.recorder = recorder
        self.rows = rows
        self.policy = policy
        self.seal = seal
        self.instance = instance
        self.now = now
        self.valve = Valve()

    def today(self) -> date:
        return self.now().astimezone(VIET_NAM).date()

    # Noting ----------------------------------------------------------------------------------------------------------

    def note(self, collected: Collected, request: Request) -> bool:
        """Whether there was something to note. Raises what kept it from being noted; then nothing may be shown."""
        if not self._noteworthy(collected, request):
            return False
        reader = request.officer.account or PUBLIC
        month = f"{self.now().astimezone(VIET_NAM):%Y-%m}"
        author = Author(request.officer.account, collected.purpose)
        self.recorder.note(Stream(f"reads/{reader}/{month}", "", self.instance), Draft(NOTED, self._body(collected, request)), author)
        return True

    def _noteworthy(self, collected: Collected, request: Request) -> bool:
        """What access was never asked about shows nothing that is anybody's. Of the public, only what is about people, and
        what was refused: the rest is published."""
        if request.officer.account or not collected.anything:
            return collected.anything
        refused = collected.refused or (collected.missing and request.outcome != "shown")
        return collected.people or (refused and self.valve.passes(self.now()))

    def _body(self, collected: Collected, request: Request) -> dict[str, Any]:
        asked = [thing for thing in collected.things.values() if not (thing.missing and request.outcome == "shown")]
        things = self._named(asked, request)
        return {
            "route": request.route,
            "method": request.method,
            "means": request.means,
            "outcome": request.outcome,
            "request": request.id,
            "agency": request.officer.agency if CODE.fullmatch(request.officer.agency) else "",
            "roles": sorted(request.officer.roles(self.today())) if request.officer.account else [],
            "things": things,
            "more": len(asked) - len(things),
            "listed": [{"kind": kind, "count": count} for kind, count in sorted(collected.listed.items())],
            "criteria": self._criteria(collected),
            "unnoted": 0 if request.officer.account else self.valve.let_go(),
        }

    def _named(self, asked: Iterable[Asked], request: Request) -> list[dict[str, Any]]:
        first = sorted(asked, key=lambda thing: thing.kind not in PEOPLE)
        people = sum(thing.kind in PEOPLE for thing in first)
        return [self._thing(thing, request) for thing in first[: max(MOST, people)]]

    def _thing(self, asked: Asked, request: Request) -> dict[str, Any]:
        known = asked.seen and request.outcome == "shown" and (request.kept or "see" in asked.did)
        return {
            "kind": asked.kind,
            "name": asked.name if known else self._mark(asked.name),
            "whole": asked.whole if known else self._mark(asked.whole),
            "agency": asked.agency if known else "",
            "domain": asked.domain if known else "",
            "did": list(asked.did),
            "seen": asked.seen and request.outcome == "shown",
        }

    def _mark(self, name: str) -> str:
        """What was not shown to exist may be anything that somebody typed: whoever knows the codes can look it up, and
        nobody reads them here."""
        return MARK + self.seal(name) if name else ""

    def _criteria(self, collected: Collected) -> str:
        if not collected.criteria:
            return ""
        return self.seal(canonical({name: list(values) for name, values in collected.criteria.items()}).decode())

    # Showing ---------------------------------------------------------------------------------------------------------

    def of(self, asker: Asker, kind: str, key: str, before: int | None = None, count: int = A_PAGE) -> Page:
        """Who has looked at a thing. Absent where the officer may know of none of its readings: no others, not their own."""
        if kind not in NAMED_BY.keys() | PEOPLE:
            raise absent()
        page = self.rows.page(self._scope(asker), Wanted(), self._names(kind, key), before, count)
        if before is None and not _shows(page) and not self.may_trace(asker, kind, key, page):
            raise absent()
        return page

    def mine(self, asker: Asker, before: int | None = None, count: int = A_PAGE) -> Page:
        """What the officer has looked at."""
        if not asker.officer.account:
            raise absent()
        return self.rows.page(self._scope(asker), Wanted(account=asker.officer.account), (), before, count)

    def found(self, asker: Asker, wanted: Wanted, before: int | None = None, count: int = A_PAGE) -> Page:
        """An auditor's search over all readings."""
        self.policy.check(asker.officer, "search", Thing("reading", {}), asker.purpose, self.today())
        names = self._names(wanted.kind, wanted.key) if wanted.key else ()
        return self.rows.page(self._scope(asker), wanted, names, before, count)

    def may_trace(self, asker: Asker, kind: str, key: str, page: Page) -> bool:
        """Whether the officer may read who has looked at this thing, and not only that they did so themselves. Whose it is
        stands in its codes, or in what was noted of it."""
        places: set[tuple[str, str | None]] = {(thing.agency, thing.domain) for reading in page.readings for thing in reading.things}
        if kind not in PEOPLE:
            places |= {(owner_in(kind, key), "")}
        return any(self._may_trace(asker, *place) for place in places or {("", None)})

    def _scope(self, asker: Asker) -> Any:
        return self.policy.scope(asker.officer, "see", "reading", asker.purpose, self.today())

    def _may_trace(self, asker: Asker, agency: str, domain: str | None) -> bool:
        attributes = {"agency": agency, "domain": domain, "seen": True, "account": PUBLIC}
        return self.policy.decide(asker.officer, "trace", Thing("reading", attributes), asker.purpose, self.today()).allowed

    def _names(self, kind: str, key: str) -> tuple[str, ...]:
        """A thing's name, and the mark that it left where somebody asked for it in vain."""
        return (name_of(kind, key), self._mark(name_of(kind, key)))


def _shows(page: Page) -> bool:
    """Whether anything of it was shown: to ask in vain opens no list of who asked."""
    return any(thing.seen for reading in page.readings for thing in reading.things)
