"""Policy watch: from entries to rows, in the transaction of the entry. Of an entry its whole stream is read anew."""

from collections.abc import Callable, Mapping
from typing import Any

from dicu.ledger.model import Entry
from dicu.review.policy_watch.kinds import KINDS
from dicu.review.policy_watch.standing import Happening, told
from dicu.store.ledger.projecting import Projector, Whole
from dicu.store.review.policy_models import PolicyRegisterRow, PolicyRow

Read = Callable[[str], tuple[Entry, ...]]


def projectors(read: Read) -> Mapping[str, Projector]:
    whole = Whole(lambda entry: _worked(read(entry.stream.name)))
    return {**dict.fromkeys((kind.name for kind in KINDS), whole), "policy.loaded": _loaded}


def _loaded(entry: Entry) -> None:
    b = entry.body
    facts = {name: b[name] for name in ("digest", "version", "synthetic")}
    PolicyRegisterRow.objects.update_or_create(
        register=b["register"], defaults={**facts, "loaded_at": entry.at, "by": entry.author.account}
    )


def _worked(entries: tuple[Entry, ...]) -> None:
    first = entries[0].body
    steps = [_happening(e) for e in entries]
    published = steps[0]["kind"] != "proposed" or told(first["register"], None, map(read_happening, steps)).published
    facts = {"register": first["register"], "entry": first["entry"], "published": published, "happenings": steps}
    PolicyRow.objects.update_or_create(id=f"{first['register']}/{first['entry']}", defaults=facts)


def _happening(entry: Entry) -> dict[str, Any]:
    kind = entry.kind.removeprefix("policy.")
    return {"kind": kind, "body": dict(entry.body), "by": entry.author.account, "at": entry.at.isoformat(), "number": entry.number}


def read_happening(row: Mapping[str, Any]) -> Happening:
    return Happening(row["kind"], row["body"], row["by"], row["at"], row["number"])
