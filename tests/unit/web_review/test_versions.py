"""The page of a version that nobody has decided: what it shows of the house before somebody does."""

import copy
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.unit.review.making import bundle_of
from tests.unit.store_review.house import AN, DUNG, World

from dicu.review.desk import Said
from dicu.review.priorities import Links
from dicu.vocabulary.bilingual import Bilingual


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("vi", ("Vấn đề ưu tiên hoặc giải pháp TD-LD-1", "có mục báo cáo đã gửi gắn với nhiệm vụ này", "không được so sánh ở đây")),
        ("en", ("Priority or solution TD-LD-1", "lines that were sent hang on it", "differ that are not compared here")),
    ],
)
def test_a_dropped_task_shows_its_lines_and_priorities(
    world: World, as_: Callable[[str], Client], language: str, shown: tuple[str, ...]
) -> None:
    """3.1 is dropped: its line only waits, a priority is about it; and the banner is another, which no row shows."""
    said = Said("priority", Bilingual("Bỏ phí", "No fees"), "", Links(tasks=("3.1",)))
    world.by(DUNG, "reporting", lambda who: world.desk.priorities.propose(who, "demo", "2025", "TD-LD", said))
    world.report(DUNG, "TD-LD")
    made = copy.deepcopy(dict(bundle_of()))
    made["plan"]["tasks"] = [task for task in made["plan"]["tasks"] if task["code"] != "3.1"]
    made["crosswalk"] = [row for row in made["crosswalk"] if row["from"] != "task:3.1"]
    made["plan"]["banner"] = {"vi": "Dữ liệu khác", "en": "Other data"}
    digest = world.by(AN, "coordination", lambda who: world.desk.versions.propose(who, made, "x.zip")).digest
    with override(language):
        address = reverse("plan-version", args=("demo", digest))
    page = unescape(as_("an").get(address).content.decode())
    for words in shown:
        assert words in page
    assert "TD-LD-1</a>" in page
