"""The offline form at the desk: who may take it out and in, what is recorded, and what becomes of what others did meanwhile."""

from datetime import date
from typing import Any

import pytest
from tests.unit.review_workbook.editing import filled
from tests.unit.review_workbook.making import Made
from tests.unit.store_review.house import AN, DUNG, HAI, HOA, STRANGER, UYEN, World, measured, usual

from dicu.access.model import Absent, Forbidden, Officer
from dicu.intake.report import BadTable
from dicu.intake.sniffing import BadFile
from dicu.ledger.model import Conflict
from dicu.review.desk.workbooks import Taken
from dicu.review.report import LineState
from dicu.review.workbook.telling import Clashing
from dicu.store.signing_in import sealing

AT = Made().at
"""Cells stand where they stand in every form of this agency."""
NARRATIVE, CLAIM, HARD = AT("narrative", "3.1"), AT("claim", "3.1"), AT("difficulties", "3.1")


def out(world: World, officer: Officer = DUNG, agency: str = "TD-LD", purpose: str = "") -> bytes:
    export = world.desk.workbooks.export
    return world.by(officer, purpose or usual(officer), lambda who: export(who, "demo", world.round, agency, "vi")).content


def back(world: World, content: bytes, officer: Officer = DUNG, **more: Any) -> Taken:
    return world.by(officer, usual(officer), lambda who: world.desk.workbooks.take(who, content, "bieu-mau.xlsx", **more))


def test_out_and_back_in(world: World) -> None:
    """One entry says that a form was taken in, with its digest; each changed line follows under the name of who did it."""
    world.write(HOA, "3.2", narrative="Của Hoa.")
    form = out(world)
    before = world.history("TD-LD")
    assert back(world, form) == Taken(("demo", "2025", "TD-LD")) and world.history("TD-LD") == before, "untouched, it changes nothing"
    cells = {
        CLAIM: "Đang thực hiện",
        NARRATIVE: "Đã tổ chức các lớp.",
        AT("value", "3.1", "workers_departed"): 46310,
        AT("source", "3.1", "workers_departed"): "Hệ thống hợp đồng",
        AT("claim", "3.3"): "not-started",
    }
    typed = filled(form, cells)
    taken = back(world, typed)
    assert (taken.lines, taken.parts) == (("3.1", "3.3"), 4)
    assert world.history("TD-LD")[len(before) :] == ["workbook.taken", "line.written", "line.written"]
    line = world.line(DUNG, "3.1")
    assert line.content is not None and (line.author, line.state) == ("dung", LineState.DRAFT)
    assert (line.content.narrative, line.content.values[0].value) == ("Đã tổ chức các lớp.", "46310")
    assert world.line(DUNG, "3.2").author == "hoa", "a line that the form leaves alone stays its author's"
    assert world.sees(AN, "TD-LD") is None, "a form that was taken in is a draft: nobody else's business"
    again = back(world, typed)
    assert again.before is not None and not again.lines and len(world.history("TD-LD")) == len(before) + 3
    world.write(DUNG, "3.1", narrative="Sửa trên trang.")
    assert back(world, typed, HOA).before is not None, "and it overwrites nothing that was done since"


def test_what_others_did_meanwhile(world: World) -> None:
    """Another part stands beside it; the same part clashes, until somebody decides; then all is one step."""
    world.write(DUNG, "3.1", narrative="Bản đầu.")
    form = filled(out(world), {NARRATIVE: "Từ biểu mẫu.", AT("claim", "3.2"): "not-started"})
    world.write(HOA, "3.1", narrative="Của Hoa.", difficulties="Thiếu giảng viên.")
    history = world.history("TD-LD")
    with pytest.raises(Clashing) as clash:
        back(world, form)
    assert [c.name for c in clash.value.clashes] == ["3.1/narrative"] and world.history("TD-LD") == history
    report = clash.value.report("vi")
    assert all(words in report for words in ("Nhiệm vụ, dòng 2, cột G", "Bản đầu.", "Từ biểu mẫu.", "Của Hoa."))
    with pytest.raises(Conflict):
        back(world, form, choices={"": "file"}, number=clash.value.number - 1)
    taken = back(world, form, choices={"3.1/narrative": "file"}, number=clash.value.number)
    assert (taken.lines, taken.chosen) == (("3.1", "3.2"), {"3.1/narrative": "file"})
    content = world.line(DUNG, "3.1").content
    assert content is not None and (content.narrative, content.difficulties) == ("Từ biểu mẫu.", "Thiếu giảng viên.")


def test_one_goes_on_in_the_same_form(world: World) -> None:
    """What the same person took in from it before is replaced without asking; a colleague's copy of it clashes."""
    form = filled(out(world), {CLAIM: "in-progress", NARRATIVE: "Lần một."})
    back(world, form)
    back(world, filled(form, {NARRATIVE: "Lần hai."}))
    assert world.line(DUNG, "3.1").content.narrative == "Lần hai."  # type: ignore[union-attr]
    with pytest.raises(Clashing):
        back(world, filled(form, {NARRATIVE: "Của Hoa."}), HOA)


def test_a_line_that_was_sent_is_not_changed_by_a_form(world: World) -> None:
    form = out(world)
    world.report(DUNG, "TD-LD")
    entries = world.entries()
    with pytest.raises(BadTable) as refused:
        back(world, filled(form, {CLAIM: "in-progress", NARRATIVE: "Muộn.", AT("claim", "3.2"): "not-started"}))
    assert [(p.sheet, p.row) for p in refused.value.problems] == [("Nhiệm vụ", 2), ("Nhiệm vụ", 3)]
    assert "was sent and cannot be changed now" in refused.value.problems[0].message.say("en")
    assert back(world, form).lines == () and world.entries() == entries, "untouched it is no attempt"
    world.give_back(AN, "3.1")
    assert back(world, filled(out(world), {NARRATIVE: "Đã bổ sung."})).lines == ("3.1",)


def test_only_who_writes_the_report(world: World) -> None:
    """For others there is no report, or they are told that it is not theirs to write; the form itself opens no door."""
    form = filled(out(world), {CLAIM: "in-progress"})
    for officer in (HAI, STRANGER, AN):
        with pytest.raises((Absent, Forbidden)):
            out(world, officer)
        with pytest.raises((Absent, Forbidden)):
            back(world, form, officer)
    with pytest.raises(Forbidden):
        out(world, UYEN)
    with pytest.raises(Absent):
        back(world, form, HAI, where=("demo", "2025", "TD-LD"))
    with pytest.raises(BadFile) as other:
        back(world, form, HAI, where=("demo", "2025", "TD-TP"))
    assert "form of the agency TD-LD" in other.value.message.say("en")


def test_a_form_of_another_key_or_another_past(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A former key of the house still knows its forms; a stranger's does not. The house's own memory is the base, not the form's."""
    form = filled(out(world), {CLAIM: "in-progress"})
    former = settings.SECRET_KEY
    sealing._key.cache_clear()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 64, []
    with pytest.raises(BadFile):
        back(world, form)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert back(world, form).lines == ("3.1",)
    ahead = out(world)
    monkeypatch.setattr(world.desk.workbooks, "tools", _Forgetful(world.desk.workbooks.tools))
    with pytest.raises(BadFile) as refused:
        back(world, filled(ahead, {NARRATIVE: "x"}))
    assert "do not remember the same report" in refused.value.message.say("en")


class _Forgetful:
    """Tools of a house whose database was put back to an older day."""

    def __init__(self, tools: Any) -> None:
        self._tools = tools
        self.ledger = self

    def read(self, stream: str) -> Any:
        return self._tools.ledger.read(stream)[:-2]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tools, name)


def test_the_last_round_stands_beside_the_next(world: World) -> None:
    """What was accepted; not what is a draft, was sent only, or is another agency's."""
    world.report(DUNG, "TD-LD", **measured("workers_departed", "46.310", "Hệ thống hợp đồng"))
    world.accept(AN, "3.1")
    world.on(date(2026, 11, 10)).open("2026")
    world.round = "2026"
    form = world.by(
        DUNG, "reporting", lambda who: world.desk.workbooks.form(who, world.desk.workbooks.view(who, ("demo", "2026", "TD-LD")), "vi")
    )
    last = {line.task.code: line.last for line in form.lines}
    assert last["3.1"] is not None and last["3.1"][0].id == "2025" and last["3.1"][1].values[0].value == "46310"
    assert last["3.2"] is None, "sent, but not accepted"
    assert form.identity.suggested == {"3.1": {"workers_departed": "Hệ thống hợp đồng"}}
    assert back(world, out(world)).lines == (), "and nothing of it counts for this round by itself"
