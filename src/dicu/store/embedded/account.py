"""The account that database and web server run as. Root hands over to it; an ordinary user stays itself."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NAME = "dicu"
STAND_IN = "nobody"
HOUSE = Path("/var/lib/dicu")
"""Where root keeps what the account needs and cannot reach elsewhere."""

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Account:
    """An account without rights of its own."""

    name: str
    uid: int
    gid: int

    @property
    def stand_in(self) -> bool:
        """Whether the account `dicu` could not be made, so that the machine's `nobody` does the work."""
        return self.name != NAME

    def run_as(self) -> dict[str, Any]:
        """Arguments for `subprocess` that change the child over, for good, before it runs anything."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def reaches(self, paths: Iterable[Path]) -> bool:
        """Whether the account can read each path. Asked of the kernel, which also knows of access lists and mounts."""
        script = 'for path; do [ -r "$path" ] || exit 1; [ ! -d "$path" ] || [ -x "$path" ] || exit 1; done'
        command = ["/bin/sh", "-c", script, "reaches", *map(str, paths)]
        return subprocess.run(command, cwd="/", check=False, **self.run_as()).returncode == 0  # noqa: S603 - paths are arguments


def service_account() -> Account | None:
    """Whom to run servers as: None for an ordinary user (stay yourself), else `dicu`, made where it is missing."""
    return _made() if os.geteuid() == 0 else None


@cache
def _made() -> Account:
    return _known(NAME) or _new() or _stand_in()


def _known(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid) if entry.pw_uid else None


def _new() -> Account | None:
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if not command:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", str(HOUSE), "--shell", "/usr/sbin/nologin"]
    subprocess.run([command, *options, NAME], capture_output=True, check=False)  # noqa: S603 - constants
    return _known(NAME)


def _stand_in() -> Account:
    entry = pwd.getpwnam(STAND_IN)
    return Account(STAND_IN, entry.pw_uid, entry.pw_gid)


def run_as(account: Account | None) -> dict[str, Any]:
    return account.run_as() if account else {}


def dies_with_parent(sent: signal.Signals = signal.SIGTERM, parent: int = 0) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends the child `sent` when its parent is gone, however it went.

    subprocess calls it after the change of account, as it must be: the change would clear it. `parent` is the process
    that must still be there; by default the one that calls this now.
    """
    expected = parent or os.getpid()

    def ask() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
        if os.getppid() != expected:
            os._exit(1)

    return ask
