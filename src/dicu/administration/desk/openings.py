"""Openings in an emergency: made for a reason and for hours, seen by the agency whose thing it is, ended early or by time."""

from collections.abc import Mapping

from dicu.access.conditions import Any
from dicu.access.holding import held
from dicu.access.model import Asker, Officer
from dicu.access.policy import absent
from dicu.access.rulebook.opening import MAY_OPEN, OPENABLE
from dicu.administration.desk.tools import Tools, author_of, utc
from dicu.administration.model import OpeningView
from dicu.administration.rules import NotAllowed, check_agency, check_code, checked_opening
from dicu.ledger.model import Draft
from dicu.vocabulary.messages import T


class Openings:
    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def may_make(self, asker: Asker, what: str = "report") -> bool:
        return self.tools.may(asker, "open", "emergency", what=what)

    def check_maker(self, asker: Asker, what: str) -> None:
        """Raises Forbidden: whether somebody may open anything at all is no secret, whatever there is to open."""
        self.tools.check(asker, "open", "emergency", what=what)

    def make(self, asker: Asker, what: str, named: Mapping[str, str], reason: str, hours: int) -> OpeningView:
        """Opens what is named, and nothing else. Whether there is such a thing is not looked up: the answer is the same."""
        t = self.tools
        self.check_maker(asker, what)
        attributes = {name: named.get(name, "").strip() for name in OPENABLE[what].attributes}
        for name, code in attributes.items():
            check_code(code, name)
        check_agency(attributes["agency"])
        reason, lasts = checked_opening(reason, hours)
        account = asker.officer.account
        key = f"openings/{account}/{t.records.opened_by(account) + 1}"
        body = {
            "what": what,
            "role": self._role(asker, what),
            "agency": attributes["agency"],
            "attributes": attributes,
            "reason": reason,
            "until": utc(t.now() + lasts),
        }
        t.append(author_of(asker), key, attributes["agency"], 0, Draft("access.opened", body))
        return self.one(asker, key)

    def end(self, asker: Asker, key: str) -> None:
        """By who made it or by the agency whose thing it is."""
        before = self.tools.length(key)
        found = self.one(asker, key)
        self.tools.check(asker, "end", "opening", what=found.what, agency=found.agency, account=found.account)
        if not found.running(self.tools.now()):
            raise NotAllowed(T("This opening is over already."))
        self.tools.append(author_of(asker), key, found.agency, before, Draft("access.opening.ended", {"agency": found.agency}))

    def listed(self, *askers: Asker) -> tuple[OpeningView, ...]:
        """What an officer may know of on any of the errands they are on, the newest first."""
        return self.tools.records.openings(Any(tuple(self.tools.scope(asker, "opening") for asker in askers)))

    def one(self, asker: Asker, key: str) -> OpeningView:
        found = self.tools.records.openings(self.tools.scope(asker, "opening"), key)
        if not found:
            raise absent()
        return found[0]

    def running(self, officer: Officer, agency: str) -> tuple[OpeningView, ...]:
        """For who reminds an agency: what of its things is open to others now. `officer` is one of its reporters."""
        scope = self.tools.scope(Asker(officer, "reporting"), "opening")
        now = self.tools.now()
        return tuple(o for o in self.tools.records.openings(scope) if o.agency == agency and o.running(now))

    def _role(self, asker: Asker, what: str) -> str:
        """The role by which it is opened: when that ends, the opening does."""
        roles = {grant.role for grant in held(asker.officer, self.tools.today(), self.tools.policy.incompatible)}
        fitting = [role for role, (purpose, kinds) in MAY_OPEN.items() if purpose == asker.purpose and what in kinds and role in roles]
        if not fitting:
            raise absent()
        return fitting[0]
