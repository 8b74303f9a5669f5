"""Agencies in time: who exists on a day, under which name, and who took over a function of one that has ended.

One ministry may have several successors, each for some of its functions; so a task of the old one has no single heir
until somebody says which function it belongs to.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Self

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Kind, LegalBasis, Source
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.vietnamese import order_key

ALL = "all"  # the function code of a succession to everything that is not named apart


class UnknownAgency(Refused):
    """No agency has this code, or it did not exist on that day."""


class AgencyKind(StrEnum):
    MINISTRY = "ministry"  # ministries and agencies of their rank
    MASS = "mass"  # socio-political organisations
    PROVINCE = "province"
    INTERNATIONAL = "international"


@dataclass(frozen=True, slots=True)
class Agency:
    """A body by its ASCII code. `abbreviation` is the official one, with marks. `until` is its last day."""

    code: str
    name: Bilingual
    kind: AgencyKind
    since: date | None = None
    until: date | None = None
    abbreviation: str = ""

    def exists_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Succession:
    """From `since` on, `successor` has these functions of `predecessor`. `basis` says whether that is verified. `way`: the
    successions before it, where an ended successor was followed to its own; all of them must be verified then."""

    predecessor: str
    successor: str
    since: date
    function: str
    functions: Bilingual
    basis: LegalBasis
    note: Bilingual = Bilingual("", "")
    way: tuple["Succession", ...] = ()

    @property
    def verified(self) -> bool:
        return self.basis.verified and all(step.verified for step in self.way)

    @property
    def acts(self) -> str:
        """The numbers of all acts on the way, the first one first."""
        return "; ".join(dict.fromkeys(step.basis.number for step in (*self.way, self)))


@dataclass(frozen=True, slots=True)
class Agencies:
    """The register. Codes are unique in all time: a body that ends keeps its code."""

    by_code: dict[str, Agency]
    successions: tuple[Succession, ...]

    @classmethod
    @cache
    def load(cls) -> Self:
        """The register that comes with the house (`law/agencies.yaml`)."""
        import yaml  # noqa: PLC0415 - only a process that asks for agencies pays for it

        return cls.read(yaml.safe_load((files("dicu") / "law" / "agencies.yaml").read_text(encoding="utf-8")))

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """The register that a file describes. ValueError: a code twice, or a succession of or to nobody."""
        agencies = [_agency(entry) for entry in data["agencies"]]
        by_code = {agency.code: agency for agency in agencies}
        successions = tuple(_succession(entry, data["bases"]) for entry in data["successions"])
        named = {code for s in successions for code in (s.predecessor, s.successor)}
        if len(by_code) < len(agencies) or not named <= by_code.keys():
            raise ValueError("agencies: a code stands twice, or a succession names a body that is not in the register")
        return cls(by_code, successions)

    def find(self, code: str) -> Agency:
        """The agency with this code, of any time; raises UnknownAgency."""
        if code not in self.by_code:
            raise UnknownAgency(T("No agency has the code “{code}”.", code=code[:20]))
        return self.by_code[code]

    def at(self, code: str, day: date) -> Agency:
        """The agency with this code if it exists that day; raises UnknownAgency and names who took over."""
        agency = self.find(code)
        if agency.exists_on(day):
            return agency
        heirs = ", ".join(dict.fromkeys(s.successor for s in self.successors(code, day)))
        if heirs:
            raise UnknownAgency(T("{agency} did not exist any more on {day}; its functions went to: {heirs}.",
                                  agency=agency.name, day=day, heirs=heirs))  # fmt: skip
        raise UnknownAgency(T("{agency} did not exist on {day}.", agency=agency.name, day=day))

    def name_on(self, code: str, day: date) -> Bilingual:
        """The agency's name that day; raises UnknownAgency if it did not exist then."""
        return self.at(code, day).name

    def existing(self, day: date, kind: AgencyKind | None = None) -> tuple[Agency, ...]:
        """All agencies of a day, of one kind or of all, in Vietnamese order of their names."""
        there = (a for a in self.by_code.values() if a.exists_on(day) and kind in (None, a.kind))
        return tuple(sorted(there, key=lambda agency: order_key(agency.name.vi)))

    def successors(self, code: str, day: date, function: str | None = None) -> tuple[Succession, ...]:
        """Who has the functions of an ended agency on a day; () while it exists.

        With a `function` code: only who has that one, which is whoever took all if it is not named apart. A successor
        that has itself ended by then is followed to its own; the last succession says by which `way`.
        """
        if self.find(code).exists_on(day):
            return ()
        taken = [s for s in self.successions if s.predecessor == code and s.since <= day]
        if function is not None:
            taken = [s for s in taken if s.function == function] or [s for s in taken if s.function == ALL]
        return tuple(heir for s in taken for heir in self._followed(s, day, function))

    def _followed(self, succession: Succession, day: date, function: str | None) -> tuple[Succession, ...]:
        if self.find(succession.successor).exists_on(day):
            return (succession,)
        later = self.successors(succession.successor, day, function)
        return tuple(replace(last, way=(succession, *last.way)) for last in later)


def _agency(entry: dict[str, Any]) -> Agency:
    return Agency(
        code=entry["code"],
        name=Bilingual(vi=entry["vi"], en=entry["en"]),
        kind=AgencyKind(entry["kind"]),
        since=entry.get("since"),
        until=entry.get("until"),
        abbreviation=entry["abbreviation"],
    )


def _succession(entry: dict[str, Any], bases: dict[str, dict[str, Any]]) -> Succession:
    basis = bases[entry["basis"]]
    return Succession(
        predecessor=entry["from"],
        successor=entry["to"],
        since=basis["since"],
        function=entry["function"],
        functions=Bilingual(vi=entry["vi"], en=entry["en"]),
        basis=_basis(basis, verified=entry["verified"]),
        note=Bilingual(**entry.get("note", {"vi": "", "en": ""})),
    )


def _basis(basis: dict[str, Any], *, verified: bool) -> LegalBasis:
    source = Source(basis["source"]["title"], verified=verified)
    return LegalBasis(basis["number"], Bilingual(**basis["title"]), Kind.STATUTE, source, since=basis["since"])
