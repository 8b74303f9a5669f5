"""Every page either speaks to the database as the officer who asks, or stands in the short list of those that ask it
nothing that is guarded."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import PathConverter, StringConverter

from dicu.web import speaking

SILENT = {"front-door", "sign-in", "sign-out", "signed-out", "about", "accessibility"}
"""They show the frame alone; whatever they would read by mistake, they would find nothing."""
ENTERING = {"sign-in-second", "sign-in-passkey", "sign-in-passkey-options", "sign-in-provider", "sign-in-provider-refused",
            "sign-in-provider-back", "begin"}  # fmt: skip
"""Ways in: nobody is known to ask yet."""


INTERFACE = "api/"
"""Its operations speak as the officer by themselves: tests/unit/api looks at them."""


def pages(found: "URLResolver | URLPattern | None" = None) -> Iterator[URLPattern]:
    if found and str(found.pattern) == INTERFACE:
        return
    if isinstance(found, URLPattern):
        yield found
        return
    for inner in (found or get_resolver("dicu.web.urls")).url_patterns:
        yield from pages(inner)


def speaks(page: URLPattern) -> bool:
    """The wrapper has taken the view's name; its code is its own."""
    return bool(page.callback.__code__.co_filename == speaking.__file__)


def test_every_page_but_those_of_the_frame_speaks_as_its_officer() -> None:
    assert {page.name for page in pages() if not speaks(page)} == SILENT | ENTERING


def test_there_are_pages_to_look_at() -> None:
    assert sum(speaks(page) for page in pages()) > 20


def test_every_page_has_a_name_and_takes_nothing_but_codes() -> None:
    assert all(page.name for page in pages())
    converters = {type(part) for page in pages() for part in page.pattern.converters.values()}
    assert converters <= {StringConverter, PathConverter}, "codes, or several of them with strokes between"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(SILENT - {"front-door", "sign-out"}))
def test_a_page_of_the_frame_is_made_without_a_room(client: object, name: str, settings: object) -> None:
    from django.urls import reverse  # noqa: PLC0415

    settings.DICU_HOUSE = "tests.unit.store.test_every_page_speaks.no_house"  # type: ignore[attr-defined]
    assert client.get(reverse(name)).status_code == 200  # type: ignore[attr-defined]


def no_house() -> None:
    raise AssertionError("a page of the frame asked for the rooms")
