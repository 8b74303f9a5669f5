"""The two authentic texts of a promise, held against each other. Which of them is right, nobody says here: both bind."""

from collections.abc import Mapping
from typing import Any

from dicu.documents.comparing import compare
from dicu.vocabulary.bilingual import LANGUAGES


def differing(text: Mapping[str, str]) -> list[dict[str, Any]]:
    """Where the two texts do not say the same: numbers, dates, names, duties. Nothing where one of them is missing."""
    if not text["vi"] or not text["en"]:
        return []
    return [
        {
            "kind": f.kind,
            "weight": f.weight,
            "first": f.first.text if f.first else "",
            "second": f.second.text if f.second else "",
            "why": {language: f.why.say(language) for language in LANGUAGES},
        }
        for f in compare(text["vi"], text["en"], ("vi", "en")).findings
    ]
