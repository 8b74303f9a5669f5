"""Recommendations in the house: taken in, searched, judged, answered and linked; through desk, pages, interface and rebuild."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from tests.unit.recommendations.files import CSV, HEAD, LIST, MAPPING, OFFICIAL, ONE, TWO
from tests.unit.store_review.house import AN, DUNG, UYEN, World
from tests.unit.web_review.serving import HERE, account_of, client_of, serving, url

from dicu.access.model import PUBLIC, Absent, Forbidden
from dicu.access.rulebook import AUDIT, COORDINATION, READING, REPORTING
from dicu.intake.report import BadTable
from dicu.ledger.model import Conflict
from dicu.review.recommendations.ports import Asked
from dicu.review.rules import NotAllowed
from dicu.store.ledger.rebuilding import rebuilt
from dicu.store.review.recommendation_models import HandlingRow, LikenessRow, RecommendationRow
from dicu.store.security.session import maintaining

OTHER = MAPPING.replace(b"thu-nghiem", b"bo-khac").replace(b"T/1", b"T/9")
SECOND = (
    HEAD + '7,"Ratify the convention on domestic workers without delay",'
    "Phê chuẩn Công ước về lao động giúp việc gia đình,Supported,Labour\n"
).encode()
KEYS = ("bo-khac/7", "thu-nghiem/1.1")


class Bodies:
    def __init__(self) -> None:
        self.world = World().load()
        self.steps = self.world.house.recommendations
        self.part = self.steps.looking

    def by(self, officer: Any, step: Any, purpose: str = COORDINATION) -> Any:
        return self.world.by(officer, purpose, step)

    def take_in(self, content: bytes = CSV, mapping: bytes = MAPPING, name: str = "a.csv", officer: Any = AN, **more: Any) -> Any:
        return self.by(officer, lambda who: self.part.take_in(who, content, name, mapping, **more))

    def view(self, key: str, officer: Any = AN, purpose: str = COORDINATION) -> Any:
        return self.by(officer, lambda who: self.part.view(who, *key.split("/")), purpose)

    def found(self, officer: Any = AN, purpose: str = COORDINATION, **asked: Any) -> list[str]:
        listed = self.by(officer, lambda who: self.part.listed(who, Asked(**asked)), purpose)
        assert listed.total == len(listed.rows)
        return [one.key for one, _ in listed.rows]

    def step(self, key: str, step: str, *, number: int | None = None, officer: Any = AN, **typed: str) -> Any:
        view = self.view(key)
        self.by(officer, lambda who: self.steps.take(who, view, step, typed, view.course.number if number is None else number))
        return self.view(key).course

    def judge(self, verdict: str, officer: Any = AN) -> None:
        self.by(officer, lambda who: self.part.judge(who, *KEYS, verdict, "đã đọc cả hai"))


@pytest.fixture
def bodies(db: Any, files: None, settings: Any) -> Iterator[Bodies]:
    settings.DICU_HOUSE = HERE
    made = Bodies()
    with serving(made.world):
        made.take_in()
        yield made


def test_a_file_is_taken_in_once_and_a_bad_one_not_at_all(bodies: Bodies) -> None:
    assert not bodies.take_in().kept
    entries = bodies.by(AN, lambda _: bodies.world.house.ledger.read("recommendations/thu-nghiem"))
    assert [e.kind for e in entries] == ["recommendations.described", "recommendations.imported"]
    with pytest.raises(BadTable):
        bodies.take_in((HEAD + ONE.replace("1.1", "5") + ",x,y,Noted,z\n").encode())
    assert RecommendationRow.objects.count() == 2
    with pytest.raises(NotAllowed, match="another kind of data"):
        bodies.take_in(mapping=MAPPING.replace(b"synthetic: true", b"synthetic: false"))
    taken = bodies.take_in((HEAD + ONE.replace("without any", "with no") + TWO).encode(), reason="corrigendum")
    assert taken.intake.count("replaced") == 1
    view = bodies.view("thu-nghiem/1.1")
    assert "with no delay" in view.one.texts["en"] and "without any" in view.earlier[0].texts["en"]
    bodies.take_in(OFFICIAL, LIST, "list.docx")
    assert bodies.found(theme="S10 SDG 10") == ["theo-chu-de/104.12"]
    for who, purpose in ((DUNG, REPORTING), (UYEN, AUDIT), (PUBLIC, READING)):
        with pytest.raises(Forbidden):
            bodies.by(who, lambda asker: bodies.part.take_in(asker, CSV, "a.csv", MAPPING), purpose)


def test_search_with_and_without_marks_and_by_state(bodies: Bodies) -> None:
    assert bodies.found(query="mua ban nguoi") == bodies.found(PUBLIC, READING, query="Mua bán người") == ["thu-nghiem/1.2"]
    assert bodies.found(query="mua bạn người") == []
    assert bodies.found(query="DOMESTIC workers", state="supported") == ["thu-nghiem/1.1"]
    bodies.step("thu-nghiem/1.2", "answer", position="supported", reason="Công văn")
    assert bodies.found(state="supported") == ["thu-nghiem/1.1", "thu-nghiem/1.2"]
    assert bodies.found(PUBLIC, READING, state="noted") == ["thu-nghiem/1.2"], "the public knows what the document says, and no more"
    assert bodies.view("thu-nghiem/1.2", PUBLIC, READING).course.position == "noted"


def test_the_index_of_words_can_be_used_behind_the_row_rules(bodies: Bodies) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM review_recommendation WHERE words @> ARRAY['mua','ban']::text[]")
        assert "review_recommendation_words" in "".join(row[0] for row in cursor.fetchall())


def test_alike_ones_are_asked_about_joined_split_and_stay_split(bodies: Bodies) -> None:
    assert [p.name for p in bodies.take_in(SECOND, OTHER).likenesses] == ["|".join(KEYS)]
    bodies.judge("same")
    assert bodies.view(KEYS[0]).group == (KEYS[1],)
    assert bodies.view(KEYS[0], PUBLIC, READING).group == () == bodies.view(KEYS[0], DUNG, REPORTING).alike
    bodies.by(AN, lambda who: bodies.part.split(who, KEYS[0], "khác đối tượng"))
    assert bodies.view(KEYS[0]).group == ()
    bodies.take_in(SECOND.replace(b"without delay", b"without any delay"), OTHER, reason="bản sửa")
    with maintaining():
        assert LikenessRow.objects.get().verdict == "different"
    with pytest.raises((Absent, Forbidden)):
        bodies.judge("same", DUNG)
    with pytest.raises(NotAllowed):
        bodies.by(AN, lambda who: bodies.part.judge(who, KEYS[0], "khong/co", "same", "x"))


def test_it_is_answered_linked_begun_assessed_and_a_rebuild_makes_the_same_rows(bodies: Bodies) -> None:
    key = "thu-nghiem/1.1"
    plan = bodies.by(AN, lambda who: bodies.part.tools.records.plans(bodies.part.tools.scope(who, "plan"))[0].plan)
    task = bodies.by(AN, lambda who: bodies.part.tools.plan(who, plan).tasks[0].code)
    assert [g.subject for g in bodies.by(AN, bodies.part.gaps)] == [key]
    with pytest.raises(NotAllowed, match="not possible now"):
        bodies.step(key, "start", reason="x")
    with pytest.raises(NotAllowed):
        bodies.step(key, "link", link="implements", plan=plan, task="khong-co", rationale="x")
    link = {"link": "implements", "plan": plan, "task": task, "rationale": "cùng mục tiêu"}
    assert bodies.step(key, "link", **link).state == "planned"
    assert bodies.by(AN, bodies.part.gaps) == ()
    assert [one.key for one, _ in bodies.by(AN, lambda who: bodies.part.of_task(who, plan, task))] == [key]
    with pytest.raises(Conflict):
        bodies.step(key, "start", number=0, reason="x")
    bodies.step(key, "start", reason="đã ban hành kế hoạch")
    with pytest.raises(NotAllowed):
        bodies.step(key, "assess", grade="B", reason="x")
    assert bodies.step(key, "assess", grade="B", evidence="T/3, đoạn 4", reason="x").state == "assessed"
    bodies.take_in(SECOND, OTHER)
    bodies.judge("different")
    with maintaining():
        before = [list(rows.objects.order_by("id").values()) for rows in (HandlingRow, LikenessRow)]
        rebuilt("recommendations", bodies.world.house.ledger.rooms["recommendations"])
        assert [list(rows.objects.order_by("id").values()) for rows in (HandlingRow, LikenessRow)] == before
    assert bodies.step(key, "restate", by=KEYS[0], reason="chu kỳ sau").state == "restated"
    with pytest.raises(Forbidden):
        bodies.step(key, "reopen", reason="x", officer=UYEN)


def test_pages_in_both_languages(bodies: Bodies) -> None:
    bodies.take_in(SECOND, OTHER)
    public, an = client_of(None), client_of(account_of(AN))
    for language in ("vi", "en"):
        shown = public.get(url("recommendations", language=language), {"query": "mua ban"}).content.decode()
        assert "thu-nghiem/1.2" in shown and "thu-nghiem/1.1" not in shown and "/import/" not in shown
        assert "POST" not in public.get(url("recommendation", "thu-nghiem", "1.1", language=language)).content.decode()
        assert an.get(url("recommendation", "thu-nghiem", "1.1", language=language)).status_code == 200
        assert KEYS[0] in an.get(url("recommendation-likenesses", language=language)).content.decode()
    assert public.get(url("recommendation-likenesses")).status_code == 404
    files = {"file": SimpleUploadedFile("b.csv", CSV + b"9,,,Noted,x\n"), "mapping": SimpleUploadedFile("m.yaml", MAPPING), "act": "take"}
    refused = an.post(url("recommendations-import", language="en"), files)
    assert refused.status_code == 422 and b"row 4, column A" in refused.content
    step = url("recommendation-step", "thu-nghiem", "1.2", "answer")
    assert an.post(step, {"number": "0", "position": "supported", "reason": ""}).status_code == 422
    assert an.post(step, {"number": "0", "position": "supported", "reason": "Công văn"}).status_code == 302
    pair = {"first": KEYS[0], "second": KEYS[1], "verdict": "same", "reason": "giống nhau"}
    assert an.post(url("recommendation-likenesses"), pair).status_code == 302
    assert KEYS[0] in an.get(url("recommendation", "thu-nghiem", "1.1")).content.decode()
    assert bodies.view("thu-nghiem/1.2").course.state == "supported"
