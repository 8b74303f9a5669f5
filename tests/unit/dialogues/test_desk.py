"""The desk of dialogues on a database: loading, the steps of commitments, who sees what, and briefs."""

import copy
from typing import Any

import pytest
from tests.unit.dialogues.talks import MY, OANH, SERIES, Talks
from tests.unit.store_review.house import AN, DUNG, UYEN

from dicu.access.model import PUBLIC, Absent, Forbidden
from dicu.documents.walking import places
from dicu.ledger.model import Conflict
from dicu.review.dialogues.bundles import shipped
from dicu.review.dialogues.validating import BadSeries
from dicu.review.rules import NotAllowed
from dicu.store.ledger.rebuilding import rebuilt
from dicu.store.review.dialogue_models import FollowUpRow, PositionRow
from dicu.store.security.session import maintaining

SHOWN = {"day": "2025-11-20", "title_vi": "Công hàm", "where": "Công hàm số 12"}


def bundle() -> Any:
    return copy.deepcopy(dict(shipped(SERIES)[0]))


def test_the_same_bundle_again_changes_nothing_and_a_newer_one_is_compared(talks: Talks) -> None:
    entries = talks.by(MY, lambda who: talks.world.house.ledger.read(f"dialogue/{SERIES}"))
    assert [e.kind for e in entries] == ["dialogue.loaded"]
    assert entries[0].body["digest"] == talks.view(MY).series.digest
    newer = bundle()
    newer["series"]["version"] = "2026-01-01"
    newer["commitments"][4]["due"] = "2026-06-30"
    newer["instruments"].pop(0)
    newer["instruments"][3]["lineage"].pop(2)
    found = talks.by(MY, lambda who: talks.desk.loading.load(who, newer, "thư"))
    told = {(d.part, d.key, d.how, d.field, d.old, d.new) for d in found.changes}
    assert ("commitments", "js24-5", "changed", "due", "", "2026-06-30") in told
    assert ("instruments", "mou-migration", "removed", "", "", "") in told
    assert talks.course("js24-5").due is not None
    again = talks.by(MY, lambda who: talks.desk.loading.load(who, newer, "thư"))
    assert again.same
    assert len(talks.by(MY, lambda who: talks.world.house.ledger.read(f"dialogue/{SERIES}"))) == 2


def test_a_wrong_bundle_is_refused_whole(talks: Talks) -> None:
    wrong, before = bundle(), talks.view(MY).series.digest
    wrong["commitments"][0]["pillars"] = ["r9-9"]
    wrong["rounds"][0]["day"] = "2022-02-30"
    with pytest.raises(BadSeries) as refused:
        talks.by(MY, lambda who: talks.desk.loading.load(who, wrong, "thư"))
    assert {where for where, _ in refused.value.problems} == {"commitments/js24-1", "rounds/0/day"}
    assert talks.view(MY).series.digest == before


def test_who_may_not_load_learns_nothing_of_the_file(talks: Talks) -> None:
    for officer, purpose in ((DUNG, "reporting"), (UYEN, "audit"), (PUBLIC, "reading")):
        with pytest.raises(Forbidden):
            talks.by(officer, lambda who: talks.desk.loading.load(who, {"series": 1}, "thư"), purpose)


def test_a_promise_goes_its_way_and_both_keys_are_needed(talks: Talks) -> None:
    assert talks.take(MY, "js24-5", "assign", owner_ours="TD-CA", due="31/12/2025").state == "assigned"
    assert talks.take(MY, "js24-5", "start", reason="Đã lập đầu mối.").state == "in-progress"
    assert talks.take(MY, "js24-5", "report", where="Công hàm số 12", day="2025-11-20").state == "reported"
    ours = talks.take(MY, "js24-5", "confirm", side="ours", what="fulfilled", **SHOWN)
    assert (ours.state, ours.delivered) == ("reported", None)
    with pytest.raises(NotAllowed, match="Somebody else"):
        talks.take(MY, "js24-5", "confirm", side="theirs", what="fulfilled", **SHOWN)
    with pytest.raises(NotAllowed, match="confirmed it already"):
        talks.take(OANH, "js24-5", "confirm", side="ours", what="fulfilled", **SHOWN)
    done = talks.take(OANH, "js24-5", "confirm", side="theirs", what="fulfilled", **{**SHOWN, "day": "2025-11-25"})
    assert (done.state, str(done.delivered), done.days) == ("fulfilled", "2025-11-25", 587)
    with pytest.raises(NotAllowed, match="over already"):
        talks.take(OANH, "js24-5", "lapse", reason="Nhầm.")


@pytest.mark.parametrize(
    ("step", "typed", "where"),
    [
        ("start", {"reason": "x"}, ""),
        ("assign", {"due": "2025-12-31"}, "owner_ours"),
        ("assign", {"owner_ours": "BCA", "due": "2024-01-01"}, "due"),
        ("confirm", {"side": "both", "what": "fulfilled"}, "side"),
        ("confirm", {"side": "ours", "what": "fulfilled", **SHOWN}, "what"),
        ("carry", {"round": "2", "reason": "x"}, "round"),
        ("carry", {"round": "9", "reason": "x"}, "round"),
        ("restate", {"by": "js24-5", "reason": "x"}, "by"),
        ("lapse", {}, "reason"),
        ("link", {"link": "measures", "plan": "none", "indicator": "x", "rationale": "x"}, "plan"),
    ],
)
def test_what_a_step_needs(talks: Talks, step: str, typed: dict[str, str], where: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        talks.take(MY, "js24-5", step, **typed)
    assert refused.value.where == where
    assert talks.course("js24-5").number == 0


def test_silence_of_the_partner_confirms_nothing(talks: Talks) -> None:
    code = talks.record(text_vi="Họp nhóm công tác hằng quý.")
    with pytest.raises(NotAllowed, match="silence"):
        talks.take(MY, code, "confirm", side="theirs", what="agreed", day="2025-11-20")
    with pytest.raises(NotAllowed, match="has not come"):
        talks.take(MY, code, "confirm", side="theirs", what="agreed", **{**SHOWN, "day": "2026-02-01"})
    with pytest.raises(Conflict):
        talks.take(MY, code, "confirm", side="theirs", what="agreed", number=0, **SHOWN)


def test_two_texts_that_differ_are_told_and_kept(talks: Talks) -> None:
    code = talks.record(text_vi="Hai bên phải họp 4 lần mỗi năm.", text_en="Both sides may meet 2 times a year.")
    entry = talks.by(MY, lambda who: talks.world.house.ledger.read(f"dialogue/{SERIES}/commitments/{code}"))[0]
    assert {w["kind"] for w in entry.body["warnings"]} == {"number", "duty"}
    assert talks.record(text_vi="Họp 4 lần mỗi năm.", text_en="Meet 4 times a year.") == "REC-2"


def test_who_sees_which_promise(talks: Talks) -> None:
    internal = talks.record(text_vi="Nội bộ.")
    restricted = talks.record(text_vi="Hạn chế.", sensitivity="restricted")
    talks.take(MY, "js24-5", "assign", owner_ours="TD-CA")
    talks.by(MY, lambda who: talks.desk.following.hold(who, SERIES, {"round": "3", "text_vi": "Giữ nguyên.", "sensitivity": "internal"}))
    seen = {}
    for name, officer, purpose in (
        ("secretary", MY, "coordination"),
        ("coordinator", AN, "coordination"),
        ("auditor", UYEN, "audit"),
        ("reporter", DUNG, "reporting"),
        ("public", PUBLIC, "reading"),
    ):
        view = talks.view(officer, purpose)
        own = {c.code for c in view.courses if not c.commitment.compiled}
        seen[name] = (own, bool(view.positions), view.course("js24-5").owner_ours, bool(view.gaps))
    everything = ({internal, restricted}, True, "TD-CA", True)
    assert seen == {
        "secretary": everything,
        "coordinator": everything,
        "auditor": everything,
        "reporter": ({internal}, False, "TD-CA", True),
        "public": (set(), False, "", False),
    }
    with pytest.raises(Absent):
        talks.course(restricted, DUNG, "reporting")
    with pytest.raises(Absent):
        talks.take(PUBLIC, "js24-5", "start", reason="x", number=1)


def test_a_followed_promise_is_not_dropped_by_a_file(talks: Talks) -> None:
    talks.take(MY, "js24-5", "assign", owner_ours="TD-CA")
    newer = bundle()
    newer["commitments"] = [c for c in newer["commitments"] if c["code"] != "js24-5"]
    with pytest.raises(NotAllowed, match="js24-5"):
        talks.by(MY, lambda who: talks.desk.loading.load(who, newer, "thư"))


def test_the_partner_s_brief_holds_nothing_of_our_own(talks: Talks) -> None:
    shared = talks.record(text_vi="Đã thống nhất nội bộ.", text_en="Agreed between us.")
    for officer, side in ((MY, "ours"), (OANH, "theirs")):
        talks.take(officer, shared, "confirm", side=side, what="agreed", **SHOWN)
    talks.record(text_vi="Chưa thống nhất.", text_en="Not agreed yet.")
    talks.record(text_vi="Tối mật.", text_en="Restricted words.", sensitivity="restricted")
    talks.take(MY, "js24-5", "assign", owner_ours="TD-CA-OWNER", reason="Lý do nội bộ")
    talks.by(
        MY,
        lambda who: talks.desk.following.hold(
            who, SERIES, {"round": "3", "text_vi": "Không nhượng bộ.", "text_en": "Hold firm.", "sensitivity": "internal"}
        ),
    )
    said = {side: words_of(talks, side) for side in ("ours", "partner")}
    inside = ("Not agreed yet", "Restricted words", "TD-CA-OWNER", "Hold firm", "G14")
    assert all(words in said["ours"] for words in inside)
    assert not any(words in said["partner"] for words in (*inside, "assigned", "Lý do nội bộ"))
    assert "Agreed between us" in said["partner"] and "348" in said["partner"]


def test_two_authentic_texts_that_differ_stand_side_by_side_in_a_brief(talks: Talks) -> None:
    talks.record(text_vi="Đào tạo 40 cán bộ.", text_en="Train 45 officers.")
    said = words_of(talks, "ours")
    assert "Đào tạo 40 cán bộ. / Train 45 officers. — the two texts differ" in said


def words_of(talks: Talks, side: str) -> str:
    talks.desk.briefing.press = type(talks.desk.briefing.press)((), lambda document, _: b"")
    built = talks.by(MY, lambda who: talks.desk.briefing.build(who, SERIES, "3", side))
    found = (p.words for p in places(built.documents["en"]))
    return "\n".join(w if isinstance(w, str) else "".join(i.text for i in w) for w in found)


def test_rebuilding_makes_the_same_rows(talks: Talks) -> None:
    talks.record(text_vi="Nội bộ.")
    talks.take(MY, "js24-5", "assign", owner_ours="TD-CA")
    talks.by(MY, lambda who: talks.desk.following.hold(who, SERIES, {"round": "3", "text_vi": "x", "sensitivity": "restricted"}))

    def rows() -> list[Any]:
        with maintaining():
            return [*FollowUpRow.objects.order_by("id").values(), *PositionRow.objects.values()]

    before = rows()
    with maintaining():
        rebuilt("dialogues", talks.world.house.ledger.rooms["dialogues"])
    assert rows() == before and len(before) == 3


def test_what_the_secretariat_has_to_do(talks: Talks) -> None:
    """Late promises, promises that nobody has, and a round with a day and no brief; nothing of it for anybody else."""
    newer = bundle()
    newer["rounds"].append({**newer["rounds"][2], "id": "4", "number": 4, "state": "date-agreed", "day": "2026-01-20", "pillars": []})
    talks.by(MY, lambda who: talks.desk.loading.load(who, newer, "thư"))
    talks.take(MY, "js24-5", "assign", owner_ours="TD-CA", due="2025-11-20")

    def to_do(officer: Any, purpose: str) -> set[tuple[str, ...]]:
        lines = talks.by(officer, talks.world.house.agenda.seen, purpose)
        return {(line.todo.what, *line.todo.thing) for line in lines if SERIES in line.todo.thing}

    owed = {("commitment", SERIES, "js24-5"), ("commitment-owner", SERIES), ("brief", SERIES, "4")}
    assert to_do(MY, "reading") == owed and to_do(DUNG, "reading") == to_do(AN, "coordination") == set()
    talks.desk.briefing.press = type(talks.desk.briefing.press)(("html",), lambda document, _: b"x")
    talks.by(MY, lambda who: talks.desk.briefing.keep(who, talks.desk.briefing.build(who, SERIES, "4", "ours")))
    assert to_do(MY, "reading") == owed - {("brief", SERIES, "4")}
