"""A built wheel holds what it needs to run, and nothing that is not ours to hand on."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = (
    "dicu/web/static/vendor/govuk-frontend.min.css",
    "dicu/web/static/vendor/govuk-frontend.min.js",
    "dicu/web/static/vendor/moj-frontend.min.css",
    "dicu/web/static/vendor/moj-frontend.min.js",
    "dicu/web/static/vendor/htmx.min.js",
    "dicu/web/static/vendor/vega.min.js",
    "dicu/web/static/vendor/vega-lite.min.js",
    "dicu/web/static/vendor/vega-interpreter.js",
    "dicu/web/static/vendor/fonts/BeVietnamPro-Regular.ttf",
    "dicu/web/static/vendor/licences/govuk-frontend.txt",
    "dicu/publishing/fonts/Tinos_400Regular.ttf",
    "dicu/publishing/fonts/Tinos_700Bold_Italic.ttf",
    "dicu/publishing/fonts/LICENCE.txt",
    "dicu/locale/vi/dicu.po",
    "dicu/store/ledger/migrations/0001_initial.py",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Built as `make wheel` builds it: from this checkout, with no build network."""
    place = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index"]
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(place), str(ROOT)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PIP_CONFIG_FILE": os.devnull})
    assert said.returncode == 0, said.stderr
    with zipfile.ZipFile(next(place.glob("dicu-*.whl"))) as found:
        yield found


def test_everything_that_is_served_or_printed_is_inside(wheel: zipfile.ZipFile) -> None:
    missing = [name for name in NEEDED if name not in wheel.namelist()]
    assert not missing, f"missing in the wheel (was `make setup` run?): {missing}"


def test_every_file_of_the_package_is_inside(wheel: zipfile.ZipFile) -> None:
    """Templates, plans, laws and words too, not only modules."""
    listed = subprocess.run(["git", "ls-files", "-z", "src/dicu"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    ours = {name.removeprefix("src/") for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    assert ours and ours <= set(wheel.namelist()), ours - set(wheel.namelist())


def test_nothing_of_the_british_crown_or_its_fonts_is_inside(wheel: zipfile.ZipFile) -> None:
    names = "\n".join(wheel.namelist())
    assert not re.search(r"crown|crest|logotype|opengraph|gds-transport|\.woff", names)
    sheets = [wheel.read(name).decode() for name in wheel.namelist() if name.endswith(".css")]
    assert sheets and not any("GDS Transport" in sheet or "govuk-crest" in sheet for sheet in sheets)


def test_style_sheets_ask_only_for_files_that_are_inside(wheel: zipfile.ZipFile) -> None:
    """A missing icon or font would be an error on each page."""
    asked = set()
    for name in (name for name in wheel.namelist() if name.endswith(".css")):
        for found in re.findall(r"url\([\"']?([^)\"']+)", wheel.read(name).decode()):
            if not found.startswith(("data:", "#")):
                asked.add(os.path.normpath(os.path.join(os.path.dirname(name), found)))
    assert asked, "no style sheet asks for anything: the test would prove nothing"
    assert asked <= set(wheel.namelist()), asked - set(wheel.namelist())


def test_no_script_asks_for_a_map_that_is_not_there(wheel: zipfile.ZipFile) -> None:
    vendor = [name for name in wheel.namelist() if "/vendor/" in name and name.endswith((".js", ".css"))]
    assert vendor and not [name for name in vendor if b"sourceMappingURL" in wheel.read(name)]


def test_moment_is_not_shipped(wheel: zipfile.ZipFile) -> None:
    """The date picker of the MOJ parts would want it; we use GOV.UK's date input."""
    assert not [name for name in wheel.namelist() if "moment" in Path(name).name.split(".")]


def test_no_path_of_this_machine_is_inside(wheel: zipfile.ZipFile) -> None:
    told = str(ROOT).encode()
    assert not [name for name in wheel.namelist() if told in wheel.read(name)]


def test_the_wheel_installs_and_its_code_starts_elsewhere(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """From the wheel's own files, with this environment's packages: no file of the checkout is needed."""
    wheel.extractall(tmp_path)
    program = "import dicu, dicu.vocabulary.messages as m; print(dicu.__file__); print(m.T('Password').say('vi'))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONSAFEPATH": "1"}
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd="/", env=environment, check=True)
    where, word = said.stdout.splitlines()
    assert where.startswith(str(tmp_path))
    assert word and word != "Password"


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for path in (*(ROOT / "requirements").glob("*.txt"), ROOT / "frontend" / "package-lock.json"):
        text = path.read_text(encoding="utf-8")
        assert "sha256:" in text or "sha512-" in text
        assert not re.search(r"https?://|\"resolved\"|^--(extra-)?index-url", text, re.MULTILINE), path.name


def test_the_front_end_needs_no_tool_to_be_read() -> None:
    """Fetched parts are not committed: a clone has none of them until set-up."""
    if not shutil.which("git"):
        pytest.skip("git is needed to ask what is committed")
    asked = ["git", "ls-files", "src/dicu/web/static/vendor", "src/dicu/publishing/fonts", "node_modules"]
    assert subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout == ""
