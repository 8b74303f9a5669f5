"""Row-level security of the review's lists, asked in SQL as the application's role."""

from collections.abc import Callable
from typing import Any

import pytest
from psycopg import errors

Sql = Callable[..., Any]
ALL, WATCH, PUBLIC = ({"dicu.reach": word} for word in ("all", "watch", "public"))
BTP = {"dicu.reach": "own", "dicu.agency": "BTP", "dicu.written": "BTP"}
LENT = {"dicu.reach": "own", "dicu.agency": "BNG\nBTP", "dicu.written": "BNG"}
NOBODY: dict[str, str] = {}

ROWS = {
    "review_plan": "INSERT INTO review_plan VALUES ('{0}', repeat('0', 64), '2026-01-01', false, now())",
    "review_round": "INSERT INTO review_round VALUES ('{0}', 'demo', '2025', repeat('0', 64))",
    "review_obligation": """INSERT INTO review_obligation (id, plan, round, agency, tasks, state, lines, head)
        VALUES ('{0}', 'demo', '2025', '{0}', '[]', 'draft', '[]', '')""",
    "review_line": """INSERT INTO review_line (id, plan, round, agency, task, task_order, state, submitted_by, line)
        VALUES ('{0}', 'demo', '2025', '{0}', '1', 0, 'submitted', 'lan', '{{}}')""",
    "review_evidence": """INSERT INTO review_evidence (id, plan, round, agency, task, digest, state, classification, "order")
        VALUES ('{0}', 'demo', '2025', '{0}', '1', repeat('0', 64), 'submitted', 'restricted', 0)""",
    "review_edition": """INSERT INTO review_edition (snapshot, plan, round, state, built_at, built_by, files)
        VALUES ('{0}', 'demo', '2025', '{0}', now(), 'lan', '[]')""",
}
KEYS = {"review_plan": "plan", "review_edition": "snapshot"}
HELD = {
    "review_plan": ("demo",),
    "review_round": ("demo/2025",),
    "review_obligation": ("BTP", "BNG", "BCA", ""),
    "review_line": ("BTP", "BNG", "BCA", ""),
    "review_evidence": ("BTP", "BNG", "BCA", ""),
    "review_edition": ("built", "published"),
}


@pytest.fixture
def lists(superuser_sql: Sql) -> None:
    for table, names in HELD.items():
        for name in names:
            superuser_sql(ROWS[table].format(name))


def seen(ask: Sql, table: str, reach: dict[str, str]) -> set[str]:
    return {name for (name,) in ask(f"SELECT {KEYS.get(table, 'id')} FROM {table}", settings=reach)}


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("role", ["app_sql", "owner_sql"])
@pytest.mark.parametrize("table", HELD)
def test_what_each_reach_sees(request: pytest.FixtureRequest, role: str, table: str) -> None:
    ask: Sql = request.getfixturevalue(role)
    whole = set(HELD[table])
    agencies = table in ("review_obligation", "review_line", "review_evidence")
    shared = {"published"} if table == "review_edition" else whole
    assert seen(ask, table, ALL) == seen(ask, table, WATCH) == whole
    assert seen(ask, table, BTP) == ({"BTP"} if agencies else shared)
    assert seen(ask, table, LENT) == ({"BTP", "BNG"} if agencies else shared)
    assert seen(ask, table, BTP | {"dicu.agency": ""}) == (set() if agencies else shared)
    assert seen(ask, table, PUBLIC) == (shared if table in ("review_plan", "review_edition") else set())
    assert seen(ask, table, PUBLIC | {"dicu.agency": "BTP"}) == seen(ask, table, PUBLIC)
    assert seen(ask, table, NOBODY) == seen(ask, table, {"dicu.agency": "BTP"}) == set()


TAKEN = [
    ("review_plan", "x", ()),
    ("review_round", "x", ()),
    ("review_edition", "published", ()),
    ("review_obligation", "BTP", (BTP,)),
    ("review_obligation", "BNG", (LENT,)),
    ("review_line", "BTP", (BTP,)),
    ("review_evidence", "BTP", (BTP,)),
    ("review_evidence", "BCA", ()),
    ("review_line", "BNG", (LENT,)),
    ("review_line", "BCA", ()),
    ("review_line", "", ()),
]


@pytest.mark.parametrize(("table", "name", "takers"), TAKEN)
def test_whose_new_rows_are_taken(app_sql: Sql, table: str, name: str, takers: tuple[dict[str, str], ...]) -> None:
    for reach in (WATCH, BTP, LENT, BTP | {"dicu.written": ""}, PUBLIC | {"dicu.written": name}, NOBODY | {"dicu.written": name}):
        if reach in takers:
            app_sql(f"{ROWS[table].format(name)} RETURNING 1", settings=reach)
            continue
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            app_sql(ROWS[table].format(name), settings=reach)


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize(
    ("reach", "changed"),
    [(ALL, 4), (BTP, 1), (LENT, 1), (WATCH, 0), (WATCH | {"dicu.written": "BTP"}, 1), (PUBLIC, 0), (NOBODY, 0)],
)
def test_whose_rows_are_changed(app_sql: Sql, reach: dict[str, str], changed: int) -> None:
    assert len(app_sql("UPDATE review_obligation SET state = 'submitted' RETURNING id", settings=reach)) == changed


@pytest.mark.usefixtures("lists")
def test_a_row_is_not_given_away_to_another_agency(app_sql: Sql) -> None:
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        app_sql("UPDATE review_line SET agency = 'BNG'", settings=BTP)


@pytest.mark.usefixtures("lists")
def test_an_edition_is_not_published_by_a_reporter(app_sql: Sql) -> None:
    assert app_sql("UPDATE review_edition SET state = 'published' RETURNING 1", settings=BTP) == []


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("table", HELD)
def test_nothing_is_taken_away_from_the_lists(app_sql: Sql, table: str) -> None:
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(errors.InsufficientPrivilege):
            app_sql(statement, settings=ALL)
    assert seen(app_sql, table, ALL) == set(HELD[table])


OPEN_TABLES = {
    "accounts_account",
    "accounts_grantrow",
    "accounts_token",
    "agenda_pulse",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "django_session",
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
    "signing_in_attempts",
    "signing_in_authenticator",
    "signing_in_handle",
    "signing_in_identity",
    "signing_in_invitation",
    "signing_in_passkey",
    "signing_in_recoverycode",
    "signing_in_session",
    "signing_in_tokenuse",
}
"""Read before anybody is known to ask, or of nobody's business."""


def test_a_new_table_is_behind_the_lock_or_in_the_list(owner_sql: Sql) -> None:
    rows = owner_sql(
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    locked = {table: lock for table, lock in rows if not table.startswith("generated_")}
    assert {table for table, lock in locked.items() if not lock} == OPEN_TABLES
    assert set(HELD) | {"ledger_entry", "ledger_stream"} <= {table for table, lock in locked.items() if lock}
