"""Forms that all operations share: texts in two languages, days, names, and how lists and problems look."""

import re
from datetime import date
from typing import Annotated, Any

from ninja import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> date | None:
    """ISO 8601 and nothing else: pydantic alone would take a number for seconds since 1970."""
    if value is None:
        return None
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", "day")


Day = Annotated[date, BeforeValidator(_day)]
Name = Annotated[str, Path(min_length=1, max_length=100)]
"""A code in an address."""
RoundName = Annotated[str, Path(min_length=1, max_length=100, alias="round")]


class Shape(BaseModel):
    """What is answered. Fields may be added to it, never taken away."""

    model_config = ConfigDict(frozen=True)


class Sent(BaseModel):
    """What a body holds: every field known, each of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Both(Shape):
    """One text in Vietnamese and English; empty: there is none in this language."""

    vi: str
    en: str


def both(text: Bilingual | Message) -> Both:
    said = text.both() if isinstance(text, Message) else text
    return Both(vi=said.vi, en=said.en)


class MisfitShape(Shape):
    pointer: str | None = Field(None, description="Where in the body, as RFC 6901 has it.")
    parameter: str | None = Field(None, description="Which parameter or header.")
    detail: str


class ProblemShape(Shape):
    """RFC 9457. `title` and `detail` are said in the language that was asked for."""

    type: str
    title: str
    status: int
    detail: str
    where: str | None = None
    errors: list[MisfitShape] | None = None


class Step(Shape):
    """What a step did: where to look, and which state the thing is in now."""

    done: bool = True
    etag: str | None = Field(None, description="The state of the report after the step; the ETag to send next.")
