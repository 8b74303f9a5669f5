"""The templates' environment: what a page may say and how.

A template that names something that does not exist fails loudly (StrictUndefined). GOV.UK's macros count on the
opposite, so they live in an environment of their own and are called as functions: `govuk.button({...})`. Our own
components are called the same way: `ui.status(…)`. Sentences for people are literals in `_()`.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from dicu.vocabulary import dates, numbers
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.period import Period
from dicu.web import language
from dicu.web.frame import frame

_ONLY_IN = {"vi": T("only in Vietnamese"), "en": T("only in English")}


def environment(**options: Any) -> Environment:
    """Called by Django with its own loader and options."""
    ours = PackageLoader("dicu.web")
    loader = ChoiceLoader([options.pop("loader"), ours]) if "loader" in options else ours
    tidy = {"trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**{"autoescape": True, **tidy, **options, "loader": loader, "undefined": StrictUndefined})  # noqa: S701
    made.globals.update(_globals(made))
    made.filters.update(written=written, percent=percent, day=day, moment=moment, period=period, said=said, size=size, plain=plain)
    return made


def _globals(made: Environment) -> dict[str, Any]:
    return {
        "_": plain,
        "frame": frame,
        "static": static,
        "url": url,
        "with_query": with_query,
        "languages": language.NAMES,
        "other_language_url": other_language_url,
        "current_language": language.current,
        "govuk": Macros(_govuk(), "govuk_frontend_jinja/components/{}/macro.html", _govuk_name),
        "ui": Macros(made, "components/{}.jinja", lambda name: name),
    }


def _govuk() -> Environment:
    templates = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=templates, autoescape=True, undefined=ChainableUndefined)


def _govuk_name(name: str) -> str:
    return "govuk" + "".join(part.capitalize() for part in name.split("_"))


class Macros:
    """Macros as functions: `macros.service_navigation(…)` calls the macro of the file that bears its name."""

    def __init__(self, environment: Environment, path: str, name: Callable[[str], str]) -> None:
        self._environment = environment
        self._path = path
        self._name = name

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        if name.startswith("_"):
            raise AttributeError(name)
        template = self._environment.get_template(self._path.format(name.replace("_", "-")))
        macro: Callable[..., Markup] = getattr(template.module, self._name(name))
        return macro


def plain(words: str | Message | Bilingual, **values: Any) -> str:
    """The words in the page's language, as text. A string is an English sentence with `{places}`."""
    if isinstance(words, str):
        words = Message(words, values)
    return words.say(language.current())


def said(words: Bilingual | Message | str) -> str | Markup:
    """Words of data. What exists only in the other language is shown in it, marked for the eye and for speech."""
    text = words if isinstance(words, str) else words.say(language.current())
    if text or not isinstance(words, Bilingual):
        return text
    other = language.other(language.current())
    if not words.say(other):
        return plain(T("not known"))
    marked = Markup('<span lang="{}">{}</span> <span class="dc-aside">({})</span>')
    return marked.format(other, words.say(other), plain(_ONLY_IN[other]))


def written(value: int | Decimal, decimals: int | None = None) -> str:
    return numbers.written(value, language.current(), decimals)


def percent(value: int | Decimal, decimals: int | None = None) -> str:
    return numbers.percent(value, language.current(), decimals)


def day(value: date) -> str:
    return dates.short(value, language.current())


def moment(value: datetime) -> str:
    return dates.moment(value, language.current())


def period(value: Period) -> str:
    return value.say(language.current())


def size(octets: int) -> str:
    """A file's size: 812 B, 1,2 MB (vi), 1.2 MB (en)."""
    amount, unit = Decimal(octets), "B"
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    decimals = 0 if unit == "B" or amount >= 10 else 1
    return f"{written(amount, decimals)}{numbers.NO_BREAK_SPACE}{unit}"


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page, in the page's language."""
    return reverse(name, args=args, kwargs=kwargs)


@pass_context
def other_language_url(context: Context) -> str:
    return language.switched(context["request"])


def with_query(request: HttpRequest, **changes: Any) -> str:
    """This page's address with some of its query changed; None or "" takes a name away."""
    query = {name: request.GET.getlist(name) for name in request.GET} | {k: [v] for k, v in changes.items()}
    kept = {name: [v for v in values if v not in (None, "")] for name, values in query.items()}
    encoded = urlencode({name: values for name, values in kept.items() if values}, doseq=True)
    return f"{request.path}?{encoded}" if encoded else request.path
