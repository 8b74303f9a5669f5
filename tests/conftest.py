"""A PostgreSQL of its own for each worker: the embedded one, without waiting for the disk, thrown away at the end.

Tests speak as the application's role, behind the same rights, triggers and row-level security as in production. Its owner
and superuser are at hand for tests that attack from below (`owner_sql`, `superuser_sql`).
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.test import TransactionTestCase
from tests import proof

from dicu.store.embedded import Connection, Server, scratch

Sql = Callable[..., list[tuple[Any, ...]]]
proof.load()


def pytest_collection_finish() -> None:
    """Thousands of collected tests live until the end: to look through them for garbage again and again took minutes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Connection]:
    with scratch() as folder, Server(folder, durable=False) as found:
        yield found


@pytest.fixture(scope="session")
def django_db_setup(postgres: Connection, django_db_blocker: Any) -> None:
    """The cluster is the test database: it is migrated once, by the role that owns the tables."""
    from dicu.store.environment import database  # noqa: PLC0415

    roles = (("default", "app"), ("owner", "owner"))
    found = {alias: {**database(postgres.address(role)), "ATOMIC_REQUESTS": alias == "default"} for alias, role in roles}
    settings.DATABASES = found
    connections.settings = connections.configure_settings(found)
    for alias in found:
        if hasattr(connections._connections, alias):
            delattr(connections._connections, alias)
    with django_db_blocker.unblock():
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        connections["owner"].close()
    TransactionTestCase._fixture_teardown = lambda self: emptied(postgres)  # type: ignore[method-assign]


def emptied(postgres: Connection) -> None:
    """After a test that committed: every table but the migrations' own is emptied, by the only one who can."""
    import psycopg  # noqa: PLC0415

    for alias in connections:
        connections[alias].close()
    with psycopg.connect(postgres.address("superuser"), autocommit=True) as open_:
        open_.execute("SET session_replication_role = replica")
        tables = open_.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'")
        keep = {"django_content_type", "auth_permission"}
        names = [name for (name,) in tables.fetchall() if name not in keep]
        open_.execute("TRUNCATE " + ", ".join(f'"{name}"' for name in names) + " RESTART IDENTITY CASCADE")


def _asking(postgres: Connection, role: str) -> Sql:
    import psycopg  # noqa: PLC0415

    def ask(statement: str, *values: Any, settings: dict[str, str] | None = None) -> list[tuple[Any, ...]]:
        with psycopg.connect(postgres.address(role)) as open_:  # type: ignore[arg-type]
            for name, value in (settings or {}).items():
                open_.execute("SELECT set_config(%s, %s, true)", [name, value])
            cursor = open_.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    return ask


@pytest.fixture
def owner_sql(postgres: Connection, transactional_db: None) -> Sql:
    return _asking(postgres, "owner")


@pytest.fixture
def superuser_sql(postgres: Connection, transactional_db: None) -> Sql:
    return _asking(postgres, "superuser")


@pytest.fixture
def app_sql(postgres: Connection, transactional_db: None) -> Sql:
    return _asking(postgres, "app")


@pytest.fixture
def reaching_all(db: None) -> Iterator[None]:
    """The whole test speaks with the widest reach, as the house's own work does."""
    from dicu.store.security.session import maintaining  # noqa: PLC0415

    with transaction.atomic(), maintaining():
        yield


@pytest.fixture(scope="session", autouse=True)
def sound_bundles_are_remembered() -> Iterator[None]:
    """Thousands of tests begin by loading the same plan. Whether it is sound is asked of the real check, once a process for the
    same content; a plan with problems is never remembered."""
    from dicu.review.bundles import packed  # noqa: PLC0415
    from dicu.review.desk import versions  # noqa: PLC0415
    from dicu.vocabulary.messages import Refused  # noqa: PLC0415

    check, sound = versions.check_bundle, set[bytes]()

    def remembering(bundle: Any, places: Any = str) -> None:
        key = b""
        if places is str:
            with suppress(Refused):  # what has no exact form is the check's to name
                key = packed(bundle)
        if not key or key not in sound:
            check(bundle, places)
            sound.add(key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions, "check_bundle", remembering)
        yield


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setattr(settings, "FILES", tmp_path / "files")
