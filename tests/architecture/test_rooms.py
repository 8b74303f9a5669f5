"""The shape of the house: rooms of readable size, named by words of the field."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dicu"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
LONGEST = 400
HOLLOW = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager", "stuff"}


@pytest.mark.parametrize("path", [*MODULES, *sorted((ROOT / "tools").glob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))], ids=str)
def test_a_module_can_be_read_at_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in MODULES if path.stem in HOLLOW] == []


def test_every_module_says_what_it_is() -> None:
    silent = [p for p in MODULES if p.read_text("utf-8").strip() and not p.read_text("utf-8").lstrip().startswith(('"""', 'r"""'))]
    assert silent == []


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    """A checkout speaks of the project alone."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    registries = ("py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "/work" + "/main", "/ro" + "ot/.pyenv")
    found = []
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in {".png", ".ico", ".ttf"}:
            text = path.read_text("utf-8", errors="replace")
            found += [(name, word) for word in registries if word in text]
    assert found == []


@pytest.mark.skipif(sys.platform != "linux", reason="the program is made for Linux")
def test_imports_go_down_only() -> None:
    done = subprocess.run([Path(sys.prefix) / "bin" / "lint-imports", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
