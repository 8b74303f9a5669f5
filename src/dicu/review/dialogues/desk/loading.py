"""Series brought into the house: checked whole, compared with what stands, recorded with the digest of the bundle."""

from collections.abc import Callable
from dataclasses import dataclass

from dicu.access.model import Asker
from dicu.ledger.model import Conflict, Draft
from dicu.review.bundles import Bundle, packed, unpacked
from dicu.review.desk.tools import Tools
from dicu.review.dialogues.desk.looking import Looking
from dicu.review.dialogues.differences import Difference, differences
from dicu.review.dialogues.model import Series
from dicu.review.dialogues.reading import read_series
from dicu.review.dialogues.validating import check_series
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import T


def series_stream(series: str) -> str:
    return f"dialogue/{series}"


@dataclass(frozen=True)
class Offered:
    """A series that was read and checked, with what it changes. `against`: the digest of the version in force."""

    series: Series
    content: bytes
    changes: tuple[Difference, ...]
    against: str

    @property
    def same(self) -> bool:
        return self.against == self.series.digest


class Loading:
    def __init__(self, tools: Tools, looking: Looking) -> None:
        self.tools = tools
        self.looking = looking

    def offered(self, asker: Asker, bundle: Bundle, places: Callable[[str], str] = str) -> Offered:
        """Reads and checks; keeps nothing. Whoever may not load learns nothing from it."""
        self.tools.check(asker, "load", "dialogue", series="", synthetic=False)
        check_series(bundle, places)
        content = packed(bundle)
        made = read_series(content)
        old = next((one for one in self.looking.listed(asker) if one.id == made.id), None)
        self._check_kind(old, made)
        self._check_followed(asker, old, made)
        return Offered(made, content, differences(self._bundle(old), bundle), old.digest if old else "")

    def load(self, asker: Asker, bundle: Bundle, origin: str, places: Callable[[str], str] = str, against: str | None = None) -> Offered:
        """All or nothing. The same bundle again changes nothing. `against`: refused as a conflict if another version stands."""
        found, t = self.offered(asker, bundle, places), self.tools
        name = series_stream(found.series.id)
        if against is not None and against != found.against:
            raise Conflict(name)
        if not found.same:
            t.vault.keep(found.content)
            t.append(asker, name, found.series.authority, len(t.ledger.read(name)), _loaded(found, origin))
        return found

    def _bundle(self, old: Series | None) -> Bundle | None:
        if old is None:
            return None
        with self.tools.vault.open(old.digest) as content:
            return unpacked(content.read())

    def _check_kind(self, old: Series | None, new: Series) -> None:
        if old is not None and old.standing != new.standing:
            raise NotAllowed(
                T(
                    "The series {series} is in the house with another kind of data: real and invented ones have ids of their own.",
                    series=new.id,
                )
            )
        if old is not None and old.authority != new.authority:
            raise NotAllowed(T("The series {series} belongs to {authority}, and stays with it.", series=new.id, authority=old.authority))

    def _check_followed(self, asker: Asker, old: Series | None, new: Series) -> None:
        """A promise that officers are following up is not dropped by a file."""
        if old is None:
            return
        known = {c.code for c in new.commitments}
        lost = [c.code for c in self.looking.courses(asker, old) if c.commitment.compiled and c.number and c.code not in known]
        if lost:
            raise NotAllowed(
                T(
                    "The file drops commitments that are followed up here: {codes}. Keep them in it, or record them as lapsed and"
                    " keep them all the same.",
                    codes=", ".join(lost),
                )
            )


def _loaded(found: Offered, origin: str) -> Draft:
    s = found.series
    facts = {"rounds": len(s.rounds), "commitments": len(s.commitments), "changes": len(found.changes), "origin": origin}
    synthetic = s.standing == "synthetic"
    return Draft("dialogue.loaded", {"series": s.id, "version": s.version, "digest": s.digest, "synthetic": synthetic, **facts})
