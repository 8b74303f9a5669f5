"""The reference manual, made from the specification tests: each folder of `tests/spec` is a chapter, each file a section,
each test a paragraph with the lines that prove it. `check` says whether what is committed is still what the tests say.

    python -m tools.manual          write docs/reference/manual/
    python -m tools.manual check    exit 1 if it is out of date
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "tests" / "spec"
MANUAL = ROOT / "docs" / "reference" / "manual"
HEAD = "<!-- Made by `python -m tools.manual` from tests/spec. Change the test, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """File name → text, with an index."""
    chapters = {folder.name: "".join(_chapter(folder)) for folder in sorted(SPEC.iterdir()) if any(folder.glob("test_*.py"))}
    index = "# Reference manual\n\nWhat each room does, in the words of the tests that prove it.\n\n"
    index += "".join(f"- [{name}]({name}.md)\n" for name in chapters)
    return {"README.md": HEAD + index} | {f"{name}.md": HEAD + text for name, text in chapters.items()}


def _chapter(folder: Path) -> Iterator[str]:
    yield f"# {folder.name}\n"
    for path in sorted(
        folder.glob("test_*.py"), key=lambda p: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", p.name)]
    ):
        yield from _section(path)


def _section(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    doc = ast.get_docstring(tree) or path.stem.removeprefix("test_").replace("_", " ")
    title, _, rest = doc.partition("\n")
    yield f"\n## {title.strip().rstrip('.')}\n"
    if rest.strip():
        yield f"\n{rest.strip()}\n"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield from _paragraph(node, source)


def _paragraph(node: ast.FunctionDef, source: str) -> Iterator[str]:
    said = ast.get_docstring(node) or node.name.removeprefix("test_").replace("_", " ").capitalize() + "."
    yield f"\n{said.strip()}\n"
    code = _body(node, source)
    if code:
        yield f"\n```python\n{code}\n```\n"


def _body(node: ast.FunctionDef, source: str) -> str:
    """The test's lines without its docstring, with the rows it was given if there are any."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    if not body:
        return ""
    lines = source.splitlines()
    text = "\n".join(lines[body[0].lineno - 1 : body[-1].end_lineno])
    shown = "\n".join(line.removeprefix("    ") for line in text.splitlines())
    given = "\n".join("\n".join(lines[d.lineno - 1 : d.end_lineno]) for d in node.decorator_list)
    return f"{'@' if given and not given.startswith('@') else ''}{given}\n{shown}".strip() if given else shown


def out_of_date() -> list[str]:
    made = pages()
    kept = {path.name: path.read_text("utf-8") for path in MANUAL.glob("*.md")}
    return sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))


def write() -> None:
    MANUAL.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in MANUAL.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (MANUAL / name).write_text(text, "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        stale = out_of_date()
        print("\n".join(f"out of date: {name}" for name in stale) or "the manual is what the tests say")
        sys.exit(bool(stale))
    write()
