"""The structure of SDMX data, read with pysdmx: which concepts there are, which of them identify a figure, and their code lists."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from dicu.vocabulary.messages import Message, T

LARGEST = 100_000_000  # bytes


class BadStructure(Exception):
    """The structure cannot be read; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.say("en"))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Structure:
    """`codes` by concept, only of those that have a list; `lists` the name of the list by concept."""

    name: str = ""
    dimensions: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    codes: dict[str, frozenset[str]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        return self.dimensions | self.attributes


def read_structure(path: Path) -> Structure:
    """The first data structure of a structure message. Raises BadStructure."""
    content = _content(path)
    from pysdmx.errors import PysdmxError  # noqa: PLC0415 - slow to import, and only this command needs it
    from pysdmx.io import read_sdmx  # noqa: PLC0415
    from pysdmx.model import DataStructureDefinition  # noqa: PLC0415

    try:
        message = read_sdmx(BytesIO(content), validate=False)
        found = [part for part in message.structures or () if isinstance(part, DataStructureDefinition)]
    except (PysdmxError, ImportError, ValueError, TypeError, KeyError, AttributeError, LookupError, RecursionError) as fault:
        raise BadStructure(T("it is no structure message that can be read")) from fault
    except Exception as fault:  # whatever the libraries behind it raise on damaged input
        raise BadStructure(T("it is no structure message that can be read")) from fault
    if not found:
        raise BadStructure(T("it has no data structure definition"))
    return _structure(found[0])


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise BadStructure(T("the file is larger than {limit} MB", limit=LARGEST // 1_000_000))
        content = path.read_bytes()
    except OSError as fault:
        raise BadStructure(T("it cannot be opened")) from fault
    if b"<!DOCTYPE" in content[:5_000] or b"<!ENTITY" in content[:5_000]:
        raise BadStructure(T("the XML has a document type of its own, which is not accepted"))
    return content


def _structure(found: Any) -> Structure:
    components = list(found.components)
    lists = {part.id: part.enumeration for part in components if getattr(part, "enumeration", None) is not None}
    codes = {name: frozenset(code.id for code in codelist) for name, codelist in lists.items()}
    return Structure(
        f"{_agency(found)}:{found.id}({found.version})",
        frozenset(part.id for part in found.components.dimensions),
        frozenset(part.id for part in (*found.components.attributes, *found.components.measures)),
        codes,
        {name: str(getattr(codelist, "id", "")) for name, codelist in lists.items()},
    )


def _agency(found: Any) -> str:
    agency = found.agency
    return agency if isinstance(agency, str) else str(getattr(agency, "id", ""))
