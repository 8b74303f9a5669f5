"""Where the demonstration's programs run, and as whom.

An ordinary user: here, as that user. Root: as an account without rights, from this checkout if the account can reach
it, else from a mirror below /var/lib/dicu. No folder of root's is opened for it.
"""

import compileall
import os
import shutil
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dicu
from dicu.store.embedded.account import HOUSE, Account, run_as, service_account
from dicu.store.embedded.mirror import mirror, passage
from dicu.store.embedded.place import apart, project
from dicu.vocabulary.messages import Refused, T

SOURCE = Path(dicu.__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Grounds:
    """`python` and `source` are what a program is started with; `build` is where it may write what it makes."""

    account: Account | None
    python: Path
    source: Path
    home: Path
    build: Path

    def command(self, module: str, *arguments: str) -> list[str]:
        return [str(self.python), "-m", module, *arguments]

    def options(self) -> dict[str, Any]:
        """Arguments for `subprocess`: account, folder and environment."""
        return {"cwd": self.home, "env": self._environment(), **run_as(self.account)}

    def deliver(self) -> None:
        """Lays what was made for root into the checkout, where everybody looks for it."""
        if self.account is None:
            return
        for made in (path for path in self.build.iterdir() if path.is_dir()):
            _replace(made, build_folder() / made.name)

    def _environment(self) -> Mapping[str, str]:
        told = {"DICU_HOME": str(self.home), "PYTHONPATH": str(self.source), "DJANGO_SETTINGS_MODULE": "dicu.settings"}
        if self.account:
            told |= {"HOME": str(self.home), "USER": self.account.name, "LOGNAME": self.account.name}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "SUDO_", "PIP_"))}
        return kept | told


def build_folder() -> Path:
    return (project() or Path.cwd()) / "build"


def grounds(home: Path) -> Grounds:
    """Decides where to run, and makes it fit. `home` is there already, and the account's."""
    account = service_account()
    if account is None:
        return Grounds(None, Path(sys.executable), SOURCE, home, build_folder())
    compileall.compile_dir(SOURCE, quiet=2)  # the account cannot write beside the sources, so that each start would
    python, source = (Path(sys.executable), SOURCE) if _reaches_all(account) else _mirrored(account)
    build = home / "build"
    build.mkdir(exist_ok=True)
    account.own(build)
    return Grounds(account, python, source, home, build)


def check_account() -> None:
    """Refuses, before anything is started, if the account of the servers could not run this Python."""
    if account := service_account():
        _check_interpreter(account)


def _check_interpreter(account: Account) -> None:
    base, library = Path(sys._base_executable).resolve(), Path(sysconfig.get_path("stdlib"))  # type: ignore[attr-defined]
    if not account.reaches([base, library / "os.py"]):
        raise Refused(
            T(
                "The account {account}, which the servers run as, cannot reach the Python in {path}. Install Debian's "
                "python3 and python3-venv, remove the folder .venv, and run: make demo PYTHON=/usr/bin/python3",
                account=account.name,
                path=str(base),
            ),
            where=str(base),
        )


def _reaches_all(account: Account) -> bool:
    """Asked of samples: a clone under a strict umask has readable folders at most."""
    packages = Path(sysconfig.get_path("purelib"))
    samples = [Path(sys.executable), packages, packages / "django" / "__init__.py", SOURCE / "dicu"]
    return account.reaches([*samples, *(SOURCE / "dicu").rglob("*.py")])


def _mirrored(account: Account) -> tuple[Path, Path]:
    """Environment and sources below /var/lib/dicu, brought up to date. The environment's own notes lead back, so that
    it is told about the sources by PYTHONPATH."""
    prefix, place = Path(sys.prefix), apart(project() or Path(sys.prefix))
    passage(HOUSE, place)
    mirror(prefix, place / "venv", account, wanted=lambda path: not path.name.startswith("_editable_impl"))
    python = place / "venv" / "bin" / Path(sys.executable).name
    if SOURCE.is_relative_to(prefix):
        return python, place / "venv" / SOURCE.relative_to(prefix)
    mirror(SOURCE, place / "src", account)
    return python, place / "src"


def _replace(source: Path, target: Path) -> None:
    """All of the new folder or all of the old one."""
    fresh = target.with_name(f".{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(source, fresh)
    for path in (fresh, *fresh.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
