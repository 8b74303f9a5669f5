"""Gaps: what officers did with one, and what recorded runs found; row-level security; how they are emptied for a rebuild; and the
streams of gaps, which an agency begins and continues for itself."""

from django.db import migrations, models

ALL_SEE, ALL_WRITE = "dicu_reach() IN ('all', 'watch')", "dicu_reach() = 'all'"
OWN = "dicu_reach() = 'own' AND (agency = ANY (dicu_agencies()) OR owner = ANY (dicu_agencies()))"
OWN_WRITE = "dicu_reach() IN ('watch', 'own') AND agency = ANY (dicu_written())"
HAS = """dicu_reach() = 'own' AND (agency = ANY (dicu_agencies()) OR EXISTS (
    SELECT FROM review_gap g WHERE g.plan = review_gap_sighting.plan AND g.key = review_gap_sighting.key
       AND g.owner = ANY (dicu_agencies())))"""
POLICIES = {
    "review_gap": (f"{ALL_SEE} OR ({OWN})", f"{ALL_WRITE} OR ({OWN_WRITE})"),
    "review_gap_sighting": (f"{ALL_SEE} OR ({HAS})", ALL_WRITE),
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
CREATE FUNCTION gaps_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied by the house itself only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {DELETED}
END $$;
"""  # noqa: S608 - names of our own tables
OWN_STREAM = """
    dicu_reach() IN ('watch', 'own') AND authority = ANY (dicu_written())
    AND {name} LIKE 'gap/%' AND split_part({name}, '/', 4) = authority"""
STREAMS = f"""
CREATE POLICY ledger_entry_added_gap ON ledger_entry FOR INSERT WITH CHECK ({OWN_STREAM.format(name="stream")});
CREATE POLICY ledger_stream_added_gap ON ledger_stream FOR INSERT WITH CHECK ({OWN_STREAM.format(name="name")});
CREATE POLICY ledger_stream_moved_gap ON ledger_stream FOR UPDATE USING ({OWN_STREAM.format(name="name")});
"""
NO_STREAMS = """
DROP POLICY ledger_stream_moved_gap ON ledger_stream;
DROP POLICY ledger_stream_added_gap ON ledger_stream;
DROP POLICY ledger_entry_added_gap ON ledger_entry;
"""


class Migration(migrations.Migration):
    dependencies = (("review", "0014_policy_watch"), ("ledger", "0009_append"))
    operations = (
        migrations.CreateModel(
            "GapRow",
            [
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=80)),
                ("key", models.TextField()),
                ("agency", models.CharField(max_length=80)),
                ("round", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=20)),
                ("owner", models.CharField(max_length=80, blank=True, default="")),
                ("due", models.DateField(null=True)),
                ("moved_at", models.DateTimeField()),
                ("steps", models.JSONField()),
                ("number", models.IntegerField()),
            ],
            options={
                "db_table": "review_gap",
                "ordering": ("plan", "id"),
                "indexes": [models.Index(fields=["plan", "owner"], name="review_gap_owner")],
            },
        ),
        migrations.CreateModel(
            "GapSightingRow",
            [
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=80)),
                ("round", models.CharField(max_length=40)),
                ("key", models.TextField()),
                ("agency", models.CharField(max_length=80, blank=True, default="")),
                ("found", models.BooleanField()),
                ("changed_at", models.DateTimeField()),
                ("changes", models.JSONField()),
            ],
            options={
                "db_table": "review_gap_sighting",
                "ordering": ("plan", "round", "id"),
                "indexes": [models.Index(fields=["plan", "round"], name="review_gap_sighting_round")],
            },
        ),
        *(migrations.RunSQL(_forward(table, *rules), _backward(table)) for table, rules in POLICIES.items()),
        migrations.RunSQL(EMPTIED, "DROP FUNCTION gaps_emptied;"),
        migrations.RunSQL(STREAMS, NO_STREAMS),
    )
