"""The page of a duty, the rates and the published rates, in a real browser: accessible, within the window, in both languages."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import NARROW, PASSWORD, WIDE, Visit
from tests.unit.store_review.house import AN, DUNG, HOA, World
from tests.unit.store_review.test_duties import step
from tests.unit.web_review.serving import HERE, account_of, serving

PAGES = (
    "reports/demo/2025/TD-LD/duty/",
    "reports/demo/2025/TD-XH/duty/",
    "plans/demo/rounds/2025/",
    "plans/demo/rounds/2025/progress/",
    "published-rates/",
)


@pytest.fixture
def world(transactional_db: None, files: None, settings: Any) -> Iterator[World]:
    settings.DICU_HOUSE = HERE
    with serving(World().load().open()) as found:
        for officer in (DUNG, HOA, AN):
            account_of(officer, PASSWORD)
        step(found, DUNG, "ask", "extension", "Chờ số liệu của ba tỉnh biên giới.", date(2025, 12, 19))
        step(found, DUNG, "write_nil", "Đã rà soát sổ theo dõi, không phát sinh.")
        step(found, HOA, "send_nil")
        yield found


@pytest.mark.parametrize(("language", "width"), [("vi", NARROW), ("en", WIDE)])
def test_pages_of_duties_fit_their_window(world: World, visit: Callable[..., Visit], language: str, width: int) -> None:
    window = visit(width, script=False)
    window.sign_in("an", language)
    for place in PAGES:
        window.go(f"/{language}/{place}")
        if folder := os.environ.get("DICU_SHOTS"):
            window.page.screenshot(path=str(Path(folder) / f"{place.strip('/').replace('/', '-')}-{language}-{width}.png"), full_page=True)
        assert window.overflow() == 0, place


def test_pages_of_duties_have_no_fault_that_a_machine_finds(world: World, visit: Callable[..., Visit]) -> None:
    window = visit(WIDE)
    window.sign_in("an", "en")
    for place in PAGES:
        window.go(f"/en/{place}")
        assert window.faults() == [], place


def test_a_coordinator_answers_from_a_telephone(world: World, visit: Callable[..., Visit]) -> None:
    window = visit(NARROW, script=False)
    window.sign_in("an", "vi")
    window.go("/vi/reports/demo/2025/TD-LD/duty/")
    window.page.check("input[name=answer][value=return] >> nth=0")
    window.page.fill("section[aria-labelledby=nil-title] textarea", "Báo chí nêu có phát sinh.")
    with window.page.expect_navigation():
        window.page.click("section[aria-labelledby=nil-title] button")
    assert "Báo chí nêu có phát sinh." in window.page.inner_text("main")
