"""Text at the entrance of the house: one normal form, nothing invisible."""

import unicodedata


def normalised(text: str) -> str:
    """The text in NFC, so that two spellings of one Vietnamese word are one string."""
    return unicodedata.normalize("NFC", text)
