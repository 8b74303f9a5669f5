"""Evidence.

What a line rests on is described: what it is, whose, where in it to look or that nobody knows, and who may know of it. The same
file on two lines is one content with two uses. Restricted evidence is behind no public paper unless an approved claim stands for it,
and what was kept is looked at again.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, UYEN, World

from dicu import publishing
from dicu.access.model import Absent, Forbidden
from dicu.review.desk import Press
from dicu.review.evidence.checks import DAMAGED, INTACT
from dicu.review.evidence.claims import RestrictedEvidence
from dicu.review.evidence.gaps import found
from dicu.review.evidence.model import Description
from dicu.review.rules import NotAllowed
from dicu.store.security.session import maintaining
from dicu.vocabulary.bilingual import Bilingual

SECRET = "Danh sách nạn nhân"  # noqa: S105 - a title
CLAIM = Bilingual("Cơ quan xác nhận việc đã làm.", "The agency confirms that it was done.")
WHERE = ("demo", "2025", "TD-LD")


def uses(world: World, officer: Any, purpose: str, **filters: str) -> list[tuple[str, str, str]]:
    views = world.by(officer, purpose, lambda who: world.desk.evidence.listed(who, "demo", **filters))
    return [(v.use.agency, v.use.task, v.file.title) for v in views]


def build(world: World) -> Any:
    return world.by(AN, "coordination", lambda who: world.desk.editions.build(who, "demo", "2025"))


def propose(world: World, task: str = "3.1", text: Bilingual = CLAIM) -> None:
    def step(who: Any) -> None:
        view = world.desk.evidence.claims(who, *WHERE)
        world.desk.evidence.propose(who, view, task, text, "Không nêu tên ai.", view.claims.number)

    world.by(AN, "coordination", step)


def answer(world: World, officer: Any, approve: bool = True) -> None:
    def step(who: Any) -> None:
        view = world.desk.evidence.claims(who, *WHERE)
        world.desk.evidence.answer(who, view, view.claims.all[-1].number, approve, "Đã đối chiếu.", view.claims.number)

    world.by(officer, "coordination", step)


def reported(world: World, classification: str) -> None:
    """On a house that prints pages only. 3.1 has a value, so a paper traces a figure to its evidence; it was accepted."""
    world.desk.editions.press = Press(("html",), publishing.render)
    figure = {"value-workers_departed-value": "46310", "value-workers_departed-source": "Hệ thống"}
    world.write(DUNG, "3.1", **figure)
    world.attach(DUNG, "3.1", classification=classification, title=SECRET, locator="4")
    for task in ("3.2", "3.3"):
        world.write(DUNG, task)
    world.send(DUNG, "TD-LD")
    world.accept(AN, "3.1")


def test_the_same_file_on_two_lines_is_one_content_with_two_uses(world: World) -> None:
    """Each use says for itself where in the file to look."""
    world.attach(DUNG, "3.1", locator="1")
    world.attach(DUNG, "3.2", locator="7", title="Bảng chung")
    digest = world.line(DUNG, "3.1").files[0].digest
    view = world.by(DUNG, "reporting", lambda who: world.desk.evidence.view(who, "demo", digest))
    assert [(v.use.task, v.file.locator) for v in view.uses] == [("3.1", "1"), ("3.2", "7")]
    assert [event.by for event in view.events] == ["dung", "dung"]


def test_what_is_described_anew_keeps_its_content(world: World) -> None:
    """Another description is an entry of its own; saying the same again is none."""
    world.attach(DUNG, "3.1")
    world.attach(DUNG, "3.1", classification="restricted")
    world.attach(DUNG, "3.1", classification="restricted")
    (file,) = world.line(DUNG, "3.1").files
    assert (file.classification, world.history("TD-LD")) == ("restricted", ["evidence.attached", "evidence.attached"])


def test_a_web_page_is_cited_without_a_copy(world: World) -> None:
    """The line says so; there is nothing to download, and the file of no page is looked for."""
    facts = ("web-page", "Trang", "", "", "", "not-known", "", "public", "vi", "https://a.example/b", "2025-11-30")

    def cite(who: Any) -> None:
        view = world.desk.reporting.view(who, *WHERE)
        world.desk.reporting.cite(who, view, "3.1", Description(*facts), view.report.number)

    world.by(DUNG, "reporting", cite)
    (page,) = world.line(DUNG, "3.1").files
    assert not page.kept
    with pytest.raises(Absent):
        view = world.view(DUNG, "TD-LD")
        world.by(DUNG, "reporting", lambda who: world.desk.reporting.file(who, view, page.digest))
    assert world.house.evidence.run("demo").files == 0


def test_who_knows_of_evidence(world: World) -> None:
    """A draft's: its agency. Once sent, coordinators and auditors too; another agency and the public never."""
    world.attach(DUNG, "3.1", classification="restricted", title=SECRET)
    mine = [("TD-LD", "3.1", SECRET)]
    assert (uses(world, DUNG, "reporting"), uses(world, AN, "coordination"), uses(world, UYEN, "audit")) == (mine, [], [])
    world.report(DUNG, "TD-LD")
    assert uses(world, AN, "coordination") == uses(world, UYEN, "audit") == mine
    assert uses(world, HAI, "reporting") == []
    assert uses(world, AN, "coordination", classification="public") == []


def test_no_paper_rests_on_restricted_evidence(world: World) -> None:
    """Building is refused, with the lines named; so is it while the claim waits, and whoever proposed it does not approve it."""
    reported(world, "restricted")
    with pytest.raises(RestrictedEvidence, match=r"TD-LD 3\.1"):
        build(world)
    propose(world)
    with pytest.raises(RestrictedEvidence):
        build(world)
    with pytest.raises(Forbidden):
        answer(world, AN)
    answer(world, BINH)
    page = build(world).files["review.vi.html"].decode()
    assert CLAIM.vi in page and SECRET not in page
    assert SECRET not in str(build(world).manifest())


def test_a_claim_that_is_taken_back_stops_what_was_built(world: World) -> None:
    """What was built on it is not published."""
    reported(world, "restricted")
    propose(world)
    answer(world, BINH)
    edition = world.by(AN, "coordination", lambda who: world.desk.editions.keep(who, world.desk.editions.build(who, "demo", "2025")))

    def withdraw(who: Any) -> None:
        view = world.desk.evidence.claims(who, *WHERE)
        world.desk.evidence.withdraw(who, view, view.claims.all[0].number, "Sai.", view.claims.number)

    world.by(AN, "coordination", withdraw)
    with pytest.raises(RestrictedEvidence):
        world.by(BINH, "publication", lambda who: world.desk.editions.publish(who, "demo", "2025", edition.snapshot))


def test_a_claim_needs_something_to_stand_for(world: World) -> None:
    """And a sentence in each language."""
    reported(world, "internal")
    with pytest.raises(NotAllowed):
        propose(world)
    with pytest.raises(Absent):
        world.by(HAI, "reporting", lambda who: world.desk.evidence.claims(who, *WHERE))


@pytest.mark.parametrize(("classification", "named"), [("public", True), ("internal", False)])
def test_a_paper_names_what_is_public_with_its_place(world: World, classification: str, named: bool) -> None:
    """Of everything else it says only that there is some."""
    reported(world, classification)
    page = build(world).files["review.vi.html"].decode()
    digest = world.line(DUNG, "3.1").files[0].digest
    assert (SECRET in page, "Trang 4" in page, digest in page) == (named,) * 3


def test_a_kept_file_is_looked_at_again(world: World) -> None:
    """A file whose bytes changed on the disk is found, with the day; equal findings are one row."""
    reported(world, "public")
    watch, digest = world.house.evidence, world.line(DUNG, "3.1").files[0].digest
    assert (watch.run("demo").faults, watch.tick().files) == (0, 0)
    place = Path(settings.FILES) / digest[:2] / digest
    place.chmod(0o600)
    place.write_bytes(b"khac")
    world.on(date(2025, 12, 20))
    assert watch.tick().faults == 1
    world.on(date(2025, 12, 28))
    watch.tick()
    view = world.by(AN, "coordination", lambda who: world.desk.evidence.view(who, "demo", digest))
    states = [(c.finding.state, c.first_at.day, c.last_at.day) for c in view.looked.file]
    assert states == [(DAMAGED, 20, 28), (INTACT, 1, 1)]
    held = world.by(AN, "coordination", lambda who: world.desk.evidence.held(who, "demo", "2025"))
    assert [gap.rule for gap in found(held, date(2025, 12, 28))] == ["G21"]


def test_the_rows_are_made_anew_from_the_ledger(world: World) -> None:
    """The list after a rebuild is the list before it."""
    world.attach(DUNG, "3.1", title="Một")
    world.attach(DUNG, "3.2", text="x,y\n", title="Hai")
    world.detach(DUNG, "3.2", world.line(DUNG, "3.2").files[0].digest)
    before = uses(world, DUNG, "reporting")
    with transaction.atomic(), maintaining():
        world.house.ledger.rebuild("review")
    assert before == uses(world, DUNG, "reporting") == [("TD-LD", "3.1", "Một")]
