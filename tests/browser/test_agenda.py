"""What there is to do, in a real browser: in both languages, without script, on a telephone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.browser.conftest import NARROW, PASSWORD, WIDE, Visit
from tests.unit.review.making import DUE
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, HOA, World
from tests.unit.web_review.serving import HERE, account_of, serving

Opened = Callable[..., Visit]


@pytest.fixture
def world(transactional_db: None, files: None, settings: Any, axe_source: str) -> Iterator[World]:
    """A week after the last day: one report is late, one waits for an answer, and everybody was reminded."""
    settings.DICU_HOUSE = HERE
    settings.MAIL = {"host": "127.0.0.1", "port": 1, "tls": "none", "user": "", "password": "", "sender": "dicu@example.test"}
    with serving(World().load().open()) as found:
        for officer in (DUNG, HAI, HOA, AN, BINH):
            account_of(officer, PASSWORD)
        found.report(HAI, "TD-TP")
        found.on(DUE + timedelta(days=7))
        found.house.agenda.tick()
        yield found


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(("who", "page"), [("dung", "agenda/"), ("an", "agenda/"), ("an", "reminders/")])
def test_pages_are_accessible_and_fit(world: World, visit: Opened, language: str, width: int, who: str, page: str) -> None:
    window = visit(width)
    window.sign_in(who, language)
    window.go(f"/{language}/{page}")
    assert window.faults() == []
    assert window.overflow() <= 0


def test_letters_are_switched_off_without_script(world: World, visit: Opened) -> None:
    window = visit(NARROW, script=False)
    window.sign_in("dung")
    window.go("/vi/agenda/")
    with window.page.expect_navigation():
        window.page.get_by_role("button", name="Tắt thư", exact=True).click()
    assert "Lời nhắc sẽ không gửi qua thư điện tử nữa" in window.page.inner_text("main")
    assert window.page.get_by_role("button", name="Bật thư", exact=True).is_visible()
