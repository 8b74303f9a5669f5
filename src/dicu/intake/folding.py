"""The form in which headings, names of sheets and allowed values are compared with what people wrote."""

from dicu.vocabulary.text import normalised

UNSEEN = str.maketrans("", "", "\u200b\u2060\ufeff\u00ad")  # signs that take no room and mean nothing


def folded(text: str) -> str:
    """NFC, small letters, single blanks: case, spacing and invisible signs make no difference, marks do."""
    return normalised(" ".join(normalised(text).translate(UNSEEN).casefold().split()))
