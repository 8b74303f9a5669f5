"""The virtual environment `.venv`: pinned, hashed packages and this checkout itself.

A stamp, written last, holds the hash of everything that went in. Without a fitting stamp nothing is trusted: what is
out of date is completed; what was cut short, or cannot even start, is made anew.
"""

# ruff: noqa: S603, S607 - it runs the programs that set-up consists of

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.console import ROOT, Failed, run, say

PLACE = ROOT / ".venv"
STAMP = PLACE / "dicu-stamp.json"
BEGUN = PLACE / "dicu-begun"  # stays behind when an installation was cut short, perhaps in the middle of a package
LOCKS = {"run": ROOT / "requirements" / "run.txt", "test": ROOT / "requirements" / "test.txt"}
SYSTEM_PYTHON = Path("/usr/bin/python3")
KEPT = frozenset({"pip", "setuptools", "wheel", "dicu"})


def ready(wanted: str) -> bool:
    """Whether nothing needs doing. What was made for tests serves for running, too."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    made = stamp.get("set", "") if isinstance(stamp, dict) else ""
    fits = made in {wanted, "test"} and stamp == _inputs(made)
    return fits and _program("python").exists() and _program("dicu").exists()


def prepare(wanted: str) -> None:
    wanted = "test" if wanted == "test" or _made_for_tests() else "run"
    STAMP.unlink(missing_ok=True)
    if BEGUN.exists() or not _starts():
        _create()
    BEGUN.touch()
    _install(wanted)
    BEGUN.unlink()
    STAMP.write_text(json.dumps(_inputs(wanted)), encoding="utf-8")
    say("Môi trường Python đã sẵn sàng.", "The Python environment is ready.")


def _inputs(wanted: str) -> dict[str, str]:
    """What decides the content: locks, the project's own description, the place and the interpreter."""
    parts = [LOCKS.get(wanted, LOCKS["run"]), ROOT / "pyproject.toml", Path(__file__)]
    digest = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()
    return {"set": wanted, "inputs": digest, "place": str(ROOT), "python": str(interpreter())}


def _made_for_tests() -> bool:
    return (PLACE / "bin" / "pytest").exists()


def interpreter() -> Path:
    """The Python to build on. Root needs one that the account of the servers can reach, too: not one in /root."""
    own = Path(sys._base_executable).resolve()  # type: ignore[attr-defined]
    if os.geteuid() == 0 and not _open_to_all(own) and _fit(SYSTEM_PYTHON):
        return SYSTEM_PYTHON.resolve()
    return own


def _open_to_all(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _fit(python: Path) -> bool:
    check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and not subprocess.run([python, "-c", check], capture_output=True, check=False).returncode


def _program(name: str) -> Path:
    return PLACE / "bin" / name


def _starts() -> bool:
    """Whether what stands there is a whole environment, of the interpreter we mean, at this very place."""
    check = "import pip, sys; print(sys._base_executable)"
    try:
        said = subprocess.run([_program("python"), "-c", check], capture_output=True, text=True, check=True)
        script = _program("pip").read_text(encoding="utf-8")
    except (OSError, subprocess.CalledProcessError):
        return False
    return Path(said.stdout.strip()).resolve() == interpreter() and str(PLACE) in script.partition("\n")[0]


def _create() -> None:
    python = interpreter()
    if not _fit(python):
        raise Failed(
            f"{python} thiếu các mô-đun venv và ensurepip. Trên Debian: apt-get install python3-venv",
            f"{python} lacks the modules venv and ensurepip. On Debian: apt-get install python3-venv",
        )
    say(f"Tạo môi trường .venv bằng {python}…", f"Making the environment .venv with {python}…")
    if PLACE.exists():
        shutil.rmtree(PLACE)
    run([python, "-m", "venv", PLACE])


def _install(wanted: str) -> None:
    lock = LOCKS[wanted]
    count = len(pinned(lock))
    say(
        f"Cài các gói Python đã khóa phiên bản ({count} gói; lần đầu mất vài phút)…",
        f"Installing pinned Python packages ({count} at most; a few minutes the first time)…",
    )
    _pip("install", "--require-hashes", "--only-binary", ":all:", "-r", str(lock))
    if strangers := installed() - pinned(lock) - KEPT:
        _pip("uninstall", "--yes", *sorted(strangers))
    say("Cài chính dự án này…", "Installing this project itself…")
    _pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))


def _pip(command: str, *arguments: str) -> None:
    quiet = ["--disable-pip-version-check", "--no-input"]
    progress = ["--progress-bar", "off"] if command == "install" else []
    run([_program("python"), "-m", "pip", command, *quiet, *progress, *arguments], _short)


def _short(line: str) -> str | None:
    found = re.match(r"\s*(Collecting|Downloading|Installing collected packages|Using cached) ?(\S*)", line)
    return f"{found.group(1)} {found.group(2)}" if found else None


def pinned(lock: Path) -> frozenset[str]:
    names = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(_plain(name) for name in names)


def installed() -> frozenset[str]:
    folders = PLACE.glob("lib/python*/site-packages/*.dist-info")
    return frozenset(_plain(folder.name.partition("-")[0]) for folder in folders)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
