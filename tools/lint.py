"""Style, import direction, declared packages and types, one after the other; all are run, so that one look shows everything.

The pure rooms must pass mypy's strict mode; which ones they are stands here and nowhere else.
"""

# ruff: noqa: S603, S607 - it runs the programs that set-up consists of

import subprocess
import sys
from pathlib import Path

from tools.console import ROOT, chosen

PURE = (
    "vocabulary", "expression", "ledger", "access", "documents", "intake", "agenda", "review",
    "persons", "readings", "administration", "webhooks",
)  # fmt: skip
PROGRAMS = Path(sys.prefix) / "bin"


def main() -> int:
    rooms = [str(room) for name in PURE if (room := ROOT / "src" / "dicu" / name).is_dir()]
    rooms.append(str(ROOT / "src" / "dicu" / "store" / "embedded"))
    checks = {
        chosen("kiểu viết", "style"): ["ruff", "check", "--quiet", "."],
        chosen("hướng phụ thuộc", "import direction"): ["lint-imports", "--no-logo"],
        chosen("các gói cần dùng", "declared packages"): ["deptry", "."],
        chosen("kiểu dữ liệu", "types"): ["mypy", "--no-error-summary", *rooms],
    }
    return max(_run(name, command) for name, command in checks.items())


def _run(name: str, command: list[str]) -> int:
    program, *arguments = command
    done = subprocess.run([PROGRAMS / program, *arguments], cwd=ROOT, check=False)
    print(f"{name}: {chosen('đạt', 'passed') if not done.returncode else chosen('KHÔNG ĐẠT', 'FAILED')}", flush=True)
    return min(done.returncode, 1)


if __name__ == "__main__":
    sys.exit(main())
