"""The keyring in a folder: `dicu.ledger.keyring.Keyring`, and what it remembers of those it was told to forget.

keyring.json                          name, instance, and a proof that the master key is the right one
domains/support/people/ab/ab….json    the keys of one person in one domain
domains/support/search/17.json        the keys of one part of a domain's search
erased/ab/ab…                         a person whose keys were destroyed, and when
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from dicu.ledger.keyring import DataKey, KeyPort, KeysRefused, SearchKey
from dicu.store.keys import papers, writing
from dicu.store.keys.boxes import PERSON, SEARCH, Boxes, Owner
from dicu.store.keys.place import check_private
from dicu.vocabulary.messages import T

FORM = "dicu-keyring-1"
WHAT, CARD_WHAT = T("The folder of the keys"), T("The keyring's own file")
PROVED = b"dicu"


class DirectoryKeyring:
    """Opened once a process. Raises KeysRefused where the folder is missing, open to others, of another instance, or locked
    with another master key."""

    def __init__(self, folder: Path, port: KeyPort, instance: str) -> None:
        check_private(folder, WHAT)
        self.folder, self.port, self._instance = folder, port, instance
        paper = papers.read(self.card, FORM, CARD_WHAT)
        papers.check_owner(paper, self.card, instance)
        self.name = str(paper.get("keyring"))
        self._check_master(paper)
        self.boxes = Boxes(folder, port, instance, self.name)

    @property
    def instance(self) -> str:
        return self._instance

    @property
    def card(self) -> Path:
        return self.folder / "keyring.json"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    def sealing_key(self, person: str, domain: str) -> DataKey:
        owner = Owner(PERSON, domain, person)
        keys = self.boxes.keys(owner) or self._made(owner)
        key = list(keys)[-1]
        return DataKey(key, person, domain, keys[key])

    def opening_key(self, person: str, domain: str, key: str) -> DataKey | None:
        owner = Owner(PERSON, domain, person)
        material = self.boxes.keys(owner).get(key)
        if material is not None:
            return DataKey(key, person, domain, material)
        if self.erased(person):
            return None
        raise KeysRefused(
            T(
                "A key of the person {person} is missing from {path}, though nobody was erased. The folder is older than the records: "
                "put the newest backup of the keys back.",
                person=person,
                path=str(self.boxes.path(owner)),
            ),
            where=str(self.boxes.path(owner)),
        )

    def search_keys(self, domain: str, part: int) -> tuple[SearchKey, ...]:
        owner = Owner(SEARCH, domain, str(part))
        keys = self.boxes.keys(owner) or self._made(owner)
        return tuple(SearchKey(key, domain, part, material) for key, material in keys.items())

    def all_search_keys(self, domain: str) -> tuple[SearchKey, ...]:
        owners = [self.boxes.owner(path) for path in (self.folder / "domains" / domain / SEARCH).glob("*.json")]
        return tuple(
            SearchKey(key, domain, int(owner.name), material) for owner in owners for key, material in self.boxes.keys(owner).items()
        )

    def renew(self, person: str, domain: str) -> DataKey:
        with writing.locked(self.lock):
            self._check_not_erased(person)
            self.boxes.add(Owner(PERSON, domain, person))
        return self.sealing_key(person, domain)

    def renew_search(self, domain: str, part: int) -> None:
        """A new search key for the part; the one before stays until `drop_old_search`. One that has begun is not begun again."""
        owner = Owner(SEARCH, domain, str(part))
        with writing.locked(self.lock):
            if len(self.boxes.keys(owner)) < 2:
                self.boxes.add(owner)

    def drop_old_search(self, domain: str, part: int) -> None:
        """When every token was made anew: whoever has the old tokens has nothing to compare them with any more."""
        with writing.locked(self.lock):
            self.boxes.keep_last(Owner(SEARCH, domain, str(part)))

    def unfinished_searches(self) -> Iterator[tuple[str, int]]:
        """Parts of domains whose tokens are being made anew."""
        for path in (self.folder / "domains").glob(f"*/{SEARCH}/*.json"):
            owner = self.boxes.owner(path)
            if len(self.boxes.keys(owner)) > 1:
                yield owner.domain, int(owner.name)

    def destroy(self, person: str) -> int:
        """First it is noted, then done: what is cut off in between is done at the next start (`still_held`)."""
        with writing.locked(self.lock):
            note = self._note(person)
            if not note.exists():
                writing.folder(note.parent)
                writing.write(note, datetime.now(UTC).isoformat(timespec="seconds").encode() + b"\n")
            return sum(self.boxes.remove(owner) for owner in self._owners(person))

    def erased(self, person: str) -> datetime | None:
        try:
            text = self._note(person).read_text("ascii").strip()
            return datetime.fromisoformat(text)
        except FileNotFoundError:
            return None
        except ValueError:  # cut off: it is there all the same
            return datetime.min.replace(tzinfo=UTC)

    def still_held(self, persons: Iterable[str]) -> tuple[str, ...]:
        return tuple(person for person in persons if not self.erased(person) or self._held(person))

    def _held(self, person: str) -> bool:
        return any(self.boxes.path(owner).exists() for owner in self._owners(person))

    def _owners(self, person: str) -> list[Owner]:
        return [Owner(PERSON, domain, person) for domain in self.boxes.domains()]

    def _made(self, owner: Owner) -> dict[str, bytes]:
        """The first key. Of two processes that want it at once, the second finds the one that the first has made."""
        with writing.locked(self.lock):
            if owner.use == PERSON:
                self._check_not_erased(owner.name)
            if not self.boxes.keys(owner):
                self.boxes.add(owner)
        return self.boxes.keys(owner)

    def _check_not_erased(self, person: str) -> None:
        if self.erased(person):
            raise KeysRefused(T("This person was erased; nothing is recorded about them under this number any more."), where=person)

    def _note(self, person: str) -> Path:
        Owner(PERSON, "x", person)  # refuses what is no person's id
        return self.folder / "erased" / person[:2] / person

    def _check_master(self, paper: dict[str, object]) -> None:
        proof = paper.get("proof")
        context = papers.bound(self._instance, self.name, "proof")
        if not isinstance(proof, dict) or self.port.unwrap(papers.unlocked(proof, self.card), context) != PROVED:
            raise papers.damaged(self.card)


def card(instance: str, name: str, port: KeyPort) -> bytes:
    """The keyring's own file, its proof locked under the current master key."""
    proof = papers.locked(port.wrap(PROVED, papers.bound(instance, name, "proof")))
    return papers.written(FORM, instance=instance, keyring=name, proof=proof)
