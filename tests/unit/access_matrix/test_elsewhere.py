"""The reader of tests by itself: it finds a door where it is asked, and none where it is not."""

import pytest
from tests.unit.access_matrix.elsewhere import calls, gone, runs, source

HERE = "unit/access_matrix/test_elsewhere.py::test_"
WORDS = ("ledger", "rebuild", "review")


def asked(shell: object, api: object) -> None:
    """What the tests below read, and nobody runs."""
    shell.as_("an", "webhook", "renew", "x")  # type: ignore[attr-defined]
    shell.as_("an", *WORDS)  # type: ignore[attr-defined]
    one = api.post("/webhooks", {})["Location"]  # type: ignore[attr-defined]
    api.post(f"{one}/renew")  # type: ignore[attr-defined]
    api.delete(one)  # type: ignore[attr-defined]
    api.get("/accounts/dung?limit=2")  # type: ignore[attr-defined]


def test_it_reads_what_a_test_uses_of_its_file() -> None:
    assert asked.__name__ == "asked"
    named = f"{HERE}it_reads_what_a_test_uses_of_its_file"
    assert 'WORDS = ("ledger"' in source(named) and "nobody runs" in source(named)
    assert runs(named, "webhook renew") and runs(named, "ledger rebuild")
    assert not runs(named, "webhook remove") and not runs(named, "rebuild ledger")


@pytest.mark.parametrize(
    ("method", "path", "found"),
    [
        ("post", "/webhooks", True),
        ("POST", "/webhooks/{webhook}/renew", True),
        ("delete", "/webhooks/{webhook}", True),
        ("get", "/accounts/{username}", True),
        ("get", "/webhooks", False),
        ("post", "/webhooks/{webhook}/resume", False),
        ("get", "/accounts", False),
        ("get", "/webhooks/{webhook}", False),
    ],
)
def test_it_knows_an_operation_by_its_address(method: str, path: str, found: bool) -> None:
    assert calls(f"{HERE}it_reads_what_a_test_uses_of_its_file", method, path) is found


@pytest.mark.parametrize("test", ["unit/nowhere.py::test_x", f"{HERE}nothing", "unit/access_matrix/test_elsewhere.py::asked", HERE[:-7]])
def test_what_names_no_test_is_told(test: str) -> None:
    assert gone({"a door": test, "another": f"{HERE}what_names_no_test_is_told"}) == [f"a door: {test}"]
