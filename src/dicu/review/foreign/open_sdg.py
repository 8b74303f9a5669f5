"""A whole platform in the Open SDG layout, unchanged: every row accounted for, every oddity a finding."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dicu.review.foreign import gap_rules, quick_table
from dicu.review.foreign.data_files import DataFile, read_file
from dicu.review.foreign.descriptions import Descriptions, read_descriptions
from dicu.review.foreign.findings import Finding, finding
from dicu.review.foreign.layout import Platform, indicator_of, opened
from dicu.review.foreign.placeholders import placeholders
from dicu.review.foreign.rows import Manner
from dicu.review.foreign.table import NOTHING, Counts, Entry, Writer
from dicu.review.foreign.translations import compared, read_translations, translated_headings


@dataclass(frozen=True, slots=True)
class Options:
    """`area`: the code of the area that the platform is about; `year_begins`: month of the financial year's first day, 0 unknown;
    `day`: the day on which it is asked whether figures are stale."""

    day: date
    area: str = ""
    year_begins: int = 0
    quick: bool = True


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it. `counts.rejected` is the sum of the findings' `rejected`; `by_file` has the same for each file."""

    files: int
    counts: Counts
    indicators: int
    placeholder_files: int
    findings: tuple[Finding, ...]
    by_file: dict[str, Counts]

    def as_json(self) -> dict[str, int]:
        """The summary that other programs read."""
        c = self.counts
        rows = {"rows_read": c.rows_read, "observations": c.observations, "missing_coded": c.missing_coded, "rejected": c.rejected}
        return {"files": self.files, **rows, "indicators": self.indicators, "placeholder_files": self.placeholder_files}


def import_platform(folder: Path, writer: Writer, options: Options, tick: Callable[[int, int], None] = lambda done, of: None) -> Imported:
    """Read the platform and write its observations. `tick` is told how many of the files are done. Raises NoPlatform."""
    platform = opened(folder)
    descriptions = read_descriptions(platform)
    translations, unreadable = read_translations(platform)
    settled = {**translated_headings(translations), **platform.settled()}
    files = list(_read(platform, descriptions, settled, options, tick))
    held = list(placeholders(files))
    _write(files, {file.name for file, _ in held}, writer)
    elsewhere = any(found.rule == "F23" for found in platform.findings)
    findings = [
        *platform.findings,
        *descriptions.findings,
        *unreadable,
        *(found for file in files for found in file.findings),
        *(found for _, found in held),
        *_undescribed(files, descriptions),
        *_crowded(files),
        *(
            found
            for case in gap_rules.cases(files, descriptions, [file.name for file, _ in held], options.day)
            for found in gap_rules.decided(case, elsewhere)
        ),
        *compared(platform, translations),
    ]
    counts = sum((file.counts for file in files), NOTHING)
    indicators = len({file.indicator for file in files if file.counts.observations + file.counts.missing_coded})
    return Imported(len(files), counts, indicators, len(held), tuple(findings), {file.name: file.counts for file in files})


def _read(
    platform: Platform, descriptions: Descriptions, settled: dict[str, str], options: Options, tick: Callable[[int, int], None]
) -> Iterator[DataFile]:
    for done, path in enumerate(platform.data, 1):
        code = indicator_of(path)
        manner = Manner(
            platform.name(path),
            code,
            options.area,
            descriptions.text(code, "source_organisation_1"),
            descriptions.text(code, "computation_units"),
            year_begins=options.year_begins,
        )
        yield read_file(path, manner.file, manner, settled, platform.holds(path), options.quick)
        tick(done, len(platform.data))


def _write(files: Iterable[DataFile], held: set[str], writer: Writer) -> None:
    """Rows of placeholder files are there, as the accounting wants it, and flagged, so that nobody counts them."""
    for file in files:
        if file.whole is not None:
            writer.add_table(quick_table.held(file.whole) if file.name in held else file.whole)
        elif file.name in held:
            writer.add(_held(entry) for entry in file.entries)
        else:
            writer.add(file.entries)


def _held(entry: Entry) -> Entry:
    return entry._replace(flags=f"G11 {entry.flags}".strip())


def _undescribed(files: Iterable[DataFile], descriptions: Descriptions) -> Iterator[Finding]:
    if not descriptions.fields:
        return
    for file in files:
        if file.indicator not in descriptions.fields:
            yield finding("F19", file.indicator, file=file.name, indicator=file.indicator)


def _crowded(files: Iterable[DataFile]) -> Iterator[Finding]:
    names: dict[str, list[str]] = {}
    for file in files:
        names.setdefault(file.indicator, []).append(file.name)
    for code, several in names.items():
        if len(several) > 1:
            yield finding("F20", code, indicator=code, files=", ".join(several))
