"""The one kind of entry of the log of reading."""

from dicu.ledger.model import EntryKind, Kinds
from dicu.readings.model import MEANS, OUTCOMES
from dicu.vocabulary.messages import T

CODE = {"type": "string", "pattern": r"^[\w.@:+-]{1,80}$"}
CODE_OR_NONE = {"type": "string", "pattern": r"^[\w.@:+-]{0,80}$"}
NAME = {"type": "string", "pattern": r"^([a-z_-]+:[\w.@:+/-]{1,500}|#[0-9a-f]{32}|)$"}
COUNT = {"type": "integer", "minimum": 0}


def _closed(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}


THING = _closed(
    kind=CODE,
    name=NAME,
    whole=NAME,
    agency=CODE_OR_NONE,
    domain=CODE_OR_NONE,
    did={"type": "array", "items": CODE, "minItems": 1},
    seen={"type": "boolean"},
)
NOTED = "reading.noted"
KINDS = Kinds(
    EntryKind(
        NOTED,
        1,
        _closed(
            route={"type": "string", "pattern": r"^[\w .:-]{1,80}$"},
            method={"type": "string", "pattern": "^[A-Z]{1,10}$"},
            means={"enum": list(MEANS)},
            outcome={"enum": list(OUTCOMES)},
            request={"type": "string", "pattern": "^[0-9a-f]{0,32}$"},
            agency=CODE_OR_NONE,
            roles={"type": "array", "items": CODE},
            things={"type": "array", "items": THING},
            more=COUNT,
            listed={"type": "array", "items": _closed(kind=CODE, count=COUNT)},
            criteria={"type": "string", "pattern": "^([0-9a-f]{32})?$"},
            unnoted=COUNT,
        ),
        T("Looked at {route} ({outcome})."),
    ),
)
"""`name` and `whole` of a thing: its codes, or a mark where they were not shown to exist. `more`: things beyond those that
are named. `criteria`: keyed digest of what was searched for. `unnoted`: refusals of the public since the entry before that
were too many to be noted one by one."""
