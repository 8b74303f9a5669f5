"""Pins everything anew: `make lock`. Versions younger than a week are left out, so that a bad release can be found first.

The lock files hold versions and hashes, and no address of any registry.
"""

# ruff: noqa: S603, S607 - it runs the programs that set-up consists of

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tools.console import BUILD, ROOT, Failed, chosen, run, say

FRONTEND = ROOT / "frontend"
OPTIONS = ["--generate-hashes", "--no-emit-index-url", "--universal", "--python-version", "3.11"]
COOL_DOWN = timedelta(days=7)


def main(arguments: list[str]) -> int:
    upgrade = ["--upgrade"] if "--upgrade" in arguments else []
    try:
        _python_locks(_uv(), upgrade)
        _npm_lock()
    except Failed as reason:
        print(chosen(reason.vi, reason.en), file=sys.stderr)
        return 1
    return 0


def _uv() -> Path:
    place = BUILD / "uv"
    if not (place / "bin" / "uv").exists():
        say("Tải uv…", "Fetching uv…")
        run([sys.executable, "-m", "venv", place])
        run([place / "bin" / "python", "-m", "pip", "install", "--quiet", "uv"])
    return place / "bin" / "uv"


def _python_locks(uv: Path, upgrade: list[str]) -> None:
    before = (datetime.now(UTC) - COOL_DOWN).strftime("%Y-%m-%d")
    common = [*OPTIONS, *upgrade, *(["--exclude-newer", before] if upgrade else [])]
    for sources, lock in (
        (["pyproject.toml", "--extra", "setup", "--constraints", "requirements/bounds.in"], "run.txt"),
        (["pyproject.toml", "--extra", "setup", "--extra", "test", "--constraints", "requirements/run.txt"], "test.txt"),
        (["requirements/node.in"], "node.txt"),
    ):
        say(f"Khóa {lock}…", f"Locking {lock}…")
        run([uv, "pip", "compile", *sources, *common, "-o", f"requirements/{lock}"])


def _npm_lock() -> None:
    """In a folder of its own, so that node_modules and what npm remembers of addresses stay out of the checkout."""
    if not shutil.which("npm"):
        raise Failed("Cần có npm để khóa phần giao diện.", "npm is needed to lock the front-end parts.")
    say("Khóa package-lock.json…", "Locking package-lock.json…")
    with tempfile.TemporaryDirectory() as place:
        for name in ("package.json", ".npmrc", "package-lock.json"):
            if (FRONTEND / name).exists():
                shutil.copy(FRONTEND / name, place)
        subprocess.run(["npm", "install", "--package-lock-only"], cwd=place, check=True, stdout=subprocess.DEVNULL)
        lock = json.loads((Path(place) / "package-lock.json").read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
        if package.pop("resolved", None):
            raise Failed("npm ghi địa chỉ vào tệp khóa.", "npm wrote addresses into the lock file.")
    (FRONTEND / "package-lock.json").write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
