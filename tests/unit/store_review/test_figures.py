"""Figures in a house: imported whole or not at all, never edited, known by the day, decided by a person, behind both locks."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.unit.store_review.house import AN, DUNG, PUBLIC, STRANGER, UYEN, World, usual

from dicu.access.model import Absent, Forbidden
from dicu.access.rulebook import COORDINATION, READING, REPORTING
from dicu.intake.report import BadTable
from dicu.ledger.model import Conflict
from dicu.review.desk import IndicatorPage, Taken
from dicu.review.observations.deciding import BadDecision
from dicu.review.observations.sourcing import terms_of
from dicu.store.ledger.rebuilding import rebuilt
from dicu.store.review.observation_models import FigureDecisionRow, ImportRow, ObservationRow
from dicu.store.review.observation_records import projectors
from dicu.store.security.session import maintaining, speaking_as
from dicu.vocabulary.observation import Standing

HEAD = "indicator,period,area,dimensions,value,missing,vintage,conf_status\n"
FIRST = HEAD + "workers_departed,2023,,{},38900,,2025-03-31,\nworkers_departed,2022,,{},0,,2025-03-31,\n"
OTHER = HEAD + "workers_departed,2024,,{},41000,,2025-03-31,\n"


def take_in(world: World, text: str, officer: Any = AN, source: str = "YEARBOOK", purpose: str = COORDINATION) -> Taken:
    def done(who: Any) -> Taken:
        terms = terms_of(world.desk.tools.plan(who, "demo"), source, title="Niên giám")
        return world.desk.figures.take_in(who, "demo", BytesIO(text.encode()), "figures.csv", terms)

    return world.by(officer, purpose, done)


def page(world: World, officer: Any = AN, code: str = "workers_departed") -> IndicatorPage:
    return world.by(officer, usual(officer), lambda who: world.desk.figures.indicator(who, "demo", code))


def values(world: World, officer: Any = AN) -> dict[str, str]:
    return {o.key.split("/")[0] + "/" + o.period.label: str(o.value) for o in page(world, officer).view.rows if o.since}


def decide(world: World, officer: Any = AN, chosen: int = 0, reason: str = "Sổ gốc đã đối chiếu.", number: int | None = None) -> None:
    def done(who: Any) -> None:
        found = world.desk.figures.indicator(who, "demo", "workers_departed")
        conflict = found.view.conflicts[0]
        key = conflict.choice.contenders[chosen].key
        step = found.number if number is None else number
        world.desk.figures.decide(who, "demo", "workers_departed", conflict.subject, key, reason, step)

    world.by(officer, usual(officer), done)


def test_a_file_is_one_entry_and_the_same_file_again_is_nothing(world: World) -> None:
    made = take_in(world, FIRST).made
    assert made and (made.counts["added"], made.by, made.name) == (2, "an", "figures.csv")
    before = world.entries()
    again = take_in(world, FIRST)
    assert (again.made, [o.what for o in again.intake.outcomes]) == (None, ["unchanged", "unchanged"])
    assert world.entries() == before
    assert values(world) == {"YEARBOOK/2023": "38900", "YEARBOOK/2022": "0"}
    assert {o.standing for o in page(world).view.rows if o.since} == {Standing.SYNTHETIC}


def test_the_ledger_names_what_was_added(world: World) -> None:
    """The entry holds the file's hash, and a digest of every row that it added: the register can be held against it."""
    taken = take_in(world, FIRST)
    entry = world.by(UYEN, "audit", lambda _: world.desk.tools.ledger.read("figures/demo/YEARBOOK"))[-1]
    assert entry.body["digest"] == taken.intake.digest
    with world.desk.tools.vault.open(entry.body["file"]["digest"]) as kept:
        assert kept.read() == FIRST.encode()


def test_one_bad_row_stops_the_whole_file(world: World) -> None:
    bad = FIRST + "unheard_of,2023,,{},1,,,\nworkers_departed,2021,,{},,,,\nworkers_departed,2021,,{},1,refused,,\n"
    before = world.entries()
    with pytest.raises(BadTable) as refused:
        take_in(world, bad)
    assert [problem.row for problem in refused.value.problems] == [4, 5, 6]
    assert world.entries() == before and values(world) == {}


def test_a_correction_is_a_new_row_that_names_the_old_one(world: World) -> None:
    take_in(world, FIRST)
    taken = take_in(world, FIRST.replace("38900", "38909"))
    assert [o.what for o in taken.intake.outcomes] == ["replaced", "unchanged"]
    rows = [o for o in page(world).view.rows if o.since and o.period.label == "2023"]
    assert sorted(str(o.value) for o in rows) == ["38900", "38909"]
    revision = page(world).view.revisions[0]
    assert (str(revision.was.value), str(revision.became.value), revision.became.supersedes) == ("38900", "38909", revision.was.key)


def test_the_register_is_only_added_to(world: World) -> None:
    take_in(world, FIRST)
    with transaction.atomic(), speaking_as(AN):
        for statement in ("UPDATE review_observation SET value = '1'", "DELETE FROM review_observation"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        assert ObservationRow.objects.count() == 2


def test_who_imports_and_who_sees(world: World) -> None:
    take_in(world, FIRST + "workers_departed,2021,,{},7,,,C\n")
    for officer, purpose in ((DUNG, REPORTING), (UYEN, "audit"), (STRANGER, READING), (AN, READING)):
        with pytest.raises((Forbidden, Absent)):
            take_in(world, OTHER, officer, purpose=purpose)
    assert len(values(world)) == 3 and len(values(world, UYEN)) == 3
    assert "YEARBOOK/2021" not in values(world, DUNG), "what its source did not free is the coordinator's and the auditor's"
    for officer in (STRANGER, PUBLIC):
        assert values(world, officer) == {}
        assert page(world, officer).view.rows, "what came with the plan is everybody's"


def test_the_second_lock_keeps_what_was_not_freed(world: World) -> None:
    take_in(world, FIRST + "workers_departed,2021,,{},7,,,C\n")
    for officer, count in ((AN, 3), (UYEN, 3), (DUNG, 2), (STRANGER, 0)):
        with transaction.atomic(), speaking_as(officer):
            assert ObservationRow.objects.count() == count
            assert ImportRow.objects.count() == (1 if count else 0)


def test_a_figure_that_was_not_freed_is_in_no_round(world: World) -> None:
    take_in(world, FIRST + "workers_departed,2021,,{},7,,,C\n")
    assert sorted(o.period.label for o in world.overview().situation.imported) == ["2022", "2023"]


def test_a_round_knows_what_was_known_on_its_day(world: World) -> None:
    world.on(date(2025, 12, 5))
    take_in(world, FIRST)
    for day, count in ((date(2025, 12, 4), 0), (date(2025, 12, 5), 2)):
        seen = world.by(AN, COORDINATION, lambda who, day=day: world.desk.coordination.overview(who, "demo", "2025", day))
        assert len(seen.situation.imported) == count


def test_an_old_snapshot_still_finds_its_figures(world: World) -> None:
    """The snapshot names where the register stood. What came later is in none of its papers, whatever the day."""

    def snapshot(who: Any) -> Any:
        plan, round_, _ = world.desk.tools.as_opened(who, "demo", "2025")
        return world.desk.editions.snapshot(who, plan, round_)

    before = world.by(AN, COORDINATION, snapshot)
    take_in(world, FIRST)
    first = world.by(AN, COORDINATION, snapshot)
    take_in(world, FIRST.replace("38900", "1"))
    take_in(world, OTHER, source="OTHER")
    decide(world)
    last = world.by(AN, COORDINATION, snapshot)
    assert len({before.id, first.id, last.id}) == 3 and before.figures == {}

    def known(heads: Any) -> Any:
        return world.by(AN, COORDINATION, lambda who: world.desk.figures.of_situation(who, "demo", heads=heads))

    assert known(before.figures) == ((), {})
    assert [str(o.value) for o in known(first.figures)[0]] == ["38900", "0"] and known(first.figures)[1] == {}
    assert len(known(last.figures)[0]) == 4 and len(known(last.figures)[1]) == 1


def test_a_contradiction_is_open_until_a_person_decides(world: World) -> None:
    """41,250 came with the plan, 41,000 from a yearbook. Both stand; a decision says which one is used; both stay."""
    take_in(world, OTHER)
    assert [g.subject for g in world.overview().gaps if g.rule == "G22"] == ["workers_departed/2024"]
    decide(world, chosen=1)
    assert [g for g in world.overview().gaps if g.rule == "G22"] == []
    conflict = page(world).view.conflicts[0].choice
    assert conflict.standing and str(conflict.standing.value) == "41000" and len(conflict.contenders) == 2
    assert conflict.decision and (conflict.decision.by, conflict.decision.reason) == ("an", "Sổ gốc đã đối chiếu.")


def test_a_further_value_opens_it_again(world: World) -> None:
    take_in(world, OTHER)
    decide(world)
    take_in(world, OTHER.replace("41000", "41500"), source="THIRD")
    assert page(world).view.conflicts[0].choice.open, "nobody has seen the third"
    assert [g.subject for g in world.overview().gaps if g.rule == "G22"] == ["workers_departed/2024"]


def test_who_decides_and_how(world: World) -> None:
    take_in(world, OTHER)
    for officer in (DUNG, UYEN, STRANGER):
        with pytest.raises((Forbidden, Absent, IndexError)):
            decide(world, officer)
    with pytest.raises(BadDecision):
        decide(world, reason="  ")
    with pytest.raises(Conflict):
        decide(world, number=7)
    decide(world)
    assert page(world).may_decide and not page(world, DUNG).may_decide


def test_projections_are_made_anew_and_the_register_stays(world: World) -> None:
    take_in(world, OTHER)
    decide(world)
    with transaction.atomic(), maintaining():
        before = [list(model.objects.values()) for model in (ImportRow, FigureDecisionRow, ObservationRow)]
        assert rebuilt("figures", projectors()) == 2
        assert [list(model.objects.values()) for model in (ImportRow, FigureDecisionRow, ObservationRow)] == before
