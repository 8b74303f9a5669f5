"""Policy watch of the demonstration: the real register as public sources tell it, on which nobody of the play acts, and an invented
one on which two officers take the steps."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from dicu.access.rulebook import COORDINATION
from dicu.review.desk import Asker
from dicu.review.policy_watch.bundles import shipped, shipped_registers
from dicu.review.policy_watch.desk import PolicyDesk
from dicu.vocabulary.dates import VIET_NAM

As = Callable[[str, str, Callable[[Asker], Any]], Any]
Act = tuple[datetime, Callable[[], None]]
REGISTER = "demo-law"
BAO, CUC = "bao.chinhsach", "cuc.chinhsach"


def load(desk: PolicyDesk, as_: As) -> None:
    """Loads what was never loaded: a register that somebody has loaded again since stays as it is."""
    known = {r.id for r in as_(BAO, COORDINATION, desk.looking.registers)}
    for register in shipped_registers():
        if register not in known:
            bundle, places = shipped(register)
            as_(BAO, COORDINATION, lambda who, b=bundle, p=places: desk.loading.load(who, b, "shipped", p))


def played(desk: PolicyDesk, as_: As) -> bool:
    """Whether the steps of the play were taken already."""
    return any(p.number for p in as_(BAO, COORDINATION, desk.looking.policies) if p.register == REGISTER)


def acts(desk: PolicyDesk, as_: As) -> Iterator[Act]:
    """Each at its time; what one proposes, the other checks."""

    def taken(by: str, code: str, step: str, **typed: str) -> Callable[[], None]:
        def take(who: Asker) -> None:
            view = desk.looking.policy(who, REGISTER, code)
            desk.recording.take(who, view, step, typed, view.policy.number)

        return lambda: as_(by, COORDINATION, take)

    def proposed(**typed: str) -> Callable[[], None]:
        return lambda: as_(BAO, COORDINATION, lambda who: desk.recording.propose(who, REGISTER, typed))

    def on(month: int, day: int) -> datetime:
        return datetime(2026, month, day, 9, tzinfo=VIET_NAM)

    circular = {
        "jurisdiction": "VNM", "kind": "circular", "symbol": "2/2026/TD", "certainty": "statute", "read": "text",
        "title_vi": "Thông tư trình diễn về hợp đồng thời vụ", "title_en": "Demonstration circular on seasonal contracts",
        "changes_vi": "Quy định mẫu hợp đồng.", "changes_en": "Sets a form of contract.", "in_force": "2026-03-01",
        "whom": "workers;employers", "topics": "labour", "source": "Công báo trình diễn", "links": "implements: td-law-1",
    }  # fmt: skip
    waiting = circular | {"symbol": "3/2026/TD", "title_vi": "Thông tư trình diễn đang chờ kiểm tra",
                          "title_en": "Demonstration circular that waits for its check"}  # fmt: skip
    yield on(1, 12), proposed(**circular)
    yield on(1, 14), taken(CUC, "new-1", "verify", read="text", where="Công báo trình diễn, số 2", day="2026-01-14")
    yield on(2, 2), taken(BAO, "new-1", "correct", **circular | {"in_force": "2026-04-01"}, reason="Ngày có hiệu lực được hoãn.")
    yield on(2, 3), taken(CUC, "new-1", "verify", read="text", where="Công báo trình diễn, số 5", day="2026-02-03")
    yield on(2, 10), taken(CUC, "td-guide-2", "withdraw", reason="Hướng dẫn đã bị bãi bỏ (trình diễn).")
    yield on(2, 12), proposed(**waiting)
