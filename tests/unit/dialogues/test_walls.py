"""Row-level security of the dialogues' tables, asked in SQL as the application's role."""

from collections.abc import Callable
from typing import Any

import pytest
from psycopg import errors

Sql = Callable[..., Any]
ALL, WATCH, OWN, PUBLIC = ({"dicu.reach": word} for word in ("all", "watch", "own", "public"))
ROOM = PUBLIC | {"dicu.rooms": "dialogue"}
NOBODY: dict[str, str] = {}
ROWS = {
    "review_dialogue": "INSERT INTO review_dialogue VALUES ('{0}', repeat('0', 64), '2026-01-01', false, now())",
    "review_followup": """INSERT INTO review_followup (id, series, commitment, sensitivity, state, happenings)
        VALUES ('{0}', 'gb-vnm', '{0}', '{0}', 'recorded', '[]')""",
    "review_position": """INSERT INTO review_position (id, series, round, pillar, sensitivity, text, by, at)
        VALUES ('{0}', 'gb-vnm', '3', '', 'internal', '{{}}', 'my', now())""",
    "review_brief": """INSERT INTO review_brief (id, series, round, side, day, built_at, built_by, files)
        VALUES ('{0}', 'gb-vnm', '3', 'ours', now(), now(), 'my', '[]')""",
}
KEY = {"review_dialogue": "series"}
LEVELS = {"internal", "restricted"}
SEEN = {
    "review_dialogue": {"all": LEVELS, "watch": LEVELS, "own": LEVELS, "public": LEVELS, "room": LEVELS, "nobody": set()},
    "review_followup": {"all": LEVELS, "watch": LEVELS, "own": {"internal"}, "public": set(), "room": LEVELS, "nobody": set()},
    "review_position": {"all": LEVELS, "watch": LEVELS, "own": set(), "public": set(), "room": LEVELS, "nobody": set()},
    "review_brief": {"all": LEVELS, "watch": LEVELS, "own": set(), "public": set(), "room": LEVELS, "nobody": set()},
}
REACH = {"all": ALL, "watch": WATCH, "own": OWN, "public": PUBLIC, "room": ROOM, "nobody": NOBODY}


@pytest.mark.parametrize("table", ROWS)
def test_who_sees_writes_and_empties_what(app_sql: Sql, superuser_sql: Sql, table: str) -> None:
    for name in LEVELS:
        superuser_sql(ROWS[table].format(name))
    key = KEY.get(table, "id")
    found = {who: {row for (row,) in app_sql(f"SELECT {key} FROM {table}", settings=reach)} for who, reach in REACH.items()}
    assert found == SEEN[table]
    for who in ("watch", "own", "public", "nobody"):
        with pytest.raises(errors.InsufficientPrivilege):
            app_sql(ROWS[table].format("new"), settings=REACH[who])
    with pytest.raises(errors.InsufficientPrivilege):
        app_sql(f"DELETE FROM {table}", settings=ALL)
    assert app_sql(f"{ROWS[table].format('new')} RETURNING 1", settings=ROOM)
