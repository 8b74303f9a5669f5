"""A report by a program, from the first line to the acceptance: the same entries as on the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.api.calling import LINE, REPORT, Api, problem, whole
from tests.unit.store_review.house import DUNG, World

As = Callable[[str], Api]
VALUE = {"indicator": "workers_departed", "value": "1234.5", "source": "Sổ theo dõi"}


DESCRIBED = "kind=dataset&title=x&place=not-known&classification=public&language=vi"
PLACED = "kind=dataset&title=x&place=page&locator=2&classification=public&language=vi"


def write(api: Api, task: str = "3.1", **more: Any) -> Any:
    return api.put(f"{REPORT}/lines/{task}", {**LINE, **more}, match=api.etag())


def test_a_report_from_the_first_line_to_the_acceptance(world: World, as_: As) -> None:
    dung, hoa, an = as_("dung"), as_("hoa"), as_("an")
    for task in ("3.1", "3.2", "3.3"):
        assert write(dung, task, **whole(task)).status_code == 200
    attached = dung.post(
        f"{REPORT}/lines/3.1/files?name=bang.csv&{PLACED}",
        b"quy,so\n1,2\n",
        match=dung.etag(),
    )
    assert attached.status_code == 201 and attached.json()["files"][0]["locator"] == "2"
    asked = dung.post(f"{REPORT}/clearance", match=dung.etag())
    assert asked.json()["tasks"] == ["3.1", "3.2", "3.3"]
    assert problem(dung.post(f"{REPORT}/send", match=dung.etag())) == "forbidden", "nobody sends what they wrote"
    sent = hoa.post(f"{REPORT}/send", match=hoa.etag())
    assert sent.json()["tasks"] == ["3.1", "3.2", "3.3"] and sent["ETag"] == sent.json()["etag"]
    assert an.post(f"{REPORT}/lines/3.1/accept", match=an.etag()).json() == {"done": True, "etag": an.etag()}
    back = {"reason": "missing-evidence", "text": "Thiếu bảng.", "due": "2025-12-31"}
    assert an.post(f"{REPORT}/lines/3.2/return", back, match=an.etag()).status_code == 200
    kinds = ["line.written"] * 3 + ["evidence.attached", "clearance.asked", "submitted", "line.accepted", "line.returned"]
    assert world.history("TD-LD") == kinds
    line = dung.get(f"{REPORT}/lines/3.2").json()
    assert (line["state"], line["editable"], line["returns"][0]["due"]) == ("returned", True, "2025-12-31")


def test_what_was_written_is_read_back(world: World, as_: As) -> None:
    dung = as_("dung")
    told = {"claim": "completed", "difficulties": "Ít người.", "completed_on": "2025-11-20", "values": [VALUE]}
    assert write(dung, **told).status_code == 200
    content = dung.get(f"{REPORT}/lines/3.1").json()["content"]
    assert (content["claim"], content["completed_on"], content["difficulties"]) == ("completed", "2025-11-20", "Ít người.")
    assert content["values"][0] | VALUE == content["values"][0]
    assert world.line(DUNG, "3.1").content.values[0].value == "1234.5"  # type: ignore[union-attr]


def test_a_file_is_got_back_byte_for_byte_and_never_as_a_page(world: World, as_: As) -> None:
    dung = as_("dung")
    write(dung)
    content = b"<html><script>alert(1)</script>"
    digest = dung.post(
        f"{REPORT}/lines/3.1/files?name=a.txt&{DESCRIBED}",
        b"quy\n1\n",
        match=dung.etag(),
    ).json()["files"][0]["sha256"]
    answer = dung.get(f"{REPORT}/files/{digest}")
    assert b"".join(answer.streaming_content) == b"quy\n1\n"
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    assert (
        problem(
            dung.post(
                f"{REPORT}/lines/3.1/files?name=a.html&{DESCRIBED}",
                content,
                match=dung.etag(),
            )
        )
        == "refused"
    )
    gone = dung.delete(f"{REPORT}/lines/3.1/files/{digest}", match=dung.etag())
    assert gone.json()["files"] == []
    assert problem(dung.delete(f"{REPORT}/lines/3.1/files/{digest}", match=dung.etag())) == "absent"


def test_keeping_what_stands_there_already_adds_nothing(world: World, as_: As) -> None:
    dung = as_("dung")
    write(dung)
    before = world.entries()
    assert write(dung).status_code == 200
    assert world.entries() == before


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"claim": "done"}, "/claim"),
        ({"narrative": None}, "/narrative"),
        ({"narrative": "a" * 15_001}, "/narrative"),
        ({"completed_on": "20/11/2025"}, "/completed_on"),
        ({"completed_on": 20251120}, "/completed_on"),
        ({"completed_on": "2025-02-30"}, "/completed_on"),
        ({"completed_on": "2026-01-01"}, "/completed_on"),
        ({"claim": "completed"}, "/completed_on"),
        ({"values": [{**VALUE, "value": "1,5"}]}, "/values/0/value"),
        ({"values": [{**VALUE, "value": 1.5}]}, "/values/0/value"),
        ({"values": [{**VALUE, "value": "1" * 400}]}, "/values/0/value"),
        ({"values": [{**VALUE, "missing": "not-collected"}]}, "/values/0/value"),
        ({"values": [{**VALUE, "source": ""}]}, "/values/0/source"),
        ({"values": [{**VALUE, "period": "khi nào"}]}, "/values/0/period"),
        ({"values": [{**VALUE, "indicator": "nothing"}]}, "/values/0/indicator"),
        ({"values": [VALUE, VALUE]}, "/values/1/indicator"),
        ({"values": [{"indicator": "workers_departed", "source": "Sổ"}]}, "/values/0/value"),
        ({"note": "x"}, "/note"),
        ({"narrative": "a\0b"}, "/narrative"),
    ],
)
def test_what_does_not_fit_is_named_at_its_place(world: World, as_: As, more: dict[str, Any], pointer: str) -> None:
    dung = as_("dung")
    before = world.entries()
    answer = write(dung, **more)
    assert problem(answer) == "invalid"
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert world.entries() == before


# Which state was read -----------------------------------------------------------------------------------------------------


def test_a_step_says_which_state_it_was_read_in(world: World, as_: As) -> None:
    dung = as_("dung")
    assert problem(dung.put(f"{REPORT}/lines/3.1", LINE)) == "precondition"
    for match in ("*", "0", '"x"', 'W/"0"', '"0", "1"'):
        assert problem(dung.put(f"{REPORT}/lines/3.1", LINE, match=match)) == "invalid"
    assert world.history("TD-LD") == []


def test_a_step_on_an_overtaken_report_is_not_done_and_says_what_changed(world: World, as_: As) -> None:
    dung, hoa = as_("dung"), as_("hoa")
    read = dung.etag()
    assert write(hoa, "3.1", narrative="Của Hòa.").status_code == 200
    answer = dung.put(f"{REPORT}/lines/3.1", LINE, match=read, Accept_Language="en")
    assert problem(answer) == "stale"
    told = answer.json()
    assert (told["current"], answer["ETag"]) == ('"1"', '"1"')
    assert [(c["kind"], c["said"]) for c in told["changes"]] == [("report.line.written", "Wrote the line of task 3.1.")]
    assert world.line(DUNG, "3.1").content.narrative == "Của Hòa."  # type: ignore[union-attr]


def test_requests_that_come_in_another_order_do_the_first_only(world: World, as_: As) -> None:
    """Two steps prepared on one state: whichever comes second is told, whichever it is."""
    dung = as_("dung")
    read = dung.etag()
    assert dung.put(f"{REPORT}/lines/3.2", LINE, match=read).status_code == 200
    assert problem(dung.put(f"{REPORT}/lines/3.1", LINE, match=read)) == "stale"


def test_a_coordinator_learns_nothing_of_drafts_from_a_stale_step(world: World, as_: As) -> None:
    dung, an, binh = as_("dung"), as_("an"), as_("binh")
    world.report(DUNG, "TD-LD")
    read = an.etag()
    binh.post(f"{REPORT}/lines/3.2/return", {"reason": "other", "text": "Thiếu."}, match=binh.etag())
    write(dung, "3.2", narrative="Đang viết lại.")
    answer = an.post(f"{REPORT}/lines/3.1/accept", match=read)
    assert problem(answer) == "stale"
    assert [change["kind"] for change in answer.json()["changes"]] == ["report.line.returned"]
    told = an.etag()
    assert an.post(f"{REPORT}/lines/3.1/accept", match=told).status_code == 200
