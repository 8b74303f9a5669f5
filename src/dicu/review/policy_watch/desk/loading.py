"""Registers brought into the house: checked whole, compared with what stands, recorded with the digest of the bundle."""

from collections.abc import Callable
from dataclasses import dataclass

from dicu.access.model import Absent, Asker
from dicu.ledger.model import Conflict, Draft
from dicu.review.bundles import Bundle, packed, unpacked
from dicu.review.desk.tools import Tools
from dicu.review.policy_watch.desk.looking import Looking
from dicu.review.policy_watch.differences import Difference, differences
from dicu.review.policy_watch.model import Register
from dicu.review.policy_watch.reading import read_register
from dicu.review.policy_watch.validating import check_register
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import T


def register_stream(register: str) -> str:
    return f"policy/{register}"


@dataclass(frozen=True)
class Offered:
    """A register that was read and checked, with what it changes. `against`: the digest of the version in force."""

    register: Register
    content: bytes
    changes: tuple[Difference, ...]
    against: str

    @property
    def same(self) -> bool:
        return self.against == self.register.digest


class Loading:
    def __init__(self, tools: Tools, looking: Looking) -> None:
        self.tools = tools
        self.looking = looking

    def offered(self, asker: Asker, bundle: Bundle, places: Callable[[str], str] = str) -> Offered:
        """Reads and checks; keeps nothing. Whoever may not load learns nothing from it."""
        self.tools.check(asker, "load", "policy-register", register="", synthetic=False)
        check_register(bundle, places)
        content = packed(bundle)
        made = read_register(content)
        old = next((one for one in self.looking.registers(asker) if one.id == made.id), None)
        self._check_kind(old, made)
        self._check_worked(asker, made)
        return Offered(made, content, differences(self._bundle(old), bundle), old.digest if old else "")

    def load(self, asker: Asker, bundle: Bundle, origin: str, places: Callable[[str], str] = str, against: str | None = None) -> Offered:
        """All or nothing. The same bundle again changes nothing. `against`: refused as a conflict if another version stands."""
        found, t = self.offered(asker, bundle, places), self.tools
        name = register_stream(found.register.id)
        if against is not None and against != found.against:
            raise Conflict(name)
        if not found.same:
            t.vault.keep(found.content)
            t.append(asker, name, found.register.authority, len(t.ledger.read(name)), _loaded(found, origin))
        return found

    def _bundle(self, old: Register | None) -> Bundle | None:
        if old is None:
            return None
        with self.tools.vault.open(old.digest) as content:
            return unpacked(content.read())

    def _check_kind(self, old: Register | None, new: Register) -> None:
        if old is not None and old.standing != new.standing:
            raise NotAllowed(T("The register {register} is in the house with another kind of data: real and invented law have registers of"
                               " their own.", register=new.id))  # fmt: skip
        if old is not None and old.authority != new.authority:
            said = T("The register {register} belongs to {authority}, and stays with it.", register=new.id, authority=old.authority)
            raise NotAllowed(said)

    def _check_worked(self, asker: Asker, new: Register) -> None:
        """An entry on which officers have worked is neither dropped nor rewritten by a file: they correct or withdraw it."""
        try:
            loaded = self.looking.loaded(asker, new.id)
        except Absent:
            return
        standing = {p.code: p for p in self.looking.of_register(asker, loaded)}
        old, known = self.looking.version(loaded.digest), {e.code: e for e in new.entries}
        lost = [c for c, p in standing.items() if p.number and known.get(c) != old.entry(c)]
        if lost:
            raise NotAllowed(
                T("The file changes or drops entries that officers have worked on: {codes}. Correct or withdraw these here, and leave them"
                  " in the file as they were.", codes=", ".join(lost))
            )  # fmt: skip


def _loaded(found: Offered, origin: str) -> Draft:
    r = found.register
    facts = {"entries": len(r.entries), "changes": len(found.changes), "origin": origin, "synthetic": r.standing == "synthetic"}
    return Draft("policy.loaded", {"register": r.id, "version": r.version, "digest": r.digest, **facts})
