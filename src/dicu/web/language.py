"""Which language a page is in: its address says so, `/vi/…` or `/en/…`, and nothing guesses from a country or a browser.

Both languages have the same paths, so the other language of any page is one prefix away, query and all. Addresses are
built by Django's `i18n_patterns`; Django's own LocaleMiddleware is not used, because it falls back on the browser's list.
"""

from collections.abc import Callable
from typing import get_args
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from dicu.vocabulary.bilingual import Language

FIRST: Language = "vi"
NAMES: dict[Language, str] = {"vi": "Tiếng Việt", "en": "English"}
"""Each language in its own words, as the switch names it."""

_CODES: tuple[Language, ...] = get_args(Language)


def current() -> Language:
    """The language this thread speaks at the moment."""
    return known(translation.get_language()) or FIRST


def known(code: str | None) -> Language | None:
    return next((language for language in _CODES if language == code), None)


def other(language: Language) -> Language:
    return "en" if language == "vi" else "vi"


def of_path(path: str) -> Language | None:
    """The language of an address; None for one that has none (`/`, `/static/…`)."""
    return known(path.split("/", 2)[1]) if path.startswith("/") else None


def chosen(request: HttpRequest) -> Language | None:
    """The language this browser switched to last, if it ever did."""
    return known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))


def in_language(address: str, language: Language) -> str:
    """The same page in `language`; an address without a language becomes that language's front page."""
    if of_path(address) is None:
        return f"/{language}/"
    rest = address.split("/", 2)
    return f"/{language}/{rest[2]}" if len(rest) > 2 else f"/{language}/"


def switched(request: HttpRequest) -> str:
    """Where the switch leads. A page that answers a POST at an address that cannot be opened sets `request.stays_at`."""
    here: str = getattr(request, "stays_at", "") or request.get_full_path()
    return in_language(here, other(current()))


class Languages:
    """Middleware: the whole request is answered in its address's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = of_path(request.path_info) or chosen(request) or FIRST
        request.language = language  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if _came_by_the_switch(request):
            _remember(response, language)
        return response


def _came_by_the_switch(request: HttpRequest) -> bool:
    """Whoever comes from this same page in the other language has chosen; whoever follows a link from a letter has not."""
    language = of_path(request.path_info)
    if language is None or request.method != "GET":
        return False
    came_from = request.headers.get("Referer", "")
    try:
        return urlsplit(came_from).path == in_language(request.path, other(language))
    except ValueError:  # a referrer that is no address
        return False


def _remember(response: HttpResponse, language: Language) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.LANGUAGE_COOKIE_SECURE),
    )
