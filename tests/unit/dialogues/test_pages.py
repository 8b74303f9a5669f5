"""A walk through the pages of dialogues, in both languages: the public, a reporter, and the secretariat with its steps."""

import io
import re
import zipfile
from importlib.resources import files
from typing import Any

import pytest
from django.test import Client
from tests.unit.dialogues.talks import MY, OANH, SERIES, Talks
from tests.unit.store_review.house import AN, DUNG
from tests.unit.web_review.serving import account_of, client_of, links, url

FILE = "brief.partner.en.html"


@pytest.fixture
def doors(talks: Talks) -> dict[str, Client]:
    talks.desk.briefing.press = type(talks.desk.briefing.press)(("html",), lambda d, _: d.front.title.encode() + str(d.blocks).encode())
    return {"public": client_of(None), **{o.account: client_of(account_of(o)) for o in (MY, OANH, DUNG, AN)}}


def said(client: Client, name: str, *where: str, language: str = "vi", **query: str) -> str:
    answer = client.get(url(name, *where, language=language), query)
    assert answer.status_code == 200, (name, where, answer.status_code)
    return " ".join(answer.content.decode().split())


def number(text: str) -> str:
    return re.search(r'name="number" value="(\d+)"', text)[1]  # type: ignore[index]


def test_the_public_reads_what_sources_tell_in_both_languages(doors: dict[str, Client]) -> None:
    for language, days, unverified in (("vi", "348 ngày", "chưa kiểm chứng"), ("en", "348 days", "unverified")):
        assert "gb-vnm" in said(doors["public"], "dialogues", language=language)
        series = said(doors["public"], "dialogue", SERIES, language=language)
        assert unverified in series and "348" in series and "new-commitment" not in series
        first = said(doors["public"], "dialogue-round", SERIES, "1", language=language)
        assert "Matthew Rycroft" in first and "Lương Tam Quang" in first and "Home Office" in first
        assert '<form method="post"' not in first
        assert days in said(doors["public"], "commitment", SERIES, "js24-4", language=language)


def test_the_table_is_filtered(doors: dict[str, Client]) -> None:
    shown = said(doors["public"], "dialogue", SERIES, language="en", state="fulfilled")
    assert set(re.findall(r"/commitments/([a-z0-9-]+)/", shown)) == {"js24-4", "js24-7"}
    shown = said(doors["public"], "dialogue", SERIES, language="en", side="theirs")
    assert set(re.findall(r"/commitments/([a-z0-9-]+)/", shown)) == {"jap25-1"}
    assert "No commitment fits" in said(doors["public"], "dialogue", SERIES, language="en", overdue="1")


def test_steps_are_taken_by_who_may(doors: dict[str, Client]) -> None:
    my, place = doors["my"], (SERIES, "js24-5")
    form = {"owner_ours": "TD-CA", "due": "2024-01-01", "number": number(said(my, "commitment", *place))}
    wrong = my.post(url("commitment-step", *place, "assign"), form)
    assert wrong.status_code == 422 and links(wrong.content) == ["#due"] and 'id="due"' in wrong.content.decode()
    done = my.post(url("commitment-step", *place, "assign"), {**form, "due": "31/12/2025"})
    assert done.status_code == 302 and "TD-CA" in said(my, "commitment", *place)
    assert my.post(url("commitment-step", *place, "assign"), {**form, "due": "31/12/2025"}).status_code == 409
    assert my.post(url("commitment-step", *place, "nothing"), form).status_code == 404
    assert "TD-CA" in said(doors["dung"], "commitment", *place) and "TD-CA" not in said(doors["public"], "commitment", *place)
    assert doors["dung"].post(url("commitment-step", *place, "start"), {"reason": "x", "number": "1"}).status_code == 403
    assert doors["public"].post(url("commitment-step", *place, "start"), {"reason": "x", "number": "1"}).status_code == 404


def test_a_commitment_is_recorded_with_what_differs(doors: dict[str, Client]) -> None:
    my, here = doors["my"], url("commitment-new", SERIES)
    assert doors["public"].get(here).status_code == 404 and doors["dung"].get(here).status_code == 403
    form = {"party": "both", "type": "meeting", "sensitivity": "restricted", "promised": "1/11/2025", "source": "Biên bản"}
    assert links(my.post(here, form).content) == ["#text_vi"]
    made = my.post(here, {**form, "text_vi": "Họp 4 lần mỗi năm.", "text_en": "Meet 5 times a year."})
    assert made.status_code == 302
    page = said(my, "commitment", SERIES, "REC-1", language="en")
    assert "The two texts differ" in page and "≠" in page
    assert doors["dung"].get(url("commitment", SERIES, "REC-1")).status_code == 404


def test_positions_and_briefs_are_the_secretariat_s(doors: dict[str, Client]) -> None:
    my, place = doors["my"], (SERIES, "3")
    assert my.post(url("dialogue-position", *place), {"text_vi": "Giữ nguyên.", "sensitivity": "restricted"}).status_code == 302
    assert my.post(url("dialogue-brief", *place), {"side": "both"}).status_code == 422
    assert my.post(url("dialogue-brief", *place), {"side": "partner"}).status_code == 302
    page = said(my, "dialogue-round", *place)
    assert "Giữ nguyên." in page
    address = re.search(r'href="([^"]+/briefs/[0-9a-f]{64})"', page)[1]  # type: ignore[index]
    paper = my.get(address)
    content = b"".join(paper.streaming_content).decode()  # type: ignore[attr-defined]
    assert paper.status_code == 200 and "default-src 'none'" in paper["Content-Security-Policy"] and "Giữ nguyên." not in content
    for name in ("dung", "public"):
        assert "Giữ nguyên." not in said(doors[name], "dialogue-round", *place)
        assert doors[name].get(address).status_code == 404
        assert doors[name].post(url("dialogue-brief", *place), {"side": "partner"}).status_code == 404


def archive(**changed: str) -> Any:
    """The shipped series as a ZIP archive, with other words in some of its files."""
    packed, folder = io.BytesIO(), files("dicu.plans") / "dialogues" / SERIES
    with zipfile.ZipFile(packed, "w") as zipped:
        for file in folder.iterdir():
            zipped.writestr(file.name, changed.get(file.name.removesuffix(".yaml"), file.read_text("utf-8")))
    packed.seek(0)
    packed.name = "gb-vnm.zip"
    return packed


def test_a_newer_version_is_compared_and_loaded(doors: dict[str, Client], talks: Talks) -> None:
    here, newer = url("dialogues", language="en"), (files("dicu.plans") / "dialogues" / SERIES / "series.yaml").read_text("utf-8")
    newer = newer.replace('version: "2025-10-30"', 'version: "2026-01-01"')
    assert doors["dung"].post(here, {"act": "load", "file": archive()}).status_code == 403
    shown = doors["my"].post(here, {"act": "compare", "file": archive(series=newer)}).content.decode()
    assert "Nothing was loaded" in shown and "2026-01-01" in shown and talks.view(MY).series.version == "2025-10-30"
    assert "It was loaded" in doors["my"].post(here, {"act": "load", "file": archive(series=newer)}).content.decode()
    assert talks.view(MY).series.version == "2026-01-01"
    bad = doors["my"].post(here, {"act": "load", "file": archive(commitments="- {code: x}")})
    assert bad.status_code == 422 and "commitments.yaml:1" in bad.content.decode()
