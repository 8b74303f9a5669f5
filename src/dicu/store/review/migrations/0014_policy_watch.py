"""Policy watch: loaded registers and what officers did with their entries; their row-level security; how they are emptied for a
rebuild. The streams `policy/…` are opened by the room of who watches policy (`ledger` 0005)."""

from django.db import migrations, models

INSIDE = "'policy' = ANY (dicu_rooms())"
WRITTEN = f"dicu_reach() = 'all' OR {INSIDE}"
POLICIES = {
    "review_policyregister": (f"dicu_reach() IN ('all', 'watch', 'own', 'public') OR {INSIDE}", WRITTEN),
    "review_policy": (f"dicu_reach() IN ('all', 'watch') OR {INSIDE} OR (dicu_reach() IN ('own', 'public') AND published)", WRITTEN),
}


def _forward(table: str, seen: str, written: str) -> str:
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({seen});
    CREATE POLICY {table}_added ON {table} FOR INSERT WITH CHECK ({written});
    CREATE POLICY {table}_changed ON {table} FOR UPDATE USING ({written}) WITH CHECK ({written});
    CREATE POLICY {table}_emptied ON {table} FOR DELETE USING (dicu_reach() = 'all' AND dicu_account() = '');
    """


def _backward(table: str) -> str:
    return f"""
    DROP POLICY {table}_emptied ON {table};
    DROP POLICY {table}_changed ON {table};
    DROP POLICY {table}_added ON {table};
    DROP POLICY {table}_seen ON {table};
    ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
    """


DELETED = "\n    ".join(f"DELETE FROM {table};" for table in POLICIES)  # noqa: S608 - names of our own tables
EMPTIED = f"""
CREATE FUNCTION policies_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied by the house itself only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {DELETED}
END $$;
"""  # noqa: S608 - names of our own tables


class Migration(migrations.Migration):
    dependencies = (("review", "0013_recommendations"),)
    operations = (
        migrations.CreateModel(
            "PolicyRegisterRow",
            [
                ("register", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("version", models.CharField(max_length=40)),
                ("synthetic", models.BooleanField()),
                ("loaded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
            ],
            options={"db_table": "review_policyregister", "ordering": ("register",)},
        ),
        migrations.CreateModel(
            "PolicyRow",
            [
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("register", models.CharField(max_length=80)),
                ("entry", models.CharField(max_length=80)),
                ("published", models.BooleanField()),
                ("happenings", models.JSONField()),
            ],
            options={
                "db_table": "review_policy",
                "ordering": ("register", "id"),
                "indexes": [models.Index(fields=["register"], name="review_policy_register")],
            },
        ),
        *(migrations.RunSQL(_forward(table, *rules), _backward(table)) for table, rules in POLICIES.items()),
        migrations.RunSQL(EMPTIED, "DROP FUNCTION policies_emptied;"),
    )
