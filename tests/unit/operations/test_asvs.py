"""The table of the ASVS is whole and true to its files: every requirement of the levels stands in it once, and every test and
document that it names is there. The inventory of cryptography names every module that touches it."""

import re
from collections import Counter
from pathlib import Path

import pytest
from tools import asvs

ROOT = Path(__file__).parents[3]
CRYPTOGRAPHY = re.compile(r"^\s*(?:import|from) (?:hmac|hashlib|secrets|cryptography|joserfc|fido2)\b", re.MULTILINE)


def test_the_standard_has_as_many_requirements_as_it_says() -> None:
    """Of 5.0.0: 70, 183 and 92."""
    assert Counter(asvs.levels().values()) == {1: 70, 2: 183, 3: 92}


def test_every_requirement_of_the_levels_is_in_the_table_exactly_once() -> None:
    assert set(asvs.rows()) == asvs.wanted()
    keys = re.findall(r"^  (V\d+\.\d+\.\d+):", asvs.DATA.read_text("utf-8"), re.MULTILINE)
    assert [name for name, count in Counter(keys).items() if count > 1] == []
    assert len(keys) == len(asvs.wanted()) > 253


@pytest.mark.parametrize("name", sorted(asvs.rows(), key=asvs._order))
def test_a_row_says_how_and_where(name: str) -> None:
    status, words, *files = asvs.rows()[name]
    assert status in asvs.STATUS and len(words) > 3 and words[-1] != "."
    assert [file for file in files if not (ROOT / file).exists()] == []
    if status in {"met", "partly"}:
        assert files, "what is met can be seen somewhere"
    if status == "unmet":
        assert not files


def test_the_page_is_made_from_the_data() -> None:
    assert asvs.PAGE.read_text("utf-8") == asvs.written(), "run: .venv/bin/python -m tools.asvs"


def test_what_is_not_met_is_said() -> None:
    """A table without a gap would not be an honest one."""
    assert sum(row[0] == "unmet" for row in asvs.rows().values()) >= 5


def test_the_inventory_of_cryptography_names_every_module_that_touches_it() -> None:
    named = set(
        re.findall(r"^\| `(src/dicu/[\w/]+\.py)` \|", (ROOT / "docs" / "reference" / "cryptography.md").read_text("utf-8"), re.MULTILINE)
    )
    found = {str(path.relative_to(ROOT)) for path in (ROOT / "src" / "dicu").rglob("*.py") if CRYPTOGRAPHY.search(path.read_text("utf-8"))}
    assert found - named == set(), "say in docs/reference/cryptography.md what it is for"
    assert named - found == set()
