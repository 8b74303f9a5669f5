"""The entry that says a workbook was taken in. The lines it changed follow it, each an entry of its own in the same step, so that
who wrote a line stays as it is everywhere."""

from dicu.ledger.model import EntryKind
from dicu.vocabulary.messages import T

_PROPERTIES = {
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "form": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "base": {"type": "integer", "minimum": 0},
    "lines": {"type": "integer", "minimum": 0},
    "chosen": {"type": "object", "additionalProperties": {"enum": ["file", "house"]}},
}
TAKEN = "report.workbook.taken"
WORKBOOK_KINDS = (
    EntryKind(
        TAKEN,
        1,
        {"type": "object", "properties": _PROPERTIES, "required": sorted(_PROPERTIES), "additionalProperties": False},
        T("Took in a workbook: {lines} lines changed."),
    ),
)
"""`digest` of the file, `form` which of the forms that were handed out, `base` the entry it was filled on, `lines` how many entries
follow that belong to it, `chosen` what a person decided where form and house clashed."""
