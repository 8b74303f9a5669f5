"""The demonstration is played through the same doors that officers use, and comes out as its script says."""

from pathlib import Path

import pytest
from tests.unit.review.making import plan_of, played

from dicu.access.model import Grant, Officer
from dicu.access.rulebook import AUDIT, AUDITOR, COORDINATION
from dicu.demonstration.playing import Play
from dicu.review.desk import Asker
from dicu.review.progress import counted
from dicu.store.security.session import speaking_as

READER = Officer("reader", "Reader", "", (Grant(AUDITOR),))


@pytest.fixture
def play(db: None, files: None, tmp_path: Path) -> Play:
    made = Play(tmp_path / "build")
    made.make_accounts()
    made.load_plans()
    made.rounds()
    return made


def test_the_round_ends_as_the_script_says(play: Play) -> None:
    """Line for line what was sent, and the same counts by status as the script alone would give; played a second time,
    nothing is added, and the chain holds."""
    overview = play.as_("an.ngoaigiao", COORDINATION, lambda who: play.desk.coordination.overview(who, "demo", "2025"))
    expected = played(plan_of())
    found = overview.situation.lines
    assert set(found) == set(expected.lines)
    for task, line in expected.lines.items():
        assert (found[task].state, found[task].sent, found[task].submitter) == (line.state, line.sent, line.submitter), task
        assert [f.digest for f in found[task].sent_files] == [f.digest for f in line.sent_files], task
    states = {o.agency: o.state(expected.day) for o in overview.situation.obligations}
    assert states == {o.agency: o.state(expected.day) for o in expected.obligations}
    assert counted(overview.situation.standings)
    listed = play.as_("an.ngoaigiao", COORDINATION, lambda who: play.desk.priorities.listed(who, "demo", "2025"))
    assert {(p.id, str(p.state), p.proposed_by, p.agreed_by) for p in listed} == {
        ("TD-LD-1", "planned", "dung.laodong", "an.ngoaigiao"),
        ("TD-NG-1", "agreed", "an.ngoaigiao", "binh.ngoaigiao"),
        ("TD-YT-1", "proposed", "khanh.yte", ""),
    }
    play.figures()
    views = play.as_("an.ngoaigiao", COORDINATION, lambda who: play.desk.figures.indicators(who, "demo")[1])
    conflicts = {view.indicator.code: [c.choice.open for c in view.conflicts] for view in views if view.conflicts}
    assert conflicts == {"marriages_foreign_element": [True], "consular_cases_assisted": [False]}, "one for whoever tries, one decided"
    before = _entries(play)
    play.load_plans()
    play.rounds()
    play.figures()
    assert _entries(play) == before
    with speaking_as(READER):
        assert play.house.ledger.verify() is None  # type: ignore[attr-defined]


def _entries(play: Play) -> int:
    with speaking_as(READER):
        assert play.desk.tools.may(Asker(READER, AUDIT), "see", "ledger", authority="")
        return int(play.house.ledger.latest(0, 0)[1])  # type: ignore[attr-defined]
