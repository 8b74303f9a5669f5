"""How binding a sentence is: shall and must, should, may, must not; phải, nên and cần, có thể, không được."""

import re
from functools import cache

from dicu.documents.comparing.tongues import OF
from dicu.vocabulary.messages import T

STRENGTHS = {"forbidden": T("forbids"), "bound": T("binds"), "advised": T("advises"), "free": T("permits")}


def duties(text: str, language: str) -> frozenset[str]:
    """bound, advised, free, forbidden: each that the sentence has a word for. A longer form hides the shorter ones in it."""
    found, rest = set[str](), text
    for strength in STRENGTHS:
        pattern = _pattern(language, strength)
        if pattern.search(rest):
            found.add(strength)
            rest = pattern.sub(" ", rest)
    return frozenset(found)


EXTRA = {
    ("en", "forbidden"): r"\b(?:[Nn]o|[Nn]obody|[Nn]either)\b[^.;]{0,60}?\b(?:shall|may|must)",
    (
        "fr",
        "forbidden",
    ): r"\bn(?:e |’|')(?:[\w’']+ ){0,2}?(?:peut|peuvent|doit|doivent)|\b(?:nul|aucun|aucune)\b[^.;]{0,60}?\b(?:peut|doit)",
    ("es", "forbidden"): r"\b(?:ningún|ninguna|nadie)\b[^.;]{0,60}?\b(?:podrá|puede|debe)",
    ("vi", "forbidden"): r"\b(?:[Kk]hông ai|[Kk]hông một)\b[^.;]{0,60}?(?:được|phải)",
}
"""Where the word of denial stands far from the word of duty."""


@cache
def _pattern(language: str, strength: str) -> re.Pattern[str]:
    """Small letters alone in English: May is a month, and nobody begins a duty with it."""
    forms = "|".join(re.escape(form) for form in sorted(OF[language].duty[strength], key=len, reverse=True))
    extra = EXTRA.get((language, strength))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)" + (f"|{extra}" if extra else ""), re.IGNORECASE if language != "en" else 0)
