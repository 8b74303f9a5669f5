"""A live server and Debian's Chromium. Every page opened here fails its test if the browser complains of anything:
a blocked script, a missing file, an exception."""

import os
import shutil
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from tests.proof import PROOF

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
COMMAND = "sudo apt-get install --no-install-recommends chromium fonts-noto-core libatomic1"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
]
PASSWORD = "mật khẩu đủ dài"
WIDE, NARROW = 1280, 320
WINDOWS = [("vi", NARROW), ("en", WIDE), *([("vi", WIDE), ("en", NARROW)] if PROOF else [])]
"""Language and width: each of both once, and in `make proof` all four."""

# Playwright keeps an event loop in this thread, which Django would take for an asynchronous caller of its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if ROOT / "tests" / "browser" in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser a module: while Playwright lives, its event loop counts as running in this thread, and whatever starts a loop
    of its own (the worker, the webhooks) would be refused in every later test of the same process."""
    if CHROMIUM is None:
        warnings.warn(f"BROWSER TESTS ARE SKIPPED: there is no Chromium. To run them: {COMMAND}", stacklevel=1)
        pytest.skip(f"there is no Chromium; to run the browser tests: {COMMAND}")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    places = (ROOT / "build" / "frontend" / "axe.min.js", ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js")
    found = [place for place in (*places, Path(os.environ.get("DICU_AXE", "-"))) if place.is_file()]
    if not found:
        pytest.skip("axe-core is not there: run tools/setup.py, or `make test`")
    return found[0].read_text(encoding="utf-8")


def describe_evidence(page: Any, title: str, place: str) -> None:
    """Fills the form of a line's evidence: a public dataset in Vietnamese."""
    for name, value in (("kind", "dataset"), ("place", "page"), ("language", "vi"), ("classification", "public")):
        page.select_option(f"#evidence-{name}", value)
    page.fill("#evidence-title", title)
    page.fill("#evidence-locator", place)


@dataclass
class Visit:
    """One browser window on the live server. `complaints` is what its console said that no page may cause."""

    page: Any
    address: str
    axe_source: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str, status: int = 200) -> None:
        answer = self.page.goto(self.address + path)
        assert answer.status == status, f"{path} answered {answer.status}"
        self.settle()

    def sign_in(self, username: str, language: str = "vi", password: str = PASSWORD) -> None:
        self.go(f"/{language}/sign-in")
        self.page.fill("#username", username)
        self.page.fill("#password", password)
        self.page.click("main button[type=submit]")
        self.settle()

    def settle(self) -> None:
        """Waits until the page, its scripts and its letters are there. Not for the network to be still: that takes half a second
        each time, and tells no more."""
        self.page.wait_for_load_state("load")
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def until(self, expression: str, *, seconds: float = 5) -> None:
        """Waits until `expression` is true. Asked from outside: a wait inside the page would need the `eval` its policy forbids."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"never came true: {expression}"
            self.page.wait_for_timeout(20)

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def faults(self) -> list[str]:
        """What axe finds wrong with the page, with the first element of each."""
        self.page.evaluate(self.axe_source)
        found = self.page.evaluate("axe.run()")["violations"]
        return [f"{fault['id']}: {fault['nodes'][0]['html'][:150]}" for fault in found]

    def focused(self) -> str:
        """The element that has the focus: its tag, id and words."""
        return str(self.page.evaluate("(e => `${e.tagName.toLowerCase()}#${e.id} ${e.innerText ?? ''}`.trim())(document.activeElement)"))

    def focus_shows(self) -> bool:
        """Whether the focused element looks different from the same element without focus."""
        look = """(e => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.outlineColor,
                  s.backgroundColor, s.boxShadow, s.borderColor].join('|') })"""
        element = self.page.evaluate_handle("document.activeElement")
        with_focus = element.evaluate(look)
        element.evaluate("e => e.blur()")
        without = element.evaluate(look)
        element.evaluate("e => e.focus()")
        return bool(with_focus != without)


@pytest.fixture
def visit(chromium: Any, live_server: Any, axe_source: str) -> Iterator[Callable[..., Visit]]:
    """`visit(width=…, script=…)` opens a window; at the end no window may have heard a complaint."""
    windows: list[tuple[Any, Visit]] = []

    def opened(width: int = WIDE, *, script: bool = True, **options: Any) -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script, **options)
        made = Visit(context.new_page(), live_server.url, axe_source)
        made.page.on("console", lambda message: _heard(made, message))
        made.page.on("pageerror", lambda error: made.complaints.append(f"exception: {error}"))
        made.page.on("requestfailed", lambda request: _failed(made, request))
        windows.append((context, made))
        return made

    yield opened
    for context, _ in windows:
        context.close()
    assert [complaint for _, made in windows for complaint in made.complaints] == []


def _failed(visit: Visit, request: Any) -> None:
    """What was still on its way when its page was left (the tab's mark is fetched last) failed nobody."""
    if request.failure != "net::ERR_ABORTED":
        visit.complaints.append(f"failed: {request.url} ({request.failure})")


def _heard(visit: Visit, message: Any) -> None:
    """The browser reports an answer of 4xx or 5xx to the page itself as an error; that is not the page's fault."""
    own_answer = "Failed to load resource" in message.text and message.location.get("url", "").split("#")[0] == visit.page.url
    if message.type in {"error", "warning"} and not own_answer:
        visit.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")


@pytest.fixture
def account(transactional_db: None) -> Any:
    return get_user_model().objects.create_account("lan", PASSWORD, full_name="Nguyễn Thị Lan", agency="BNG")
