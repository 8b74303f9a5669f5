"""Languages that a platform declares against the translations that lie in it: G19 and what goes with it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dicu.review.foreign import headings
from dicu.review.foreign.findings import Finding, finding, quote
from dicu.review.foreign.layout import Platform
from dicu.review.foreign.yaml_files import BadYaml, read_yaml
from dicu.vocabulary.messages import T

Entries = dict[str, dict[str, Any]]
"""By name of the file, its entries."""


def read_translations(platform: Platform) -> tuple[dict[str, Entries], list[Finding]]:
    """By language: translations/<language>/*.yml. Files beside those folders are read only to say whether they can be."""
    read: dict[str, Entries] = {}
    findings: list[Finding] = []
    for path in _files(platform):
        try:
            entries = read_yaml(path)
        except BadYaml as fault:
            findings.append(finding("F22", path.stem, file=platform.name(path), found=fault.reason))
            continue
        if path.parent.name != "translations":
            read.setdefault(path.parent.name, {})[path.stem] = entries
    return read, findings


def _files(platform: Platform) -> list[Path]:
    folder = platform.base / "translations"
    found = [path for pattern in ("*.yml", "*/*.yml") for path in folder.glob(pattern)] if platform.holds(folder) else []
    return sorted(path for path in found if path.is_file() and platform.holds(path))


def translated_headings(read: Mapping[str, Entries]) -> dict[str, str]:
    """Headings that the platform's own translations give for Year, Value, Units and Series, folded."""
    wanted = {"year": headings.PERIOD, "value": headings.VALUE, "units": headings.UNIT, "series": headings.SERIES}
    pairs = ((name, text) for files in read.values() for entries in files.values() for name, text in entries.items())
    return {headings.folded(text): wanted[name.lower()] for name, text in pairs if name.lower() in wanted and isinstance(text, str)}


def compared(platform: Platform, read: Mapping[str, Entries]) -> Iterator[Finding]:
    """What one language of the platform has and another lacks."""
    if not read:
        return
    base = max(read, key=lambda language: (sum(map(len, read[language].values())), language))
    for language in platform.languages or sorted(read):
        if language not in read:
            found = T("it has no translations into it")
            yield finding("F41", language, language=language, found=found)
        elif language != base:
            yield from _lacking(base, language, read)


def _lacking(base: str, language: str, read: Mapping[str, Entries]) -> Iterator[Finding]:
    for name, entries in sorted(read[base].items()):
        there = read[language].get(name, {})
        lacking = [key for key in entries if key not in there]
        if lacking:
            shown = quote(", ".join(lacking[:3]))
            yield finding("G19", language, file=f"translations/{language}/{name}.yml", base=base, language=language,
                          count=len(lacking), found=shown)  # fmt: skip
