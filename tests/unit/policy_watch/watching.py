"""Policy watch on the shipped register, in a world whose clock stands on 1 December 2025."""

from typing import Any

from tests.unit.store_review.house import AN, World

from dicu.access.model import Asker, Grant, Officer
from dicu.access.rulebook import COORDINATION
from dicu.access.rulebook.policy_watch import WATCHER
from dicu.review.policy_watch.bundles import shipped
from dicu.review.policy_watch.standing import Policy

BAO = Officer("bao", "Bảo", "TD-NG", (Grant(WATCHER),))
CUC = Officer("cuc", "Cúc", "TD-NG", (Grant(WATCHER),))
REGISTER = "vn-gb"
DECREE = {
    "jurisdiction": "VNM", "kind": "decree", "symbol": "1/2025/NĐ-CP", "certainty": "statute", "read": "text",
    "title_vi": "Nghị định thử", "title_en": "Decree of a test", "changes_vi": "Đổi.", "changes_en": "Changes.",
    "in_force": "2025-12-20", "whom": "workers", "topics": "labour", "source": "Công báo", "links": "amends: vn-law-69-2020",
}  # fmt: skip
READ = {"read": "text", "where": "Công báo số 5", "day": "2025-11-30"}


class Watching:
    def __init__(self) -> None:
        self.world = World()
        self.desk = self.world.house.policies

    def load(self) -> "Watching":
        bundle, places = shipped(REGISTER)
        self.by(AN, lambda who: self.desk.loading.load(who, bundle, "shipped", places))
        return self

    def by(self, officer: Officer, step: Any, purpose: str = COORDINATION) -> Any:
        return self.world.by(officer, purpose, step)

    def policy(self, code: str, officer: Officer = BAO, purpose: str = COORDINATION) -> Policy:
        return self.by(officer, lambda who: self.desk.looking.policy(who, REGISTER, code).policy, purpose)  # type: ignore[no-any-return]

    def propose(self, officer: Officer = BAO, **typed: str) -> str:
        return self.by(officer, lambda who: self.desk.recording.propose(who, REGISTER, {**DECREE, **typed}))  # type: ignore[no-any-return]

    def take(self, officer: Officer, code: str, step: str, *, number: int | None = None, **typed: str) -> Policy:
        def taken(who: Asker) -> None:
            view = self.desk.looking.policy(who, REGISTER, code)
            self.desk.recording.take(who, view, step, typed, view.policy.number if number is None else number)

        self.by(officer, taken)
        return self.policy(code)
