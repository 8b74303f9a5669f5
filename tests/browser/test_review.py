"""The review in a real browser: a line's way from the reporter's narrow telephone to a published number and back down to
the file that shows it; every page in both languages, accessible and within its window."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from tests.browser.conftest import NARROW, PASSWORD, WIDE, Visit, describe_evidence
from tests.unit.store_review.house import AN, BINH, DUNG, UYEN, World, measured, reporter
from tests.unit.web_review.serving import HERE, account_of, serving

from dicu.publishing import render
from dicu.review.desk import Press

Opened = Callable[..., Visit]
MAI, TRUNG = reporter("mai", "TD-BP"), reporter("trung", "TD-BP")
REPORT = "reports/demo/2025/TD-BP"


@pytest.fixture
def world(transactional_db: None, files: None, settings: Any, axe_source: str) -> Iterator[World]:
    """Before the live server: it serves this world's house. Papers are printed in HTML alone, which a browser reads."""
    settings.DICU_HOUSE = HERE
    with serving(World().load().open()) as found:
        found.desk.editions.press = Press(("html",), render)
        for officer in (MAI, TRUNG, DUNG, AN, BINH, UYEN):
            account_of(officer, PASSWORD)
        yield found


@pytest.fixture
def as_(world: World, visit: Opened) -> Callable[..., Visit]:
    """A window in which somebody has signed in."""

    def opened(username: str, width: int = NARROW, *, script: bool = False, language: str = "vi") -> Visit:
        window = visit(width, script=script)
        window.sign_in(username, language)
        return window

    return opened


def press(window: Visit, words: str) -> None:
    with window.page.expect_navigation():
        window.page.get_by_role("button", name=words, exact=True).click()


def test_from_a_typed_number_to_a_published_one_and_back_to_its_file(
    as_: Callable[..., Visit], visit: Opened, world: World, tmp_path: Path
) -> None:
    """Without script, 320 pixels wide: written, evidenced, sent, returned, mended, accepted, built, published, traced."""
    evidence = tmp_path / "boi-duong-2025.csv"
    evidence.write_text("khoa,so_can_bo\n1,845\n", encoding="utf-8")

    mai = as_("mai")
    mai.page.click("main a[href$='/TD-BP/']")
    mai.page.click(".govuk-task-list__link")
    _write(mai, "Đã bồi dưỡng cán bộ tại các đồn trọng điểm.")
    press(mai, "Lưu mục báo cáo")
    assert mai.page.url.endswith(f"/vi/{REPORT}/")
    mai.page.click(".govuk-task-list__link")
    mai.page.set_input_files("#file", evidence)
    describe_evidence(mai.page, "boi-duong-2025.csv", "dòng hai")
    press(mai, "Đính kèm")
    assert "dòng hai" in mai.page.inner_text("#evidence")
    _send(mai)
    _clear(as_("trung"))

    an = as_("an")
    an.go(f"/vi/{REPORT}/lines/1.3/")
    an.page.check("input[name=answer][value=return]")
    an.page.select_option("#reason", "value-unclear")
    an.page.fill("#text", "Đề nghị nêu rõ nguồn.")
    press(an, "Ghi nhận ý kiến")
    assert world.line(AN, "1.3").state == "returned"

    mai.go(f"/vi/{REPORT}/")
    assert "Đề nghị nêu rõ nguồn." in mai.page.inner_text("main")
    mai.page.click(".govuk-task-list__link")
    mai.page.fill("[id='value-border_officers_trained-source']", "Danh sách cấp chứng nhận")
    press(mai, "Lưu mục báo cáo")
    _send(mai)
    _clear(as_("trung"))

    an.go(f"/vi/{REPORT}/lines/1.3/")
    an.page.check("input[name=answer][value=accept]")
    press(an, "Ghi nhận ý kiến")
    assert world.line(AN, "1.3").state == "accepted"
    an.go("/vi/plans/demo/rounds/2025/")
    press(an, "Lập báo cáo rà soát")
    edition = an.page.url.removeprefix(an.address)

    binh = as_("binh", language="en")
    binh.go(edition.replace("/vi/", "/en/"))
    press(binh, "Publish the review")
    assert "published" in binh.page.inner_text("main").lower()

    _read(visit(WIDE), edition)


def _write(window: Visit, text: str) -> None:
    window.page.check("input[name=claim][value=in-progress]")
    window.page.fill("#narrative", text)
    window.page.fill("[id='value-border_officers_trained-value']", "1.845")
    window.page.fill("[id='value-border_officers_trained-source']", "Sổ")


def _send(window: Visit) -> None:
    window.go(f"/vi/{REPORT}/")
    window.page.click("main a[href$='/send']")
    press(window, "Đề nghị người thứ hai duyệt")
    assert window.page.locator(".govuk-notification-banner").is_visible()


def _clear(window: Visit) -> None:
    """The second pair of eyes of the agency."""
    window.go(f"/vi/{REPORT}/send")
    press(window, "Duyệt và gửi")
    assert window.page.locator(".govuk-notification-banner").is_visible()


def _read(window: Visit, edition: str) -> None:
    """A citizen, not signed in: from the front page to the paper, a click on the number, and down to the file."""
    window.go("/vi/")
    assert window.page.locator(f"main a[href='{edition}']").count() == 1
    window.go(edition)
    window.page.locator("a[href$='review.vi.html']").click()
    window.settle()
    assert window.faults() == []
    number = window.page.locator("a.figure", has_text="1.845").first
    number.click()
    trace = window.page.locator(window.page.evaluate("CSS.escape(location.hash.slice(1))").join(("#", "")))
    assert trace.is_visible()
    said = trace.inner_text()
    for part in ("1.845", "Danh sách cấp chứng nhận", "1.3", "trung", "an", "boi-duong-2025.csv", "dòng hai"):
        assert part in said, part
    assert trace.locator("li.evidence").count() == 1
    trace.locator(".back a").first.click()
    assert window.page.evaluate("decodeURIComponent(location.hash)").startswith("#figure-")


# Every page -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def lived_in(world: World) -> dict[str, str]:
    """A round with something of everything: waiting, returned and accepted lines, a file, a published and a built review."""
    world.attach(DUNG, "3.1")
    world.report(DUNG, "TD-LD", **measured("workers_departed", "46.310"))
    world.accept(AN, "3.3")
    first = _built(world)
    world.by(BINH, "publication", lambda who: world.desk.editions.publish(who, "demo", "2025", first))
    world.give_back(AN, "3.2")
    world.write(MAI, "1.3", claim="completed", completed_on="01/12/2025")
    return {"published": first, "built": _built(world)}


def _built(world: World) -> str:
    return world.by(
        AN, "coordination", lambda who: str(world.desk.editions.keep(who, world.desk.editions.build(who, "demo", "2025")).snapshot)
    )


PAGES: dict[str, list[str]] = {
    "": ["plans/", "plans/demo/", "plans/demo/figures/", "editions/", "editions/demo/2025/PUBLISHED/"],
    "dung": ["", "reports/", "reports/demo/2025/TD-LD/", "reports/demo/2025/TD-LD/send", "reports/demo/2025/TD-LD/lines/3.1/",
             "reports/demo/2025/TD-LD/lines/3.2/", "plans/demo/rounds/2025/progress/"],
    "an": ["", "plans/demo/rounds/2025/", "plans/demo/rounds/2026/", "plans/demo/rounds/2025/progress/", "plans/demo/rounds/2025/gaps/",
           "reports/demo/2025/TD-LD/lines/3.1/", "editions/demo/2025/BUILT/"],
    "uyen": ["", "trail/", "reports/demo/2025/TD-BP/lines/1.3/"],
}  # fmt: skip


@pytest.mark.parametrize("who", list(PAGES), ids=lambda who: who or "public")
def test_every_page_of_the_review_is_accessible_and_fits(visit: Opened, lived_in: dict[str, str], who: str) -> None:
    """In both languages, 320 pixels wide, with nothing for axe to find; the switch leads to the same page."""
    window = visit(NARROW)
    if who:
        window.sign_in(who)
    wrong: dict[str, Any] = {}
    for path in PAGES[who]:
        path = path.replace("PUBLISHED", lived_in["published"]).replace("BUILT", lived_in["built"])  # noqa: PLW2901
        for language, other in (("vi", "en"), ("en", "vi")):
            window.go(f"/{language}/{path}")
            found = [*window.faults(), *([f"too wide by {window.overflow()}"] if window.overflow() > 0 else [])]
            if found:
                wrong[f"{language}/{path}"] = found
            assert window.page.get_attribute("header a[hreflang]", "href") == f"/{other}/{path}"
    assert wrong == {}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_form_with_problems_keeps_the_place_and_what_was_typed(as_: Callable[..., Visit], language: str) -> None:
    """The title says it first, the summary leads to the field, the switch leads to the same line in the other language."""
    window = as_("mai", script=True)
    window.go(f"/{language}/{REPORT}/lines/1.3/")
    window.page.fill("#narrative", "Nội dung vừa gõ.")
    window.page.fill("[id='value-border_officers_trained-value']", {"vi": "1,234.5", "en": "1.234,5"}[language])
    press(window, {"vi": "Lưu mục báo cáo", "en": "Save the line"}[language])
    assert window.page.title().startswith({"vi": "Lỗi:", "en": "Error:"}[language])
    assert window.page.input_value("#narrative") == "Nội dung vừa gõ."
    assert window.faults() == []
    assert window.overflow() <= 0
    window.page.click(".govuk-error-summary a[href='#value-border_officers_trained-value']")
    assert window.focused().startswith("input#value-border_officers_trained-value")
    other = {"vi": "en", "en": "vi"}[language]
    window.page.click("header a[hreflang]")
    window.settle()
    assert window.page.url == f"{window.address}/{other}/{REPORT}/lines/1.3/"


def test_the_switch_works_from_a_form_s_own_address(as_: Callable[..., Visit], tmp_path: Path) -> None:
    """After a refused upload the address takes forms only; the switch leads to the line all the same."""
    program = tmp_path / "bao-cao.pdf"
    program.write_bytes(b"MZ\x90\x00" + bytes(100))
    window = as_("mai")
    window.go(f"/vi/{REPORT}/lines/1.3/")
    window.page.set_input_files("#file", program)
    press(window, "Đính kèm")
    assert window.page.url.endswith("/lines/1.3/files")
    assert window.page.title().startswith("Lỗi:")
    window.page.click("header a[hreflang=en]")
    window.settle()
    assert window.page.url == f"{window.address}/en/{REPORT}/lines/1.3/"


def test_a_coordinator_works_with_the_keyboard_alone(as_: Callable[..., Visit], world: World) -> None:
    """From the line's page: the choice, then the button, with nothing but Tab, Space and Enter; each stop shows itself."""
    world.report(MAI, "TD-BP")
    window = as_("an", WIDE, script=True)
    window.go(f"/vi/{REPORT}/lines/1.3/")
    window.page.focus("#main-content")
    for _ in range(40):
        window.page.keyboard.press("Tab")
        if window.focused().startswith("input#answer"):
            break
    assert window.focus_shows()
    window.page.keyboard.press("Space")
    for _ in range(8):
        window.page.keyboard.press("Tab")
        assert window.focus_shows(), window.focused()
        if window.focused().startswith("button"):
            break
    window.page.keyboard.press("Enter")
    window.page.wait_for_url(f"**/vi/{REPORT}/")
    assert world.line(AN, "1.3").state == "accepted"


def test_what_the_browser_uploads_lies_in_the_vault(as_: Callable[..., Visit], world: World, tmp_path: Path) -> None:
    """Vietnamese in a file's name arrives composed, whatever the browser sends."""
    evidence = tmp_path / "bảng số liệu.csv"
    evidence.write_text("a,b\n", encoding="utf-8")
    window = as_("mai")
    window.go(f"/vi/{REPORT}/lines/1.3/")
    window.page.set_input_files("#file", evidence)
    describe_evidence(window.page, "Bảng số liệu", "1")
    press(window, "Đính kèm")
    (file,) = world.line(MAI, "1.3").files
    assert file.name == "bảng số liệu.csv"
    assert (Path(django_settings.FILES) / file.digest[:2] / file.digest).read_text("utf-8") == "a,b\n"
