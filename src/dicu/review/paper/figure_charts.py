"""A series of yearly totals as bars, where there are enough of them to show a course. The table under it has the same."""

from collections import Counter
from typing import Any

from dicu.documents.model import Chart, Table
from dicu.review.observations.choosing import in_force, newest
from dicu.review.paper.drafting import Drafting
from dicu.review.situation import totals
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import T
from dicu.vocabulary.observation import Indicator, Nature, Observation
from dicu.vocabulary.period import Period

ENOUGH = 5  # fewer bars say less than the table
DESCRIPTION = T("Bars by year; the numbers stand in the table below. Where several vintages exist, the newest is drawn.")
VERIFIED, UNVERIFIED = "#0b4f52", "#c9a227"


def drawn(d: Drafting, indicator: Indicator, rows: tuple[Observation, ...], table: Table) -> Table | Chart:
    """The table with a chart over it, or the table alone."""
    years = yearly(indicator, rows)
    if len(years) < ENOUGH:
        return table
    return Chart(table.caption, specification(indicator, years, d.language), DESCRIPTION.say(d.language), table)


def yearly(indicator: Indicator, rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The newest total of each whole year, in order. Mixing areas or definitions would draw two things as one."""
    whole = [o for o in totals(in_force(rows)) if o.value is not None and o.period == Period.year(o.period.start.year)]
    if indicator.nature is Nature.STOCK and whole:  # another edition counts anew: its stock beside these would be a false step
        most = Counter(o.source.title for o in whole).most_common(1)[0][0]
        whole = [o for o in whole if o.source.title == most]
    if len({(o.area, o.definition) for o in whole}) != 1:
        return ()
    by_year = {o.period: tuple(x for x in whole if x.period == o.period) for o in whole}
    return tuple(found for period in sorted(by_year) if (found := newest(by_year[period])))


def specification(indicator: Indicator, years: tuple[Observation, ...], language: Language) -> dict[str, Any]:
    """Bars in Vega-Lite, with words of the language; what is not verified has another colour and says so."""
    words = {True: T("verified").say(language), False: T("unverified").say(language)}
    values = [{"year": o.period.label, "value": _number(o), "standing": words[o.source.verified]} for o in years]
    colour = {
        "field": "standing",
        "title": None,
        "scale": {"domain": list(words.values()), "range": [VERIFIED, UNVERIFIED]},
        "legend": {"orient": "bottom"},
    }
    return {
        "data": {"values": values},
        "mark": "bar",
        "width": 460,
        "height": 200,
        "encoding": {
            "x": {
                "field": "year",
                "type": "nominal",
                "title": None,
                "scale": {"domain": [str(year) for year in range(years[0].period.start.year, years[-1].period.start.year + 1)]},
                "axis": {"labelAngle": 0, "labelOverlap": "greedy"},
            },
            "y": {"field": "value", "type": "quantitative", "title": indicator.unit.say(language)},
            "color": colour,
        },
    }


def _number(observation: Observation) -> int | float:
    value = observation.value
    if value is None:
        raise ValueError("only values are drawn")
    return int(value) if value == value.to_integral_value() else float(value)
