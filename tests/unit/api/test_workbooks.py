"""The offline form by a program: downloaded, filled in, and taken in with findings and clashes it can read."""

from collections.abc import Callable

from tests.unit.api.calling import REPORT, Api, problem
from tests.unit.review_workbook.editing import filled
from tests.unit.review_workbook.making import Made
from tests.unit.store_review.house import HOA, World

As = Callable[[str], Api]
AT = Made(language="en").at
TYPED = {AT("claim", "3.1"): "In progress", AT("narrative", "3.1"): "Classes were held."}


def test_a_program_takes_the_form_out_and_in(world: World, as_: As) -> None:
    dung = as_("dung")
    form = dung.get(f"{REPORT}/workbook.xlsx?lang=en")
    assert form.status_code == 200 and form["Content-Type"].endswith("spreadsheetml.sheet")
    assert form["Content-Disposition"] == 'attachment; filename="demo-2025-TD-LD-20251201.xlsx"'
    typed = filled(form.content, TYPED)
    bad = dung.post(f"{REPORT}/workbook?name=a.xlsx&lang=en", filled(typed, {AT("value", "3.1", "workers_departed"): "many"}))
    assert problem(bad) == "refused" and bad.json()["clashes"] == []
    assert {k: bad.json()["findings"][0][k] for k in ("sheet", "row", "column")} == {"sheet": "Figures", "row": 2, "column": "E"}
    world.write(HOA, "3.1", narrative="Của Hoa.")
    clash = dung.post(f"{REPORT}/workbook?name=a.xlsx", typed).json()["clashes"]
    assert [(c["name"], c["file"]["en"], c["house"]["en"]) for c in clash] == [("3.1/narrative", "Classes were held.", "Của Hoa.")]
    taken = dung.post(f"{REPORT}/workbook?name=a.xlsx&take=3.1/narrative=file", typed)
    assert taken.json() == {"taken": True, "again": False, "lines": ["3.1"], "changes": 1, "chosen": {"3.1/narrative": "file"}}
    assert dung.get(f"{REPORT}/lines/3.1").json()["content"]["narrative"] == "Classes were held."
    assert dung.post(f"{REPORT}/workbook?name=a.xlsx", typed).json()["again"] is True
