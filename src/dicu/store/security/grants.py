"""What the application's role may do with each table. Said again after every migration, so it is always what stands here."""

from typing import Any

from django.conf import settings
from django.db import connections, transaction
from psycopg import sql

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
APPEND = ("SELECT", "INSERT")
CORRECT = ("SELECT", "INSERT", "UPDATE")
READ = ("SELECT",)
NARROWER = {
    "ledger_entry": APPEND,
    "ledger_stream": APPEND,
    "ledger_checkpoint": APPEND,
    "accounts_account": CORRECT,  # who did something must stay known
    "accounts_grantrow": CORRECT,
    "accounts_openingrow": CORRECT,
    "django_migrations": READ,
    # projections are written over, never taken away; row-level security would leave a DELETE nothing to do, in silence
    "review_plan": CORRECT,
    "review_round": CORRECT,
    "review_obligation": CORRECT,
    "review_line": CORRECT,
    "review_edition": CORRECT,
    "review_version": CORRECT,
    "review_priority": CORRECT,
    "review_observation": APPEND,  # a correction is a row that names the one it replaces
    "review_import": CORRECT,
    "review_figure_decision": CORRECT,
    "review_dialogue": CORRECT,
    "review_followup": CORRECT,
    "review_position": CORRECT,
    "review_brief": CORRECT,
    "review_evidence": CORRECT,
    "review_evidence_check": CORRECT,
    "review_policyregister": CORRECT,
    "review_policy": CORRECT,
    "review_recommendation_set": CORRECT,
    "review_recommendation": CORRECT,  # only which version is current changes
    "review_handling": CORRECT,
    "review_likeness": CORRECT,
    "review_gap": CORRECT,
    "review_gap_sighting": CORRECT,
    "agenda_reminder": CORRECT,
    "agenda_letter": CORRECT,
    "agenda_preference": CORRECT,
    "api_answer": ("SELECT", "INSERT", "DELETE"),
    "api_webhook": CORRECT,
    "api_delivery": CORRECT,
    "readings_reading": CORRECT,
    "persons_person": CORRECT,
}


def after_migration(using: str, **_: Any) -> None:
    """Django's signal: only a migration by the owner may grant, and only where there is another role to grant to."""
    app = settings.DATABASES.get("default", {}).get("USER", "")
    if using == "owner" and app and app != connections[using].settings_dict["USER"]:
        apply(using, app)


def apply(using: str, app: str) -> None:
    """Give the role `app` its rights on every table of the schema, and take away every other."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:  # no page meets a table between two rights
        tables = connection.introspection.table_names(cursor)
        for statement in statements(tables, app):
            cursor.execute(statement)


def statements(tables: list[str], app: str) -> list[sql.Composed]:
    role = sql.Identifier(app)
    spoken = [
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC").format(),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
        sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role),
        sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {}").format(role),
    ]
    for table in tables:
        spoken += _on(table, role)
    return spoken


def _on(table: str, role: sql.Identifier) -> list[sql.Composed]:
    rights = sql.SQL(", ").join(map(sql.SQL, NARROWER.get(table, ALL)))
    name = sql.Identifier(table)
    return [
        sql.SQL("REVOKE ALL ON {} FROM {}").format(name, role),
        sql.SQL("GRANT {} ON {} TO {}").format(rights, name, role),
    ]
