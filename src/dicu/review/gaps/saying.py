"""Words of figures in the sentences of gaps, in both languages at once."""

from collections.abc import Iterable

from dicu.review.printing import observed_value
from dicu.review.situation import Situation
from dicu.vocabulary import numbers
from dicu.vocabulary.bilingual import LANGUAGES, Bilingual
from dicu.vocabulary.observation import Observation
from dicu.vocabulary.period import Period


def named(s: Situation, indicator: str) -> Bilingual:
    return s.plan.indicator_by_code[indicator].name


def valued(s: Situation, o: Observation) -> Bilingual:
    """A value as it was published, with its qualifier and unit."""
    unit = s.plan.indicator_by_code[o.indicator].unit
    return Bilingual(*(observed_value(o, language, unit) for language in LANGUAGES))


def values_of(rows: Iterable[Observation]) -> Bilingual:
    rows = tuple(rows)
    shown = {language: " ≠ ".join(numbers.written(o.value, language) for o in rows if o.value is not None) for language in LANGUAGES}
    return Bilingual(**shown)


def period_named(period: Period) -> Bilingual:
    return Bilingual(period.say("vi"), period.say("en"))
