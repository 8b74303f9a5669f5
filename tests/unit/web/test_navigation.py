"""The navigation shows each reader the places that are theirs, and marks the one they are in."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation

from dicu.access.model import PUBLIC, Grant, Officer
from dicu.vocabulary.messages import T
from dicu.web import navigation as nav

YESTERDAY = date.today() - timedelta(days=2)

LAN = Officer("lan", "Nguyễn Thị Lan", grants=(Grant("coordinator"), Grant("reporter", until=YESTERDAY)))


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(nav, "_places", {})
    nav.add(
        nav.Place(T("About"), "about", order=9),
        nav.Place(T("Home"), "home", order=0),
        nav.Place(T("Coordinate"), "accessibility", nav.for_roles("coordinator"), order=5),
        nav.Place(T("Report"), "sign-out", nav.for_roles("reporter"), order=6),
        nav.Place(T("Mine"), "signed-out", nav.signed_in, order=7),
    )
    with translation.override("en"):
        yield


def seen(officer: Officer, path: str = "/en/") -> list[nav.Item]:
    return nav.navigation(RequestFactory().get(path), officer)


def test_each_reader_sees_their_places_in_order() -> None:
    assert [item.text for item in seen(PUBLIC)] == ["Home", "About"]
    assert [item.text for item in seen(LAN)] == ["Home", "Coordinate", "Mine", "About"]  # a role that ended shows nothing


@pytest.mark.parametrize(
    ("path", "current", "within"),
    [
        ("/en/", "Home", None),
        ("/en/about", "About", None),
        ("/en/about/licence", None, "About"),
        ("/en/abouts", None, None),
        ("/en/sign-in", None, None),
    ],
)
def test_one_place_is_marked(path: str, current: str | None, within: str | None) -> None:
    items = seen(LAN, path)
    assert [item.text for item in items if item.current] == ([current] if current else [])
    assert [item.text for item in items if item.within] == ([within] if within else [])


def test_a_place_stands_once_however_often_it_is_declared() -> None:
    nav.add(nav.Place(T("Home"), "home", order=0))
    assert [item.text for item in seen(PUBLIC)].count("Home") == 1


def test_the_navigation_speaks_the_page_s_language(settings: Any) -> None:
    with translation.override("vi"):
        assert seen(PUBLIC)[0].href == "/vi/"
