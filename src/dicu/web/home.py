"""The front page, and the two pages about the service itself.

Rooms put things on the front page: what is published, for everybody, and what there is to do, for who has signed in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message
from dicu.vocabulary.observation import Standing
from dicu.web.language import FIRST, chosen, in_language, known
from dicu.web.officer import asking

Words = str | Message | Bilingual


@dataclass(frozen=True, slots=True)
class Tile:
    """A way into a room. `count` is how many things wait there; `standing` marks what is compiled or synthetic."""

    title: Words
    text: Words
    href: str
    count: int | None = None
    standing: Standing | None = None


Tiles = Callable[[HttpRequest], Iterable[Tile]]

_work: list[Tiles] = []
_published: list[Tiles] = []


def work(tiles: Tiles) -> Tiles:
    """Decorator: these tiles are asked for on the front page of who has signed in."""
    return _declared(_work, tiles)


def published(tiles: Tiles) -> Tiles:
    """Decorator: these tiles stand on everybody's front page."""
    return _declared(_published, tiles)


def _declared(shelf: list[Tiles], tiles: Tiles) -> Tiles:
    if tiles not in shelf:
        shelf.append(tiles)
    return tiles


def home(request: HttpRequest) -> HttpResponse:
    signed_in = bool(asking(request).account)
    words = {"work": _asked(_work, request) if signed_in else [], "published": _asked(_published, request)}
    return render(request, "pages/home_signed_in.jinja" if signed_in else "pages/home_public.jinja", words)


def _asked(shelf: list[Tiles], request: HttpRequest) -> list[Tile]:
    return [tile for tiles in shelf for tile in tiles(request)]


def front_door(request: HttpRequest) -> HttpResponse:
    """`/` leads to the front page in the language this browser chose, else the account's, else Vietnamese."""
    language = chosen(request) or known(getattr(request.user, "language", None)) or FIRST
    response = HttpResponseRedirect(in_language("/", language))
    patch_vary_headers(response, ["Cookie"])
    return response


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.jinja")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.jinja")
