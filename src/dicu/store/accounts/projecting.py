"""From entries of administration to rows, in the entry's own transaction. A row's key names its entry, so a rebuild writes the
same rows over; what an entry cannot hold (a password, a token's digest, a name) is kept as it stands."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from dicu.ledger.model import Entry
from dicu.store.accounts.models import Account, GrantRow, OpeningRow, Token

Projector = Callable[[Entry], None]


def projectors() -> Mapping[str, Projector]:
    """Entry kind → what it does to the rows."""
    return {
        "access.account.opened": _opened,
        "access.account.closed": lambda entry: _active(entry, False),
        "access.account.reopened": lambda entry: _active(entry, True),
        "access.account.invited": _nothing,
        "access.factors.forgotten": _nothing,
        "access.identity.linked": _nothing,
        "access.identity.unlinked": _nothing,
        "access.role.granted": _granted,
        "access.role.ended": _ended,
        "access.token.issued": _issued,
        "access.token.revoked": _revoked,
        "access.opened": _opening,
        "access.opening.ended": _opening_ended,
    }


def _opened(entry: Entry) -> None:
    """Its name and password follow in the same step; until then nobody can sign in."""
    b = entry.body
    facts = {"agency": b["agency"], "service": b["service"], "is_active": True}
    new = {**facts, "full_name": b["username"], "password": "!"}
    Account.objects.update_or_create(username=b["username"], defaults=facts, create_defaults=new)


def _nothing(entry: Entry) -> None:
    """What it tells of is secret or personal, and was done beside the ledger in the same step."""


def _active(entry: Entry, active: bool) -> None:
    Account.objects.filter(username=entry.body["username"]).update(is_active=active)


def _granted(entry: Entry) -> None:
    b = entry.body
    facts = {
        "account": Account.objects.get(username=b["username"]),
        "role": b["role"],
        "agency": b["agency"],
        "clearance": b["clearance"],
        "since": _day(b["since"]),
        "until": _day(b["until"]),
        "ended": None,
        "granted_by": entry.author.account,
    }
    key = f"{entry.stream.name}/{entry.number}"
    GrantRow.objects.update_or_create(key=key, defaults=facts)
    GrantRow.objects.filter(key=key).update(granted_at=entry.at)  # a new row is stamped with the machine's time


def _ended(entry: Entry) -> None:
    day = date.fromisoformat(entry.body["day"])
    row = GrantRow.objects.get(key=entry.body["grant"])
    row.ended = min(day, row.ended or day)
    row.save(update_fields=["ended"])


def _issued(entry: Entry) -> None:
    facts = {"name": entry.body["name"], "expires": datetime.fromisoformat(entry.body["expires"]), "revoked": None}
    Token.objects.filter(key=f"{entry.stream.name}/{entry.number}").update(**facts)


def _revoked(entry: Entry) -> None:
    Token.objects.filter(key=entry.body["token"]).update(revoked=entry.at)


def _opening(entry: Entry) -> None:
    b, until = entry.body, datetime.fromisoformat(entry.body["until"])
    account = entry.author.account
    facts = {name: b[name] for name in ("what", "role", "agency", "attributes", "reason")}
    facts |= {"account": account, "since": entry.at, "until": until, "ended": None, "ended_by": ""}
    OpeningRow.objects.update_or_create(key=entry.stream.name, defaults=facts)
    _look_until(account, until)


def _look_until(account: str, until: datetime) -> None:
    for row in Account.objects.filter(username=account):
        if row.opened_until is None or row.opened_until < until:
            Account.objects.filter(pk=row.pk).update(opened_until=until)


def _opening_ended(entry: Entry) -> None:
    OpeningRow.objects.filter(key=entry.stream.name).update(ended=entry.at, ended_by=entry.author.account)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
