"""The secretariat's work on the shipped series, in a world whose clock stands on 1 December 2025."""

from typing import Any

from tests.unit.store_review.house import World

from dicu.access.model import Asker, Grant, Officer
from dicu.access.rulebook import COORDINATION
from dicu.access.rulebook.dialogues import SECRETARY
from dicu.review.dialogues.bundles import shipped
from dicu.review.dialogues.course import Course

MY = Officer("my", "Mỹ", "TD-NG", (Grant(SECRETARY),))
OANH = Officer("oanh", "Oanh", "TD-NG", (Grant(SECRETARY),))
SERIES = "gb-vnm"


class Talks:
    def __init__(self) -> None:
        self.world = World()
        self.desk = self.world.house.dialogues

    def load(self) -> "Talks":
        bundle, places = shipped(SERIES)
        self.by(MY, lambda who: self.desk.loading.load(who, bundle, "shipped", places))
        return self

    def by(self, officer: Officer, step: Any, purpose: str = COORDINATION) -> Any:
        return self.world.by(officer, purpose, step)

    def view(self, officer: Officer, purpose: str = COORDINATION) -> Any:
        return self.by(officer, lambda who: self.desk.looking.view(who, SERIES), purpose)

    def course(self, code: str, officer: Officer = MY, purpose: str = COORDINATION) -> Course:
        return self.by(officer, lambda who: self.desk.looking.commitment(who, SERIES, code).course, purpose)  # type: ignore[no-any-return]

    def take(self, officer: Officer, code: str, step: str, *, number: int | None = None, **typed: str) -> Course:
        def taken(who: Asker) -> None:
            view = self.desk.looking.commitment(who, SERIES, code)
            self.desk.following.take(who, view, step, typed, view.course.number if number is None else number)

        self.by(officer, taken)
        return self.course(code)

    def record(self, officer: Officer = MY, **typed: str) -> str:
        said = {"party": "both", "type": "activity", "sensitivity": "internal", "promised": "2025-11-01", "source": "Biên bản"} | typed
        return self.by(officer, lambda who: self.desk.following.record(who, SERIES, said)[0])  # type: ignore[no-any-return]
