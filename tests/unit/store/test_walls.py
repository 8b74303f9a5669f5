"""Row-level security, asked in SQL as the application's role: what each reach shows and takes."""

from collections.abc import Callable
from typing import Any

import pytest
from psycopg import errors
from tests.unit.store.conftest import LAN, at_work, noted

from dicu.ledger.model import Stream
from dicu.store.ledger.keeper import PostgresLedger

STREAMS = {
    "plan/demo": "BCA",
    "publication/demo/2024": "BCA",
    "round/demo/2024": "BCA",
    "report/demo/2024/BTP": "BTP",
    "report/demo/2024/BNG": "BNG",
    "access/BTP": "BTP",
}
EVERYTHING = set(STREAMS)
OPEN = {"plan/demo", "publication/demo/2024"}


@pytest.fixture
def streams(ledger: PostgresLedger, transactional_db: None) -> None:
    with at_work():
        for name, authority in STREAMS.items():
            ledger.append(Stream(name, authority, "vn"), noted("một"), expected=0, author=LAN)


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize(
    ("settings", "seen"),
    [
        ({"dicu.reach": "all"}, EVERYTHING),
        ({"dicu.reach": "watch"}, EVERYTHING),
        ({"dicu.reach": "own", "dicu.agency": "BTP"}, OPEN | {"round/demo/2024", "report/demo/2024/BTP", "access/BTP"}),
        ({"dicu.reach": "own", "dicu.agency": "BNG"}, OPEN | {"round/demo/2024", "report/demo/2024/BNG"}),
        ({"dicu.reach": "own", "dicu.agency": "BNG\nBTP"}, EVERYTHING),
        ({"dicu.reach": "own", "dicu.agency": "BNG,BTP"}, OPEN | {"round/demo/2024"}),
        ({"dicu.reach": "own", "dicu.agency": "", "dicu.written": "BTP"}, OPEN | {"round/demo/2024"}),
        ({"dicu.reach": "own"}, OPEN | {"round/demo/2024"}),
        ({"dicu.reach": "public"}, OPEN),
        ({"dicu.reach": "public", "dicu.agency": "BTP"}, OPEN),
        ({"dicu.reach": "ALL"}, set()),
        ({"dicu.reach": ""}, set()),
        ({"dicu.agency": "BTP"}, set()),
        ({}, set()),
    ],
)
@pytest.mark.parametrize("role", ["app_sql", "owner_sql"])
def test_what_a_reach_shows(request: pytest.FixtureRequest, role: str, settings: dict[str, str], seen: set[str]) -> None:
    ask: Callable[..., Any] = request.getfixturevalue(role)
    assert {name for (name,) in ask("SELECT stream FROM ledger_entry", settings=settings)} == seen
    assert {name for (name,) in ask("SELECT name FROM ledger_stream", settings=settings)} == seen


TAKES = """
WITH made AS (
  INSERT INTO ledger_stream (name, authority, instance, length, head)
  VALUES (%s, %s, 'vn', 0, decode(repeat('00', 32), 'hex')) RETURNING 1
) SELECT count(*) FROM made
"""


OWN_BTP = {"dicu.reach": "own", "dicu.agency": "BTP", "dicu.written": "BTP"}


@pytest.mark.parametrize(
    ("settings", "stream", "authority", "taken"),
    [
        ({"dicu.reach": "all"}, "plan/x", "BCA", True),
        (OWN_BTP, "report/demo/2024/BTP", "BTP", True),
        (OWN_BTP, "report/demo/2024/BNG", "BNG", False),
        (OWN_BTP, "report/demo/2024/BNG", "BTP", False),  # another agency's place, under the own name
        (OWN_BTP, "report/demo/BTP", "BTP", False),
        (OWN_BTP, "plan/demo/2024/BTP", "BTP", False),
        (OWN_BTP, "publication/demo/2024/BTP", "BTP", False),
        (OWN_BTP | {"dicu.written": "BNG\nBTP"}, "report/demo/2024/BTP", "BTP", True),
        (OWN_BTP | {"dicu.written": ""}, "report/demo/2024/BTP", "BTP", False),
        (OWN_BTP | {"dicu.written": "B"}, "report/demo/2024/BTP", "BTP", False),
        ({"dicu.reach": "own", "dicu.agency": "", "dicu.written": ""}, "report/demo/2024/", "", False),
        ({"dicu.reach": "watch"}, "report/demo/2024/BTP", "BTP", False),
        ({"dicu.reach": "watch", "dicu.written": "BTP"}, "report/demo/2024/BTP", "BTP", True),
        ({"dicu.reach": "public", "dicu.written": "BTP"}, "report/demo/2024/BTP", "BTP", False),
        ({"dicu.reach": "public"}, "plan/x", "BCA", False),
        ({"dicu.written": "BTP"}, "report/demo/2024/BTP", "BTP", False),
        ({}, "report/demo/2024/BTP", "BTP", False),
    ],
)
def test_what_a_reach_takes(app_sql: Callable[..., Any], settings: dict[str, str], stream: str, authority: str, taken: bool) -> None:
    if taken:
        assert app_sql(TAKES, stream, authority, settings=settings) == [(1,)]
    else:
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            app_sql(TAKES, stream, authority, settings=settings)


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize("reach", ["watch", "public", "own", ""])
def test_an_entry_in_a_stream_of_another_agency_is_not_taken(app_sql: Callable[..., Any], reach: str) -> None:
    insert = """INSERT INTO ledger_entry (stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest)
    VALUES ('report/demo/2024/BNG', 'BNG', 'vn', 2, 'noted', 1, now(), 'lan', 'reporting', '{}', 'x', 'y')"""
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        app_sql(insert, settings={"dicu.reach": reach, "dicu.agency": "BTP"})


LAN_SAYS = {"dicu.reach": "public", "dicu.account": "lan"}
BTP_SAYS = {"dicu.reach": "own", "dicu.agency": "BTP", "dicu.account": "minh"}


@pytest.mark.parametrize(
    ("settings", "stream", "authority", "taken"),
    [
        (LAN_SAYS, "openings/lan/1", "BTP", True),
        (LAN_SAYS, "openings/minh/1", "BTP", False),
        (LAN_SAYS, "openings/lan", "BTP", False),
        (LAN_SAYS, "openings", "BTP", False),
        (LAN_SAYS, "access/lan/tokens", "vn", True),
        (LAN_SAYS, "access/lan", "vn", False),  # who has a token must not give a role
        (LAN_SAYS, "access/minh/tokens", "vn", False),
        (LAN_SAYS, "access/lan/tokens/1", "vn", False),
        (BTP_SAYS, "openings/lan/1", "BTP", False),  # an agency reads openings and ends them; it makes none for others
        ({"dicu.reach": "own"}, "openings//1", "BTP", False),
        ({"dicu.reach": "", "dicu.account": ""}, "access//tokens", "vn", False),
        ({"dicu.reach": "public", "dicu.rooms": "access", "dicu.account": "van"}, "access/lan", "vn", True),
        ({"dicu.reach": "public", "dicu.rooms": "access", "dicu.account": "van"}, "openings/lan/1", "BTP", False),
        ({"dicu.reach": "public", "dicu.rooms": "access", "dicu.account": "van"}, "report/demo/2024/BTP", "BTP", False),
    ],
)
def test_whose_streams_of_administration_are_taken(
    app_sql: Callable[..., Any], settings: dict[str, str], stream: str, authority: str, taken: bool
) -> None:
    """What one opened oneself, the tokens of one's own account, and for administrators the room of accounts."""
    if taken:
        assert app_sql(TAKES, stream, authority, settings=settings) == [(1,)]
    else:
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            app_sql(TAKES, stream, authority, settings=settings)


OPENING = """
INSERT INTO accounts_openingrow (key, account, role, what, agency, attributes, reason, since, until, ended_by)
VALUES ('openings/lan/1', 'lan', 'auditor', 'report', 'BTP', '{}', 'x', now(), now() + interval '1 hour', '') RETURNING 1
"""


@pytest.mark.parametrize(
    ("settings", "seen", "ended"),
    [
        (LAN_SAYS, 1, 1),
        (BTP_SAYS, 1, 1),
        ({"dicu.reach": "own", "dicu.agency": "BNG", "dicu.account": "hoa"}, 0, 0),
        ({"dicu.reach": "watch", "dicu.account": "hoa"}, 1, 0),
        ({"dicu.reach": "all", "dicu.account": "hoa"}, 1, 1),
        ({"dicu.reach": "public", "dicu.agency": "BTP", "dicu.account": "hoa"}, 0, 0),
        ({"dicu.reach": "public", "dicu.rooms": "access", "dicu.account": "van"}, 0, 0),
        ({}, 0, 0),
    ],
)
def test_who_sees_and_ends_an_opening(app_sql: Callable[..., Any], settings: dict[str, str], seen: int, ended: int) -> None:
    assert app_sql(OPENING, settings=LAN_SAYS) == [(1,)]
    assert len(app_sql("SELECT key FROM accounts_openingrow", settings=settings)) == seen
    assert len(app_sql("UPDATE accounts_openingrow SET ended = now() RETURNING key", settings=settings)) == ended


@pytest.mark.parametrize("settings", [BTP_SAYS, {"dicu.reach": "watch", "dicu.account": "hoa"}, {}])
def test_nobody_opens_anything_in_another_s_name(app_sql: Callable[..., Any], settings: dict[str, str]) -> None:
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        app_sql(OPENING, settings=settings)


def test_an_opening_is_not_taken_away(app_sql: Callable[..., Any]) -> None:
    app_sql(OPENING, settings=LAN_SAYS)
    with pytest.raises(errors.InsufficientPrivilege):
        app_sql("DELETE FROM accounts_openingrow", settings={"dicu.reach": "all"})
