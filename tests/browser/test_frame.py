"""Every page of the frame: in both languages, wide and narrow, with the keyboard alone, and without script."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.browser import showcase
from tests.browser.conftest import NARROW, PASSWORD, WIDE, WINDOWS, Visit

Opened = Callable[..., Visit]

PAGES = [
    ("", 200),
    ("?published=1", 200),
    ("sign-in", 200),
    ("sign-out", 200),
    ("signed-out", 200),
    ("about", 200),
    ("accessibility", 200),
    ("showcase?standing=synthetic", 200),
    ("showcase?standing=compiled", 200),
    ("showcase?wide=1", 200),
    ("nowhere", 404),
    ("only-posted", 405),
    ("?q=%00", 400),
    ("failing/conflict", 409),
    ("failing/refused", 422),
    ("failing/broken", 500),
    ("failing/gone", 503),
]


@pytest.fixture(autouse=True)
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    showcase.alone(monkeypatch)
    settings.ROOT_URLCONF = "tests.browser.showcase"


@pytest.mark.parametrize(("language", "width"), WINDOWS)
def test_every_page_is_accessible_and_fits(visit: Opened, language: str, width: int) -> None:
    window = visit(width)
    wrong = {}
    for path, status in PAGES:
        window.go(f"/{language}/{path}", status)
        if found := [*window.faults(), *([f"too wide by {window.overflow()}"] if window.overflow() > 0 else [])]:
            wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_of_who_is_signed_in_are_accessible(visit: Opened, account: Any, language: str) -> None:
    window = visit(NARROW)
    window.sign_in("lan", language)
    assert "Nguyễn Thị Lan" in window.page.inner_text("header")
    for path in ("", "sign-out", "showcase"):
        window.go(f"/{language}/{path}")
        assert (path, window.faults(), window.overflow()) == (path, [], 0)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_forms_with_problems_are_accessible(visit: Opened, language: str) -> None:
    window = visit(NARROW)
    window.go(f"/{language}/showcase")
    window.page.click("main form[method=post] button")
    window.settle()
    assert window.faults() == []
    window.sign_in("nobody", language)
    assert window.faults() == []
    assert window.overflow() == 0


def test_enlarged_four_times_nothing_is_lost(visit: Opened) -> None:
    window = visit(WIDE // 4, device_scale_factor=4)
    for path in ("", "sign-in", "showcase"):
        window.go(f"/vi/{path}")
        assert window.overflow() == 0


# Without script -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_signing_in_and_out_needs_no_script(visit: Opened, account: Any, width: int) -> None:
    window = visit(width, script=False)
    window.sign_in("lan")
    assert window.page.locator("header").get_by_text("Nguyễn Thị Lan").is_visible()
    window.page.locator("header form button").click()
    assert window.page.url.endswith("/vi/signed-out")


def test_the_navigation_stands_open_without_script(visit: Opened) -> None:
    window = visit(NARROW, script=False)
    window.go("/vi/")
    assert window.page.locator("#navigation a").first.is_visible()
    assert not window.page.locator(".govuk-service-navigation__toggle").is_visible()


def test_a_chart_is_a_table_without_script(visit: Opened) -> None:
    window = visit(script=False)
    window.go("/en/showcase")
    assert window.page.locator("#permits-data").is_visible()
    assert window.page.locator("#permits svg").count() == 0


def test_filters_and_language_need_no_script(visit: Opened) -> None:
    window = visit(script=False)
    window.go("/en/showcase")
    window.page.select_option("#agency", "BNG")
    window.page.click(".dc-filters button")
    assert "agency=BNG" in window.page.url
    window.page.click("header a[hreflang=vi]")
    assert "/vi/showcase?agency=BNG" in window.page.url


# With script ----------------------------------------------------------------------------------------------------------


def test_a_chart_is_drawn_under_the_policy_with_the_reader_s_numbers(visit: Opened) -> None:
    window = visit()
    window.go("/vi/showcase")
    window.page.wait_for_selector("#permits svg")
    labels = window.page.locator("#permits svg text").all_text_contents()
    assert "160.000" in labels
    assert not window.page.locator("#permits-data").is_visible()
    window.page.locator("#permits summary").click()
    assert window.page.locator("#permits-data").is_visible()
    assert window.page.locator("#permits [role=img]").get_attribute("aria-label")


def test_the_policy_stops_what_is_written_into_a_page(visit: Opened) -> None:
    window = visit()
    window.go("/vi/")
    # later, because what runs inside `evaluate` itself stands above the policy
    window.page.evaluate("""() => new Promise(done => setTimeout(() => {
        const script = document.createElement("script"); script.textContent = "window.broken = 1";
        document.body.append(script);
        try { window.broken = eval("1"); } catch { window.stopped = true; }
        done();
    }))""")
    assert window.page.evaluate("window.stopped")
    assert window.page.evaluate("window.broken") is None
    assert len(window.complaints) >= 1
    window.complaints.clear()


def test_the_menu_folds_on_a_narrow_screen(visit: Opened) -> None:
    window = visit(NARROW)
    window.go("/vi/")
    assert not window.page.locator("#navigation").is_visible()
    window.page.locator(".govuk-service-navigation__toggle").click()
    assert window.page.locator("#navigation").is_visible()
    assert window.faults() == []


def test_a_password_can_be_pasted_and_shown(visit: Opened) -> None:
    window = visit()
    window.go("/vi/sign-in")
    assert window.page.get_attribute("#password", "autocomplete") == "current-password"
    assert window.page.get_attribute("#username", "autocomplete") == "username"
    pasted = """e => e.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true }))"""
    assert window.page.locator("#password").evaluate(pasted)  # nobody stops the paste
    window.page.fill("#password", "x")
    window.page.get_by_role("button", name="Hiện mật khẩu").or_(window.page.get_by_role("button", name="Show password")).click()
    assert window.page.get_attribute("#password", "type") == "text"


# With the keyboard alone ----------------------------------------------------------------------------------------------


def test_signing_in_with_the_keyboard_alone(visit: Opened, account: Any) -> None:
    window = visit()
    window.go("/en/sign-in")
    for _ in range(30):
        window.page.keyboard.press("Tab")
        assert window.focus_shows(), window.focused()
        if window.focused().startswith("input#username"):
            break
    window.page.keyboard.type("lan")
    window.page.keyboard.press("Tab")
    window.page.keyboard.type(PASSWORD)
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/vi/")


def test_the_first_stop_skips_to_the_content(visit: Opened) -> None:
    window = visit()
    window.go("/en/about")
    window.page.keyboard.press("Tab")
    assert window.focused().startswith("a# ")
    assert window.page.locator(".govuk-skip-link").is_visible()
    window.page.keyboard.press("Enter")
    assert window.focused().startswith("main#main-content")


def test_every_stop_on_a_full_page_shows_itself(visit: Opened) -> None:
    window = visit()
    window.go("/vi/showcase")
    window.page.wait_for_selector("#permits svg")
    stops = 0
    for _ in range(60):
        window.page.keyboard.press("Tab")
        if window.focused().startswith("body"):
            break
        stops += 1
        assert window.focus_shows(), window.focused()
    assert stops > 15


def test_a_wide_table_scrolls_by_keyboard(visit: Opened) -> None:
    window = visit(NARROW)
    window.go("/vi/showcase")
    region = window.page.locator("#lines").locator("xpath=..")
    region.focus()
    for _ in range(5):
        window.page.keyboard.press("ArrowRight")
    window.until("document.querySelector('#lines').parentElement.scrollLeft > 0")


def test_a_problem_takes_the_focus_and_leads_to_its_field(visit: Opened) -> None:
    window = visit()
    window.sign_in("nobody", "en")
    assert window.page.title().startswith(("Error:", "Lỗi:"))
    assert "govuk-error-summary" in window.page.evaluate("document.activeElement.className")
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")
    assert window.focused().startswith("input#username")


# The look -------------------------------------------------------------------------------------------------------------


LETTERS = """() => [...document.querySelectorAll("main *, header *, footer *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && !e.closest("svg, option"))
    .map(e => { const s = getComputedStyle(e); return {
        what: `${e.tagName} ${e.className}`,
        heading: Boolean(e.closest("h1,h2,h3,h4,caption,figcaption,button,.dc-wordmark,.dc-counts__count")),
        family: s.fontFamily,
        ratio: parseFloat(s.lineHeight) / parseFloat(s.fontSize),
        transform: s.textTransform } })"""


def test_the_letters_are_our_own_and_stand_far_enough_apart(visit: Opened) -> None:
    window = visit(NARROW)
    window.go("/vi/showcase?standing=synthetic")
    measured = window.page.evaluate(LETTERS)
    assert len(measured) > 40
    for text in measured:
        assert text["family"].startswith('"Be Vietnam Pro"'), text
        assert text["transform"] == "none", text
        assert text["ratio"] >= (1.3 if text["heading"] else 1.5) - 0.005, text
    assert window.page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'Ẩ')")


def test_nothing_of_gov_uk_s_identity_is_on_the_page(visit: Opened) -> None:
    window = visit()
    window.go("/en/showcase")
    html = window.page.content()
    for mark in ("govuk-logotype", "crown", "Crown", "GOV.UK", "Transport"):
        assert mark not in html
    assert window.page.evaluate("getComputedStyle(document.querySelector('.dc-header')).backgroundColor") == "rgb(11, 79, 82)"


def test_paper_gets_the_content_alone(visit: Opened) -> None:
    window = visit()
    window.go("/vi/showcase")
    window.page.emulate_media(media="print")
    for hidden in (".dc-header__language", ".dc-navigation", ".dc-footer", ".dc-filters"):
        assert not window.page.locator(hidden).first.is_visible()
    assert window.page.locator("#lines").is_visible()


def test_nothing_moves_for_who_asked_for_that(visit: Opened) -> None:
    window = visit(reduced_motion="reduce")
    window.go("/vi/showcase")
    moving = """() => [...document.querySelectorAll("*")].filter(e => getComputedStyle(e).transitionDuration !== "0s"
        && getComputedStyle(e).transitionProperty !== "none").length"""
    assert window.page.evaluate(moving) == 0
