"""Dialogues of the demonstration: the real series as public sources tell it, on which nobody of the play acts, and an invented
one on which the secretariat takes its steps."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from dicu.access.rulebook import COORDINATION
from dicu.review.desk import Asker
from dicu.review.dialogues.bundles import shipped, shipped_series
from dicu.review.dialogues.desk import DialogueDesk
from dicu.vocabulary.dates import VIET_NAM

As = Callable[[str, str, Callable[[Asker], Any]], Any]
Act = tuple[datetime, Callable[[], None]]
SERIES = "demo-talks"
XUAN, YEN = "xuan.doithoai", "yen.doithoai"


def load(desk: DialogueDesk, as_: As) -> None:
    """Loads what was never loaded: a series that somebody has loaded again since stays as it is."""
    known = {s.id for s in as_(XUAN, COORDINATION, desk.looking.listed)}
    for series in shipped_series():
        if series not in known:
            bundle, places = shipped(series)
            as_(XUAN, COORDINATION, lambda who, b=bundle, p=places: desk.loading.load(who, b, "shipped", p))


def played(desk: DialogueDesk, as_: As) -> bool:
    """Whether the steps of the play were taken already."""
    return any(c.number for c in as_(XUAN, COORDINATION, lambda who: desk.looking.view(who, SERIES)).courses)


def acts(desk: DialogueDesk, as_: As) -> Iterator[Act]:
    """Each at its time; the second key is another officer's."""

    def taken(by: str, code: str, step: str, **typed: str) -> Callable[[], None]:
        def take(who: Asker) -> None:
            view = desk.looking.commitment(who, SERIES, code)
            desk.following.take(who, view, step, typed, view.course.number)

        return lambda: as_(by, COORDINATION, take)

    def on(month: int, day: int) -> datetime:
        return datetime(2026, month, day, 9, tzinfo=VIET_NAM)

    recorded = {"round": "3", "party": "theirs", "promised": "2025-05-14", "source": "Biên bản làm việc (trình diễn)"}
    said = {
        "text_vi": "Bắc Hải phải đào tạo 40 cán bộ trước ngày 30/6/2026.",
        "text_en": "Bắc Hải may train 45 officers by 30 June 2026.",
        "type": "activity", "sensitivity": "internal", "due": "2026-06-30",
    }  # fmt: skip
    secret = {
        "text_vi": "Hai bên trao đổi riêng về một vụ việc.",
        "text_en": "Both sides confer on one case.",
        "type": "meeting", "sensitivity": "restricted", "party": "both",
    }  # fmt: skip
    shown = {"day": "2026-01-20", "title_vi": "Công hàm (trình diễn)", "title_en": "Note (demonstration)", "where": "Hồ sơ trình diễn"}
    position = {
        "round": "4",
        "sensitivity": "restricted",
        "text_vi": "Giữ thời hạn ba mươi ngày.",
        "text_en": "Keep the term of thirty days.",
    }
    yield on(1, 12), taken(XUAN, "d25-1", "assign", owner_ours="TD-TK", due="2025-12-31", reason="Thống kê có số liệu.")
    yield on(1, 13), taken(XUAN, "d25-1", "start", reason="Đã gửi bảng của quý đầu.")
    yield on(1, 13), taken(
        XUAN, "d25-1", "link", link="implements", plan="demo", task="1.1", rationale="Nhiệm vụ này tạo ra số liệu được gửi."
    )  # fmt: skip
    yield on(1, 14), lambda: as_(XUAN, COORDINATION, lambda who: desk.following.record(who, SERIES, {**recorded, **said}))
    yield on(1, 14), lambda: as_(XUAN, COORDINATION, lambda who: desk.following.record(who, SERIES, {**recorded, **secret}))
    yield on(1, 21), taken(XUAN, "REC-1", "confirm", side="ours", what="agreed", **shown)
    yield on(1, 22), taken(YEN, "REC-1", "confirm", side="theirs", what="agreed", **shown)
    yield on(1, 23), lambda: as_(YEN, COORDINATION, lambda who: desk.following.hold(who, SERIES, position))
