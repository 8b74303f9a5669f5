"""What a workbook knows of itself, sealed under a key of the house: whose it is, on which entry it was filled, and an id for each row.

Protection in a spreadsheet is convenience; the seal is the guard. Whoever changes the identity or a row's id is found out.
"""

import json
from base64 import b32encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from dicu.intake.sniffing import BadFile
from dicu.ledger.canonical import canonical
from dicu.review.report import Content
from dicu.vocabulary.bilingual import LANGUAGES, Language
from dicu.vocabulary.messages import T

VERSION = "dicu-workbook-1"
ID_BYTES = 10
Seal = Callable[[str], list[bytes]]
"""Keyed digests of a text, 32 bytes each: the first to write, the others of former keys, to compare with."""
RowKey = tuple[str, str]
"""Task and indicator; an empty indicator is the line of the task itself."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`number`: the entry of the report that the form was filled on. `lines`: task → digest of what its line said then.
    `suggested`: sources that were filled in from the last round, by task and indicator; they are no content by themselves."""

    plan: str
    round: str
    agency: str
    plan_digest: str
    number: int
    language: Language
    made_at: str
    made_by: str
    lines: Mapping[str, str]
    suggested: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    version: str = VERSION

    def text(self) -> str:
        return canonical(asdict(self)).decode()

    @property
    def form(self) -> str:
        """The name of this one form among all that were handed out."""
        return sha256(self.text().encode()).hexdigest()[:32]

    def suggestion(self, key: RowKey) -> str:
        return self.suggested.get(key[0], {}).get(key[1], "")


def sealed(identity: Identity, seal: Seal) -> str:
    return seal(identity.text())[0].hex()


def opened(text: str, given: str, seal: Seal) -> Identity:
    """Raises BadFile if the house did not write it, or somebody has changed it since."""
    if not any(compare_digest(digest.hex(), given) for digest in seal(text)):
        raise forged()
    found = json.loads(text)
    if found.get("version") != VERSION or found.get("language") not in LANGUAGES:
        raise BadFile(T("This form was made by another version of the house. Download it anew and copy your entries over."))
    return Identity(**found)


def forged() -> BadFile:
    return BadFile(
        T(
            "This is not a form that this house handed out, or its hidden sheet was changed. Download the form anew from the page of "
            "the report and copy your entries over."
        )
    )


def row_ids(identity: Identity, seal: Seal, keys: Iterable[RowKey]) -> dict[RowKey, str]:
    """The id of each row as it is written into the form."""
    return {key: _ids(identity, seal, key)[0] for key in keys}


def known_ids(identity: Identity, seal: Seal, keys: Iterable[RowKey]) -> dict[str, RowKey]:
    """Every id by which a row of this form may be known, those under former keys of the house among them."""
    return {id_: key for key in keys for id_ in _ids(identity, seal, key)}


def _ids(identity: Identity, seal: Seal, key: RowKey) -> list[str]:
    i = identity
    text = json.dumps([VERSION, i.plan, i.round, i.agency, i.number, *key], ensure_ascii=False)
    return [b32encode(digest[:ID_BYTES]).decode() for digest in seal(text)]


def digest_of(content: Content | None) -> str:
    """Of what a line says; of an unwritten line too."""
    return sha256(canonical(_plain(content))).hexdigest()[:32]


def _plain(content: Content | None) -> dict[str, Any]:
    if content is None:
        return {}
    return {**asdict(content), "completed_on": content.completed_on.isoformat() if content.completed_on else None}
