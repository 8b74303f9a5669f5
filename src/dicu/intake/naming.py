"""Names that people gave to their files, made safe to show and to download again."""

import unicodedata

from dicu.vocabulary.text import normalised

LONGEST = 120  # signs of a name, its ending included
NAMELESS = "file"
_FORBIDDEN = '<>:"|?*/\\'  # what Windows does not take in a name


def safe_name(given: str) -> str:
    """The last part of the name, NFC, without folders, control signs and signs that some system does not take.

    The ending stays. A name of which nothing is left becomes `file`."""
    last = normalised(given.encode("utf-8", "replace").decode()).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join("_" if sign in _FORBIDDEN else sign for sign in last if not _invisible(sign))
    stem, dot, ending = " ".join(shown.split()).strip(". ").rpartition(".")
    if not dot:
        return ending[:LONGEST].strip(". ") or NAMELESS
    kept = stem[: max(1, LONGEST - len(ending) - 1)].strip(". ") or NAMELESS
    return f"{kept}.{ending}"[:LONGEST]


def ending_of(name: str) -> str:
    """The ending in small letters, without its point; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _invisible(sign: str) -> bool:
    """Control and format signs: they can turn the direction of a name around (gpj.exe) or hide a part of it."""
    return not sign.isspace() and unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"}
