"""From entries to rows, in the transaction of the entry."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from dicu.ledger.model import Entry
from dicu.store.agenda.models import LetterRow, PreferenceRow, ReminderRow

Projector = Callable[[Entry], None]
COPIED = ("todo", "what", "account", "step", "calendar", "title_vi", "title_en", "mail", "letter")


def projectors() -> Mapping[str, Projector]:
    return {
        "agenda.reminded": _reminded,
        "agenda.letter.leaving": _leaving,
        "agenda.letter.sent": _sent,
        "agenda.letter.failed": _failed,
        "agenda.letter.dropped": _dropped,
        "preference.mail": _preferred,
    }


def agency_of(entry: Entry) -> str:
    """`agenda/<agency>`; what belongs to nobody's agency is the house's."""
    name = entry.stream.name.split("/", 1)[1]
    return "" if name == HOUSE else name


HOUSE = "-"


def _reminded(entry: Entry) -> None:
    b, agency = entry.body, agency_of(entry)
    due = date.fromisoformat(b["due"]) if b["due"] else None
    facts = {name: b[name] for name in COPIED} | {"due": due, "agency": agency, "at": entry.at}
    ReminderRow.objects.update_or_create(id=b["reminder"], defaults=facts)
    if b["letter"]:
        fresh = {"account": b["account"], "agency": agency, "state": "waiting", "made": entry.at, "at": entry.at}
        empty = {"attempts": 0, "unsure": 0, "again": entry.at, "reason": ""}
        LetterRow.objects.update_or_create(id=b["letter"], defaults={**fresh, **empty})


def _leaving(entry: Entry) -> None:
    _now(entry, state="leaving", attempts=entry.body["attempt"], again=None)


def _sent(entry: Entry) -> None:
    _now(entry, state="sent", again=None, reason="")


def _failed(entry: Entry) -> None:
    b = entry.body
    again = datetime.fromisoformat(b["again"]) if b["again"] else None
    _now(entry, state="waiting" if again else "given-up", again=again, reason=b["reason"])
    if b["reason"] == "unsure":
        row = LetterRow.objects.get(id=b["letter"])
        row.unsure += 1
        row.save(update_fields=["unsure"])


def _dropped(entry: Entry) -> None:
    _now(entry, state="dropped", again=None)


def _now(entry: Entry, **facts: object) -> None:
    LetterRow.objects.filter(id=entry.body["letter"]).update(at=entry.at, **facts)


def _preferred(entry: Entry) -> None:
    PreferenceRow.objects.update_or_create(account=entry.body["account"], defaults={"mail": entry.body["mail"], "at": entry.at})
