"""Forms: what was typed, what is wrong with it, and where.

A view reads fields with `typed`, lets a room do the step inside `attempt`, and shows the page again with `problems` if
there are any. The layout then puts "Error:" before the title and a summary that links to each field above the form.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpRequest

from dicu.access.model import Absent, Forbidden
from dicu.ledger.model import Conflict
from dicu.vocabulary.messages import Message, Refused
from dicu.vocabulary.text import normalised
from dicu.web.language import current


@dataclass
class Problems:
    """What is wrong with a form: the field's id and a sentence, in the order found. An empty id: the form as a whole."""

    found: list[tuple[str, Message]] = field(default_factory=list)

    def add(self, where: str, message: Message) -> None:
        self.found.append((where, message))

    def __bool__(self) -> bool:
        return bool(self.found)

    def of(self, where: str) -> dict[str, str] | None:
        """What GOV.UK's macros take as `errorMessage` of the field; None if nothing is wrong with it."""
        said = [message.say(current()) for place, message in self.found if place == where]
        return {"text": " ".join(said), "visuallyHiddenText": ""} if said else None

    def summary(self) -> list[dict[str, str]]:
        """What GOV.UK's macro takes as `errorList`."""
        return [{"text": message.say(current())} | ({"href": f"#{where}"} if where else {}) for where, message in self.found]


@contextmanager
def attempt(problems: Problems, *fields: str) -> Iterator[None]:
    """Do a room's step; what it refuses becomes a problem at the field it names, and nothing of the step is kept.

    `fields` are the ids the form has: a refusal about something else stands at the top, without a link that leads
    nowhere. That a thing is not there, is not allowed or has changed meanwhile is not the form's fault, and passes.
    """
    try:
        with transaction.atomic():
            yield
    except (Absent, Forbidden, Conflict):
        raise
    except Refused as refusal:
        problems.add(refusal.where if refusal.where in fields else "", refusal.message)


def typed(request: HttpRequest, name: str) -> str:
    """The field as typed: NFC, lines ended by a line feed alone, no control characters, no blanks around it; empty if
    the form did not send it."""
    text = normalised(request.POST.get(name, "")).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()
