"""How an entry stands: what was recorded, told from the first entry on. A correction makes a new version and keeps the old; a check
counts for the version that was checked and no other; two people, never one."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from dicu.review.policy_watch.model import PolicyEntry
from dicu.review.policy_watch.reading import recorded
from dicu.review.rules import NotAllowed
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import T

STEPS = ("verify", "correct", "withdraw")


@dataclass(frozen=True, slots=True)
class Happening:
    """One step of an officer. `at` is the moment of the ledger, ISO."""

    kind: str
    body: Mapping[str, Any]
    by: str
    at: str
    number: int

    @property
    def day(self) -> date:
        return datetime.fromisoformat(self.at).astimezone(VIET_NAM).date()


@dataclass(frozen=True, slots=True)
class Version:
    """`by` wrote it: an officer, or who loaded the bundle."""

    entry: PolicyEntry
    by: str
    day: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """`entry` is the newest of `versions`, with `verified` and `checked` as they stand. `published`: everybody may see it."""

    register: str
    entry: PolicyEntry
    versions: tuple[Version, ...]
    published: bool
    verified_by: str = ""
    withdrawn: str = ""
    happenings: tuple[Happening, ...] = ()
    number: int = 0
    synthetic: bool = False

    @property
    def code(self) -> str:
        return self.entry.code

    @property
    def author(self) -> str:
        return self.versions[-1].by

    @property
    def state(self) -> str:
        if self.withdrawn:
            return "withdrawn"
        if self.entry.verified:
            return "verified"
        return "unverified" if self.published else "proposed"

    @property
    def changed(self) -> date:
        """The day on which the register last said something new about it."""
        return max((self.versions[-1].day, *(h.day for h in self.happenings)))

    @property
    def digest(self) -> str:
        return digest_of(self.entry)


def digest_of(entry: PolicyEntry) -> str:
    """Of what it says; whether, when and by what reading it was checked is no part of it."""
    plain = replace(entry, verified=False, checked=None, read="")
    return sha256(json.dumps(_plain(plain), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def told(register: str, base: Version | None, happenings: Iterable[Happening], *, synthetic: bool = False) -> Policy:
    """`base`: the compiled entry; None for one that began with an officer. Raises ValueError where there is neither."""
    steps = tuple(happenings)
    if base is None and not (steps and steps[0].kind == "proposed"):
        raise ValueError("an entry begins with a bundle or with a proposal")
    found = Policy(register, base.entry, (base,), True, synthetic=synthetic) if base else _begun(register, steps[0], synthetic)
    for step in steps:
        found = replace(_TOLD[step.kind](found, step), happenings=(*found.happenings, step), number=step.number)
    return found


def _begun(register: str, first: Happening, synthetic: bool) -> Policy:
    version = Version(recorded(first.body["entry"], first.body["facts"]), first.by, first.day)
    return Policy(register, version.entry, (version,), False, synthetic=synthetic)


def _proposed(found: Policy, _: Happening) -> Policy:
    return found


def _verified(found: Policy, step: Happening) -> Policy:
    """What was checked in another version says nothing about this one."""
    if step.body["of"] != digest_of(found.entry):
        return found
    checked = replace(found.entry, verified=True, checked=date.fromisoformat(step.body["day"]), read=step.body["read"])
    return replace(found, entry=checked, published=True, verified_by=step.by)


def _corrected(found: Policy, step: Happening) -> Policy:
    version = Version(recorded(step.body["entry"], step.body["facts"]), step.by, step.day, step.body["reason"])
    return replace(found, entry=version.entry, versions=(*found.versions, version), verified_by="")


def _withdrawn(found: Policy, step: Happening) -> Policy:
    return replace(found, withdrawn=step.body["reason"])


_TOLD = {"proposed": _proposed, "verified": _verified, "corrected": _corrected, "withdrawn": _withdrawn}


def check_step(found: Policy, step: str) -> None:
    if found.withdrawn:
        raise NotAllowed(T("This entry was withdrawn: {reason}", reason=found.withdrawn), where="reason")
    if step not in STEPS:
        raise NotAllowed(T("There is no such step. Steps: {steps}.", steps=", ".join(STEPS)), where="step")


def check_other_hand(found: Policy, account: str) -> None:
    """Whoever wrote this version, or loaded it, does not check it."""
    if found.author == account:
        raise NotAllowed(T("You recorded what this entry says. Somebody else has to check it at its source."), where="where")
