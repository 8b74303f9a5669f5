"""How the language says no: what was wrong, where in the text, and a line with a caret under the place."""

from dicu.expression.model import Kind, ListOf, Type
from dicu.vocabulary.messages import Message, Refused, T

WIDTH = 76  # signs of the text that an excerpt shows


class BadExpression(Refused):
    """An expression that cannot be read or makes no sense.

    `position` counts signs from 0 in the normalised text; `where` says the same as line:column, counted from 1."""

    def __init__(self, message: Message, position: int, source: str = "") -> None:
        line, column = _line_and_column(source, position)
        super().__init__(message, where=f"{line}:{column}")
        self.position = position
        self.source = source

    @property
    def excerpt(self) -> str:
        """The line of the text and, under it, a caret at the place. Empty where the text is not at hand."""
        if not self.source:
            return ""
        start = self.source.rfind("\n", 0, self.position) + 1
        line = self.source[start:].split("\n", 1)[0].replace("\t", " ")
        column = self.position - start
        first = 0 if len(line) <= WIDTH else max(0, column - WIDTH // 2)
        return f"{line[first : first + WIDTH]}\n{' ' * (column - first)}^"


def _line_and_column(source: str, position: int) -> tuple[int, int]:
    before = source[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def type_words(type_: Type) -> Message:
    """The name of a type in words for people."""
    if isinstance(type_, ListOf):
        return T("a list, each item {kind}", kind=type_words(type_.of))
    return {
        Kind.NUMBER: T("a number"),
        Kind.TRUTH: T("true or false"),
        Kind.TEXT: T("a text"),
        Kind.DAY: T("a day"),
    }[type_]
