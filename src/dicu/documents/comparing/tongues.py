"""What a reader of numbers must know of a language: separators, scales, number words, months, units, words of duty."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml

TONGUES = ("vi", "en", "fr", "es", "ru")
SCALES = {"thousand": 10**3, "million": 10**6, "thousand million": 10**9, "million million": 10**12}
MONEY = frozenset({"USD", "dollars", "VND", "GBP", "EUR"})
SHARES = frozenset({"pp", "%"})
"""Units that are never left out: a number with one and the same number without it differ."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a reader of numbers knows of a language.

    `length`: letters, where English has one; `thousands`: what may stand between groups of three digits; `scales`: word → how many;
    `cardinals`: word → value, those of `soft` mean something else as often (năm: five, year); `months`: word → 1–12; `duty`: how
    binding → words; `joiners`: between number words (thirty *and*, treinta *y*); `fractions`: words → share; `holding`: words with
    a number in them (both: 2).
    """

    length: float
    thousands: str
    decimal: str
    scales: Mapping[str, Decimal]
    cardinals: Mapping[str, int]
    soft: frozenset[str]
    ordinals: Mapping[str, int]
    months: Mapping[str, int]
    duty: Mapping[str, tuple[str, ...]]
    joiners: frozenset[str]
    fractions: Mapping[str, Decimal]
    holding: Mapping[str, int]


def _tongue(facts: Mapping[str, Any]) -> Tongue:
    return Tongue(
        facts["length"],
        facts["thousands"],
        facts["decimal"],
        {word: Decimal(SCALES[size]) for size, words in facts["scales"].items() for word in words},
        {**_numbered(facts["cardinals"]), **_numbered(facts.get("tens", ""), 20, 10), **facts["others"]},
        frozenset(facts["soft"].split()),
        _numbered(facts["ordinals"]),
        _numbered(facts.get("months", "")),
        {strength: tuple(words) for strength, words in facts["duty"].items()},
        frozenset(facts.get("joiners", ())),
        {form: _fraction(value) for value, forms in facts["fractions"].items() for form in forms},
        facts["holding"],
    )


def _fraction(text: str) -> Decimal:
    """2/3 to six places: enough to tell it from every other one."""
    above, below = map(Decimal, text.split("/"))
    return (above / below).quantize(Decimal("0.000001"))


def _numbered(text: str, first: int = 1, step: int = 1) -> dict[str, int]:
    """`a|b c` → a: 1, b: 1, c: 2; an underscore stands for a space."""
    return {word.replace("_", " "): first + step * at for at, group in enumerate(text.split()) for word in group.split("|")}


_FACTS: Mapping[str, Any] = yaml.safe_load((files("dicu.documents.comparing") / "tongues.yaml").read_text("utf-8"))
OF: Mapping[str, Tongue] = {code: _tongue(_FACTS[code]) for code in TONGUES}
UNITS: Mapping[str, tuple[str, ...]] = {unit: tuple(forms) for unit, forms in _FACTS["units"].items()}
SIGNS: Mapping[str, str] = _FACTS["signs"]
