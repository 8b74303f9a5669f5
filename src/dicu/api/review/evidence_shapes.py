"""The description of evidence, as it is answered and as it is sent."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from dicu.api import problems
from dicu.api.problems import Problem, in_body, in_parameter
from dicu.api.shapes import Day, Sent, Shape
from dicu.review.entering import BadForm
from dicu.review.evidence.entering import FIELDS, read_description
from dicu.review.evidence.model import Description

Kind = Literal["document", "dataset", "legal-act", "register-extract", "web-page"]
Placed = Literal["page", "paragraph", "table", "not-known"]
Classified = Literal["public", "internal", "restricted"]
Written = Literal["vi", "en", "fr", "zh", "lo", "km", "th", "ja", "ko", "mis"]

OfKind = Annotated[Kind, Query(description="What sort of evidence it is.")]
OfTitle = Annotated[str, Query(min_length=1, max_length=500, description="The title, as it stands on the evidence.")]
OfPlace = Annotated[Placed, Query(description="What sort of place the locator names; not-known where nobody knows.")]
OfClass = Annotated[Classified, Query(description="Who may know of it.")]
OfLanguage = Annotated[Written, Query(description="Language of the evidence; mis: another one.")]
Locator = Annotated[str, Query(max_length=200, description="The page, paragraph or table; empty exactly where place is not-known.")]
Issuer = Annotated[str, Query(max_length=300, description="Who issued it.")]
Reference = Annotated[str, Query(max_length=200, description="Its number or sign.")]
Dated = Annotated[date | None, Query(description="The date on it.")]
Url = Annotated[str, Query(max_length=1000, description="Where it stands on the web.")]
Captured = Annotated[date | None, Query(description="The day on which the page at the address was read.")]


class DescriptionShape(Shape):
    """`locator` is empty exactly where `place` is not-known. `language`: ISO 639, mis for another one."""

    kind: str
    title: str
    issuer: str
    reference: str
    dated: date | None
    place: str
    locator: str
    classification: str
    language: str
    url: str
    captured: date | None


class DescriptionSent(Sent):
    """`locator` is empty exactly where `place` is not-known; `captured` goes with `url`."""

    kind: Kind
    title: str = Field(min_length=1, max_length=500)
    issuer: str = Field("", max_length=300)
    reference: str = Field("", max_length=200)
    dated: Day | None = None
    place: Placed
    locator: str = Field("", max_length=200)
    classification: Classified
    language: Written
    url: str = Field("", max_length=1000)
    captured: Day | None = None


def description_shape(said: Description | None) -> DescriptionShape | None:
    if said is None:
        return None
    days = {name: date.fromisoformat(text) if (text := str(getattr(said, name))) else None for name in ("dated", "captured")}
    words = {name: str(getattr(said, name)) for name in FIELDS if name not in days}
    return DescriptionShape(**words, **days)  # type: ignore[arg-type]


def read_sent(body: DescriptionSent, today: date, *, kept: bool) -> Description:
    """Raises Problem with each fault at its place in the body."""
    try:
        return read_description({name: _text(getattr(body, name)) for name in FIELDS}, "en", today, kept=kept)
    except BadForm as bad:
        raise problems.invalid(*(in_body(f"/{p.field}", p.message) for p in bad.problems)) from bad


def read_asked(asked: dict[str, Any], today: date) -> Description:
    """The same of parameters: the body is the file."""
    try:
        return read_description({name: _text(asked[name]) for name in FIELDS}, "en", today, kept=True)
    except BadForm as bad:
        raise _of_parameters(bad) from bad


def _of_parameters(bad: BadForm) -> Problem:
    return problems.invalid(*(in_parameter(p.field, p.message) for p in bad.problems))


def _text(value: Any) -> str:
    """Days as an English form takes them."""
    if value is None:
        return ""
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
