"""What is typed into the review's forms: kept as it was meant, or refused at its field with everything still in the form."""

import re
import unicodedata
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from tests.unit.store_review.house import AN, DUNG, World
from tests.unit.web_review.serving import DESCRIBED, line_url, links, switch, title, url

from dicu.review.desk import Press

As = Callable[[str], Client]
VALUE, SOURCE, PERIOD = (f"value-workers_departed-{part}" for part in ("value", "source", "period"))
TYPED = {"claim": "in-progress", "narrative": "Nội dung vừa gõ.", "difficulties": "Khó khăn vừa gõ."}


def post(client: Client, world: World, language: str = "vi", task: str = "3.1", **typed: str) -> Any:
    number = str(world.view(DUNG, "TD-LD").report.number)
    fields = {"number": number, **TYPED, **{name.replace("departed_", "value-workers_departed-"): text for name, text in typed.items()}}
    return client.post(line_url(task, language=language), fields)


def upload(client: Client, world: World, content: bytes = b"a,b\n1,2\n", name: str = "bang.csv", language: str = "vi", **more: str) -> Any:
    number = str(world.view(DUNG, "TD-LD").report.number)
    return client.post(line_url("3.1", "line-attach", language), {"number": number, **DESCRIBED, "file": _csv(content, name), **more})


def shown(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("language", "typed", "again"), [("vi", "1.234,5", "1.234,5"), ("en", "1,234.5", "1,234.5"), ("vi", "46310", "46.310")]
)
def test_a_number_as_each_language_writes_it(world: World, as_: As, language: str, typed: str, again: str) -> None:
    """It is kept once and shown again as this language writes it, and as the other one does on the other page."""
    client = as_("dung")
    assert post(client, world, language, departed_value=typed, departed_source="Sổ").status_code == 302
    page = shown(client.get(line_url("3.1", language=language)))
    assert f'value="{again}"' in page
    other = shown(client.get(line_url("3.1", language="en" if language == "vi" else "vi")))
    assert f'value="{again.translate(str.maketrans(",.", ".,"))}"' in other


def test_saving_what_a_page_shows_changes_nothing(world: World, as_: As) -> None:
    """Whichever language it is shown in."""
    client = as_("dung")
    post(client, world, departed_value="1.234,5", departed_source="Sổ", completed_on="01/12/2025", claim="completed")
    before = world.entries()
    for language in ("vi", "en"):
        page = client.get(line_url("3.1", language=language)).content.decode()
        assert client.post(line_url("3.1", language=language), _form(page)).status_code == 302
    assert world.entries() == before


def _form(page: str) -> dict[str, str]:
    """The fields of the line's form as a browser would send them back."""
    form = page[page.index("<main") : page.index('id="evidence"')]
    inputs = re.findall(r"<input[^>]*>", form)
    fields = {}
    for tag in inputs:
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if facts.get("type") != "radio" or re.search(r"\bchecked\b", tag):
            fields[facts["name"]] = unescape(facts.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        fields[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]*\bselected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


WRONG = [
    ("en", {"departed_value": "1.234,5", "departed_source": "S"}, VALUE, "the comma groups thousands by three and the point stands before"),
    ("vi", {"departed_value": "1,234.5", "departed_source": "S"}, VALUE, "1.234,5"),
    ("vi", {"departed_value": "N/A", "departed_source": "S"}, VALUE, "“N/A”"),
    ("en", {"departed_value": "N/A", "departed_source": "S"}, VALUE, "is not a number"),
    ("vi", {"departed_value": "Số liệu chưa tổng hợp xong.", "departed_source": "S"}, VALUE, "“Số liệu chưa tổng hợp xong.”"),
    ("vi", {"departed_value": "9" * 200, "departed_source": "S"}, VALUE, "200"),
    ("vi", {"departed_value": "5"}, SOURCE, "Người lao động đi làm việc ở nước ngoài theo hợp đồng"),
    ("vi", {"departed_value": "5", "departed_source": "S", "departed_period": "tháng trước"}, PERIOD, "“tháng trước”"),
    ("en", {"departed_value": "5", "departed_source": "S", "departed_period": "2025-02-31"}, PERIOD, "2025-02-31"),
    ("vi", {"claim": "completed", "completed_on": "02/12/2025"}, "completed_on", "02/12/2025"),
    ("en", {"claim": "completed", "completed_on": "02/12/2025"}, "completed_on", "is in the future"),
    ("vi", {"claim": "completed", "completed_on": "30/02/2025"}, "completed_on", "30/02/2025"),
    ("vi", {"narrative": "ố" * 15_001}, "narrative", "15.001"),
    ("en", {"difficulties": "a" * 15_001}, "difficulties", "15,001"),
    ("vi", {"claim": "accepted"}, "claim", ""),
    ("vi", {"claim": ""}, "claim", ""),
    ("vi", {"departed_missing": "lost"}, "value-workers_departed-missing", ""),
    ("vi", {"departed_qualifier": "hon", "departed_value": "5", "departed_source": "S"}, "value-workers_departed-qualifier", ""),
    ("vi", {"departed_locator": "tr. 5", "departed_missing": ""}, VALUE, ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "typed", "field", "said"), WRONG, ids=[f"{row[0]}-{row[2]}-{n}" for n, row in enumerate(WRONG)])
def test_a_problem_stands_at_its_field_and_nothing_is_lost(
    world: World, as_: As, language: str, typed: dict[str, str], field: str, said: str
) -> None:
    """422; the title says so first; the summary leads to the field, which says it again; everything typed is there."""
    answer = post(as_("dung"), world, language, **typed)
    page = shown(answer)
    assert answer.status_code == 422
    assert title(answer.content).startswith({"vi": "Lỗi:", "en": "Error:"}[language])
    assert links(answer.content) == [f"#{field}"]
    assert f'id="{field}"' in page and f'id="{field}-error"' in page
    assert said in page
    for name, text in {**TYPED, **typed}.items():
        if name not in ("claim", "departed_missing", "departed_qualifier", "departed_period") and text:
            assert text in page, name
    assert world.history("TD-LD") == []


def test_several_problems_are_all_told(world: World, as_: As) -> None:
    answer = post(as_("dung"), world, claim="", departed_value="x", completed_on="x")
    assert links(answer.content) == ["#claim", "#completed_on", f"#{VALUE}", f"#{SOURCE}"]


def test_decomposed_text_is_recorded_composed(world: World, as_: As) -> None:
    """As macOS and some keyboards send it."""
    text = "Bộ Ngoại giao, Cục Lãnh sự"
    assert post(as_("dung"), world, narrative=unicodedata.normalize("NFD", text)).status_code == 302
    content = world.line(DUNG, "3.1").content
    assert content is not None and content.narrative == text


def test_line_ends_of_any_system_are_one(world: World, as_: As) -> None:
    post(as_("dung"), world, narrative="một\r\nhai\rba\n")
    content = world.line(DUNG, "3.1").content
    assert content is not None and content.narrative == "một\nhai\nba"


@pytest.mark.parametrize("text", ["\x00", "a\x00b"])
def test_a_nul_is_damage(world: World, as_: As, text: str) -> None:
    assert post(as_("dung"), world, narrative=text).status_code == 400
    assert world.history("TD-LD") == []


# Forged forms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["", "-1", "99", "9" * 30, "1.0", "abc", "１", " 0", "0x0", "1e0"])
def test_a_forged_number_is_a_conflict(world: World, as_: As, number: str) -> None:
    """It names no state of the report, so the step is refused as if somebody had been faster; nothing is written."""
    client = as_("dung")
    assert client.post(line_url("3.1"), {**TYPED, "number": number}).status_code == 409
    assert client.post(line_url("3.1", "line-attach"), {**DESCRIBED, "file": _csv(), "number": number}).status_code == 409
    assert world.history("TD-LD") == []


def test_who_was_overtaken_loses_nothing(world: World, as_: As) -> None:
    """A colleague saved the same line meanwhile: both texts are on the page, and sending again is a decision."""
    first, second = as_("dung"), as_("dung")
    stale = str(world.view(DUNG, "TD-LD").report.number)
    assert first.post(line_url("3.1"), {**TYPED, "narrative": "Bản của đồng nghiệp.", "number": stale}).status_code == 302
    answer = second.post(line_url("3.1"), {**TYPED, "narrative": "Bản của tôi.", "number": stale})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bản của tôi." in page and "Bản của đồng nghiệp." in page
    fresh = str(world.view(DUNG, "TD-LD").report.number)
    assert f'name="number" value="{fresh}"' in page
    assert second.post(line_url("3.1"), {**TYPED, "narrative": "Bản của tôi.", "number": fresh}).status_code == 302


def _csv(content: bytes = b"a,b\n1,2\n", name: str = "bang.csv") -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def test_another_agency_in_the_form_changes_nothing(world: World, as_: As) -> None:
    """Only the address says whose line it is; extra fields are not read."""
    extra = {"agency": "TD-TP", "task": "3.4", "plan": "vn-402", "submitted_by": "an", "state": "accepted", "reviewer": "dung",
             "value-births_on_time_share-value": "100", "value-births_on_time_share-source": "S"}  # fmt: skip
    assert as_("dung").post(line_url("3.1"), {"number": "0", **TYPED, **extra}).status_code == 302
    line = world.line(DUNG, "3.1")
    assert (line.state, line.author, line.reviewer) == ("draft", "dung", "")
    assert line.content is not None and line.content.values == ()
    assert world.history("TD-TP") == []


def test_a_field_twice_is_one_value(world: World, as_: As) -> None:
    """The last one counts; nothing of both is mixed."""
    client = as_("dung")
    answer = client.post(line_url("3.1"), {**TYPED, "number": "0", "claim": ["completed", "not-started"]})
    assert answer.status_code == 302
    content = world.line(DUNG, "3.1").content
    assert content is not None and content.claim == "not-started"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"answer": ""}, "answer"),
        ({"answer": "maybe"}, "answer"),
        ({"answer": "return", "text": "Thiếu."}, "reason"),
        ({"answer": "return", "text": "Thiếu.", "reason": "<b>"}, "reason"),
        ({"answer": "return", "reason": "other", "text": " "}, "text"),
        ({"answer": "return", "reason": "other", "text": "Thiếu.", "due": "31/11/2025"}, "due"),
        ({"answer": "return", "reason": "other", "text": "Thiếu.", "due": "30/11/2025"}, "due"),
    ],
)
def test_the_coordinator_s_answer_is_checked_at_its_field(world: World, as_: As, form: dict[str, str], field: str) -> None:
    """What was typed is still there, and the language switch leads back to the line."""
    world.report(DUNG, "TD-LD")
    before = world.history("TD-LD")
    answer = as_("an").post(line_url("3.1", "line-review"), {"number": str(len(before)), **form})
    page = shown(answer)
    assert answer.status_code == 422
    assert title(answer.content).startswith("Lỗi:")
    assert links(answer.content) == [f"#{field}"]
    assert f'id="{field}"' in page and f'id="{field}-error"' in page
    assert not form.get("text", "").strip() or form["text"] in page
    assert switch(answer.content) == line_url("3.1", language="en")
    assert world.history("TD-LD") == before


def test_two_coordinators_at_once(world: World, as_: As) -> None:
    """The second is told that somebody was faster, in their language, and the first answer stands."""
    world.report(DUNG, "TD-LD")
    number = str(world.view(AN, "TD-LD").report.number)
    form = {"number": number, "answer": "return", "reason": "other", "text": "Thiếu."}
    assert as_("an").post(line_url("3.1", "line-review"), form).status_code == 302
    answer = as_("binh").post(line_url("3.2", "line-review", "en"), {**form, "answer": "accept"})
    assert answer.status_code == 409
    assert "Somebody else changed this" in shown(answer)
    assert switch(answer.content) == line_url("3.2")


# Files ------------------------------------------------------------------------------------------------------------------


def kept() -> list[Path]:
    """Files in the vault, but for the loaded plan."""
    return [path for path in Path(django_settings.FILES).rglob("*") if path.is_file() and not path.read_bytes().startswith(b'{"agencies"')]


def test_a_file_is_attached_and_can_be_fetched(world: World, as_: As) -> None:
    client = as_("dung")
    answer = upload(client, world, **{"evidence-locator": "3, bảng 1"})
    assert answer["Location"] == line_url("3.1") + "#evidence"
    (file,) = world.line(DUNG, "3.1").files
    assert (file.name, file.size, file.locator, file.media_type) == ("bang.csv", 8, "3, bảng 1", "text/csv")
    page = shown(client.get(line_url("3.1")))
    assert "Trang 3, bảng 1" in page and url("report-file", "demo", "2025", "TD-LD", file.digest) in page


def test_the_same_upload_twice_is_recorded_once(world: World, as_: As) -> None:
    client = as_("dung")
    assert [upload(client, world).status_code for _ in range(2)] == [302, 302]
    assert world.history("TD-LD") == ["evidence.attached"]
    assert len(kept()) == 1


def test_a_file_can_be_taken_off_again(world: World, as_: As) -> None:
    client = as_("dung")
    upload(client, world)
    digest = world.line(DUNG, "3.1").files[0].digest
    assert client.post(line_url("3.1", "line-detach", "vi", digest), {"number": "1"}).status_code == 302
    assert world.line(DUNG, "3.1").files == ()
    assert client.get(url("report-file", "demo", "2025", "TD-LD", digest)).status_code == 404
    assert client.post(line_url("3.1", "line-detach", "vi", digest), {"number": "2"}).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 60, "bao-cao.pdf", "PDF"),
        (b"%PDF-1.7\n", "bao-cao.exe", "exe"),
        (b"", "rong.csv", ""),
        (b"%PDF-1.7\n%%EOF", "bao-cao", ".pdf"),
        ("số".encode("utf-16"), "bang.csv", "UTF-8"),
        (b"<html><script>alert(1)</script></html>", "trang.html", ".csv"),
        (b"PK\x03\x04" + b"\x00" * 40, "bang.xlsx", ""),
    ],
    ids=["a program called .pdf", "a PDF called .exe", "an empty file", "no ending", "UTF-16", "a page", "a broken workbook"],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_file_that_is_not_taken(world: World, as_: As, content: bytes, name: str, said: str, language: str) -> None:
    """Refused at its field, in words; what was typed beside it stays, and nothing is kept."""
    answer = upload(as_("dung"), world, content, name, language, **{"evidence-locator": "trang mười"})
    page = shown(answer)
    assert answer.status_code == 422
    assert links(answer.content) == ["#file"]
    assert said in page and 'value="trang mười"' in page
    assert title(answer.content).startswith({"vi": "Lỗi:", "en": "Error:"}[language])
    assert switch(answer.content) == line_url("3.1", language="en" if language == "vi" else "vi")
    assert (world.history("TD-LD"), kept()) == ([], [])


def test_no_file_at_all(world: World, as_: As) -> None:
    answer = as_("dung").post(line_url("3.1", "line-attach"), {**DESCRIBED, "number": "0"})
    assert (answer.status_code, links(answer.content)) == (422, ["#file"])


@pytest.mark.parametrize("megabytes", [21, 50])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_file_that_is_too_large(world: World, as_: As, megabytes: int, language: str) -> None:
    """413 in the reader's language, and nothing of it is stored."""
    answer = upload(as_("dung"), world, b"%PDF-1.7\n" + bytes(megabytes << 20), "lon.pdf", language)
    assert answer.status_code == 413
    assert {"vi": "20 megabyte", "en": "at most 20 megabytes"}[language] in shown(answer).replace("\u00a0", " ")
    assert (world.history("TD-LD"), kept()) == ([], [])


def test_a_name_is_made_safe(world: World, as_: As) -> None:
    """Folders, control characters and turned reading order are taken out of what a file is called."""
    upload(as_("dung"), world, name="..\\..\\báo cáo\u202efdp.csv")
    assert world.line(DUNG, "3.1").files[0].name == "báo cáofdp.csv"


# Sending ----------------------------------------------------------------------------------------------------------------


def test_sending_too_early_says_what_is_missing(world: World, as_: As) -> None:
    client = as_("dung")
    post(client, world)
    answer = client.post(url("report-send", "demo", "2025", "TD-LD"), {"number": "1", "step": "ask"})
    assert answer.status_code == 422
    assert "3.2, 3.3" in shown(answer)
    assert title(answer.content).startswith("Lỗi:")
    assert switch(answer.content) == url("report-send", "demo", "2025", "TD-LD", language="en")
    assert world.history("TD-LD") == ["line.written"]


def test_sending_twice_is_told_in_words(world: World, as_: As) -> None:
    """A second press of the button: nothing is recorded, and the page says that everything is sent."""
    world.report(DUNG, "TD-LD")
    answer = as_("dung").post(url("report-send", "demo", "2025", "TD-LD"), {"number": "4"})
    assert answer.status_code == 422
    assert world.history("TD-LD").count("submitted") == 1


def test_what_was_done_is_said_once(world: World, as_: As) -> None:
    """On the next page, in the language of that page, and not again after."""
    client = as_("dung")
    post(client, world)
    page = shown(client.get(url("report", "demo", "2025", "TD-LD", language="en")))
    assert "The line of task 3.1 was saved." in page
    assert "was saved" not in shown(client.get(url("report", "demo", "2025", "TD-LD", language="en")))


# Building and publishing --------------------------------------------------------------------------------------------------


def test_the_builder_s_own_publishing_is_refused_on_the_page(world: World, as_: As) -> None:
    world.desk.editions.press = Press(("html",), lambda document, _: document.snapshot.encode())
    client = as_("an")
    address = client.post(url("round-build", "demo", "2025"))["Location"]
    assert "publish" not in client.get(address).content.decode(), "the page does not offer what it would refuse"
    answer = client.post(f"{address}publish")
    assert answer.status_code == 403
    assert "hai người cùng xem" in answer.content.decode()
    assert switch(answer.content) == address.replace("/vi/", "/en/")
    assert client.post(url("round-open", "demo", "2025")).status_code == 422
    assert switch(client.post(url("round-open", "demo", "2025")).content) == url("round", "demo", "2025", language="en")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("plans", ()),
        ("plan", ("demo",)),
        ("plan-figures", ("demo",)),
        ("round", ("demo", "2025")),
        ("round-progress", ("demo", "2025")),
        ("round-gaps", ("demo", "2025")),
        ("reports", ()),
        ("report", ("demo", "2025", "TD-LD")),
        ("line", ("demo", "2025", "TD-LD", "3.1")),
        ("editions", ()),
    ],
)
def test_the_language_switch_keeps_the_place(world: World, as_: As, name: str, where: tuple[str, ...], language: str) -> None:
    """Query and all; and the page at its other end is in the other language."""
    client = as_("dung")
    other = "en" if language == "vi" else "vi"
    leads = switch(client.get(url(name, *where, language=language) + "?rule=G03").content)
    assert leads == url(name, *where, language=other) + "?rule=G03"
    assert f'<html lang="{other}"' in client.get(leads).content.decode()


@pytest.mark.parametrize("name", ["plans", "plan", "plan-figures", "round", "round-progress", "round-gaps", "report", "line"])
def test_a_synthetic_plan_says_so_on_every_page(world: World, as_: As, name: str) -> None:
    """The strip at the top; in the list of plans, a mark beside the plan."""
    where = {"plans": (), "plan": ("demo",), "plan-figures": ("demo",), "report": ("demo", "2025", "TD-LD"),
             "line": ("demo", "2025", "TD-LD", "3.1")}.get(name, ("demo", "2025"))  # fmt: skip
    page = shown(as_("dung").get(url(name, *where, language="en")))
    assert "dc-standing--synthetic" in page if name != "plans" else "Demonstration" in page
