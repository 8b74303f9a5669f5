"""Messages for people: an English sentence as the key, its Vietnamese equal in `locale/vi/dicu.po`.

The catalogue is read from the .po file itself: there is no compiled copy that could lag behind.
`T` marks a sentence for extraction (see `tools/messages.py`) and carries its parameters; it is said in a language only
where it meets a person, so a rule never needs to know who is reading.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from dicu.vocabulary.bilingual import LANGUAGES, Bilingual, Language


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with `{named}` places, and what stands in them."""

    sentence: str
    values: dict[str, Any] = field(default_factory=dict)

    def say(self, language: Language) -> str:
        return translated(self.sentence, language).format_map({name: _shown(value, language) for name, value in self.values.items()})

    def both(self) -> Bilingual:
        return Bilingual(vi=self.say("vi"), en=self.say("en"))


def T(sentence: str, **values: Any) -> Message:  # noqa: N802 - short on purpose: it stands before every sentence
    return Message(sentence, values)


class Refused(Exception):
    """The house says no, and says why in words for an officer: what was wrong, where, and what to do."""

    def __init__(self, message: Message, where: str = "") -> None:
        super().__init__(message.say("en"))
        self.message = message
        self.where = where


def translated(sentence: str, language: Language) -> str:
    return catalogue(language).get(sentence, sentence)


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Sentence → translation. English has no file: its sentences are the keys."""
    path = files("dicu") / "locale" / language / "dicu.po"
    if not path.is_file():
        return {}
    from babel.messages.pofile import read_po  # noqa: PLC0415 - only a process that speaks Vietnamese pays for it

    with path.open("rb") as stream:
        return {str(m.id): str(m.string) for m in read_po(stream) if m.id and m.string and not m.fuzzy}


def _shown(value: Any, language: Language) -> Any:
    from dicu.vocabulary import dates, numbers  # noqa: PLC0415 - they in turn refuse bad input with messages

    if isinstance(value, Message | Bilingual):
        return value.say(language)
    if isinstance(value, datetime):
        return dates.moment(value, language)
    if isinstance(value, date):
        return dates.short(value, language)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    return numbers.written(value, language)


__all__ = ["LANGUAGES", "Message", "Refused", "T", "catalogue", "translated"]
