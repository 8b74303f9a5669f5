"""The front page: what is published for everybody, what there is to do for who has signed in."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.observation import Standing
from dicu.web import home

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelves(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    def work(request: HttpRequest) -> list[home.Tile]:
        asked.append("work")
        return [home.Tile(Bilingual("Việc cần làm", "To do"), "", "/vi/to-do", count=1200)]

    def published(request: HttpRequest) -> list[home.Tile]:
        asked.append("published")
        return [home.Tile(Bilingual("Bản rà soát", ""), "", "/vi/review", standing=Standing.COMPILED)]

    monkeypatch.setattr(home, "_work", [])
    monkeypatch.setattr(home, "_published", [])
    home.work(work)
    home.work(work)
    home.published(published)
    return asked


def test_everybody_sees_what_is_published_and_nobody_s_work(client: Client, shelves: list[str]) -> None:
    html = client.get("/en/").content.decode()
    assert shelves == ["published"]
    assert "To do" not in html
    assert '<span lang="vi">Bản rà soát</span>' in html
    assert "From public sources" in html


def test_who_is_signed_in_sees_their_work_once(signed_in: Client, shelves: list[str]) -> None:
    html = signed_in.get("/en/").content.decode()
    assert shelves == ["work", "published"]
    assert html.count('href="/vi/to-do"') == 1
    assert "1,200" in html


def test_an_empty_front_page_says_why_and_what_to_do(client: Client, signed_in: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(home, "_work", [])
    monkeypatch.setattr(home, "_published", [])
    assert "has not been given a part in a review" in signed_in.get("/en/").content.decode()
    assert "No review has been published here yet" in Client().get("/en/").content.decode()
