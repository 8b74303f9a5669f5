"""Key files as the surroundings name them: the private one that signs, and the list of public ones that are believed."""

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from dicu.ledger.signing import PublicKey, SigningKey, key_of, read_key, read_public_keys
from dicu.store.environment import Unconfigured
from dicu.vocabulary.messages import Refused, T

KEY, PUBLIC = "DICU_CHECKPOINT_KEY_FILE", "DICU_CHECKPOINT_PUBLIC_KEYS"


def public_keys(environment: Mapping[str, str] = os.environ) -> tuple[PublicKey, ...]:
    """Raises Unconfigured if no file is named or it holds no key, Refused if a line is none."""
    path = environment.get(PUBLIC, "")
    keys = read_public_keys(_text(Path(path), PUBLIC), path) if path else ()
    if not keys:
        raise Unconfigured(
            T("There is no public key to check checkpoints with. Name a file in {name} that holds what keygen printed.", name=PUBLIC),
            PUBLIC,
        )
    return keys


def signing_key(instance: str, keys: Sequence[PublicKey], environment: Mapping[str, str] = os.environ) -> SigningKey:
    """The private key of this installation. Refuses one that others on the machine can read, one of another instance, and
    one that nobody would believe."""
    path = environment.get(KEY, "")
    if not path:
        raise Unconfigured(T("The key that signs checkpoints is missing. Name its file in {name}.", name=KEY), KEY)
    _check_mode(Path(path))
    key = read_key(_text(Path(path), KEY), path)
    _check_instance(key, instance, keys, path)
    return key


def check_key(instance: str, keys: Sequence[PublicKey], environment: Mapping[str, str] = os.environ) -> None:
    """The same for a machine that need not have the key: what is named must fit."""
    if environment.get(KEY):
        signing_key(instance, keys, environment)


def write_key(key: SigningKey, path: Path) -> None:
    """For its owner's eyes only, and never over a key that is there: what that one signed could not be followed up."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError as fault:
        raise Refused(T("{path} is there already. Nothing was written; choose another name.", path=str(path)), str(path)) from fault
    except OSError as fault:
        raise Refused(T("{place} cannot be written: {reason}.", place=str(path), reason=str(fault.strerror)), str(path)) from fault
    with os.fdopen(file, "w", encoding="ascii") as opened:
        opened.write(key.pem())
        opened.flush()
        os.fsync(file)


def _check_instance(key: SigningKey, instance: str, keys: Sequence[PublicKey], path: str) -> None:
    known = key_of(key.public.name, keys)
    found = next((whose for whose in (key.instance, known.instance if known else instance) if whose != instance), "")
    if found:
        raise Refused(
            T(
                "The key file {path} is of the instance {found}; this installation is {instance}. Put the right file in its place.",
                path=path,
                found=found,
                instance=instance,
            ),
            KEY,
        )
    if known is None:
        raise Refused(
            T(
                "The key {key} in {path} is not among the public keys that are believed. Add this line to them: {line}",
                key=key.public.name,
                path=path,
                line=key.public.line(),
            ),
            KEY,
        )


def _check_mode(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as fault:
        raise _unreadable(path, KEY, fault) from fault
    if not stat.S_ISREG(mode) or mode & 0o077:
        raise Refused(
            T("The key file {path} can be read or changed by others. Run: chmod 600 {path}", path=str(path)),
            KEY,
        )


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise _unreadable(path, name, fault) from fault


def _unreadable(path: Path, name: str, fault: Exception) -> Unconfigured:
    return Unconfigured(
        T(
            "The file {path}, which {name} names, cannot be read: {reason}.",
            path=str(path),
            name=name,
            reason=str(getattr(fault, "strerror", "") or fault),
        ),
        name,
    )
