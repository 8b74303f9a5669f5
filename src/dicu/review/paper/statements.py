"""Sentences of a review: a template in both languages whose slots are filled by expressions, never by hand.

`{slot}` is a claim; `[[words|SOURCE]]` are words or numbers as a source has them; `((8))` is a number of structure.
"""

import re
from collections.abc import Iterator

from dicu.documents.model import Cited, Counter, Figure, Inline, Inlines, Text
from dicu.expression import Lookup, evaluate, parse
from dicu.review.model import Claim, Plan, Statement
from dicu.review.paper.traces import Traces
from dicu.review.printing import printed
from dicu.review.world import Counted, Origin, RoundWorld
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.legal import Source
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.observation import QUALIFIERS, Observation

_PIECE = re.compile(r"\{(?P<slot>\w+)\}|\[\[(?P<words>[^|\]]+)\|(?P<source>[^\]]+)\]\]|\(\((?P<counter>[^)]+)\)\)")


class Unsaid(Refused):
    """A figure of the sentence has no value: the sentence is left out, and its place says why."""


def filled(statement: Statement, world: RoundWorld, traces: Traces) -> Inlines:
    """The sentence with its figures, whole. Raises Unsaid where a figure has no value, Refused where the template is wrong."""
    before = dict(traces.found)
    try:
        return tuple(_pieces(statement, world, traces))
    except Unsaid:
        traces.found = before  # what is not printed leaves no trace
        raise


def _pieces(statement: Statement, world: RoundWorld, traces: Traces) -> Iterator[Inline]:
    text = statement.text.say(traces.language)
    end = 0
    for match in _PIECE.finditer(text):
        if match.start() > end:
            yield Text(text[end : match.start()])
        yield _piece(match, statement, world, traces)
        end = match.end()
    if end < len(text):
        yield Text(text[end:])


def _piece(match: re.Match[str], statement: Statement, world: RoundWorld, traces: Traces) -> Inline:
    if match["slot"]:
        return _figure(statement, match["slot"], world, traces)
    if match["counter"]:
        return Counter(match["counter"])
    return Cited(match["words"], _source(match["source"], world.situation.plan, statement))


def _source(key: str, plan: Plan, statement: Statement) -> str:
    if key not in plan.sources:
        raise Refused(T("The sentence {code} cites the source “{key}”, which the plan does not have.", code=statement.code, key=key))
    return plan.sources[key].title


def _figure(statement: Statement, slot: str, world: RoundWorld, traces: Traces) -> Figure:
    claim = statement.claims.get(slot)
    if claim is None:
        raise Refused(T("The sentence {code} has a slot “{slot}” without a claim.", code=statement.code, slot=slot))
    value, origins = _computed(statement, claim, world)
    text = _qualified(claim, origins, traces.language) + printed(value, claim, _unit(origins, world.situation.plan), traces.language)
    name = f"{statement.code}.{slot}"
    if name not in traces.found:
        traces.of_expression(name, text, claim.expression, origins, _named(statement, world.situation.plan))
    return Figure(text, name)


def _qualified(claim: Claim, origins: tuple[Origin, ...], language: Language) -> str:
    """ "nearly " before a figure that is one published value as it stands, and was published so. What is computed from
    qualified values carries none: the trace shows theirs."""
    alone = isinstance(parse(claim.expression), Lookup)
    qualifier = origins[0].qualifier if alone and origins and isinstance(origins[0], Observation) else ""
    return QUALIFIERS[qualifier].say(language) + " " if qualifier else ""


def _named(statement: Statement, plan: Plan) -> tuple[Source, ...]:
    return tuple(plan.sources[key] for key in statement.sources if key in plan.sources)


def _computed(statement: Statement, claim: Claim, world: RoundWorld) -> tuple[object, tuple[Origin, ...]]:
    expression = parse(claim.expression)
    result = evaluate(expression, world)
    if result.missing is not None:
        raise Unsaid(
            T(
                "The sentence {code} cannot be written: {reason} (in “{expression}”).",
                code=statement.code,
                reason=result.missing,
                expression=claim.expression,
            )
        )
    return result.value, tuple(r.origin for r in result.readings if isinstance(r.origin, Observation | Counted))


def _unit(origins: tuple[Origin, ...], plan: Plan) -> Bilingual:
    """The unit of what was read, where all of it has one unit; a ratio of two counts has none."""
    units = {plan.indicator_by_code[o.indicator].unit for o in origins if isinstance(o, Observation)}
    return units.pop() if len(units) == 1 else Bilingual("", "")
