"""What is said to who must wait after too many attempts, and how."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dicu.store.signing_in.throttle import Throttled
from dicu.vocabulary.messages import Message


def wait_words(seconds: int) -> Message:
    return Throttled(seconds).message


def form(request: HttpRequest, template: str, words: dict[str, object], wait: int = 0) -> HttpResponse:
    """A form's page: 429 and Retry-After for who must wait, 422 with problems, else 200."""
    response = render(request, template, words, status=429 if wait else 422 if words.get("problems") else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
