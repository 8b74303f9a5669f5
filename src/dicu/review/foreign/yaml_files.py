"""YAML of strangers: read with limits, without tags that make objects and without aliases, which can blow a small file up."""

import re
from pathlib import Path
from typing import Any

import yaml

from dicu.review.foreign.encoding import NoText, decoded
from dicu.vocabulary.messages import Message, T

LARGEST = 2_000_000  # bytes
DEEPEST = 40
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAY_ALIAS = re.compile(r"(?:^|[\s\[{,:-])[*&][\w-]", re.MULTILINE)
_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(?P<yaml>.*?)(?:^---[ \t]*\r?$|\Z)", re.DOTALL | re.MULTILINE)


class BadYaml(Exception):
    """The file is no YAML that is accepted; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.say("en"))
        self.reason = reason


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping of a .yml file, or of the front matter of a .md file. Empty where there is none. Raises BadYaml."""
    text = _text(path)
    if path.suffix.lower() == ".md":
        front = _FRONT.match(text)
        text = front["yaml"] if front else ""
    return _mapping(text)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise BadYaml(T("the file is larger than {limit} MB", limit=LARGEST // 1_000_000))
        return decoded(path.read_bytes()).text
    except NoText as fault:
        raise BadYaml(fault.reason) from fault
    except OSError as fault:
        raise BadYaml(T("it cannot be opened")) from fault


def _mapping(text: str) -> dict[str, Any]:
    try:
        if _MAY_ALIAS.search(text):
            _check_aliases(text)
        _check_depth(text)
        found = yaml.load(text, _LOADER)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as fault:
        raise BadYaml(_where(fault)) from fault
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise BadYaml(T("it is not a list of names with values"))
    return {str(name): value for name, value in found.items()}


def _check_aliases(text: str) -> None:
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, _LOADER)):
        raise BadYaml(T("it has aliases, which are not accepted"))


def _check_depth(text: str) -> None:
    """Deep nesting costs a parser its stack: only a text with many brackets or far indents can nest deeply."""
    deepest = max(text.count("["), text.count("{"), max((len(line) - len(line.lstrip(" -")) for line in text.splitlines()), default=0))
    if deepest <= DEEPEST:
        return
    depth = 0
    for event in yaml.parse(text, _LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise BadYaml(T("it is nested too deeply"))


def _where(fault: Exception) -> Message:
    mark = getattr(fault, "problem_mark", None)
    if mark is None:
        return T("its syntax is wrong")
    return T("its syntax is wrong in line {line}", line=str(mark.line + 1))
