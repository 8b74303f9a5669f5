"""The places of the main navigation. Rooms add theirs when their addresses are loaded; a page never lists them itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import reverse

from dicu.access.model import Officer
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import Message
from dicu.web.language import current

Shown = Callable[[Officer], bool]


def everybody(officer: Officer) -> bool:
    return True


def signed_in(officer: Officer) -> bool:
    return bool(officer.account)


def for_roles(*roles: str) -> Shown:
    """Shown to who holds one of these roles today. This only keeps the navigation short: access is decided elsewhere."""
    return lambda officer: bool(officer.roles(datetime.now(UTC).astimezone(VIET_NAM).date()) & set(roles))


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation: `route` is the name of an address without parameters; pages below it count as in it."""

    label: Message
    route: str
    shown: Shown = everybody
    order: int = 50


@dataclass(frozen=True, slots=True)
class Item:
    """A place as one reader sees it. `current`: this very page; `within`: a page below it."""

    text: str
    href: str
    current: bool
    within: bool


_places: dict[str, Place] = {}


def add(*places: Place) -> None:
    """Declare places; one route stands once, however often its module is loaded."""
    _places.update({place.route: place for place in places})


def navigation(request: HttpRequest, officer: Officer) -> list[Item]:
    shown = sorted((p for p in _places.values() if p.shown(officer)), key=lambda place: place.order)
    items = [_item(place, request.path) for place in shown]
    return _one_marked(items)


def _item(place: Place, path: str) -> Item:
    href = reverse(place.route)
    front = href.rstrip("/").count("/") == 1  # /vi/ is above every page; only the page itself is "at" it
    within = not front and path.startswith(href.rstrip("/") + "/")
    return Item(place.label.say(current()), href, path == href, within)


def _one_marked(items: list[Item]) -> list[Item]:
    """Only the deepest place is marked: a page below two places is in the nearer one."""
    within = [item for item in items if item.current or item.within]
    deepest = max(within, key=lambda item: len(item.href), default=None)
    return [item if item is deepest else Item(item.text, item.href, False, False) for item in items]
