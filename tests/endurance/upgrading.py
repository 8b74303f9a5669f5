"""A program that takes every migration of ours back and forth on a filled database, and says what each took, lost and cost.

    python -m tests.endurance.upgrading walk     all the way back to the ledger's first table, and forth again
    python -m tests.endurance.upgrading steps    each one back and forth by itself, from the last to the first

Every line that it prints is a JSON object. It speaks as the role that owns the tables, as `dicu migrate` does.
"""

import json
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import Any

FLOOR = ("ledger", "0001_initial")
"""Without its tables there is no ledger, and nothing to come back to."""
COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
DONE = "SELECT app, name FROM django_migrations ORDER BY id"


def main() -> None:
    import django  # noqa: PLC0415 - after the surroundings are read

    django.setup()
    for told in walk() if sys.argv[1] == "walk" else steps():
        print(json.dumps(told), flush=True)


def ours() -> list[tuple[str, str]]:
    """Our migrations as the database has them, the last first; the floor is not among them."""
    from django.apps import apps  # noqa: PLC0415

    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("dicu.")}
    return [(app, name) for app, name in reversed(asked(DONE)) if app in labels and (app, name) != FLOOR]


def walk() -> Iterator[dict[str, Any]]:
    last: dict[str, str] = {}
    for app, name in reversed(asked(DONE)):
        last.setdefault(app, name)
    for app, name in ours():
        yield {"back": f"{app}.{name}", "seconds": timed(app, before(app, name))}
    for app in sorted({app for app, _ in asked(DONE)} | {app for app in last}):
        yield {"forth": app, "seconds": timed(app, last[app])}


def steps() -> Iterator[dict[str, Any]]:
    for app, name in ours():
        had = columns()
        back = timed(app, before(app, name))
        left = columns()
        forth = timed(app, name)
        yield {"migration": f"{app}.{name}", "back": back, "forth": forth, "lost": lost(had, left)}
        timed(app, before(app, name))
    timed("", "")


def columns() -> set[tuple[str, str]]:
    return {(table, column) for table, column in asked(COLUMNS)}


def lost(had: set[tuple[str, str]], left: set[tuple[str, str]]) -> list[str]:
    """Whole tables by their names, single columns with their table's."""
    tables = {table for table, _ in left}
    return sorted({table if table not in tables else f"{table}.{column}" for table, column in had - left})


def before(app: str, name: str) -> str:
    """The migration of the same room that it follows; "zero" for the first."""
    names = [found for of, found in asked(DONE) if of == app]
    place = names.index(name)
    return names[place - 1] if place else "zero"


def timed(*target: str) -> float:
    from django.core.management import call_command  # noqa: PLC0415

    begun = perf_counter()
    call_command("migrate", *(part for part in target if part), database="owner", interactive=False, verbosity=0)
    return round(perf_counter() - begun, 2)


def asked(statement: str) -> list[Any]:
    from django.db import connections  # noqa: PLC0415

    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


if __name__ == "__main__":
    main()
