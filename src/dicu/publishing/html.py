"""The document as one HTML file: nothing to fetch, nothing to run; a click on a number leads to where it comes from."""

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dicu.documents.model import Chart, Document
from dicu.documents.walking import said
from dicu.publishing import charts, words
from dicu.publishing.heading import issued
from dicu.publishing.outline import Entry, outline
from dicu.publishing.paper import Paper, ready
from dicu.publishing.runs import Marks, plain
from dicu.vocabulary.bilingual import Bilingual


def render(document: Document) -> bytes:
    """The page, UTF-8; raises Untraced, or Refused for a chart that is not self-contained."""
    paper = ready(document)
    page = _environment().get_template("paper.html").render(**_page(paper))
    return page.encode("utf-8")


def _page(paper: Paper) -> dict[str, Any]:
    style = _style() + _running(paper.document.front.banner)
    return {
        "paper": paper, "document": paper.document, "front": paper.document.front, "style": Markup(style),  # noqa: S704
        "policy": _policy(style), "marks": Marks(paper), "say": _Speaker(paper), "words": words, "plain": plain,
        "issued": issued(paper.document), "names": _Names(paper), "chapters": _chapters(paper),
    }  # fmt: skip


class _Speaker:
    """The fixed words in the document's language, their places filled."""

    def __init__(self, paper: Paper) -> None:
        self._language = paper.document.language

    def __call__(self, text: Bilingual, **places: object) -> str:
        return text.say(self._language).format(**places)


class _Names:
    """Gives each heading, notice and chart of the page a name of its own, in the order in which they are printed."""

    def __init__(self, paper: Paper) -> None:
        self._language = paper.document.language
        self._headings = iter(outline(paper.document))
        self._count = 0

    def heading(self) -> Entry:
        return next(self._headings)

    def name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}:{self._count}"

    def drawing(self, chart: Chart, name: str) -> Markup:
        return Markup(charts.inline(chart, self._language, name))  # noqa: S704 - serialised by an XML writer


def _chapters(paper: Paper) -> list[Entry]:
    return [entry for entry in outline(paper.document) if entry.level == 1 and not entry.inner]


def _running(banner: str) -> str:
    """The banner in the margin of every printed page, for browsers that have margin boxes; every character is written
    as its code, so that no banner can end the string it stands in."""
    if not banner:
        return ""
    codes = "".join(f"\\{ord(character):x} " for character in banner)
    return f'@page {{ @top-center {{ content: "{codes}"; font: 9pt sans-serif; color: #7a1f4d; }} }}\n'


def _policy(style: str) -> str:
    """A policy for the page itself: this one style sheet by its hash, and nothing else at all."""
    digest = b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    return (files("dicu.publishing") / "templates" / "paper.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dicu.publishing"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.filters["said"] = said
    return environment
