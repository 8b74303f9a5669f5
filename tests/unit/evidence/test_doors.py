"""Evidence through its pages, the interface for programs and the command: one walk each."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.conf import settings as django_settings
from tests.unit.store_review.house import AN, DUNG, HAI, World
from tests.unit.web_review.serving import DESCRIBED, HERE, client_of, enrol, line_url, serving, url

PAGE = {**DESCRIBED, "evidence-kind": "web-page", "evidence-title": "Trang thỏa thuận", "evidence-url": "https://a.example/b"}


@pytest.fixture
def world(db: Any, files: None, settings: Any) -> Iterator[World]:
    settings.DICU_HOUSE = HERE
    with serving(World()) as world:
        yield world.load().open()


def test_the_walk_through_the_pages(world: World) -> None:
    """A page is cited, with what is missing said at its field; described anew; found in the list by a filter; looked at."""
    accounts = enrol()
    hai, an = client_of(accounts[HAI.account]), client_of(accounts[AN.account])
    attach = line_url("3.4", "line-attach").replace("TD-LD", "TD-TP")
    number = str(world.view(HAI, "TD-TP").report.number)
    wrong = hai.post(attach, {**PAGE, "number": number})
    assert wrong.status_code == 422 and 'href="#evidence-captured"' in wrong.content.decode()
    assert hai.post(attach, {**PAGE, "evidence-captured": "30/11/2025", "number": number}).status_code == 302
    (page,) = world.line(HAI, "3.4").files
    assert not page.kept and page.described and page.described.captured == "2025-11-30"
    shown = unescape(hai.get(url("evidence", "demo", page.digest)).content.decode())
    assert "không lưu bản sao" in shown and "Trang thỏa thuận" in shown and "Nhiệm vụ 3.4" in shown
    form = url("line-evidence", "demo", "2025", "TD-TP", "3.4", page.digest)
    again = {**PAGE, "evidence-captured": "30/11/2025", "evidence-place": "not-known", "evidence-locator": "", "number": "1"}
    assert hai.get(form).status_code == 200 and hai.post(form, again).status_code == 302
    assert world.line(HAI, "3.4").files[0].locator == ""
    moved = hai.post(form, {**again, "evidence-url": "https://a.example/other", "number": "2"})
    assert moved.status_code == 422
    listed = url("plan-evidence", "demo")
    assert "Trang thỏa thuận" in unescape(hai.get(f"{listed}?kind=web-page&link=unchecked").content.decode())
    assert "Trang thỏa thuận" not in unescape(hai.get(f"{listed}?kind=dataset").content.decode())
    assert "Trang thỏa thuận" not in unescape(an.get(listed).content.decode())  # a draft
    assert django_settings.DICU_HOUSE == HERE


def test_restricted_evidence_is_claimed_through_the_pages(world: World) -> None:
    """One coordinator proposes, the same one may not approve; the claim's fields are asked for in words."""
    world.attach(DUNG, "3.1", classification="restricted", title="Danh sách nạn nhân")
    world.report(DUNG, "TD-LD")
    accounts = enrol()
    an, binh = client_of(accounts["an"]), client_of(accounts["binh"])
    where = ("demo", "2025", "TD-LD")
    step = url("claim-step", *where, "propose")
    bare = an.post(step, {"task": "3.1", "claim_vi": "Đã làm.", "number": "0", "reason": "x"})
    assert bare.status_code == 422 and 'href="#claim_en"' in bare.content.decode()
    said = {"task": "3.1", "claim_vi": "Đã làm.", "claim_en": "It was done.", "number": "0", "reason": "Không nêu tên."}
    assert an.post(step, said).status_code == 302
    answer = {"claim": "1", "step": "approve", "reason-1": "Đúng.", "number": "1"}
    assert an.post(url("claim-step", *where, "answer"), answer).status_code == 403
    assert binh.post(url("claim-step", *where, "answer"), answer).status_code == 302
    assert "Đã phê duyệt" in unescape(binh.get(url("claims", *where)).content.decode())
    assert "Đã làm." in unescape(client_of(accounts["dung"]).get(url("claims", *where)).content.decode())
    assert client_of(accounts["hai"]).get(url("claims", *where)).status_code == 404
