"""How a command comes to its database: the one it was given by URL, or the embedded one, started or joined."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dicu.store.embedded import Server, home
from dicu.store.embedded.account import Account, service_account
from dicu.store.embedded.connection import private
from dicu.store.embedded.place import Layout
from dicu.store.operations.surroundings import DEMONSTRATION_KEY

URLS = ("DICU_DATABASE_URL", "DICU_DATABASE_URL_FILE")


@contextmanager
def joined() -> Iterator[None]:
    """To be held while a command works with the store. Enter it before Django's settings are read."""
    if any(os.environ.get(name) for name in URLS):
        yield
        return
    os.environ["DICU_HOME"] = str(home())
    with embedded(Path(os.environ["DICU_HOME"])):
        yield


@contextmanager
def embedded(folder: Path) -> Iterator[Server]:
    """The embedded database of this home, and the keys that an installation makes for itself."""
    server = Server(folder)
    server.ensure()
    account = service_account()
    try:
        keep_key(folder, account)
        yield server
    finally:
        hand_over(folder, account)
        server.stop()


def keep_key(folder: Path, account: Account | None) -> None:
    """The key that signs sessions: made once, kept in a file of its own."""
    path = folder / "secrets" / "django-key"
    if not path.is_file():
        private(path, DEMONSTRATION_KEY + secrets.token_urlsafe(64) + "\n", account)


def hand_over(folder: Path, account: Account | None) -> None:
    """What root wrote into the home goes to the account, or the web server could not read it later."""
    if account is None:
        return
    for place, names, files in os.walk(folder):
        if Path(place) == Layout(folder).data:
            names.clear()
            continue
        for path in (Path(place) / name for name in (*names, *files)):
            if os.lstat(path).st_uid == 0:
                account.own(path)
