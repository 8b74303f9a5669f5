"""A house in the middle of its work, and everybody who comes to its doors."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from tests.unit.access_matrix.model import Who
from tests.unit.recommendations.files import CSV, MAPPING
from tests.unit.review.making import bundle_of, plan_of
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, TWO_HATS, UYEN, World, reporter
from tests.unit.web_review.serving import account_of, serving

from dicu.access.model import Asker, Grant, Officer
from dicu.access.rulebook import COORDINATION
from dicu.administration.model import NewAccount
from dicu.review.desk import Press, Said
from dicu.review.dialogues.bundles import shipped
from dicu.review.policy_watch.bundles import shipped as shipped_register
from dicu.review.priorities import Links
from dicu.store.accounts.models import Account
from dicu.store.accounts.officers import officer_of
from dicu.store.accounts.tokens import issue
from dicu.vocabulary.bilingual import Bilingual

PAST = date(2020, 1, 1)
KHANH = reporter("khanh", "TD-YT")
VAN = Officer("van", "Vân", "TD-NG", (Grant("administrator"),))
PHUC = Officer("phuc", "Phúc", "TD-TP", (Grant("auditor", "TD-TP"),))
NGA = Officer("nga", "Nga", "TD-LD", (Grant("coordinator", until=PAST), Grant("reporter", "TD-LD", until=PAST)))
TU = Officer("tu", "Tú", "TD-LD", (Grant("auditor"), Grant("coordinator"), Grant("administrator")))
LA = Officer("la", "Lạ", "TD-LD")

OFFICERS = (DUNG, HAI, AN, BINH, UYEN, VAN, TWO_HATS, PHUC, NGA, TU, LA, KHANH)
CAST = {
    who.name: who
    for who in (
        Who("dung", {"reporter": "TD-LD"}),
        Who("hai", {"reporter": "TD-TP"}),
        Who("an", {"coordinator": ""}),
        Who("binh", {"coordinator": ""}, frozenset({"TD-TP"})),
        Who("uyen", {"auditor": ""}),
        Who("van", {"administrator": ""}),
        Who("khoa", {"reporter": "TD-NG", "coordinator": ""}),
        Who("phuc", {"auditor": "TD-TP"}),
        Who("nga", {}),  # what she had has lapsed
        Who("tu", {}),  # what he has excludes each other
        Who("public", {}),
    )
}
REASON = "Bộ trưởng yêu cầu kiểm tra gấp."


@dataclass(eq=False)
class House:
    """TD-LD has reported (3.1 waits, 3.2 was returned and is being mended, 3.3 was accepted); all that TD-YT sent was
    accepted; TD-TP is writing, and Bình has opened that in an emergency. One review is published, a newer one only built."""

    world: World
    file: str = ""
    draft: str = ""
    published: str = ""
    built: str = ""
    loaded: str = ""
    proposed: str = ""
    tokens: dict[str, str] = field(default_factory=dict)

    def play(self) -> None:
        world = self.world.load().open()
        world.desk.editions.press = Press(("html",), lambda document, _: document.snapshot.encode())
        for task in ("3.1", "3.2"):
            world.attach(DUNG, task)
        world.report(DUNG, "TD-LD")
        world.accept(AN, "3.3")
        world.report(KHANH, "TD-YT")
        for task, _ in world.view(AN, "TD-YT").lines:
            world.accept(AN, task.code)
        self.published = self._built()
        world.by(BINH, "publication", lambda who: world.desk.editions.publish(who, "demo", "2025", self.published))
        world.give_back(AN, "3.2")
        world.write(DUNG, "3.2", narrative="Bản nháp.")
        world.attach(HAI, "3.4", "nhap,1\n")
        self.file, self.draft = (world.line(who, task).files[0].digest for who, task in ((DUNG, "3.1"), (HAI, "3.4")))
        self.built = self._built()
        self._propose()
        self._talk()
        self._recommend()
        world.clock.at = datetime.now(UTC)
        self._enrol()
        world.by(BINH, COORDINATION, self._open)

    def _built(self) -> str:
        def step(who: Any) -> str:
            part = self.world.desk.editions
            return str(part.keep(who, part.build(who, "demo", "2025")).snapshot)

        return self.world.by(AN, COORDINATION, step)

    def _propose(self) -> None:
        """A version that nobody has decided yet, and a priority of TD-TP to which nobody has agreed."""
        part, made = self.world.desk, copy.deepcopy(dict(bundle_of()))
        made["plan"]["tasks"][0]["text"]["en"] = "Open information points"
        self.loaded = plan_of().digest
        self.proposed = self.world.by(AN, COORDINATION, lambda who: part.versions.propose(who, made, "tep.zip")).digest
        said = Said("priority", Bilingual("Xác minh nhanh hơn", ""), "", Links())
        self.world.by(HAI, "reporting", lambda who: part.priorities.propose(who, "demo", "2025", "TD-TP", said))

    def _talk(self) -> None:
        """The dialogue series as it is shipped; nobody has taken a step on it."""
        bundle, places = shipped("gb-vnm")
        self.world.by(AN, COORDINATION, lambda who: self.world.house.dialogues.loading.load(who, bundle, "shipped", places))
        law, there = shipped_register("vn-gb")
        self.world.by(AN, COORDINATION, lambda who: self.world.house.policies.loading.load(who, law, "shipped", there))

    def _recommend(self) -> None:
        """Two recommendations of one body; nobody has done anything about them."""
        part = self.world.house.recommendations.looking
        self.world.by(AN, COORDINATION, lambda who: part.take_in(who, CSV, "a.csv", MAPPING))

    def _enrol(self) -> None:
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        for officer in OFFICERS:
            account = account_of(officer)
            if any(grant.until for grant in officer.grants):
                account.grants.update(until=PAST)
            self.tokens[officer.account] = issue(account, "matrix", tomorrow)
        service = NewAccount("may", "Máy dựng báo cáo", "TD-NG", service=True)
        self.world.by(VAN, "administration", lambda who: self.world.house.administration.accounts.open(who, service))

    def _open(self, who: Asker) -> None:
        named = {"plan": "demo", "round": "2025", "agency": "TD-TP"}
        self.world.house.administration.openings.make(who, "report", named, REASON, 4)

    def filled(self, codes: tuple[str, ...], where: tuple[str, ...]) -> tuple[str, ...]:
        """`FILE` stands for the file of the agency in the address."""
        digest = self.draft if "TD-TP" in where else self.file
        return tuple(digest if code == "FILE" else code for code in codes)

    def officer(self, name: str) -> Officer:
        return officer_of(Account.objects.get(username=name))


@contextmanager
def standing() -> Iterator[House]:
    """Set up once for a whole file of tests; everything is taken back at the end."""
    with transaction.atomic(), serving(World()) as world:
        house = House(world)
        house.play()
        yield house
        transaction.set_rollback(True)
