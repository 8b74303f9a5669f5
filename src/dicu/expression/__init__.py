"""The one small language of the house: typed, total, without host calls.

expression = parse('share(contract_workers["2024", destination: "JPN"], contract_workers["2024"])')
reads(expression)                  what it will ask, before it runs
check(expression, world.types)     its type, or a refusal with the place
evaluate(expression, world)        a value or the reason why there is none, with every reading and its origin
"""

from dicu.expression.checking import check
from dicu.expression.evaluating import Reading, Result, Step, evaluate, reason_words
from dicu.expression.functions import FUNCTIONS, NotComputable
from dicu.expression.model import (
    Binary,
    Call,
    Conditional,
    DayLiteral,
    Expression,
    IsMissing,
    Kind,
    ListLiteral,
    ListOf,
    Literal,
    Lookup,
    NumberLiteral,
    TextLiteral,
    TruthLiteral,
    Type,
    Unary,
    Value,
    parts,
    reads,
)
from dicu.expression.parsing import parse
from dicu.expression.refusals import BadExpression, type_words
from dicu.expression.world import Answer, Reason, Signature, World, WorldTypes
from dicu.expression.writing import written

__all__ = [
    "FUNCTIONS",
    "Answer",
    "BadExpression",
    "Binary",
    "Call",
    "Conditional",
    "DayLiteral",
    "Expression",
    "IsMissing",
    "Kind",
    "ListLiteral",
    "ListOf",
    "Literal",
    "Lookup",
    "NotComputable",
    "NumberLiteral",
    "Reading",
    "Reason",
    "Result",
    "Signature",
    "Step",
    "TextLiteral",
    "TruthLiteral",
    "Type",
    "Unary",
    "Value",
    "World",
    "WorldTypes",
    "check",
    "evaluate",
    "parse",
    "parts",
    "reads",
    "reason_words",
    "type_words",
    "written",
]
