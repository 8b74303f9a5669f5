"""The words for the codes of figures, in both languages."""

from dicu.review.observations.viewing import State
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.observation import Aggregation, Measure

STATE: dict[str, Message] = {
    State.REACHED: T("Target reached"),
    State.MISSED: T("Target not reached"),
    State.AHEAD: T("Not reached yet; not due"),
    State.NO_DATA: T("No data"),
    State.NOT_YET: T("No value for the target’s period yet"),
    State.CONFLICT: T("Sources contradict each other"),
    State.NO_TARGET: T("No target"),
    State.WATCHED: T("Watched, without a target"),
}
TONES = {State.REACHED: "good", State.MISSED: "bad", State.AHEAD: "neutral", State.CONFLICT: "late", State.NO_DATA: "late"}
AGGREGATION: dict[str, Message] = {
    Aggregation.SUM: T("Parts are added up."),
    Aggregation.WEIGHTED: T("Numerators and denominators are added up, and the ratio is worked out anew; percentages are not averaged."),
    Aggregation.LAST: T("The value at the end of a period stands for the whole period; areas are not added up."),
    Aggregation.MAX: T("The highest of the parts."),
    Aggregation.NONE: T("Values are not added up."),
    Aggregation.DISTINCT: T("One person or thing may stand in several parts, so they are not added up."),
}
MEASURE: dict[str, Message] = {
    Measure.COUNT: T("Count"),
    Measure.RATIO: T("Ratio: a part of a whole"),
    Measure.RATE: T("Rate"),
    Measure.MONEY: T("Money"),
    Measure.BINARY: T("Yes or no"),
    Measure.ORDINAL: T("Rank"),
    Measure.QUALITATIVE: T("In words"),
}
STATUS: dict[str, Message] = {
    "E": T("estimated by the source"),
    "P": T("provisional"),
    "B": T("break in the series"),
    "F": T("forecast"),
    "I": T("imputed by the source"),
    "U": T("low reliability"),
}
"""Marks of the source, by the codes of SDMX, that change how a value is to be read; A (normal) does not."""
OUTCOME: dict[str, Message] = {
    "added": T("added"),
    "replaced": T("replaces an earlier figure"),
    "unchanged": T("known already"),
    "left-out": T("left out"),
}
