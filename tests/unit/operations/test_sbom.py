"""The bill of materials: valid by the standard's own schema, the same from the same input, and whole: every locked package, every
front-end part, the fonts and PostgreSQL's programs, each with version, licence and hashes."""

import json
from typing import Any

import pytest
from tests.proof import PROOF
from tools import sbom
from tools.frontend import PACKAGES


@pytest.fixture(scope="module")
def bill() -> Any:
    return sbom.made()


@pytest.fixture(scope="module")
def parts(bill: Any) -> dict[str, Any]:
    return {part["bom-ref"]: part for part in bill["components"]}


def test_it_is_valid(bill: Any) -> None:
    sbom.check(bill)


def test_what_is_not_valid_is_refused(bill: Any) -> None:
    with pytest.raises(SystemExit):
        sbom.check({**bill, "components": [{"type": "nonsense", "name": "x"}]})


def test_every_locked_package_is_in_it_with_its_hashes(parts: dict[str, Any]) -> None:
    locked = sbom.locked()
    assert len(locked) > 50
    for name, (version, hashes) in locked.items():
        part = parts[f"python:{name}"]
        assert part["version"] == version and [found["content"] for found in part["hashes"]] == hashes != []


def test_everything_that_is_installed_has_a_licence(parts: dict[str, Any]) -> None:
    assert [ref for ref, part in parts.items() if part["scope"] == "required" and not part.get("licenses")] == []


def test_front_end_parts_and_fonts_are_in_it(parts: dict[str, Any]) -> None:
    names = {part["name"] for ref, part in parts.items() if ref.startswith("frontend:")}
    assert {*PACKAGES, "@expo-google-fonts/tinos"} <= names and "axe-core" not in names
    assert parts["python:fontpkg-be-vietnam-pro"]["licenses"][0]["license"]["id"] == "OFL-1.1"
    assert any(ref.startswith("postgresql@") for ref in parts)


def test_nothing_of_this_machine_or_of_the_tests_is_in_it(bill: Any, parts: dict[str, Any]) -> None:
    text = sbom.text(bill)
    assert str(sbom.ROOT) not in text and "timestamp" not in text
    assert not {"python:pytest", "python:playwright", "python:dicu"} & parts.keys()


def test_parts_lead_to_the_parts_that_they_need(bill: Any) -> None:
    needs = {line["ref"]: set(line.get("dependsOn", [])) for line in bill["dependencies"]}
    assert {"python:django", "python:granian"} <= needs["dicu"]
    assert "python:asgiref" in needs["python:django"]
    assert set().union(*needs.values()) <= needs.keys()


def test_the_same_input_gives_the_same_bytes(bill: Any) -> None:
    if PROOF:
        sbom._installed.cache_clear()  # everything is read anew
    assert sbom.text(sbom.made()) == sbom.text(bill)
    assert json.loads(sbom.text(bill))["serialNumber"].startswith("urn:uuid:")
