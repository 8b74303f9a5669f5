"""What can be seen of an installation in its database, as the application's role: version, encoding, roles, migrations, what
the server would write into its own log, accounts of a demonstration."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml
from django.db import Error, OperationalError, connections, transaction

from dicu.store.operations.findings import Finding
from dicu.store.operations.quiet import loud
from dicu.store.security.roles import WrongRole, check_role
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import T

OLDEST = 15
"""The dialect that the house is written in."""


def looked_at(synthetic: bool = False) -> Iterator[Finding]:
    """As the application's role. A database that does not answer is one finding and the only one."""
    try:
        yield from _server()
        yield from _migrated()
        if not synthetic:
            yield from _demonstration()
    except WrongRole as fault:
        yield Finding("roles", "refused", fault.message, T("The roles that are needed stand in docs/how-to/install-for-a-ministry.md."))
    except OperationalError:
        yield Finding(
            "database", "refused",
            T("The database does not answer, or does not let this role in."),
            T("See that it runs, that the address is right, and that its rules let this machine in (pg_hba.conf)."), "DICU_DATABASE_URL",
        )  # fmt: skip


def _server() -> Iterator[Finding]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')")
        version, encoding = cursor.fetchone()
    check_role()
    if version < OLDEST:
        yield Finding(
            "postgresql", "refused",
            T("The PostgreSQL server is of version {version}; the house needs {oldest} or newer.",
              version=str(version), oldest=str(OLDEST)),
            T("Install a newer PostgreSQL and move the data with pg_dump."), "DICU_DATABASE_URL",
        )  # fmt: skip
    if encoding != "UTF8":
        yield Finding(
            "encoding", "refused",
            T("The database has the encoding {encoding}, which cannot hold Vietnamese.", encoding=encoding),
            T("Make a new one: CREATE DATABASE dicu TEMPLATE template0 ENCODING 'UTF8'."), "DICU_DATABASE_URL",
        )  # fmt: skip
    yield from loud()


@cache
def carried() -> frozenset[tuple[str, str]]:
    """The migrations that this version of the program has."""
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    return frozenset(MigrationLoader(None).disk_migrations)


def applied(using: str = "default") -> frozenset[tuple[str, str]]:
    """The migrations that the database has; none if it is empty."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return frozenset()
        cursor.execute("SELECT app, name FROM django_migrations")
        return frozenset(cursor.fetchall())


def _migrated() -> Iterator[Finding]:
    found = applied()
    if missing := carried() - found:
        yield Finding(
            "migrations", "refused",
            T("The database lacks {count} steps of this version.", count=len(missing)),
            T("Make a backup, then run: dicu migrate"), ", ".join(sorted(f"{app}.{name}" for app, name in missing)[:3]),
        )  # fmt: skip
    elif newer := found - carried():
        yield Finding(
            "migrations", "refused",
            T("The database is of a newer version than this program."),
            T("Install the version of the program that served it last, or go back as docs/how-to/upgrade.md shows."),
            ", ".join(sorted(f"{app}.{name}" for app, name in newer)[:3]),
        )  # fmt: skip


def _demonstration() -> Iterator[Finding]:
    from dicu.store.accounts.models import Account  # noqa: PLC0415

    names = demonstrated()
    try:
        with transaction.atomic(), maintaining():
            found = Account.objects.filter(is_active=True, username__in=names).values_list("username", "full_name")
            count = sum(names[username] == name for username, name in found)
    except Error:  # the tables are not there, or not as they should be: that is said above
        return
    if count:
        yield Finding(
            "demonstration", "refused",
            T("{count} accounts of the demonstration can sign in. Their passwords were printed and lie in a file.", count=count),
            T("Begin with an empty database, or set DICU_SYNTHETIC=true if this installation is for training only."), "DICU_DATABASE_URL",
        )  # fmt: skip


def demonstrated() -> dict[str, str]:
    """The accounts that a demonstration makes: username → full name."""
    rows = yaml.safe_load((files("dicu.plans") / "demo" / "accounts.yaml").read_text("utf-8"))
    return {row["username"]: row["full_name"] for row in rows}
