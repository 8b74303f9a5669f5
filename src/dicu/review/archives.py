"""A plan's folder as a ZIP archive, or on disk: read into a bundle with the places of its parts, or refused in words."""

import io
import zipfile
from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast

import yaml

from dicu.intake.archives import ArchiveLimits, members
from dicu.review.annex import with_annex
from dicu.review.bundles import Bundle, from_folder
from dicu.review.whereabouts import Whereabouts
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Refused, T

LARGEST = 20_000_000  # bytes of all files together, unpacked
LIMITS = ArchiveLimits(members=100, total=LARGEST)
Placed = tuple[Bundle, Callable[[str], str]]


def from_archive(content: bytes) -> Placed:
    """The bundle of a packed folder. Raises Refused: no sound archive, too large, no plan in it, files that cannot be read."""
    stream = io.BytesIO(content)
    members(stream, LIMITS)
    return from_place(_plan_folder(zipfile.ZipFile(stream)))


def offered(content: bytes, name: str, base: Callable[[], Bundle], language: Language, *, whole: bool = False) -> Placed:
    """A version that somebody hands in: a plan's folder as a .zip archive, or a workbook of tasks over `base`."""
    if name.lower().endswith(".zip"):
        return from_archive(content)
    return with_annex(base(), content, name, language, whole=whole), str


def from_place(folder: Traversable) -> Placed:
    """The bundle of a folder; what goes wrong in a file is said with its name and line."""
    check_files(folder)
    try:
        bundle = from_folder(folder, files("dicu.plans"))
    except (KeyError, TypeError, AttributeError) as fault:
        raise Refused(T("The file {name} does not have the form of a plan.", name="plan.yaml")) from fault
    _check_parts(bundle)
    return bundle, Whereabouts(folder)


def from_disk(path: Path) -> Placed:
    return from_place(cast("Traversable", path))


def _plan_folder(archive: zipfile.ZipFile) -> Traversable:
    """The archive itself, or the one folder in it that holds the plan."""
    root = zipfile.Path(archive)
    for place in (root, *(p for p in root.iterdir() if p.is_dir())):
        if (place / "plan.yaml").is_file():
            return cast("Traversable", place)
    raise Refused(T("The file {name} is missing from the plan's folder.", name="plan.yaml"))


def check_files(folder: Traversable) -> None:
    """Each file is YAML, in UTF-8, and says everything once: a repeated part by reference could grow without end."""
    for file in folder.iterdir():
        if file.name.endswith(".yaml"):
            _check_file(file)


def _check_file(file: Traversable) -> None:
    try:
        text = file.read_bytes().decode("utf-8")
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent):
                raise _bad(file.name, event.start_mark.line + 1 if event.start_mark else 1, "*")
        yaml.load(text, Loader=_LOADER)  # noqa: S506 - the C twin of the safe loader
    except UnicodeDecodeError as fault:
        raise Refused(T("The file {name} is not a text in UTF-8.", name=file.name)) from fault
    except yaml.MarkedYAMLError as fault:
        raise _bad(file.name, fault.problem_mark.line + 1 if fault.problem_mark else 1, fault.problem or "") from fault
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise _bad(file.name, 1, str(fault)[:200]) from fault


def _bad(name: str, line: int, problem: str) -> Refused:
    return Refused(T("The file {name} cannot be read at line {line}: {problem}", name=name, line=str(line), problem=problem))


def _check_parts(bundle: Bundle) -> None:
    """The forms that the schema is not asked about, because the parts are named by what is in others."""
    plan: Any = bundle["plan"]
    lists = ("indicators", "observations", "targets", "rounds")
    whole = isinstance(plan, dict) and all(isinstance(plan.get(name), list) for name in ("tasks", "focal_tasks", "stages"))
    if not whole or not all(isinstance(bundle[name], list) for name in lists):
        raise Refused(T("The file {name} does not have the form of a plan.", name="plan.yaml"))
    for name, part in (("sources", bundle["sources"]), *((f"review-{n}", r) for n, r in bundle["reviews"].items())):
        if not isinstance(part, dict):
            raise Refused(T("The file {name} does not have the form of a plan.", name=f"{name}.yaml"))


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
