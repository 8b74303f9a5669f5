"""Places where a word too long for its column may break: Typst breaks between words only."""

import re

BREAK = "\u200b"  # zero width space


def softened(text: str, longest: int) -> str:
    """The text with a break allowed after every `longest` characters of a word that is longer than that, and around it:
    the next run of text may begin without a space."""
    pattern = re.compile(rf"\S{{{longest + 1},}}")
    return pattern.sub(lambda match: BREAK.join(["", *_pieces(match.group(), longest), ""]), text)


def _pieces(word: str, longest: int) -> list[str]:
    return [word[start : start + longest] for start in range(0, len(word), longest)]
