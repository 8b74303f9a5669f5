"""One sentence to the reader on the next page: "the line was saved". Kept in the session, in both languages."""

from django.http import HttpRequest

from dicu.vocabulary.messages import Message
from dicu.web.language import current

_KEY = "dicu-notices"
_WARNINGS = "dicu-warnings"


def notify(request: HttpRequest, message: Message) -> None:
    """Say `message` on the next page this person sees, in whatever language that page is."""
    said = message.both()
    request.session[_KEY] = [*request.session.get(_KEY, []), {"vi": said.vi, "en": said.en}]


def warn(request: HttpRequest, message: Message) -> None:
    """As `notify`, for what was not the reader's own doing: shown as important, not as done."""
    said = message.both()
    request.session[_WARNINGS] = [*request.session.get(_WARNINGS, []), {"vi": said.vi, "en": said.en}]


def warned(request: HttpRequest) -> list[str]:
    return _once(request, _WARNINGS)


def told(request: HttpRequest) -> list[str]:
    """What is to be said, once: it is forgotten by asking."""
    return _once(request, _KEY)


def _once(request: HttpRequest, key: str) -> list[str]:
    session = getattr(request, "session", None)
    waiting = session.pop(key, []) if session is not None and key in session else []
    return [notice[current()] for notice in waiting]
