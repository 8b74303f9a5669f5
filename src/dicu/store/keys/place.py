"""Where an installation keeps its keys, and what those places must be like.

DICU_KEYS names the folder, DICU_MASTER_KEY_FILE the file with the master key. Neither lies in the database's folder or among
the files, for those are what backups are made of; nor one in the other, for one copy would then hold both.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dicu.ledger.keyring import KeysRefused
from dicu.vocabulary.messages import Message, T

FOLDER, MASTER = "DICU_KEYS", "DICU_MASTER_KEY_FILE"
OTHERS = 0o077
COPIED = ("postgres", "files")
"""What of an installation's home goes into its ordinary backups."""


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """`told`: the installation was told to have keys, so that it does not work without them."""

    folder: Path
    master: Path
    told: bool = True

    @property
    def known(self) -> bool:
        """Whether there are keys here, or should be."""
        return self.told or self.folder.exists() or self.master.exists()


def keyplace(home: Path, production: bool, environment: Mapping[str, str] = os.environ) -> KeyPlace:
    """The places of this installation: as it was told, else below its home. Raises KeysRefused if only one was told, or
    if in production they were not."""
    folder, master = environment.get(FOLDER, ""), environment.get(MASTER, "")
    if bool(folder) != bool(master):
        given, missing = (FOLDER, MASTER) if folder else (MASTER, FOLDER)
        raise KeysRefused(T("{given} is set, but {missing} is not. Set both, or neither.", given=given, missing=missing), missing)
    if folder:
        return _apart(KeyPlace(Path(folder).absolute(), Path(master).absolute()), home)
    if production and (home / "keys").exists():
        raise KeysRefused(
            T("In production the place of the keys is told: set {folder} and {master}.", folder=FOLDER, master=MASTER), where=FOLDER
        )
    return KeyPlace(home / "keys", home / "secrets" / "master-key", told=False)


def check_private(path: Path, what: Message) -> None:
    """Raises KeysRefused if there is no such file or folder, or others than its account may open it."""
    try:
        state = path.stat()
    except FileNotFoundError as fault:
        raise missing(path, what) from fault
    except OSError as fault:
        raise unreadable(path, fault) from fault
    if state.st_mode & OTHERS:
        raise KeysRefused(
            T(
                "{path} is open to other accounts of this machine (mode {mode}). Close it: chmod go= {path}. Then consider whether "
                "somebody has read it, and rotate the master key.",
                path=str(path),
                mode=f"{state.st_mode & 0o777:04o}",
            ),
            where=str(path),
        )


def missing(path: Path, what: Message) -> KeysRefused:
    return KeysRefused(
        T(
            "{what} is not there: {path}. Put it back from the backup of the keys. Without it nothing about people can be "
            "read or recorded, so nothing is started.",
            what=what,
            path=str(path),
        ),
        where=str(path),
    )


def unreadable(path: Path, fault: OSError) -> KeysRefused:
    said = fault.strerror or type(fault).__name__
    return KeysRefused(
        T("{path} cannot be read: {said}. It must belong to the account of the house.", path=str(path), said=said), str(path)
    )


def _apart(place: KeyPlace, home: Path) -> KeyPlace:
    if place.master.is_relative_to(place.folder):
        raise KeysRefused(
            T("The master key {path} lies in the folder of the keys that it locks. Keep it elsewhere.", path=str(place.master)), MASTER
        )
    for path, name in ((place.folder, FOLDER), (place.master, MASTER)):
        for copied in COPIED:
            if path.is_relative_to(home.absolute() / copied):
                raise KeysRefused(
                    T(
                        "{path} lies in {folder}, which goes into the backups of the database and the files. Keys and what they lock "
                        "never stand in one backup: keep them elsewhere.",
                        path=str(path),
                        folder=str(home / copied),
                    ),
                    where=name,
                )
    return place
