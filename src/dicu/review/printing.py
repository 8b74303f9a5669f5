"""How a computed value is printed, in a language: the only place where a review's numbers are rounded."""

from datetime import date
from fractions import Fraction

from dicu.review.model import Claim
from dicu.review.words import DIMENSION, category
from dicu.vocabulary import dates, numbers
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.observation import QUALIFIERS, Indicator, Observation

NO_BREAK = "\u00a0"
POINTS = Bilingual("điểm phần trăm", "percentage points")
DAYS = Bilingual("ngày", "days")


def printed(value: object, claim: Claim, unit: Bilingual, language: Language) -> str:
    """The value in the claim's shape. `unit` is added where the claim asks for it."""
    if isinstance(value, date):
        return dates.short(value, language)
    if not isinstance(value, Fraction):
        raise Refused(T("The claim “{expression}” gives no number and no date, so it cannot be printed.", expression=claim.expression))
    if claim.shape == "percent":
        return numbers.percent(value * 100, language, 1 if claim.decimals is None else claim.decimals)
    text = numbers.written(value * 100 if claim.shape == "points" else value, language, _decimals(value, claim))
    suffix = {"points": POINTS, "days": DAYS}.get(claim.shape, unit if claim.with_unit else None)
    return f"{text}{NO_BREAK}{suffix.say(language)}" if suffix and suffix.say(language) else text


def observed_value(observation: Observation, language: Language, unit: Bilingual | None = None) -> str:
    """A value as its source qualified it: "gần 860.000 người"."""
    if observation.value is None:
        return ""
    qualifier = QUALIFIERS[observation.qualifier].say(language) + " " if observation.qualifier else ""
    suffix = f"{NO_BREAK}{unit.say(language)}" if unit and unit.say(language) else ""
    return f"{qualifier}{numbers.written(observation.value, language)}{suffix}"


def definition_named(observation: Observation, indicator: Indicator, language: Language) -> tuple[str, ...]:
    """The label of the definition that a value follows; nothing where the indicator has only one."""
    found = indicator.by_definition.get(observation.definition)
    return (found.label.say(language),) if found else ()


def named_dimension(name: str) -> Message | str:
    return DIMENSION.get(name, name)


def named_dimensions(observation: Observation, language: Language) -> dict[str, str]:
    """Dimension → category, both in words: {"nước đến": "Nhật Bản"}."""
    return {
        (DIMENSION[name].say(language) if name in DIMENSION else name): category(name, code).say(language)
        for name, code in observation.dimensions
    }


def _decimals(value: Fraction, claim: Claim) -> int | None:
    if claim.decimals is not None:
        return claim.decimals
    return None if (value * 10**6).denominator == 1 else 2
