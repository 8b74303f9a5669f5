"""What can be seen of an installation without its database: settings, addresses, secrets and their files."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from dicu.store import environment
from dicu.store.operations.findings import Finding
from dicu.store.operations.known import KNOWN
from dicu.vocabulary.messages import T

DEMONSTRATION_KEY = "demonstration-"
"""How a key begins that a demonstration made for itself: it lies in a folder that nobody guarded."""

Environment = Mapping[str, str]


def looked_at(surroundings: Environment) -> Iterator[Finding]:
    for check in (_earnest, _https, _hosts, _key, _home, _addresses, _roles, _secrets, _strangers):
        yield from check(surroundings)


def _earnest(surroundings: Environment) -> Iterator[Finding]:
    if not environment.production(surroundings):
        yield Finding(
            "environment", "refused",
            T("This installation does not say that it serves in earnest."), T("Set DICU_ENVIRONMENT=production."), "DICU_ENVIRONMENT",
        )  # fmt: skip


def _https(surroundings: Environment) -> Iterator[Finding]:
    try:
        secure = environment.yes("DICU_HTTPS", surroundings)
    except environment.Unconfigured as fault:
        yield Finding("settings", "refused", fault.message, T("Correct the setting."), fault.where)
        return
    if not secure:
        yield Finding(
            "https", "refused",
            T("Pages would be sent without encryption, and the sign-in of an officer could be read on the way."),
            T("Put a server in front that ends TLS (an example lies in deploy/), and set DICU_HTTPS=true."), "DICU_HTTPS",
        )  # fmt: skip


def _hosts(surroundings: Environment) -> Iterator[Finding]:
    hosts = environment.listed("DICU_HOSTS", "", surroundings)
    if not hosts or "*" in hosts:
        yield Finding(
            "hosts", "refused",
            T("The house would answer to any name, so that a false name could be put into its links."),
            T("Set DICU_HOSTS to the names under which officers open it, with commas, for example dicu.example.gov.vn."), "DICU_HOSTS",
        )  # fmt: skip


def _key(surroundings: Environment) -> Iterator[Finding]:
    try:
        key = environment.secret_key(surroundings)
    except environment.Unconfigured as fault:
        yield Finding("key", "refused", fault.message, T("Make one with: openssl rand -base64 48"), fault.where)
        return
    if key.startswith((DEMONSTRATION_KEY, "only-for-")) or len(set(key)) < 10:
        yield Finding(
            "key", "refused",
            T("The key that signs sessions was made for a demonstration, or can be guessed."),
            T("Make one with: openssl rand -base64 48"), "DICU_SECRET_KEY",
        )  # fmt: skip


def _home(surroundings: Environment) -> Iterator[Finding]:
    home = environment.home(surroundings)
    if (home / "postgres").exists() or (home / "secrets" / "demonstration.json").exists():
        yield Finding(
            "home", "refused",
            T("The folder {path} holds a demonstration: its database, its passwords and its keys.", path=str(home)),
            T("Set DICU_HOME to a folder of its own that is empty at first."), "DICU_HOME",
        )  # fmt: skip
    elif not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        yield Finding(
            "home", "refused",
            T("The folder {path} is not there, or this account may not write into it.", path=str(home)),
            T("Make it and give it to the account of the service (mode 0700)."), "DICU_HOME",
        )  # fmt: skip


def _addresses(surroundings: Environment) -> Iterator[Finding]:
    try:
        environment.databases(surroundings)
    except environment.Unconfigured as fault:
        yield Finding(
            "database-address", "refused", fault.message,
            T("Set DICU_DATABASE_URL to the application's role, and give DICU_OWNER_DATABASE_URL to `dicu migrate` and "
              "`dicu backup` only."),
            fault.where,
        )  # fmt: skip


def _roles(surroundings: Environment) -> Iterator[Finding]:
    try:
        users = {alias: facts["USER"] for alias, facts in environment.databases(surroundings).items()}
    except environment.Unconfigured:
        return
    if users.get("owner") is not None and users.get("owner") == users.get("default"):
        yield Finding(
            "roles", "refused",
            T("The application would work as the role that owns the tables and could take their guards away."),
            T("Give the application a role of its own in DICU_DATABASE_URL."), "DICU_DATABASE_URL",
        )  # fmt: skip


def secret_files(surroundings: Environment) -> dict[str, Path]:
    """Where secrets lie: what a setting ending in _FILE names, and everything in the folder of secrets."""
    named = {name: Path(path) for name, path in surroundings.items() if name.startswith("DICU_") and name.endswith("_FILE") and path}
    folder = environment.home(surroundings) / "secrets"
    kept = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return named | {str(path): path for path in kept}


def _secrets(surroundings: Environment) -> Iterator[Finding]:
    handed = surroundings.get("CREDENTIALS_DIRECTORY", "")
    for where, path in secret_files(surroundings).items():
        if _open_to_others(path, bool(handed) and path.is_relative_to(handed)):
            yield Finding(
                "secrets", "refused",
                T("The secret in {path} can be read or replaced by other accounts of this machine.", path=str(path)),
                T("Run: chmod 0600 {path} and see that its folder belongs to root or to the service's account.", path=str(path)), where,
            )  # fmt: skip


def _open_to_others(path: Path, handed: bool) -> bool:
    """Systemd hands credentials on with an access list, which shows as readable for the group; nobody else is in it."""
    try:
        file, folder = path.stat(), path.parent.stat()
    except OSError:
        return False  # that it cannot be read is said where it is needed
    forbidden = stat.S_IWGRP | stat.S_IRWXO | (0 if handed else stat.S_IRGRP)
    writable = folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not folder.st_mode & stat.S_ISVTX
    return bool(file.st_mode & forbidden or writable or file.st_uid not in {0, os.geteuid()})


def _strangers(surroundings: Environment) -> Iterator[Finding]:
    for name in sorted(name for name in surroundings if name.startswith("DICU_") and not _known(name)):
        yield Finding(
            "unknown-setting", "warning", T("There is no setting {name}; nothing looks at it.", name=name),
            T("See docs/reference/settings.md for the names."), name,
        )  # fmt: skip


def _known(name: str) -> bool:
    of = KNOWN.get(name.removesuffix("_FILE"))
    return name in KNOWN or (of is not None and of.secret)
