"""Where a platform in the Open SDG layout keeps what: its configuration, data files, descriptions and translations.

Links that lead out of the folder are not followed, and nothing is fetched.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from dicu.review.foreign import headings
from dicu.review.foreign.findings import Finding, finding, quote
from dicu.review.foreign.yaml_files import BadYaml, read_yaml
from dicu.vocabulary.messages import Refused, T

CONFIGURATIONS = ("config_data.yml", "config_data.yaml", "_config.yml", "_config.yaml")
_MOST = 50_000  # files of a platform
_NOTES = {"readme.md", "placeholder.md", "license", ".gitkeep"}
_CODE = re.compile(r"[0-9]+[.-][0-9a-z]+(?:[.-][0-9a-z]+)*", re.IGNORECASE)


class NoPlatform(Refused):
    """The folder is not in the Open SDG layout."""


@dataclass(slots=True)
class Platform:
    """What was found in the folder. Paths are absolute; `name` gives them relative to it."""

    root: Path
    configuration: dict[str, Any] = field(default_factory=dict)
    data: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    within: set[Path] = field(default_factory=set)  # folders that are known to lie in it

    def name(self, path: Path) -> str:
        return os.fsencode(path.relative_to(self.root).as_posix()).decode("utf-8", "replace")

    @property
    def base(self) -> Path:
        """Where data and descriptions lie, as the configuration says: the folder itself, or one in it."""
        said = str(self.configuration.get("src_dir") or "")
        return inside if said and (inside := (self.root / said)).is_dir() and self.holds(inside) else self.root

    @property
    def languages(self) -> list[str]:
        said = self.configuration.get("languages")
        return [str(code) for code in said if isinstance(code, str)] if isinstance(said, list) else []

    def holds(self, path: Path) -> bool:
        """Whether the file or folder, links followed, lies in the platform's folder."""
        if path.parent in self.within and not path.is_symlink():
            return path.exists()
        try:
            inside = path.resolve(strict=True).is_relative_to(self.root)
        except (OSError, RuntimeError):
            return False
        if inside and not path.is_symlink():
            self.within.update((path, path.parent) if self.root != path else (path,))
        return inside

    def inputs(self, *kinds: str) -> list[str]:
        """The patterns of the configured inputs whose class begins with one of these words."""
        said = self.configuration.get("inputs")
        entries = [entry for entry in said if isinstance(entry, dict)] if isinstance(said, list) else []
        fitting = [entry for entry in entries if str(entry.get("class", "")).startswith(kinds)]
        return [str(entry["path_pattern"]) for entry in fitting if isinstance(entry.get("path_pattern"), str)]

    def settled(self) -> dict[str, str]:
        """What the configuration says about headings, folded."""
        options = self.configuration.get("indicator_options")
        options = options if isinstance(options, dict) else {}
        beside = options.get("non_disaggregation_columns")
        known = {headings.folded(str(name)): headings.LEFT_OUT for name in beside} if isinstance(beside, list) else {}
        known = {name: headings.WORDS.get(name, meaning) for name, meaning in known.items()}
        for option, meaning in (("series_column", headings.SERIES), ("unit_column", headings.UNIT)):
            if isinstance(options.get(option), str):
                known[headings.folded(options[option])] = meaning
        return known

    def matching(self, pattern: str) -> list[Path]:
        """The files that a pattern of the configuration names; one that leads out of the folder names none."""
        if pattern.startswith("/") or ".." in pattern.split("/"):
            return []
        try:
            return [path for path in sorted(self.base.glob(pattern)) if path.is_file() and self.holds(path)]
        except (ValueError, NotImplementedError, OSError):
            return []


def opened(folder: Path) -> Platform:
    """The platform in this folder. Raises NoPlatform if there is none."""
    root = _folder(folder)
    platform = Platform(root)
    platform.configuration = _configuration(platform)
    base = platform.base
    if not ((base / "data").is_dir() or platform.inputs("InputCsv") or (base / "meta").is_dir()):
        raise NoPlatform(
            T("{folder} is not in the layout of Open SDG: it has neither a folder “data” nor one “meta”, and no configuration that"
              " names others. Give the folder that holds them.", folder=folder.name or str(folder))
        )  # fmt: skip
    platform.data = list(_data(platform))
    return platform


def indicator_of(path: Path) -> str:
    """The indicator that a file is about, by its name: `indicator_8-8-1.csv` and `8.8.1.csv` are both 8-8-1."""
    stem = path.stem.removeprefix("indicator_").strip()
    return stem.replace(".", "-") if _CODE.fullmatch(stem) else stem


def _folder(folder: Path) -> Path:
    try:
        root = folder.resolve(strict=True)
        os.listdir(root)
    except OSError as fault:
        raise NoPlatform(T("There is no folder {folder} that can be read.", folder=folder.name or str(folder))) from fault
    return root


def _configuration(platform: Platform) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for name in reversed(CONFIGURATIONS):
        path = platform.root / name
        if path.is_file() and platform.holds(path):
            try:
                merged |= read_yaml(path)
            except BadYaml as fault:
                platform.findings.append(finding("F22", name, file=name, found=fault.reason))
    return merged


def _data(platform: Platform) -> Iterator[Path]:
    """The data files: all CSV files in `data`, and those that the configuration names elsewhere."""
    configured = platform.inputs("InputCsv")
    named = {path for pattern in configured for path in platform.matching(pattern) if path.suffix.lower() == ".csv"}
    places = sorted({*_entries(platform, platform.base / "data"), *named}, key=platform.name)
    for path in places[:_MOST]:
        name = platform.name(path)
        if path.suffix.lower() != ".csv":
            _note_other(platform, path, name)
            continue
        local = path.relative_to(platform.base).as_posix()
        if configured and not any(fnmatch(local, pattern) for pattern in configured):
            platform.findings.append(finding("F21", indicator_of(path), file=name))
        yield path
    _note_inputs(platform)


def _entries(platform: Platform, folder: Path) -> list[Path]:
    if not folder.is_dir() or not platform.holds(folder):
        return []
    entries = [folder / name for name in os.listdir(folder)]
    _note_folders(platform, [path for path in entries if path.is_dir()])
    return [path for path in entries if not path.is_dir()]


def _note_folders(platform: Platform, folders: list[Path]) -> None:
    for folder in folders:
        if platform.holds(folder) and any(name.lower().endswith(".csv") for name in os.listdir(folder)):
            found = T("it is a folder in the folder of data")
            platform.findings.append(finding("F23", folder.name, file=platform.name(folder), found=found))


def _note_other(platform: Platform, path: Path, name: str) -> None:
    if path.name.lower() not in _NOTES and not path.name.startswith("."):
        platform.findings.append(finding("F23", path.stem, file=name, found=quote(path.suffix or path.name)))


def _note_inputs(platform: Platform) -> None:
    """Data that the platform takes from SDMX or other sources are named, so that nobody believes they were read."""
    for pattern in platform.inputs("InputSdmx", "InputPx", "InputJson", "InputExcel"):
        for path in platform.matching(pattern):
            platform.findings.append(finding("F23", path.stem, file=platform.name(path), found=quote(pattern)))
