"""From a round to a published review: built by one coordinator, made public by another, the same for the same snapshot."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.unit.review.making import plan_of
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, PUBLIC, STRANGER, UYEN, World, measured, usual

from dicu.access.model import Absent, Forbidden, Officer
from dicu.documents.comparing.papers import NotAlike
from dicu.documents.guard import Untraced
from dicu.documents.model import Figure, Paragraph, Step, Text, Trace
from dicu.documents.walking import figures
from dicu.publishing import render
from dicu.review.desk import Built, Press
from dicu.review.desk import editions as editions_room
from dicu.review.ports import Edition
from dicu.store.review.models import EditionRow


@pytest.fixture
def world(world: World) -> World:
    """Prints in HTML alone, which takes a tenth of the time; what is said here holds of every format."""
    world.desk.editions.press = Press(("html",), render)
    world.report(DUNG, "TD-LD", **measured("workers_departed", "46.310"))
    world.accept(AN, "3.1")
    return world


def build(world: World, officer: Officer = AN) -> Built:
    return world.by(officer, "coordination", lambda who: world.desk.editions.build(who, "demo", "2025"))


def keep(world: World, made: Built, officer: Officer = AN) -> Edition:
    return world.by(officer, "coordination", lambda who: world.desk.editions.keep(who, made))


def publish(world: World, snapshot: str, officer: Officer = BINH, purpose: str = "publication") -> Edition:
    return world.by(officer, purpose, lambda who: world.desk.editions.publish(who, "demo", "2025", snapshot))


def listed(world: World, officer: Officer) -> list[str]:
    return [e.state for e in world.by(officer, usual(officer), world.desk.editions.editions)]


def test_built_by_one_and_published_by_another(world: World) -> None:
    edition = keep(world, build(world))
    assert (edition.state, edition.built_by, edition.published_at) == ("built", "an", None)
    world.on(date(2026, 1, 20))
    published = publish(world, edition.snapshot)
    assert published.state == "published"
    assert published.published_at is not None and published.published_at.date() == date(2026, 1, 20)


def test_who_built_it_does_not_publish_it(world: World) -> None:
    edition = keep(world, build(world))
    before = world.entries()
    with pytest.raises(Forbidden, match="that another one has built"):
        publish(world, edition.snapshot, AN)
    assert world.entries() == before


@pytest.mark.parametrize("officer", [DUNG, UYEN, STRANGER, PUBLIC], ids=lambda o: o.account or "public")
def test_nobody_but_a_coordinator_publishes(world: World, officer: Officer) -> None:
    edition = keep(world, build(world))
    before = world.entries()
    for purpose in ("publication", "coordination", "reporting", "audit"):
        with pytest.raises((Absent, Forbidden)):
            publish(world, edition.snapshot, officer, purpose)
    assert world.entries() == before


def test_publishing_is_an_errand_of_its_own(world: World) -> None:
    """Not a by-product of reviewing: the purpose is asked for."""
    edition = keep(world, build(world))
    with pytest.raises(Forbidden, match="another purpose"):
        publish(world, edition.snapshot, BINH, "coordination")


def test_what_is_published_stays_published(world: World) -> None:
    edition = keep(world, build(world))
    publish(world, edition.snapshot)
    before = world.entries()
    with pytest.raises(Forbidden):
        publish(world, edition.snapshot)
    keep(world, build(world))
    assert world.entries() == before
    assert listed(world, PUBLIC) == ["published"]


def test_before_it_is_published_only_coordinators_and_auditors_know_of_it(world: World) -> None:
    edition = keep(world, build(world))
    assert {o.account: listed(world, o) for o in (AN, BINH, UYEN)} == {"an": ["built"], "binh": ["built"], "uyen": ["built"]}
    for officer in (DUNG, HAI, STRANGER, PUBLIC):
        assert listed(world, officer) == []
        for step in (
            lambda who: world.desk.editions.edition(who, "demo", "2025", edition.snapshot),
            lambda who: world.desk.editions.file(who, "demo", "2025", edition.snapshot, "review.vi.html"),
        ):
            with pytest.raises(Absent):
                world.by(officer, usual(officer), step)
    publish(world, edition.snapshot)
    assert {listed(world, officer)[0] for officer in (DUNG, HAI, STRANGER, PUBLIC, AN)} == {"published"}


def test_its_files_are_those_that_were_built(world: World) -> None:
    made = build(world)
    edition = keep(world, made)
    publish(world, edition.snapshot)
    for name, data in made.files.items():
        file, content = world.by(
            PUBLIC, "reading", lambda who, name=name: world.desk.editions.file(who, "demo", "2025", edition.snapshot, name)
        )
        with content:
            assert content.read() == data
        assert (file.digest, file.size) == (sha256(data).hexdigest(), len(data))
    for name in ("review.fr.html", "../review.vi.html", "manifest.json", ""):
        with pytest.raises(Absent):
            world.by(PUBLIC, "reading", lambda who, name=name: world.desk.editions.file(who, "demo", "2025", edition.snapshot, name))


def test_built_again_it_is_the_same(world: World) -> None:
    """By another coordinator, on another day, with drafts lying about: the same snapshot and bytes, and no new edition."""
    made = build(world)
    keep(world, made)
    world.write(HAI, "3.4", narrative="Nháp.")
    world.on(date(2027, 5, 5))
    again = build(world, BINH)
    assert again.snapshot == made.snapshot
    assert again.files == made.files
    before = world.entries()
    assert keep(world, again, BINH).built_by == "an"
    assert world.entries() == before


def test_something_that_was_told_makes_another_review(world: World) -> None:
    """A line that is accepted meanwhile is in the next one; the old one stays as it was read."""
    first = build(world)
    keep(world, first)
    world.accept(AN, "3.2")
    second = build(world)
    assert second.snapshot.id != first.snapshot.id
    keep(world, second)
    world.by(AN, "coordination", lambda who: world.desk.editions.edition(who, "demo", "2025", first.snapshot.id))
    assert world.by(AN, "coordination", lambda _: EditionRow.objects.count()) == 2


def test_the_snapshot_names_what_it_rests_on(world: World) -> None:
    snapshot = build(world).snapshot
    assert (snapshot.plan, snapshot.round, snapshot.plan_digest) == ("demo", "2025", plan_of().digest)
    assert list(snapshot.reports) == ["TD-LD"]
    assert replace(snapshot, reports={}).id != snapshot.id
    assert snapshot.day == max(date.fromisoformat(plan_of().version), date(2025, 12, 1))
    world.on(date(2027, 1, 5)).accept(AN, "3.2")
    assert build(world).snapshot.day == date(2027, 1, 5)


def test_the_present_edition_is_known(world: World) -> None:
    def present() -> Edition | None:
        return world.by(AN, "coordination", lambda who: world.desk.editions.present(who, "demo", "2025"))

    assert present() is None
    edition = keep(world, build(world))
    assert present() == edition
    world.accept(AN, "3.3")
    assert present() is None


def test_the_manifest_leads_from_each_figure_to_its_source(world: World, tmp_path: Path) -> None:
    made = build(world)
    made.write(tmp_path / "out" / "review")
    written = json.loads((tmp_path / "out" / "review" / "manifest.json").read_text("utf-8"))
    assert written["snapshot"]["id"] == made.snapshot.id
    assert {p.name for p in (tmp_path / "out" / "review").iterdir()} == {*made.files, "manifest.json"}
    for name, facts in written["files"].items():
        data = (tmp_path / "out" / "review" / name).read_bytes()
        assert facts == {"sha256": sha256(data).hexdigest(), "size": len(data)}
    for language, document in made.documents.items():
        shown = {f.claim: f.text for _, f in figures(document)}
        assert {claim: facts["printed"] for claim, facts in written["figures"][language].items()} == shown
        assert all(facts["trace"]["kind"] for facts in written["figures"][language].values())


def test_a_reported_value_is_in_the_manifest_with_its_file(world: World) -> None:
    figure = build(world).manifest()["figures"]["en"]["line-3.1-workers_departed"]  # type: ignore[index]
    assert figure["printed"] == "46,310\u00a0people"
    assert [step["kind"] for step in figure["trace"]["steps"]] == ["line", "source"]


def test_a_number_without_a_trace_stops_everything(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one language is enough: no file is rendered, nothing is recorded."""
    real = editions_room.paper

    def slipping(*facts: Any) -> Any:
        made = real(*facts)
        return replace(made, blocks=(*made.blocks, Paragraph((Text("Có 7 xã."),)))) if facts[2] == "en" else made

    monkeypatch.setattr(editions_room, "paper", slipping)
    before = world.entries()
    with pytest.raises(Untraced, match="do not lead back to a source"):
        build(world)
    assert world.entries() == before


def test_two_languages_that_differ_stop_everything(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each number has its trace, and yet one language prints one more than the other."""
    real = editions_room.paper

    def more(*facts: Any) -> Any:
        made = real(*facts)
        extra = Trace("extra", "7", Step("count", "counted"))
        added = replace(made, blocks=(*made.blocks, Paragraph((Figure("7", "extra"),))), traces=(*made.traces, extra))
        return added if facts[2] == "en" else made

    monkeypatch.setattr(editions_room, "paper", more)
    before = world.entries()
    with pytest.raises(NotAlike, match="do not say the same in both languages"):
        build(world)
    assert world.entries() == before
    alone = world.by(AN, "coordination", lambda who: world.desk.editions.build(who, "demo", "2025", ("en",)))
    assert list(alone.files) == ["review.en.html"]


def test_one_language_alone_can_be_built(world: World) -> None:
    made = world.by(AN, "coordination", lambda who: world.desk.editions.build(who, "demo", "2025", ("en",)))
    assert list(made.files) == ["review.en.html"]
    assert made.snapshot == build(world).snapshot


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_agency_s_marks_are_only_words_in_every_format(world: World, language: str) -> None:
    """Mark-up of HTML, Typst and Word in an account changes nothing but the words."""
    hostile = "<script>x</script> #let y = 1 $z$ {now} [[a|b]] ((1)) \\u{1} *đậm* `m` & ]]> %"
    world.report(HAI, "TD-TP", narrative=hostile)
    world.accept(AN, "3.4")
    made = world.by(AN, "coordination", lambda who: world.desk.editions.build(who, "demo", "2025", (language,)))  # type: ignore[arg-type]
    html = made.files[f"review.{language}.html"].decode()
    assert "<script>" not in html and "&lt;script&gt;" in html
    for form in ("pdf", "docx"):
        assert len(render(made.documents[language], form)) > 10_000  # type: ignore[index,arg-type]
