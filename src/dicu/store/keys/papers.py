"""What stands in the files of keys: JSON that says what it is, whose it is, and how it is locked."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dicu.ledger.keyring import KeysRefused, Wrapped
from dicu.store.keys.place import missing, unreadable
from dicu.vocabulary.messages import Message, T


def read(path: Path, form: str, what: Message) -> dict[str, Any]:
    """The file's object. Raises KeysRefused if it is missing, cut off, or something else than a file of this form."""
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError as fault:
        raise missing(path, what) from fault
    except OSError as fault:
        raise unreadable(path, fault) from fault
    except ValueError as fault:
        raise damaged(path) from fault
    if not isinstance(found, dict) or found.get("form") != form:
        raise damaged(path)
    return found


def written(form: str, **fields: Any) -> bytes:
    return json.dumps({"form": form, **fields}, indent=1).encode() + b"\n"


def damaged(path: Path) -> KeysRefused:
    return KeysRefused(
        T("The key file {path} is damaged or cut off. Put it back from the backup of the keys; do not make a new one.", path=str(path)),
        where=str(path),
    )


def check_owner(paper: Mapping[str, Any], path: Path, instance: str, keyring: str = "") -> None:
    """Raises KeysRefused for a file of another instance, or of another keyring of the same one."""
    if paper.get("instance") != instance:
        raise KeysRefused(
            T(
                "{path} belongs to the instance “{found}”, but this is “{expected}”. Nothing is started with the keys of another "
                "instance. Check {folder} and {master}.",
                path=str(path),
                found=str(paper.get("instance")),
                expected=instance,
                folder="DICU_KEYS",
                master="DICU_MASTER_KEY_FILE",
            ),
            where=str(path),
        )
    if keyring and paper.get("keyring") != keyring:
        raise KeysRefused(
            T(
                "{path} belongs to the keyring {found}, but the keyring here is {expected}. Put the files of one backup together.",
                path=str(path),
                found=str(paper.get("keyring")),
                expected=keyring,
            ),
            where=str(path),
        )


def locked(wrapped: Wrapped) -> dict[str, str]:
    return {"master": wrapped.master, "wrapped": b64encode(wrapped.text).decode()}


def unlocked(entry: Mapping[str, Any], path: Path) -> Wrapped:
    try:
        return Wrapped(str(entry["master"]), b64decode(entry["wrapped"], validate=True))
    except (KeyError, ValueError, TypeError) as fault:
        raise damaged(path) from fault


def bound(*parts: str) -> bytes:
    """The context of a key, its parts behind their lengths."""
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
