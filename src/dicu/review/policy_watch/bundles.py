"""A register as one file: the folder of YAML that somebody edits becomes one canonical bundle, whose SHA-256 names the version."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast

import yaml

from dicu.intake.archives import members
from dicu.review.archives import LIMITS, check_files
from dicu.review.bundles import Bundle
from dicu.review.whereabouts import Whereabouts
from dicu.vocabulary.messages import Refused, T

PARTS = ("register", "sources", "entries")
Placed = tuple[Bundle, Callable[[str], str]]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def shipped(register: str) -> Placed:
    """The register that comes with the product. Raises Refused for an unknown one, naming those there are."""
    if register not in shipped_registers():
        raise Refused(T("There is no policy register “{register}” in this version. Registers: {all}.",
                        register=register, all=", ".join(shipped_registers())))  # fmt: skip
    return from_place(files("dicu.plans") / "policy" / register)


def shipped_registers() -> tuple[str, ...]:
    folder = files("dicu.plans") / "policy"
    return tuple(sorted(f.name for f in folder.iterdir() if f.is_dir() and (f / "register.yaml").is_file()))


def from_disk(path: Path) -> Placed:
    """A folder, or a .zip archive of one."""
    if path.is_dir():
        return from_place(cast("Traversable", path))
    try:
        return from_archive(path.read_bytes())
    except OSError as error:
        raise Refused(T("The file {file} cannot be read: {reason}.", file=str(path), reason=str(error.strerror))) from error


def from_archive(content: bytes) -> Placed:
    """The bundle of a packed folder. Raises Refused: no sound archive, too large, no register in it, files that cannot be read."""
    stream = io.BytesIO(content)
    members(stream, LIMITS)
    root = zipfile.Path(zipfile.ZipFile(stream))
    for place in (root, *(p for p in root.iterdir() if p.is_dir())):
        if (place / "register.yaml").is_file():
            return from_place(cast("Traversable", place))
    raise _missing("register.yaml")


def from_place(folder: Traversable) -> Placed:
    """The bundle of a folder, and where each part of it stands (file and line)."""
    check_files(folder)
    return {part: _plain(_part(folder, part)) for part in PARTS}, Whereabouts(folder)


def _part(folder: Traversable, part: str) -> Any:
    file = folder / f"{part}.yaml"
    if not file.is_file():
        raise _missing(file.name)
    return yaml.load(file.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - the C twin of the safe loader


def _missing(name: str) -> Refused:
    return Refused(T("The file {name} is missing from the folder of the register.", name=name))


def _plain(value: Any) -> Any:
    """Dates as ISO text; everything else as JSON has it."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value
