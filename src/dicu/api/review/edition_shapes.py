"""A review that was built or published."""

from datetime import datetime

from dicu.api.shapes import Shape
from dicu.review.ports import Edition


class EditionFileShape(Shape):
    name: str
    language: str
    format: str
    sha256: str
    size: int


class EditionShape(Shape):
    """`state` is built or published; `may_publish`: whether this caller may publish it now."""

    plan: str
    round: str
    snapshot: str
    state: str
    built_at: datetime
    published_at: datetime | None
    may_publish: bool
    files: list[EditionFileShape]


def edition_shape(edition: Edition, may_publish: bool) -> EditionShape:
    files = [EditionFileShape(name=f.name, language=f.language, format=f.format, sha256=f.digest, size=f.size) for f in edition.files]
    return EditionShape(
        plan=edition.plan,
        round=edition.round,
        snapshot=edition.snapshot,
        state=edition.state,
        built_at=edition.built_at,
        published_at=edition.published_at,
        may_publish=may_publish,
        files=files,
    )
