"""Where an installation keeps what it owns, and the folders of the embedded database in it."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dicu
from dicu.store.embedded.account import HOUSE, Account, service_account
from dicu.store.embedded.refusals import DatabaseRefused, disk_errors, not_ours
from dicu.vocabulary.messages import T

SOCKET_LIMIT = 107  # bytes of a unix socket's path on Linux
SOCKET_NAME = "/.s.PGSQL.5432"


def project() -> Path | None:
    """The checkout this code runs from; None when it was installed from a wheel."""
    root = Path(dicu.__file__).parents[2]
    return root if (root / "pyproject.toml").is_file() else None


def sign(path: Path) -> str:
    """A short name for a long path."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def home() -> Path:
    """DICU_HOME, else `var` in the project, or below /var/lib/dicu for root if the account cannot reach the project."""
    if told := os.environ.get("DICU_HOME"):
        return Path(told).absolute()
    near = (project() or Path.cwd()) / "var"
    return _for_root(near, account) if (account := service_account()) else near.absolute()


def _for_root(near: Path, account: Account) -> Path:
    far = apart(near.parent) / "var"
    if (far / "postgres").exists() and not (near / "postgres").exists():
        return far  # it was made there once: what was kept must not vanish because a folder was opened since
    return near.absolute() if account.reaches([near.parent]) else far


def apart(root: Path) -> Path:
    """Root's place for what the account needs of the project `root`."""
    return HOUSE / sign(root.absolute())


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders and files of the embedded database below `home`."""

    home: Path

    @property
    def secrets(self) -> Path:
        return self.home / "secrets"

    @property
    def folder(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def draft(self) -> Path:
        """Where a new cluster is made. Only a whole one is renamed to `data`."""
        return self.folder / "data.new"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def card(self) -> Path:
        return self.folder / "connection.json"

    @property
    def sockets(self) -> Path:
        """The socket's folder: below `home`, or a short one in /tmp where that path would be too long for a socket."""
        near = self.folder / "run"
        if len(os.fsencode(near)) + len(SOCKET_NAME) <= SOCKET_LIMIT:
            return near
        return Path("/tmp") / f"dicu-{sign(self.home)}"  # noqa: S108 - checked in private_folder

    def lock(self, name: str) -> Path:
        return self.folder / f"{name}.lock"

    def lay(self, account: Account | None) -> None:
        """Makes the folders, for the account that will own them. What is there already is left as it is."""
        with disk_errors(self.home):
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            if account and os.lstat(self.home).st_uid == 0:
                account.own(self.home)
            for folder in (self.secrets, self.folder, self.sockets):
                private_folder(folder, account)
        if account and not account.reaches([self.folder]):
            raise DatabaseRefused(
                T(
                    "The account {account}, which the database runs as, cannot reach {path}. Set DICU_HOME to a folder "
                    "that other accounts may pass through.",
                    account=account.name,
                    path=str(self.home),
                ),
                where=str(self.home),
            )


def private_folder(path: Path, account: Account | None) -> None:
    """A folder that only one account opens; one that somebody else put there is refused."""
    path.mkdir(mode=0o700, exist_ok=True)
    if account and os.lstat(path).st_uid == 0:
        account.own(path)
    state, mine = os.lstat(path), account.uid if account else os.geteuid()
    if state.st_uid != mine or path.is_symlink():
        raise not_ours(path)
    if state.st_mode & 0o077:
        path.chmod(0o700)


@contextmanager
def scratch() -> Iterator[Path]:
    """A home for tests that the account can reach (root's temporary folders of pytest cannot be), gone afterwards."""
    path = Path(tempfile.mkdtemp(prefix="dicu-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        shutil.rmtree(Layout(path).sockets, ignore_errors=True)
