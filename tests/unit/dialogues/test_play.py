"""The demonstration's dialogues come out as their script says, and a second time nothing is added."""

from pathlib import Path

import pytest

from dicu.access.rulebook import COORDINATION
from dicu.demonstration import accounts, playing, talking
from dicu.demonstration.playing import Play


def test_the_invented_series_shows_every_kind_of_thing(db: None, files: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no more accounts and plans than the dialogues need."""
    needed = [row for row in accounts.rows() if row["username"].endswith((".quantri", ".doithoai", "an.ngoaigiao"))]
    monkeypatch.setattr(accounts, "rows", lambda: needed)
    monkeypatch.setattr(playing, "PLANS", ("demo",))
    play = Play(tmp_path / "build")
    play.make_accounts()
    play.load_plans()
    play.dialogues()
    view = play.as_(talking.YEN, COORDINATION, lambda who: play.house.dialogues.looking.view(who, talking.SERIES))
    assert {c.code: (str(c.state), c.is_agreed, c.days, c.overdue(view.day)) for c in view.courses} == {
        "d23-1": ("fulfilled", True, 560, False),
        "d23-2": ("carried", True, None, False),
        "d25-1": ("in-progress", True, None, True),
        "REC-1": ("recorded", True, None, True),
        "REC-2": ("recorded", False, None, False),
    }
    assert {g.rule for g in view.gaps} == {"G14", "G15"} and view.positions
    assert len(view.course("REC-1").happenings[0].body["warnings"]) == 2, "a number and a duty differ"
    real = play.as_(talking.YEN, COORDINATION, lambda who: play.house.dialogues.looking.view(who, "gb-vnm"))
    assert not any(c.number for c in real.courses), "nobody of the play acts on what is real"
    before = len(play.as_(talking.YEN, COORDINATION, lambda who: play.house.ledger.read(f"dialogue/{talking.SERIES}/commitments/d25-1")))
    play.dialogues()
    assert before == 3
    assert len(play.as_(talking.YEN, COORDINATION, lambda who: play.house.ledger.read(f"dialogue/{talking.SERIES}/commitments/d25-1"))) == 3
