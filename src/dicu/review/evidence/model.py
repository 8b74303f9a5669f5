"""What is said of a piece of evidence: what it is, whose, where in it to look, and who may know of it."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class EvidenceKind(StrEnum):
    DOCUMENT = "document"
    DATASET = "dataset"
    LEGAL_ACT = "legal-act"
    REGISTER_EXTRACT = "register-extract"
    WEB_PAGE = "web-page"


class Classification(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


class Place(StrEnum):
    """What sort of place a locator names. `not-known` is said, never left out."""

    PAGE = "page"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    NOT_KNOWN = "not-known"


LANGUAGES = ("vi", "en", "fr", "zh", "lo", "km", "th", "ja", "ko", "mis")
"""ISO 639 codes; `mis`: another one."""


@dataclass(frozen=True, slots=True)
class Description:
    """As it is recorded. `issuer`, `reference` (its number) and `dated` may be empty: not everything has them. `locator` is empty
    exactly where `place` is not-known. `captured`: the day on which the page at `url` was read. Days are ISO text."""

    kind: str
    title: str
    issuer: str
    reference: str
    dated: str
    place: str
    locator: str
    classification: str
    language: str
    url: str = ""
    captured: str = ""

    @property
    def restricted(self) -> bool:
        return self.classification == Classification.RESTRICTED


def page_digest(url: str) -> str:
    """The identity of a web page of which no copy is kept: that of its address, which no content can have."""
    return sha256(f"web page without a copy\n{url}".encode()).hexdigest()
