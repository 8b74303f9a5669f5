"""Papers in print: one document rendered as HTML, PDF and DOCX. Nothing here decides what a paper says."""

from collections.abc import Callable
from importlib import import_module
from typing import Literal

from dicu.documents.model import Document
from dicu.vocabulary.messages import Refused, T

Format = Literal["html", "pdf", "docx"]
FORMATS: tuple[Format, ...] = ("html", "pdf", "docx")


def render(document: Document, format: Format) -> bytes:  # noqa: A002 - the word that everybody uses for it
    """The document as one file; the same document gives the same bytes, in every process and on every day.

    Raises Untraced if a number in it does not lead back to a source, Refused for an unknown format, missing fonts or a
    chart that is not self-contained.
    """
    if format not in FORMATS:
        raise Refused(T("A paper can be had as {formats}, not as “{format}”.", formats=", ".join(FORMATS), format=format))
    renderer: Callable[[Document], bytes] = import_module(f"dicu.publishing.{format}").render
    return renderer(document)
