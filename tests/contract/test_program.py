"""That a double of a program that was loaded before answers as one that was started afresh: else the tests of commands would
prove nothing of what people run."""

import os
from pathlib import Path

import pytest
from tests.contract.program import around, run, warmed

KEYS = {"DICU_SECRET_KEY": "k" * 64, "DICU_DATABASE_URL": "postgresql://a:b@127.0.0.1:9/d"}
ASKED = [
    ("help", ("review", "build", "--help"), {"COLUMNS": "70"}, 0),
    ("wrong usage", ("review", "gaps", "--plann", "x"), {}, 2),
    ("a refusal", ("review", "gaps", "--as", "an", "--plan", "demo", "--round", "2025"), {"DICU_LANG": "en", "DICU_TOKEN": "x"}, 1),
    ("an installation that is not fit", ("check", "--json"), {"DICU_ENVIRONMENT": "production", "DICU_HOSTS": "*"}, 1),
]


@pytest.mark.parametrize(("arguments", "told", "code"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_it_says_and_ends_the_same(tmp_path: Path, arguments: tuple[str, ...], told: dict[str, str], code: int) -> None:
    environment = around({**KEYS, "DICU_HOME": str(tmp_path), **told})
    double, afresh = run(arguments, tmp_path, environment), run(arguments, tmp_path, environment, afresh=True)
    assert double == afresh and double.code == code and double.out + double.err


def test_each_has_its_own_surroundings(tmp_path: Path) -> None:
    """Nothing of one command is left for the next: neither its environment nor its folder nor what it set up."""
    told = {name: around({**KEYS, "DICU_HOME": str(tmp_path), "DICU_LANG": name}) for name in ("vi", "en")}
    plan = ("review", "plan", "template", "--plan", "demo", "--out")
    for name in ("vi", "en"):
        (tmp_path / name).mkdir()
        assert run((*plan, f"{name}.xlsx"), tmp_path / name, told[name]).code == 0
        assert [path.name for path in (tmp_path / name).iterdir()] == [f"{name}.xlsx"]
    assert (tmp_path / "vi" / "vi.xlsx").read_bytes() != (tmp_path / "en" / "en.xlsx").read_bytes()
    assert run(("review", "gaps"), tmp_path, around({})).code == 2 and "DICU_LANG" not in os.environ


def test_it_is_a_process_of_its_own_each_time(tmp_path: Path) -> None:
    """An address that cannot be used is told once for each, and the program that waits goes on."""
    waiting = warmed().process.pid
    for address in ("mysql://a:b@localhost/d", KEYS["DICU_DATABASE_URL"]):
        ran = run(("ledger", "verify", "--as", "an"), tmp_path, around({**KEYS, "DICU_DATABASE_URL": address, "DICU_TOKEN": "x"}))
        assert ran.code == 1 and ("PostgreSQL" in ran.err) is address.startswith("mysql")
    assert warmed().process.pid == waiting and warmed().process.poll() is None
