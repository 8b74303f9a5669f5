"""The page of the offline form: down, up, what is wrong, and deciding where form and report were both changed."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from tests.unit.review_workbook.editing import filled
from tests.unit.review_workbook.making import Made
from tests.unit.store_review.house import DUNG, HOA, World
from tests.unit.web_review.serving import url

WHERE = ("demo", "2025", "TD-LD")
AT = Made().at
As = Callable[[str], Client]


def upload(content: bytes, name: str = "bieu-mau.xlsx") -> dict[str, BytesIO]:
    file = BytesIO(content)
    file.name = name
    return {"file": file}


def fields(page: bytes) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.decode())}


def test_from_the_report_s_page_to_the_line(world: World, as_: As) -> None:
    dung, page = as_("dung"), url("workbook", *WHERE)
    front = dung.get(url("report", *WHERE)).content.decode()
    assert page in front and url("workbook-file", *WHERE) in front
    form = dung.get(url("workbook-file", *WHERE))
    assert form["Content-Disposition"].endswith('.xlsx"') and form["Cache-Control"] == "no-store"
    bad = dung.post(page, upload(filled(form.content, {AT("value", "3.1", "workers_departed"): "nhiều"})))
    shown = unescape(bad.content.decode())
    assert bad.status_code == 422 and "E2" in shown and "“nhiều” không phải là số" in shown and 'href="#file"' in shown
    assert "Chọn một tệp trước" in unescape(dung.post(page, {}).content.decode()) or dung.post(page, {}).status_code == 422
    typed = {AT("claim", "3.1"): "Đang thực hiện", AT("narrative", "3.1"): "Từ biểu mẫu."}
    done = dung.post(page, upload(filled(form.content, typed)), follow=True)
    assert "Đã nhận biểu mẫu: 2 thay đổi ở 1 dòng (3.1)" in unescape(done.content.decode())
    assert world.line(DUNG, "3.1").content.narrative == "Từ biểu mẫu."  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_person_decides(world: World, as_: As, language: str) -> None:
    """Both are shown; the form travels with the page; a decision on an outdated page, and half a decision, change nothing."""
    dung, page = as_("dung"), url("workbook", *WHERE, language=language)
    form = dung.get(url("workbook-file", *WHERE)).content
    for task in ("3.1", "3.2"):
        world.write(HOA, task, narrative=f"Của <Hoa> {task}.")
    typed = {AT("claim", "3.1"): "in-progress", AT("claim", "3.2"): "in-progress"}
    typed |= {AT("narrative", "3.1"): "Của Dũng 3.1.", AT("narrative", "3.2"): "Của Dũng 3.2."}
    clash = dung.post(page, upload(filled(form, typed)))
    shown = clash.content.decode()
    assert clash.status_code == 409 and "Của &lt;Hoa&gt; 3.1." in shown and "Của Dũng 3.2." in shown
    given = fields(clash.content)
    half = dung.post(page, {**given, "side-3.1/narrative": "file"})
    assert half.status_code == 409 and 'href="#side-1"' in half.content.decode()
    world.write(HOA, "3.3", narrative="Thêm.")
    stale = dung.post(page, {**given, "side-3.1/narrative": "file", "side-3.2/narrative": "house"})
    assert stale.status_code == 409 and world.line(DUNG, "3.1").author == "hoa"
    done = dung.post(page, {**fields(stale.content), "side-3.1/narrative": "file", "side-3.2/narrative": "house"})
    assert done.status_code == 302
    narratives = [world.line(DUNG, task).content.narrative for task in ("3.1", "3.2")]  # type: ignore[union-attr]
    assert narratives == ["Của Dũng 3.1.", "Của <Hoa> 3.2."]
    assert dung.post(page, {"held": "???", "name": "a.xlsx", "number": "1"}).status_code == 422


def test_one_button_for_all(world: World, as_: As) -> None:
    dung, page = as_("dung"), url("workbook", *WHERE)
    form = dung.get(url("workbook-file", *WHERE)).content
    world.write(HOA, "3.1", narrative="Của Hoa.")
    clash = dung.post(page, upload(filled(form, {AT("claim", "3.1"): "in-progress", AT("narrative", "3.1"): "Của Dũng."})))
    assert dung.post(page, {**fields(clash.content), "all": "file"}).status_code == 302
    assert world.line(DUNG, "3.1").content.narrative == "Của Dũng."  # type: ignore[union-attr]
