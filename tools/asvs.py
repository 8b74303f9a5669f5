"""docs/reference/asvs.md, made from docs/reference/asvs.yaml: `python -m tools.asvs`.

The YAML holds the standard's requirement numbers with their levels, and a row for each that is looked at: all of level 2, and of
level 3 the chapters whose faults would hurt people most. The standard's sentences are not copied; each row says in our words
what is asked and how it is met.
"""

import re
import sys
from collections import Counter
from functools import cache
from typing import Any

import yaml
from tools.console import ROOT

DATA = ROOT / "docs" / "reference" / "asvs.yaml"
PAGE = ROOT / "docs" / "reference" / "asvs.md"
STATUS = {"met": "met", "partly": "partly", "unmet": "**not met**", "none": "does not apply"}
COLUMNS = ("| Requirement | Level | Status | How | Where |", "| --- | --- | --- | --- | --- |")
HEAD = """# ASVS 5.0

The OWASP Application Security Verification Standard 5.0.0, requirement by requirement: all of level 2, and of level 3 the chapters {deep}.
Made from `docs/reference/asvs.yaml` by `python -m tools.asvs`; a test fails while the two differ, while a requirement of these
levels is missing, and while a file that is named is not there. The standard's own sentences are to be read there; what is said here
is ours. This is our own judgement; nobody else has verified it yet.

{counts}

"Met" means that there is a test, or a document where one is asked for. "Partly" says what is missing.
"""


@cache
def data() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(DATA.read_text("utf-8"))
    return told


@cache
def levels() -> dict[str, int]:
    """Requirement → its level, of the whole standard."""
    sections: dict[str, str] = data()["levels"]
    return {f"{section}.{number}": int(level) for section, found in sections.items() for number, level in enumerate(str(found), 1)}


def rows() -> dict[str, list[Any]]:
    """Requirement → status, words, files."""
    found: dict[str, list[Any]] = data()["rows"]
    return found


def deep() -> list[str]:
    """Chapters that are looked at on level 3."""
    return list(data()["deep"])


def wanted() -> set[str]:
    return {name for name, level in levels().items() if level <= 2 or name.split(".")[0] in deep()}


def written() -> str:
    parts = [HEAD.format(deep=", ".join(deep()), counts=_counts())]
    for chapter, title in data()["chapters"].items():
        found = [name for name in rows() if name.split(".")[0] == chapter]
        lines = [_line(name, *rows()[name]) for name in sorted(found, key=_order)]
        parts.append("\n".join([f"\n## {chapter} {title}\n", *COLUMNS, *lines]) + "\n")
    return "".join(parts)


def _line(name: str, status: str, words: str, *files: str) -> str:
    where = "<br>".join(f"`{file}`" for file in files)
    return f"| {name} | {levels()[name]} | {STATUS[status]} | {words} | {where} |"


def _counts() -> str:
    lines = ["| Level | " + " | ".join(STATUS.values()) + " |", "| --- |" + " --- |" * len(STATUS)]
    for level in (1, 2, 3):
        found = Counter(row[0] for name, row in rows().items() if levels()[name] == level)
        lines.append(f"| {level} | " + " | ".join(str(found[status]) for status in STATUS) + " |")
    return "\n".join(lines)


def _order(name: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", name)]


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
    sys.exit(0)
