"""The kinds of entries that reminding writes. No entry holds an address or a name: an account's username is enough."""

from typing import Any

from dicu.ledger.model import EntryKind, Kinds
from dicu.vocabulary.messages import Message, T

TEXT = {"type": "string", "maxLength": 2_000}
CODE = {"type": "string", "minLength": 1, "maxLength": 120}
ID = {"type": "string", "pattern": "^[0-9a-f]{40}$"}
DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MOMENT = {"type": ["string", "null"], "maxLength": 40}
COUNT = {"type": "integer", "minimum": 1}


def _kind(name: str, sentence: Message, **properties: Any) -> EntryKind:
    schema = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    return EntryKind(name, 1, schema, sentence)


KINDS = Kinds(
    _kind(
        "agenda.reminded",
        T("Reminded {account}: {todo}."),
        reminder=ID,
        todo={**TEXT, "minLength": 1},
        what=CODE,
        account=CODE,
        step={"type": "integer"},
        due=DAY,
        calendar=CODE,
        title_vi=TEXT,
        title_en=TEXT,
        mail={"enum": ["letter", "off", "no-address", "not-set-up"]},
        letter={"type": "string", "pattern": "^([0-9a-f]{40})?$"},
    ),
    _kind("agenda.letter.leaving", T("Gave letter {letter} to the mail server, attempt {attempt}."), letter=ID, attempt=COUNT),
    _kind("agenda.letter.sent", T("The mail server took letter {letter}."), letter=ID, attempt=COUNT),
    _kind(
        "agenda.letter.failed",
        T("Letter {letter} did not leave ({reason})."),
        letter=ID,
        attempt=COUNT,
        reason={"enum": ["refused", "later", "unreachable", "unsure"]},
        code={"type": "integer"},
        again=MOMENT,
    ),
    _kind("agenda.letter.dropped", T("Letter {letter} was not needed any more."), letter=ID),
    _kind("preference.mail", T("Chose whether reminders come by e-mail too."), account=CODE, mail={"type": "boolean"}),
)
