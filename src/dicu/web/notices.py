"""One sentence to the reader on the next page: "the line was saved". Kept in the session, in both languages."""

from django.http import HttpRequest

from dicu.vocabulary.messages import Message
from dicu.web.language import current

_KEY = "dicu-notices"


def notify(request: HttpRequest, message: Message) -> None:
    """Say `message` on the next page this person sees, in whatever language that page is."""
    said = message.both()
    request.session[_KEY] = [*request.session.get(_KEY, []), {"vi": said.vi, "en": said.en}]


def told(request: HttpRequest) -> list[str]:
    """What is to be said, once: it is forgotten by asking."""
    session = getattr(request, "session", None)
    waiting = session.pop(_KEY, []) if session is not None and _KEY in session else []
    return [notice[current()] for notice in waiting]
