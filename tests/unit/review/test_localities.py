"""Provincial plans: which province carries out which national task, as of a day."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.review.making import changed, plan_of

from dicu.review.localities import check_parent, coverage, localities, locality_of
from dicu.review.model import Parent, Plan
from dicu.review.rules import NotAllowed
from dicu.vocabulary.observation import Standing

DAY = date(2025, 12, 1)
LOCAL = plan_of("demo-p1")


def of(locality: str, day: date | None = None, plan: str = "vn-402", name: str = "x") -> Plan:
    """A plan of the same kind of data as the one that it implements."""
    return replace(LOCAL, id=name, parent=Parent(plan, locality, day, False), standing=plan_of(plan).standing)


def test_what_is_carried_out_where() -> None:
    found = coverage(plan_of(), (LOCAL,), DAY)
    rows = {row.task.code: row for row in found.tasks}
    assert [one.code for one in found.expected] == ["TD-P1", "TD-P2", "TD-P3"]
    assert (found.with_plan, [one.code for one in found.without_plan]) == (("TD-P1",), ["TD-P2", "TD-P3"])
    assert (rows["1.1"].there, rows["1.1"].missing, rows["1.1"].short) == (("TD-P1",), ("TD-P2", "TD-P3"), True)
    assert [i.task.code for i in rows["3.4"].implementations] == ["T1.2"]


def test_a_duty_that_nobody_stated_is_not_missed() -> None:
    """Only where the plan says that provinces must is a province missing; open and unknown are shown as they are."""
    short = {row.task.code for row in coverage(plan_of(), (), DAY).tasks if row.short}
    assert short == {"1.1", "3.4"}
    assert not any(row.short for row in coverage(plan_of("vn-402"), (), DAY).tasks)


def test_a_province_with_two_plans_is_counted_once() -> None:
    found = coverage(plan_of(), (LOCAL, replace(LOCAL, id="demo-p1b")), DAY)
    row = next(row for row in found.tasks if row.task.code == "1.1")
    assert (row.there, len(row.implementations)) == (("TD-P1",), 2)


def test_the_country_s_provinces_are_those_of_the_day() -> None:
    national = plan_of("vn-402")
    assert [len(localities(national, day)) for day in (date(2025, 6, 30), date(2025, 7, 1))] == [63, 34]


def test_a_merged_province_counts_for_the_one_it_joined() -> None:
    """Bắc Kạn's plan of 2020 is Thái Nguyên's since 1 July 2025."""
    national, plan = plan_of("vn-402"), of("06", date(2020, 7, 8))
    assert locality_of(national, plan, date(2025, 6, 30)) == "06"
    assert locality_of(national, plan, date(2025, 7, 1)) == "19"
    assert coverage(national, (plan,), date(2025, 7, 1)).with_plan == ("19",)


def test_a_plan_of_no_known_province_is_not_lost() -> None:
    stray = of("98", DAY, name="stray")
    found = coverage(plan_of("vn-402"), (stray,), DAY)
    assert (found.with_plan, found.unplaced) == ((), (stray,))


@pytest.mark.parametrize(
    ("national", "local", "said"),
    [
        (None, LOCAL, "which is not loaded"),
        (
            changed(lambda b: b["plan"].update(tasks=[t for t in b["plan"]["tasks"] if t["code"] != "1.1"])),
            LOCAL,
            "no such tasks: 1.1 (T1.1)",
        ),
        (plan_of(), replace(LOCAL, parent=Parent("demo", "TD-P9", DAY, False)), "“TD-P9” is no province"),
        (plan_of(), replace(LOCAL, parent=Parent("demo", "TD-LD", DAY, False)), "“TD-LD” is no province"),
        (plan_of("vn-402"), replace(of("98", DAY), tasks=()), "“98” is no province"),
    ],
)
def test_a_provincial_plan_hangs_on_what_is_there(national: Plan | None, local: Plan, said: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        check_parent(local, national)
    assert said in refused.value.message.say("en")


@pytest.mark.parametrize("invented", [True, False], ids=["an invented plan of a real one", "a real plan of an invented one"])
def test_invented_and_real_plans_do_not_hang_on_each_other(invented: bool) -> None:
    """Refused when it is handed in; and one that got in before that was refused does not count."""
    standings = (Standing.COMPILED, Standing.SYNTHETIC) if invented else (Standing.SYNTHETIC, Standing.COMPILED)
    national, local = (replace(plan, standing=standing) for plan, standing in zip((plan_of(), LOCAL), standings, strict=True))
    with pytest.raises(NotAllowed, match="another kind of data"):
        check_parent(local, national)
    found = coverage(national, (local,), DAY)
    assert (found.with_plan, found.unplaced, [row.implementations for row in found.tasks if row.implementations]) == ((), (), [])


def test_one_that_fits_is_taken() -> None:
    check_parent(LOCAL, plan_of())
    check_parent(plan_of(), None)
