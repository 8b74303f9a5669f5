"""What the product stands on may be used by everybody under the EUPL: no GPL, no AGPL, and nothing of unknown terms."""

import re
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = re.compile(r"(?<!L)(?<!LESSER )\b(A?GPL|GNU (AFFERO )?GENERAL PUBLIC)", re.IGNORECASE)
KNOWN = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General|EUPL|Unlicense|HPND|OFL"
    r"|Open Font|CC0|Zlib)",
    re.IGNORECASE,
)


def pinned() -> list[str]:
    """The distributions of the product's lock, for this machine's Python."""
    names = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements" / "run.txt").read_text("utf-8"), re.MULTILINE)
    here = {re.sub(r"[-_.]+", "-", d.metadata["Name"]).lower() for d in distributions()}
    return sorted({name for name in names if re.sub(r"[-_.]+", "-", name).lower() in here})


def terms(found: Distribution) -> str:
    """What a distribution says of its licence, wherever it says it."""
    meta = found.metadata
    said = [meta.get("License-Expression") or "", (meta.get("License") or "")[:300]]
    said += [line for line in meta.get_all("Classifier") or [] if line.startswith("License")]
    return " | ".join(part for part in said if part) or _first_lines(found)


def _first_lines(found: Distribution) -> str:
    files = [f for f in found.files or [] if re.search(r"licen[cs]e|copying", f.name, re.IGNORECASE)]
    return " ".join(f.read_text()[:400] for f in files[:2])


@pytest.mark.parametrize("name", pinned())
def test_the_licence_fits(name: str) -> None:
    said = terms(distribution(name))
    assert KNOWN.search(said), f"{name}: unknown terms: {said[:200]!r}"
    assert not FORBIDDEN.search(said), f"{name}: {said[:200]!r}"


def test_the_licence_test_would_find_one() -> None:
    assert FORBIDDEN.search("GPL-3.0-or-later") and FORBIDDEN.search("License :: OSI Approved :: GNU Affero General Public License v3")
    assert not FORBIDDEN.search("LGPL-3.0-only") and not FORBIDDEN.search("GNU Lesser General Public License v3 (LGPLv3)")
