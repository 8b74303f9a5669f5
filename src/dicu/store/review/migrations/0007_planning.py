"""Versions of plans, and priorities and solutions: their rows, row-level security, how they are emptied for a rebuild; and the
streams of priorities, which an agency begins and continues for itself."""

from django.db import migrations, models

ALL_SEE, ALL_WRITE = "dicu_reach() IN ('all', 'watch')", "dicu_reach() = 'all'"
OWN = "dicu_reach() = 'own' AND (agreed OR agency = ANY (dicu_agencies()))"
OWN_WRITE = "dicu_reach() IN ('watch', 'own') AND agency = ANY (dicu_written())"

POLICIES = {
    "review_version": (f"{ALL_SEE} OR (dicu_reach() IN ('own', 'public') AND state = 'loaded')", ALL_WRITE),
    "review_priority": (f"{ALL_SEE} OR ({OWN})", f"{ALL_WRITE} OR ({OWN_WRITE})"),
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


BEFORE = ("review_line", "review_obligation", "review_round", "review_plan", "review_edition")
SINCE = (*BEFORE, "review_version", "review_priority")


def _emptied(tables: tuple[str, ...]) -> str:
    deleted = "\n    ".join(f"DELETE FROM {table};" for table in tables)  # noqa: S608 - names of our own tables
    return f"""
CREATE OR REPLACE FUNCTION review_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied by the house itself only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {deleted}
END $$;
"""


OWN_STREAM = """
    dicu_reach() IN ('watch', 'own') AND authority = ANY (dicu_written())
    AND {name} LIKE 'priority/%' AND split_part({name}, '/', 4) = authority"""
STREAMS = f"""
CREATE POLICY ledger_entry_added_priority ON ledger_entry FOR INSERT WITH CHECK ({OWN_STREAM.format(name="stream")});
CREATE POLICY ledger_stream_added_priority ON ledger_stream FOR INSERT WITH CHECK ({OWN_STREAM.format(name="name")});
CREATE POLICY ledger_stream_moved_priority ON ledger_stream FOR UPDATE USING ({OWN_STREAM.format(name="name")});
"""
NO_STREAMS = """
DROP POLICY ledger_stream_moved_priority ON ledger_stream;
DROP POLICY ledger_stream_added_priority ON ledger_stream;
DROP POLICY ledger_entry_added_priority ON ledger_entry;
"""

KNOWN = """
SELECT set_config('dicu.reach', 'all', true);
INSERT INTO review_version (digest, plan, version, state, synthetic, tasks, origin, proposed_by, loaded_at, loaded_by, followed, ended)
SELECT DISTINCT ON (body::jsonb ->> 'digest')
       body::jsonb ->> 'digest', body::jsonb ->> 'plan', body::jsonb ->> 'version', 'loaded', (body::jsonb ->> 'synthetic')::boolean,
       (body::jsonb ->> 'tasks')::integer, body::jsonb ->> 'origin', '', at, account, '{}'::jsonb, '{}'::jsonb
  FROM ledger_entry WHERE kind = 'plan.loaded' ORDER BY body::jsonb ->> 'digest', position DESC;
SELECT set_config('dicu.reach', '', true);
"""
"""What was loaded before this table was there. The owner too stands behind row-level security."""


class Migration(migrations.Migration):
    dependencies = [("review", "0006_duties"), ("ledger", "0009_append")]
    operations = [
        migrations.CreateModel(
            "PlanVersionRow",
            [
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=80)),
                ("version", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=20)),
                ("synthetic", models.BooleanField()),
                ("tasks", models.IntegerField()),
                ("origin", models.TextField()),
                ("proposed_at", models.DateTimeField(null=True)),
                ("proposed_by", models.CharField(max_length=100, blank=True, default="")),
                ("loaded_at", models.DateTimeField(null=True)),
                ("loaded_by", models.CharField(max_length=100, blank=True, default="")),
                ("followed", models.JSONField(default=dict)),
                ("ended", models.JSONField(default=dict)),
            ],
            options={"db_table": "review_version", "ordering": ("plan", "-loaded_at", "-proposed_at", "digest")},
        ),
        migrations.CreateModel(
            "PriorityRow",
            [
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=80)),
                ("round", models.CharField(max_length=40)),
                ("agency", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=20)),
                ("agreed", models.BooleanField()),
                ("proposed_by", models.CharField(max_length=100)),
                ("order", models.DateTimeField()),
                ("rounds", models.JSONField()),
                ("head", models.CharField(max_length=64)),
                ("priority", models.JSONField()),
            ],
            options={
                "db_table": "review_priority",
                "ordering": ("plan", "order", "id"),
                "indexes": [models.Index(fields=["plan", "agency"], name="review_priority_agency")],
            },
        ),
        *(migrations.RunSQL(_forward(table, *rules), _backward(table)) for table, rules in POLICIES.items()),
        migrations.RunSQL(_emptied(SINCE), _emptied(BEFORE)),
        migrations.RunSQL(STREAMS, NO_STREAMS),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
