"""The form that describes evidence: the same where it is attached and where it is described anew."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.http import HttpRequest

from dicu.review.entering import BadForm
from dicu.review.evidence.entering import FIELDS, read_description
from dicu.review.evidence.model import Description
from dicu.review.evidence.words import CLASSIFICATION, CLASSIFICATION_MEANS, CLASSIFICATION_TONES, KIND, LANGUAGE, PLACE
from dicu.vocabulary import dates
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.review.asking import desk

PREFIX = "evidence-"
"""The page of a line has other forms, with fields of the same names."""


@contextmanager
def described(request: HttpRequest, problems: Problems, *, kept: bool) -> Iterator[Description | None]:
    """The description, for the step inside; None where something is wrong with it, or was before. What the step refuses stands at the
    file."""
    said = None
    before = bool(problems)
    try:
        fields = {name: typed(request, PREFIX + name) for name in FIELDS}
        said = read_description(fields, current(), desk(request).tools.today(), kept=kept)
    except BadForm as bad:
        problems.found += [
            (problem.field if problem.field == "file" else PREFIX + problem.field, problem.message) for problem in bad.problems
        ]
    refused = Problems()
    with attempt(refused):
        yield None if before else said
    problems.found += [("file", message) for _, message in refused.found]


def typed_description(request: HttpRequest) -> dict[str, str]:
    return {PREFIX + name: typed(request, PREFIX + name) for name in FIELDS}


def shown_description(said: Description | None, title: str) -> dict[str, str]:
    """As fields of the form, days in the page's language."""
    if said is None:
        return {PREFIX + "title": title}
    fields = {name: str(getattr(said, name)) for name in FIELDS}
    for name in ("dated", "captured"):
        fields[name] = dates.short(date.fromisoformat(fields[name]), current()) if fields[name] else ""
    return {PREFIX + name: text for name, text in fields.items()}


def description_words() -> Mapping[str, Any]:
    return {
        "evidence_kinds": list(KIND.items()),
        "evidence_places": list(PLACE.items()),
        "evidence_classes": list(CLASSIFICATION_MEANS.items()),
        "evidence_languages": list(LANGUAGE.items()),
        "evidence_kind_words": KIND,
        "evidence_place_words": PLACE,
        "evidence_class_words": CLASSIFICATION,
        "evidence_class_tones": CLASSIFICATION_TONES,
        "evidence_language_words": LANGUAGE,
    }
