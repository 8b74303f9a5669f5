"""Published rates of tasks, recomputed: those that come with the house, and whatever somebody types in. Nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dicu.review.published import (
    COUNTS,
    NAMES,
    PublishedRate,
    PublishedStatistic,
    checked_counts,
    findings,
    percent_of,
    rates_of,
    shipped,
)
from dicu.vocabulary import numbers
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.text import normalised
from dicu.web.forms import Problems
from dicu.web.language import current

RATED = ("completed", "overdue")
OWN = Bilingual("Số liệu bạn vừa nhập", "The figures that you typed")


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    typed = {name: normalised(request.GET.get(name, "")).strip()[:40] for name in (*COUNTS, *(f"rate-{what}" for what in RATED))}
    problems = Problems()
    own = _own(typed, problems) if any(typed.values()) else None
    found = [(one, findings(one), _rates(one)) for one in ((own,) if own else shipped())]
    words = {"found": found, "typed": typed, "names": NAMES, "rated": RATED, "problems": problems, "own": own is not None}
    return render(request, "review/published_rates.jinja", words, status=422 if problems else 200)


def _own(typed: dict[str, str], problems: Problems) -> PublishedStatistic | None:
    counts: dict[str, int | None] = {}
    for name in COUNTS:
        try:
            counts |= {name: _count(typed[name])}
            checked_counts({name: counts[name]})
        except Refused as refused:
            problems.add(name, refused.message)
    given = []
    for what in RATED:
        try:
            given += [PublishedRate(what, percent_of(typed[f"rate-{what}"]))] if typed[f"rate-{what}"] else []
        except Refused as refused:
            problems.add(f"rate-{what}", refused.message)
    if not problems and None in [counts.get(name) for name in ("on_time", "late", "within", "overdue")]:
        problems.add("on_time", T("Write all four: completed on time, completed late, within term, overdue."))
    return None if problems else PublishedStatistic("typed", OWN, Bilingual("", ""), None, counts, tuple(given))


def _count(text: str) -> int | None:
    """A whole number as it is written in the page's language; nothing for an empty field."""
    if not text:
        return None
    value = numbers.read(text, current())
    if value != value.to_integral_value():
        raise Refused(T("“{value}” is not a count: write a whole number from 0 up.", value=text))
    return int(value)


def _rates(one: PublishedStatistic) -> list[Message]:
    return [rate.label() for rate in rates_of(one)]
