"""The pages of the log of reading in a real browser: in both languages, wide and narrow, without script, and accessible."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import NARROW, PASSWORD, WINDOWS, Visit
from tests.unit.store_review.house import AN, DUNG, HAI, UYEN, World
from tests.unit.web_review.serving import HERE, account_of, serving

SHOTS = os.environ.get("DICU_SHOTS", "")
"""A folder to leave pictures in, for who wants to look."""

REPORT = "reports/demo/2025/TD-LD/"
OF = "readings/of/report/demo/2025/TD-LD/"
PAGES = {"dung": (OF, "readings/mine"), "uyen": ("readings/", "readings/?day=01/12/2025", "readings/?day=x")}


@pytest.fixture
def world(transactional_db: None, files: None, settings: Any, axe_source: str) -> Iterator[World]:
    settings.DICU_HOUSE = HERE
    with serving(World().load().open()) as found:
        for officer in (DUNG, AN, HAI, UYEN):
            account_of(officer, PASSWORD)
        found.report(DUNG, "TD-LD")
        yield found


@pytest.fixture
def visited(world: World, visit: Callable[..., Visit]) -> None:
    for username in ("an", "hai", "uyen"):
        window = visit()
        window.sign_in(username)
        window.go(f"/vi/{REPORT}", 404 if username == "hai" else 200)


@pytest.mark.parametrize(("language", "width"), WINDOWS)
def test_each_page_fits_its_window_and_is_accessible(visited: None, visit: Callable[..., Visit], width: int, language: str) -> None:
    for username, paths in PAGES.items():
        window = visit(width)
        window.sign_in(username, language)
        for number, path in enumerate(paths):
            window.go(f"/{language}/{path}", 422 if path.endswith("=x") else 200)
            assert window.overflow() <= 0, path
            assert window.faults() == [], path
            if SHOTS:
                window.page.screenshot(path=Path(SHOTS) / f"{username}-{number}-{language}-{width}.png", full_page=True)


def test_from_a_report_to_who_has_seen_it_without_script(visited: None, visit: Callable[..., Visit]) -> None:
    window = visit(NARROW, script=False)
    window.sign_in("dung", "en")
    window.go(f"/en/{REPORT}")
    with window.page.expect_navigation():
        window.page.get_by_role("link", name="Who has seen this report").click()
    table = window.page.inner_text("#readings")
    assert "An (an; TD-NG, Coordinator)" in table
    assert "uyen" in table
    assert "hai" not in table
