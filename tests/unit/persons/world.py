"""A house with keys and people: officers of two agencies and two domains, an auditor, a coordinator, an administrator."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from dicu.access.model import Asker, Grant, Officer
from dicu.persons.model import Facts
from dicu.store.keys.making import make
from dicu.store.keys.place import KeyPlace
from dicu.store.security.session import maintaining, speaking_as
from dicu.wiring import House, built

LAN = Officer("lan.hotro", "Nguyễn Thị Lan", "TD-LD", (Grant("caseworker-support", "TD-LD"),))
MAI = Officer("mai.hotro", "Lê Thị Mai", "TD-LD", (Grant("caseworker-support", "TD-LD"),))
FAR = Officer("xa.hotro", "Hồ Văn Xa", "TD-NG", (Grant("caseworker-support", "TD-NG"),))
TUAN = Officer("tuan.traotra", "Trần Tuấn", "TD-LD", (Grant("caseworker-enforcement", "TD-LD"),))
UYEN = Officer("uyen.kiemtoan", "Uyên", "TD-KT", (Grant("auditor"),))
HOA = Officer("hoa.dieuphoi", "Hoa", "TD-LD", (Grant("coordinator"),))
VAN = Officer("van.quantri", "Vân", "TD-NG", (Grant("administrator"),))

SUPPORT, ENFORCEMENT = "support", "enforcement"
PHUONG = Facts(
    names=("Đặng Thị Quỳnh Phương", "Bé Phương"),
    birth_date="1997-08-14",
    document="C8812345",
    contact="0912 000 111, thôn Đoài",
    sex="F",
    citizenship="VNM",
    province="40",
)
THUY = Facts(names=("Nguyễn Thị Thủy",), birth_date="1988", sex="F", citizenship="VNM", province="38")

RULES = """
rules:
  - id: kept-five-years
    reason: retention
    domain: support
    concerns: {vi: "Hồ sơ hỗ trợ", en: "Records of support"}
    period: {years: 5}
    counted_from: closed
    basis:
      number: 1/TEST
      title: {vi: "Quy định thử", en: "A rule for tests"}
      kind: guidance
      source: {title: "tests", verified: true}
  - id: asked
    reason: request
    domain: ""
    concerns: {vi: "Yêu cầu của chính người đó", en: "The person's own request"}
    basis:
      number: 2/TEST
      title: {vi: "Quy định thử", en: "A rule for tests"}
      kind: statute
      source: {title: "tests", verified: false}
"""


@dataclass
class Clock:
    """Each reading is a second after the one before."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 3, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def years_later(self, years: int) -> None:
        self.now = self.now.replace(year=self.now.year + years)


@dataclass
class World:
    house: House
    clock: Clock
    place: KeyPlace

    @property
    def desk(self) -> Any:
        return self.house.persons

    @property
    def keyring(self) -> Any:
        return self.desk.tools.keyring()

    def record(self, facts: Facts, officer: Officer = LAN, domain: str = SUPPORT) -> str:
        with asking(officer, domain) as asker:
            return str(self.desk.record(asker, domain, officer.agency, facts))

    def erase(self, person: str, rule: str = "asked", reason: str = "request") -> None:
        """Two people, two steps, each kept by itself."""
        number = self.number(person)
        with asking(LAN) as asker:
            self.desk.erasing.propose(asker, person, number, rule, reason)
        with asking(MAI) as asker:
            self.desk.erasing.approve(asker, person, number + 1)

    def number(self, person: str) -> int:
        with transaction.atomic(), maintaining():
            streams = [stream.name for stream in self.house.ledger.streams("person/") if stream.name.endswith(person)]
            return len(self.house.ledger.read(streams[0]))

    def found(self, text: str, officer: Officer = LAN, domain: str = SUPPORT) -> set[str]:
        with asking(officer, domain) as asker:
            return {view.person.id for view in self.desk.search(asker, domain, text)}


@contextmanager
def asking(officer: Officer, purpose: str = SUPPORT) -> Iterator[Asker]:
    """A transaction of its own, as a page or command has it."""
    with transaction.atomic(), speaking_as(officer):
        yield Asker(officer, purpose)


def a_place(folder: Path) -> KeyPlace:
    return KeyPlace(folder / "held" / "keys", folder / "apart" / "master-key")


def a_world(folder: Path, environment: Any) -> World:
    """`environment.setenv` is told where keys and retention rules lie."""
    place, rules = a_place(folder), folder / "retention.yaml"
    make(place, "vn")
    rules.write_text(RULES, encoding="utf-8")
    told = {"DICU_KEYS": place.folder, "DICU_MASTER_KEY_FILE": place.master, "DICU_RETENTION": rules}
    for name, path in told.items():
        environment.setenv(name, str(path))
    clock = Clock()
    return World(built(clock), clock, place)
