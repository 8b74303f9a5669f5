"""What a platform says about its indicators: status, unit, expected breakdowns, frequency, target. One mapping for each, from whatever
files describe it; and what is wrong with those files."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dicu.review.foreign.findings import Finding, finding
from dicu.review.foreign.layout import Platform, indicator_of
from dicu.review.foreign.yaml_files import BadYaml, read_yaml

_NO_INDICATOR = {"README", "readme", "index", "placeholder", "schema"}
_FOLDERS = ("indicator-config", "meta")
_DEEPEST = 3


@dataclass(slots=True)
class Descriptions:
    """Fields by indicator. `files` names where each is described."""

    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def of(self, indicator: str) -> Mapping[str, Any]:
        return self.fields.get(indicator, {})

    def text(self, indicator: str, name: str) -> str:
        value = self.of(indicator).get(name)
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def read_descriptions(platform: Platform) -> Descriptions:
    found = Descriptions()
    for path in _described(platform):
        name, code = platform.name(path), indicator_of(path)
        try:
            fields = read_yaml(path)
        except BadYaml as fault:
            found.findings.append(finding("F22", code, file=name, found=fault.reason))
            continue
        if _translation(platform, path):
            continue
        found.fields.setdefault(code, {}).update({key: value for key, value in fields.items() if value not in (None, "", [])})
        found.files.setdefault(code, []).append(name)
    return found


def _described(platform: Platform) -> list[Path]:
    """Files that describe an indicator, in a fixed order; what stands in `meta` comes last and so prevails."""
    patterns = platform.inputs("InputYaml", "InputMeta")
    named = {path for pattern in patterns for path in platform.matching(pattern)}
    usual = {path for folder in _FOLDERS for path in _below(platform, platform.base / folder)}
    fitting = [path for path in usual | named if path.suffix.lower() in {".md", ".yml", ".yaml"} and path.stem not in _NO_INDICATOR]
    return sorted(fitting, key=lambda path: (path.relative_to(platform.root).parts[0] == "meta", platform.name(path)))


def _below(platform: Platform, folder: Path) -> Iterator[Path]:
    for place, names, files in os.walk(folder):
        if len(Path(place).relative_to(folder).parts) >= _DEEPEST:
            names.clear()
        for name in files:
            path = Path(place) / name
            if not path.is_symlink() or (platform.holds(path) and path.is_file()):
                yield path


def _translation(platform: Platform, path: Path) -> bool:
    """Whether it says in another language what a file of the same name already says: meta/es/1-1-1.yml."""
    folder = path.parent.name
    return folder in platform.languages or (len(folder) == 2 and (path.parent.parent / path.name).exists())


def described_breakdowns(fields: Mapping[str, Any]) -> list[str]:
    """`expected_disaggregations`: names of columns, as a list or a text with commas."""
    said = fields.get("expected_disaggregations")
    entries = said.split(",") if isinstance(said, str) else said if isinstance(said, list) else []
    return [text for entry in entries if isinstance(entry, str | int) and (text := str(entry).strip())]
