"""Row-level security of the tables of policy watch, asked in SQL as the application's role."""

from collections.abc import Callable
from typing import Any

import pytest
from psycopg import errors

Sql = Callable[..., Any]
REACH = {word: {"dicu.reach": word} for word in ("all", "watch", "own", "public")}
REACH |= {"room": {"dicu.reach": "public", "dicu.rooms": "policy"}, "nobody": {}}
ROW = "INSERT INTO review_policy (id, register, entry, published, happenings) VALUES ('{0}', 'vn-gb', '{0}', {1}, '[]')"
BOTH = {"open", "hidden"}
SEEN = {"all": BOTH, "watch": BOTH, "own": {"open"}, "public": {"open"}, "room": BOTH, "nobody": set()}


def test_who_sees_writes_and_empties_what(app_sql: Sql, superuser_sql: Sql) -> None:
    superuser_sql(ROW.format("open", "true"))
    superuser_sql(ROW.format("hidden", "false"))
    found = {name: {row[0] for row in app_sql("SELECT id FROM review_policy", settings=session)} for name, session in REACH.items()}
    assert found == SEEN
    for name in ("watch", "own", "public", "nobody"):
        with pytest.raises(errors.InsufficientPrivilege):
            app_sql(ROW.format("more", "true"), settings=REACH[name])
    with pytest.raises(errors.InsufficientPrivilege):
        app_sql("DELETE FROM review_policy", settings=REACH["all"])
