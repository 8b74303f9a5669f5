"""Which language a request is answered in: `?lang=`, else the first of ours that `Accept-Language` names, else Vietnamese.

Addresses have no language here: what they lead to is the same in both, and most answers carry both.
"""

from django.http import HttpRequest

from dicu.vocabulary.bilingual import LANGUAGES, Language

FIRST: Language = "vi"


def language_of(request: HttpRequest) -> Language:
    return chosen(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""))


def chosen(named: str, accepted: str) -> Language:
    """`named`: what stands behind `lang=`; `accepted`: the header Accept-Language."""
    return _known(named) or _accepted(accepted) or FIRST


def _accepted(header: str) -> Language | None:
    """The one of ours with the highest weight; of equals, the first. What cannot be read counts for nothing."""
    weighed = [(_weight(parameters), _known(tag.strip()[:2].lower())) for tag, _, parameters in map(_parted, header[:500].split(","))]
    found = [(weight, language) for weight, language in weighed if language and weight > 0]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _parted(item: str) -> tuple[str, str, str]:
    return item.partition(";")


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return min(float(value), 1.0) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _known(code: str) -> Language | None:
    return next((language for language in LANGUAGES if language == code), None)
