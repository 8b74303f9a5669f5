"""Whether the application speaks to the database as the role it should be: one that no lock is open to."""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from dicu.vocabulary.messages import Message, Refused, T

ASKED = """
SELECT r.rolsuper OR r.rolbypassrls,
       EXISTS (SELECT FROM pg_class c WHERE c.relname = 'ledger_entry' AND pg_has_role(current_user, c.relowner, 'MEMBER'))
  FROM pg_roles r WHERE r.rolname = current_user
"""


class WrongRole(Refused):
    """The application would work as a role against which the database's guards do not hold."""


_right: set[str] = set()
"""Roles that were looked at in this process and may work."""


def on_connecting(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Django's signal: the first connection of the application in a process is looked at before it is used."""
    role = connection.settings_dict["USER"]
    if connection.alias != "default" or role in _right:
        return
    try:
        check_role(connection.alias)
    except BaseException:
        connection.close()
        raise
    _right.add(role)


def check_role(using: str = "default") -> None:
    """Raises WrongRole for a superuser, a role that bypasses row-level security, and the owner of the tables."""
    with connections[using].cursor() as cursor:
        cursor.execute(ASKED)
        mighty, owner = cursor.fetchone()
    if message := _why_wrong(connections[using].settings_dict["USER"], mighty, owner):
        raise WrongRole(message, where="DICU_DATABASE_URL")


def _why_wrong(role: str, mighty: bool, owner: bool) -> Message | None:
    if mighty:
        return T(
            "The database role {role} may do everything, so nothing would guard the records against a fault. Give the application "
            "a role without SUPERUSER and BYPASSRLS.",
            role=role,
        )
    if owner:
        return T(
            "The database role {role} owns the tables and could take their guards away. Give the application another role, and "
            "this one to migrations only (DICU_OWNER_DATABASE_URL).",
            role=role,
        )
    return None
