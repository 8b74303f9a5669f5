"""A small house on a database: the demonstration plan loaded, a round open, a clock that the test sets, and officers who
act through the desk, each in a transaction of their own behind the database's second lock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from typing import Any, TypeVar

from django.db import transaction
from tests.unit.review.making import DUE, OPENS, at, bundle_of, plan_of

from dicu.access.model import PUBLIC, Absent, Grant, Officer
from dicu.access.rulebook import AUDIT, AUDITOR, COORDINATION, COORDINATOR, PUBLICATION, READING, REPORTER, REPORTING
from dicu.ledger.model import Draft
from dicu.review.bundles import packed
from dicu.review.desk import Asker, Overview, ReportView
from dicu.review.entering import value_field
from dicu.review.evidence.model import Description
from dicu.review.report import Line
from dicu.store.security.session import speaking_as
from dicu.wiring import House, built

Got = TypeVar("Got")


def reporter(account: str, agency: str) -> Officer:
    return Officer(account, account, agency, (Grant(REPORTER, agency),))


DUNG, HOA = reporter("dung", "TD-LD"), reporter("hoa", "TD-LD")
HAI = reporter("hai", "TD-TP")
CHI = reporter("chi", "TD-NG")
AN = Officer("an", "An", "TD-NG", (Grant(COORDINATOR),))
BINH = Officer("binh", "Bình", "TD-NG", (Grant(COORDINATOR),))
SECONDS = {"TD-LD": (DUNG, HOA)}
"""Accounts that tests know by name and that clear what others of their agency wrote."""
UYEN = Officer("uyen", "Uyên", "TD-TP", (Grant(AUDITOR),))
TWO_HATS = Officer("khoa", "Khoa", "TD-NG", (Grant(REPORTER, "TD-NG"), Grant(COORDINATOR)))
STRANGER = Officer("la", "Lạ", "TD-YT")


@cache
def bundle_bytes() -> bytes:
    return packed(bundle_of())


@dataclass
class Clock:
    at: datetime = field(default_factory=lambda: at(date(2025, 12, 1)))

    def __call__(self) -> datetime:
        return self.at.astimezone(UTC)


class World:
    """`press`: a fast stand-in for the renderers is not needed here; the desk prints with the real ones."""

    plan, round = "demo", "2025"

    def __init__(self) -> None:
        self.clock = Clock()
        self.house: House = built(self.clock)
        self.desk = self.house.desk
        self.desk.tools.plans[plan_of().digest] = plan_of()  # read once for all tests: a version never changes

    def load(self) -> "World":
        self.by(AN, COORDINATION, lambda who: self.desk.coordination.load_plan(who, bundle_of(), "shipped"))
        return self

    def open(self, round_: str = "2025") -> "World":
        now, self.clock.at = self.clock.at, at(OPENS)
        self.by(AN, COORDINATION, lambda who: self.desk.coordination.open_round(who, self.plan, round_))
        self.clock.at = now
        return self

    def on(self, day: date, hour: int = 9) -> "World":
        self.clock.at = at(day, hour)
        return self

    def by(self, officer: Officer, purpose: str, step: Callable[[Asker], Got]) -> Got:
        with transaction.atomic(), speaking_as(officer):
            return step(Asker(officer, purpose))

    # An agency's side ------------------------------------------------------------------------------------------------

    def view(self, officer: Officer, agency: str, purpose: str = "") -> ReportView:
        purpose = purpose or usual(officer)
        return self.by(officer, purpose, lambda who: self.desk.reporting.view(who, self.plan, self.round, agency))

    def sees(self, officer: Officer, agency: str, purpose: str = "") -> ReportView | None:
        try:
            return self.view(officer, agency, purpose)
        except Absent:
            return None

    def line(self, officer: Officer, task: str) -> Line:
        return self.view(officer, self.lead(task)).line(task)[1]

    def write(self, officer: Officer, task: str, number: int | None = None, language: str = "vi", **typed: str) -> None:
        fields = {**without_figures(task), "claim": "in-progress", "narrative": "Đã làm.", **typed}
        fields |= {name: "" for name in without_figures(task) if typed.get(name.removesuffix("missing") + "value")}
        self._reporting(officer, task, number, lambda who, v, n: self.desk.reporting.write(who, v, task, fields, language, n))  # type: ignore[arg-type]

    def attach(
        self, officer: Officer, task: str, text: str = "quy,so\n1,2\n", name: str = "bang.csv", number: int | None = None,
        locator: str = "", **said: str,
    ) -> None:  # fmt: skip
        """A public dataset, if nothing else is said."""
        content, place = BytesIO(text.encode()), "page" if locator else "not-known"
        facts = {"kind": "dataset", "title": name, "issuer": "", "reference": "", "dated": "", "place": place, "locator": locator}
        described = Description(**{**facts, "classification": "public", "language": "vi", **said})
        self._reporting(officer, task, number, lambda who, v, n: self.desk.reporting.attach(who, v, task, name, content, described, n))

    def detach(self, officer: Officer, task: str, digest: str, number: int | None = None) -> None:
        self._reporting(officer, task, number, lambda who, v, n: self.desk.reporting.detach(who, v, task, digest, n))

    def ask(self, officer: Officer, agency: str, number: int | None = None, *tasks: str) -> tuple[str, ...]:
        """Asks a second person to clear what is ready."""

        def asked(who: Asker) -> tuple[str, ...]:
            view = self.desk.reporting.view(who, self.plan, self.round, agency)
            return self.desk.reporting.ask_clearance(who, view, view.report.number if number is None else number, tasks)

        return self.by(officer, REPORTING, asked)

    def clear(self, officer: Officer, agency: str, number: int | None = None, *tasks: str) -> tuple[str, ...]:
        """Clears and sends what waits."""

        def sent(who: Asker) -> tuple[str, ...]:
            view = self.desk.reporting.view(who, self.plan, self.round, agency)
            return self.desk.reporting.submit(who, view, view.report.number if number is None else number, tasks)

        return self.by(officer, REPORTING, sent)

    def send(self, officer: Officer, agency: str, number: int | None = None) -> tuple[str, ...]:
        """The whole way out: asked by the officer; sent by them too if they wrote nothing of it, else by a second person."""
        wrote = {author for _, line in self.view(officer, agency).lines for author in line.writers}
        self.ask(officer, agency, number)
        return self.clear(self.second(officer, agency, wrote), agency)

    @staticmethod
    def second(officer: Officer, agency: str, wrote: set[str]) -> Officer:
        """Somebody who reports for the agency and wrote nothing of what goes out."""
        others = (officer, *SECONDS.get(agency, ()), reporter(f"{agency.lower()}-2", agency), reporter(f"{agency.lower()}-3", agency))
        return next(who for who in others if who.account not in wrote)

    def report(self, officer: Officer, agency: str, **typed: str) -> None:
        """Every line written and the report sent."""
        for task in plan_of().tasks_led_by(agency):
            self.write(officer, task.code, **typed)
        self.send(officer, agency)

    def _reporting(self, officer: Officer, task: str, number: int | None, step: Callable[[Asker, ReportView, int], Any]) -> None:
        def done(who: Asker) -> None:
            view = self.desk.reporting.view(who, self.plan, self.round, self.lead(task))
            step(who, view, view.report.number if number is None else number)

        self.by(officer, REPORTING, done)

    # The coordinator's side ------------------------------------------------------------------------------------------

    def accept(self, officer: Officer, task: str, number: int | None = None, purpose: str = COORDINATION) -> None:
        self._reviewing(officer, task, number, purpose, lambda who, v, n: self.desk.coordination.accept(who, v, task, n))

    def give_back(self, officer: Officer, task: str, text: str = "Thiếu bảng số liệu.", reason: str = "missing-evidence",
                  due: date | None = None, number: int | None = None) -> None:  # fmt: skip
        self._reviewing(
            officer, task, number, COORDINATION, lambda who, v, n: self.desk.coordination.send_back(who, v, task, reason, text, due, n)
        )

    def _reviewing(
        self, officer: Officer, task: str, number: int | None, purpose: str, step: Callable[[Asker, ReportView, int], None]
    ) -> None:
        def done(who: Asker) -> None:
            view = self.desk.reporting.view(who, self.plan, self.round, self.lead(task))
            step(who, view, view.report.number if number is None else number)

        self.by(officer, purpose, done)

    def overview(self, officer: Officer = AN) -> Overview:
        return self.by(officer, usual(officer), lambda who: self.desk.coordination.overview(who, self.plan, self.round))

    # Below -----------------------------------------------------------------------------------------------------------

    @staticmethod
    def lead(task: str) -> str:
        return plan_of().task_by_code[task].responsible

    def entries(self) -> int:
        """How many entries the whole ledger has, without those that note who looked at what."""
        return self.by(UYEN, AUDIT, lambda who: self.house.ledger.latest(0, 0, without="reads/")[1])  # type: ignore[attr-defined]

    def history(self, agency: str) -> list[str]:
        name = f"report/{self.plan}/{self.round}/{agency}"
        return self.by(UYEN, AUDIT, lambda who: [entry.kind.removeprefix("report.") for entry in self.desk.tools.ledger.read(name)])

    def forge(self, author: Officer, agency: str, *drafts: Draft) -> None:
        """Entries written past the desk, to see what the rooms behind it make of them."""
        name = f"report/{self.plan}/{self.round}/{agency}"
        self.by(
            AN,
            REPORTING,
            lambda who: self.desk.tools.append(Asker(author, REPORTING), name, agency, len(self.desk.tools.ledger.read(name)), *drafts),
        )


def usual(officer: Officer) -> str:
    roles = {grant.role for grant in officer.grants}
    for role, purpose in ((REPORTER, REPORTING), (COORDINATOR, COORDINATION), (AUDITOR, AUDIT)):
        if role in roles:
            return purpose
    return READING


def without_figures(task: str) -> dict[str, str]:
    """The fields of a task's indicators, as somebody fills them who has no figure: each says why there is none."""
    known = plan_of().task_by_code.get(task)
    return {value_field(code, "missing"): "not-available-yet" for code in known.indicators} if known else {}


def measured(indicator: str, number: str, source: str = "Sổ theo dõi", **more: str) -> dict[str, str]:
    """The fields of one value, as typed."""
    parts = {"value": number, "source": source, **more}
    return {value_field(indicator, part): text for part, text in parts.items()}


__all__ = [
    "AN",
    "BINH",
    "CHI",
    "DUE",
    "DUNG",
    "HAI",
    "HOA",
    "OPENS",
    "PUBLIC",
    "PUBLICATION",
    "STRANGER",
    "TWO_HATS",
    "SECONDS",
    "UYEN",
    "World",
    "measured",
    "without_figures",
]
