"""The catalogue of messages: which sentences the code says, and what `src/dicu/locale/vi/dicu.po` has for them.

python tools/messages.py check            what is missing, unused or has lost a place; exit 1 if anything
python tools/messages.py merge FILE...    add translations from other .po files, then order the catalogue
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

SOURCE = Path(__file__).parents[1] / "src" / "dicu"
PO = SOURCE / "locale" / "vi" / "dicu.po"


def said() -> dict[str, str]:
    """Sentence → the place it is said first."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for line, sentence in _in_python(path):
            found.setdefault(sentence, f"{path.relative_to(SOURCE)}:{line}")
    for path in sorted([*SOURCE.rglob("*.jinja"), *SOURCE.rglob("*.html.j2")]):
        for line, sentence in _in_template(path):
            found.setdefault(sentence, f"{path.relative_to(SOURCE)}:{line}")
    return {sentence: place for sentence, place in found.items() if _has_words(sentence)}


def _has_words(sentence: str) -> bool:
    """A sentence of nothing but places has nothing to translate."""
    return any(c.isalpha() for text, *_ in Formatter().parse(sentence) for c in text)


def catalogue() -> dict[str, str]:
    with PO.open("rb") as stream:
        return {str(m.id): str(m.string) for m in read_po(stream, locale="vi") if m.id}


def faults() -> list[str]:
    """Everything wrong with the catalogue, a line each."""
    sentences, known = said(), catalogue()
    missing = [f"not translated: {place}: {s!r}" for s, place in sentences.items() if not known.get(s)]
    unused = [f"no longer said: {s!r}" for s in known if s not in sentences]
    lost = [f"places differ: {s!r} → {t!r}" for s, t in known.items() if t and places(s) != places(t)]
    return missing + unused + lost


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def merge(paths: list[Path]) -> None:
    known = catalogue() if PO.is_file() else {}
    for path in paths:
        with path.open("rb") as stream:
            known |= {str(m.id): str(m.string) for m in read_po(stream, locale="vi") if m.id and m.string}
    sentences = said()
    ordered = Catalog(locale="vi", project="dicu", fuzzy=False, charset="utf-8")
    for sentence in sorted(sentences):
        ordered.add(sentence, known.get(sentence, ""))
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as stream:
        write_po(stream, ordered, width=0, omit_header=False, no_location=True)
    _without_dates()


def _without_dates() -> None:
    """The header's clock times would change the file at every merge."""
    lines = PO.read_text("utf-8").splitlines(keepends=True)
    PO.write_text("".join(line for line in lines if not line.startswith(('"POT-Creation', '"PO-Revision', '"Generated-By'))), "utf-8")


def _in_python(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "T" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def _in_template(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as stream:
        for line, _, message, _ in babel_extract(stream, ("_",), [], {"trim_blocks": "true", "silent": "false"}):
            if isinstance(message, str):
                yield line, message
            elif message and isinstance(message[0], str):
                yield line, message[0]


if __name__ == "__main__":
    if sys.argv[1:2] == ["merge"]:
        merge([Path(name) for name in sys.argv[2:]])
    else:
        found = faults()
        print("\n".join(found) or "the catalogue is whole")
        sys.exit(bool(found))
