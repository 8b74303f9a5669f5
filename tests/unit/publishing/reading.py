"""Reads rendered papers back, independently of the code that wrote them."""

import io
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pypdf

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str]
    parent: "Node | None" = None
    children: list["Node | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag: str = "", **attributes: str) -> list["Node"]:
        """Descendants with the tag (any if empty) and the attributes; `class_` matches one class."""
        found: list[Node] = []
        for child in self.children:
            if isinstance(child, Node):
                found += [child] if child._is(tag, attributes) else []
                found += child.all(tag, **attributes)
        return found

    def _is(self, tag: str, attributes: dict[str, str]) -> bool:
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return (not tag or self.tag == tag) and all(
            value in self.attributes.get(name, "").split() if name == "class" else self.attributes.get(name) == value
            for name, value in wanted.items()
        )


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("root", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> repeats an attribute: {names}"
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def page(html: bytes) -> Node:
    """The page as a tree; AssertionError where tags do not nest."""
    tree = _Tree()
    tree.feed(html.decode("utf-8"))
    tree.close()
    assert tree.here is tree.root, f"<{tree.here.tag}> is never closed"
    return tree.root


def pdf(file: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(file))


@dataclass(frozen=True)
class Piece:
    """Text on a page: its left end and baseline in mm from the left and top edges of an A4 sheet, its size in points."""

    text: str
    x: float
    y: float
    size: float


def pieces(sheet: pypdf.PageObject) -> list[Piece]:
    found: list[Piece] = []

    def seen(text: str, outer: list[float], matrix: list[float], _: object, size: float) -> None:
        if text.strip():
            x = matrix[4] * outer[0] + matrix[5] * outer[2] + outer[4]
            y = matrix[4] * outer[1] + matrix[5] * outer[3] + outer[5]
            found.append(Piece(text.strip(), x * 25.4 / 72, 297 - y * 25.4 / 72, size))

    sheet.extract_text(visitor_text=seen)
    return found


def words(file: bytes) -> str:
    """The PDF's text with line ends as spaces and break opportunities taken out."""
    text = " ".join(sheet.extract_text() for sheet in pdf(file).pages)
    return " ".join(text.replace("\u200b", "").split())


def parts(file: bytes) -> dict[str, bytes]:
    """The parts of a Word file."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
