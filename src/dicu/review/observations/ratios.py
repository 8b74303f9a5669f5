"""Values that are a part of something: worked out from numerator and denominator, or not at all."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from dicu.vocabulary.observation import Indicator, Measure, Missing, Observation

Number = Decimal | Fraction | int
DIGITS = 28  # significant digits of a ratio that is written down; what is computed with stays exact
RATIOS = (Measure.RATIO, Measure.RATE)


def ratio_of(numerator: Number | None, denominator: Number | None, per: Number = 1) -> Fraction | Missing:
    """numerator ÷ denominator × per. Without a denominator, or with zero, there is no answer; least of all 0."""
    if numerator is None or not denominator:
        return Missing.NOT_COMPUTABLE
    return Fraction(numerator) / Fraction(denominator) * Fraction(per)


def written(value: Fraction) -> Decimal:
    """A ratio as a decimal that can be kept; exact where it ends, else to DIGITS digits."""
    with localcontext() as context:
        context.prec, context.rounding = DIGITS, ROUND_HALF_EVEN
        return Decimal(value.numerator) / Decimal(value.denominator)


def agrees(o: Observation, indicator: Indicator) -> bool:
    """Whether the value is what its numerator and denominator give, as far as it was rounded. True where one is not known."""
    if o.numerator is None or o.denominator is None or o.value is None:
        return True
    exact = ratio_of(o.numerator, o.denominator, indicator.per)
    if isinstance(exact, Missing):
        return False
    exponent = o.value.as_tuple().exponent
    half = Fraction(1, 2) * Fraction(10) ** (exponent if isinstance(exponent, int) else 0)
    return abs(exact - Fraction(o.value)) <= half


def is_ratio(indicator: Indicator) -> bool:
    return indicator.measure in RATIOS
