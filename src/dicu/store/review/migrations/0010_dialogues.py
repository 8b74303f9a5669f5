"""Bilateral dialogues: loaded series, how commitments are followed up, positions and briefs; their row-level security; how they
are emptied for a rebuild. The streams `dialogue/…` are opened by the room of the secretariat (`ledger` 0005)."""

from django.db import migrations, models

INSIDE = "'dialogue' = ANY (dicu_rooms())"
SEEN = f"dicu_reach() IN ('all', 'watch') OR {INSIDE}"
WRITTEN = f"dicu_reach() = 'all' OR {INSIDE}"
POLICIES = {
    "review_dialogue": (f"dicu_reach() IN ('all', 'watch', 'own', 'public') OR {INSIDE}", WRITTEN),
    "review_followup": (f"{SEEN} OR (dicu_reach() = 'own' AND (sensitivity = 'public' OR sensitivity = 'internal'))", WRITTEN),
    "review_position": (SEEN, WRITTEN),
    "review_brief": (SEEN, WRITTEN),
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
CREATE FUNCTION dialogues_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied by the house itself only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {DELETED}
END $$;
"""  # noqa: S608 - names of our own tables


class Migration(migrations.Migration):
    dependencies = [("review", "0009_observations"), ("ledger", "0009_append")]
    operations = [
        migrations.CreateModel(
            "DialogueRow",
            [
                ("series", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("version", models.CharField(max_length=40)),
                ("synthetic", models.BooleanField()),
                ("loaded_at", models.DateTimeField()),
            ],
            options={"db_table": "review_dialogue", "ordering": ("series",)},
        ),
        migrations.CreateModel(
            "FollowUpRow",
            [
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("series", models.CharField(max_length=80)),
                ("commitment", models.CharField(max_length=80)),
                ("sensitivity", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=20)),
                ("recorded", models.JSONField(null=True)),
                ("happenings", models.JSONField()),
            ],
            options={
                "db_table": "review_followup",
                "ordering": ("series", "id"),
                "indexes": [models.Index(fields=["series"], name="review_followup_series")],
            },
        ),
        migrations.CreateModel(
            "PositionRow",
            [
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("series", models.CharField(max_length=80)),
                ("round", models.CharField(max_length=80)),
                ("pillar", models.CharField(max_length=80, blank=True, default="")),
                ("sensitivity", models.CharField(max_length=20)),
                ("text", models.JSONField()),
                ("by", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "review_position", "ordering": ("series", "round", "at", "id")},
        ),
        migrations.CreateModel(
            "BriefRow",
            [
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("series", models.CharField(max_length=80)),
                ("round", models.CharField(max_length=80)),
                ("side", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("built_at", models.DateTimeField()),
                ("built_by", models.CharField(max_length=100)),
                ("files", models.JSONField()),
            ],
            options={"db_table": "review_brief", "ordering": ("series", "-built_at", "id")},
        ),
        *(migrations.RunSQL(_forward(table, *rules), _backward(table)) for table, rules in POLICIES.items()),
        migrations.RunSQL(EMPTIED, "DROP FUNCTION dialogues_emptied;"),
    ]
