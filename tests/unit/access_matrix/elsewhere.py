"""Doors whose rights are asked by another test: that it is there, and that it asks the door, read in its source."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[2]


@cache
def _module(path: str) -> tuple[str, dict[str, ast.AST]]:
    """The text of a file of tests, and what it names at its top."""
    text = (TESTS / path).read_text("utf-8")
    named: dict[str, ast.AST] = {}
    for node in ast.parse(text).body:
        for name in _names(node):
            named[name] = node
    return text, named


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef):
        yield node.name
    for target in getattr(node, "targets", [getattr(node, "target", None)]):
        if isinstance(target, ast.Name):
            yield target.id


def source(test: str) -> str:
    """What stands in a test (`unit/api/test_x.py::test_y`), in its decorators, and in what it uses of its file. Raises
    KeyError where there is no such test."""
    path, _, name = test.partition("::")
    text, named = _module(path)
    if not name.startswith("test_"):
        raise KeyError(test)
    wanted, found = [name], dict[str, str]()
    while wanted:
        node = named[one := wanted.pop()]
        found[one] = _segment(text, node)
        inside = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)} & named.keys()
        wanted += sorted(one for one in inside - found.keys() if not one.startswith("test_") and not isinstance(named[one], ast.ClassDef))
    return "\n".join(found.values())


def _segment(text: str, node: ast.AST) -> str:
    decorators = [decorator.lineno for decorator in getattr(node, "decorator_list", ())]
    lines = text.splitlines()[min([node.lineno, *decorators]) - 1 : node.end_lineno]  # type: ignore[attr-defined]
    return "\n".join(lines)


def runs(test: str, words: str) -> bool:
    """Whether a test runs a command: its words stand there one after the other, with or without the group that the file's
    shell puts before them."""
    text, parts = _module(test.partition("::")[0])[0], words.split()
    shells = [n for n in range(1, len(parts)) if re.search(rf"[\[(]{_row(parts[:n])}(?:,\s*\*|\))", text)]
    return f'"{words} ' in source(test) or any(re.search(_row(parts[n:]), source(test)) for n in (0, *shells))


def _row(words: list[str]) -> str:
    return r",\s*".join(f'"{re.escape(word)}"' for word in words)


def calls(test: str, method: str, path: str) -> bool:
    """Whether a test calls an operation of the interface: by its address, or by what an answer said where a thing stands."""
    whole = re.sub(r"\\\{\w+\\\}", r"[^/\"]+", re.escape(path))
    after = re.escape(path.rpartition("}")[2])
    ways = [rf'f?"{whole}["?]', *([rf'f"\{{\w+\}}{after}["?]' if after else r"\w+[,)]"] if "}" in path else [])]
    return any(re.search(rf"\.{method.lower()}\({way}", source(test)) for way in ways)


def gone(tests: Mapping[str, str]) -> list[str]:
    """Of door → test, what names no test."""
    missing = []
    for door, test in tests.items():
        try:
            source(test)
        except (KeyError, OSError):
            missing.append(f"{door}: {test}")
    return missing
