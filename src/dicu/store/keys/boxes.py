"""Files of keys: one for each person in a domain, one for each part of a domain's search. Each key in them is locked under the
master key and bound to whose it is, so that a file that was renamed or copied over another opens nothing."""

import os
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dicu.ledger.keyring import KEY_BYTES, KeyPort, KeysRefused
from dicu.store.keys import papers, writing
from dicu.vocabulary.messages import T

FORM = "dicu-keys-1"
WHAT = T("A key file")
PERSON, SEARCH = "person", "search"
DOMAIN = re.compile(r"[a-z][a-z0-9-]{0,39}")
NAMES = {PERSON: re.compile(r"[0-9a-f]{32}"), SEARCH: re.compile(r"[0-9]{1,4}")}
LIMIT = 4096
"""Files whose keys a process keeps in memory."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose keys: `use` is person or search, `name` the person's id or the number of the part."""

    use: str
    domain: str
    name: str

    def __post_init__(self) -> None:
        """A name that could lead out of the folder is no name."""
        if not (DOMAIN.fullmatch(self.domain) and NAMES[self.use].fullmatch(self.name)):
            raise KeysRefused(T("There are no keys for “{name}” in “{domain}”.", name=self.name[:60], domain=self.domain[:60]))


@dataclass
class Boxes:
    """The files below `folder`. Reading takes no lock: a file is whole or not there. Changing is done under `locked`."""

    folder: Path
    port: KeyPort
    instance: str
    keyring: str

    def __post_init__(self) -> None:
        self._kept: dict[str, tuple[tuple[int, ...], dict[str, bytes]]] = {}

    def path(self, owner: Owner) -> Path:
        return Path(self._place(owner))

    def _place(self, owner: Owner) -> str:
        """The path as text: it is asked for at every value that is sealed or opened, and a Path costs as much as the sealing."""
        domain = f"{self.folder}/domains/{owner.domain}"
        return f"{domain}/{SEARCH}/{owner.name}.json" if owner.use == SEARCH else f"{domain}/people/{owner.name[:2]}/{owner.name}.json"

    def domains(self) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in (self.folder / "domains").glob("*") if DOMAIN.fullmatch(path.name)))

    def paths(self) -> Iterator[Path]:
        """Every file of keys, in no order."""
        yield from (self.folder / "domains").glob(f"*/{SEARCH}/*.json")
        yield from (self.folder / "domains").glob("*/people/*/*.json")

    def keys(self, owner: Owner) -> dict[str, bytes]:
        """Id → key, the current one last; nothing if there is no file. The file is asked each time whether it is still the
        one whose keys are remembered: another process may have destroyed it."""
        place = self._place(owner)
        try:
            state = os.stat(place)  # noqa: PTH116 - text, see _place
        except FileNotFoundError:
            self._kept.pop(place, None)
            return {}
        seen = (state.st_ino, state.st_mtime_ns, state.st_size)
        kept = self._kept.get(place)
        if kept is None or kept[0] != seen:
            kept = self._kept[place] = (seen, self._unlocked(owner, Path(place)))
            if len(self._kept) > LIMIT:
                self._kept.pop(next(iter(self._kept)))
        return kept[1]

    def add(self, owner: Owner) -> str:
        """A new key, current from now on; its id."""
        path = self.path(owner)
        entries = self._read(owner, path) if path.exists() else []
        key = os.urandom(16).hex()
        made = datetime.now(UTC).isoformat(timespec="seconds")
        wrapped = self.port.wrap(os.urandom(KEY_BYTES), self._context(owner, key))
        self._write(owner, path, [*entries, {"id": key, "made": made, **papers.locked(wrapped)}])
        return key

    def keep_last(self, owner: Owner) -> int:
        """Every key but the current one is destroyed; how many there were."""
        path = self.path(owner)
        entries = self._read(owner, path)
        if len(entries) > 1:
            self._write(owner, path, entries[-1:])
        return len(entries) - 1

    def remove(self, owner: Owner) -> int:
        """Every key, for good; how many there were. A file that cannot be read is removed all the same, and counts as one."""
        path = self.path(owner)
        try:
            count = len(self._read(owner, path)) if path.exists() else 0
        except KeysRefused:
            count = 1
        self._kept.pop(str(path), None)
        with writing.disk(path):
            if path.parent.is_dir():
                writing.remove(writing.draft_of(path))
                writing.remove(path)
        return count

    def rewrap(self, path: Path) -> bool:
        """Locks the file's keys under the current master key; whether there was anything to do."""
        owner, current = self.owner(path), self.port.current()
        entries = self._read(owner, path)
        if all(entry["master"] == current for entry in entries):
            return False
        self._write(owner, path, [{**entry, **self._anew(owner, entry, path)} for entry in entries])
        return True

    def masters(self, path: Path) -> set[str]:
        """The master keys that the file is locked under."""
        return {str(entry["master"]) for entry in self._read(self.owner(path), path)}

    def owner(self, path: Path) -> Owner:
        """Whose keys a file below the folder holds, by where it lies."""
        domain, use, *_ = path.relative_to(self.folder / "domains").parts
        return Owner(SEARCH if use == SEARCH else PERSON, domain, path.stem)

    def _anew(self, owner: Owner, entry: Mapping[str, Any], path: Path) -> dict[str, str]:
        context = self._context(owner, str(entry["id"]))
        return papers.locked(self.port.wrap(self.port.unwrap(papers.unlocked(entry, path), context), context))

    def _unlocked(self, owner: Owner, path: Path) -> dict[str, bytes]:
        entries = self._read(owner, path)
        return {entry["id"]: self.port.unwrap(papers.unlocked(entry, path), self._context(owner, entry["id"])) for entry in entries}

    def _context(self, owner: Owner, key: str) -> bytes:
        return papers.bound(self.instance, self.keyring, owner.use, owner.domain, owner.name, key)

    def _read(self, owner: Owner, path: Path) -> list[dict[str, str]]:
        paper = papers.read(path, FORM, WHAT)
        papers.check_owner(paper, path, self.instance, self.keyring)
        entries = paper.get("keys")
        if not isinstance(entries, list) or not entries or not all(map(_whole, entries)):
            raise papers.damaged(path)
        return entries

    def _write(self, owner: Owner, path: Path, entries: list[dict[str, str]]) -> None:
        writing.folder(path.parent)
        whose = {"for": owner.use, "domain": owner.domain, "name": owner.name}
        writing.write(path, papers.written(FORM, instance=self.instance, keyring=self.keyring, **whose, keys=entries))


def _whole(entry: object) -> bool:
    try:
        b64decode(entry["wrapped"], validate=True)  # type: ignore[index]
        return isinstance(entry["id"], str) and isinstance(entry["master"], str)  # type: ignore[index]
    except (KeyError, ValueError, TypeError):
        return False
