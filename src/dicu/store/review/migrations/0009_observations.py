"""The register of imported figures: rows that are only ever added; and, as projections, which files they came in and what was
decided where they contradict each other. Row-level security, and how the projections are emptied for a rebuild."""

from django.db import migrations, models

ALL_SEE, ALL_WRITE, OWN = "dicu_reach() IN ('all', 'watch')", "dicu_reach() = 'all'", "dicu_reach() = 'own'"
SEEN = {
    "review_observation": f"{ALL_SEE} OR ({OWN} AND NOT restricted)",
    "review_import": f"{ALL_SEE} OR {OWN}",
    "review_figure_decision": f"{ALL_SEE} OR {OWN}",
}
PROJECTED = ("review_import", "review_figure_decision")


def _forward(table: str, seen: str) -> str:
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({seen});
    CREATE POLICY {table}_added ON {table} FOR INSERT WITH CHECK ({ALL_WRITE});
    """


def _backward(table: str) -> str:
    return f"""
    DROP POLICY {table}_added ON {table};
    DROP POLICY {table}_seen ON {table};
    ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
    """


def _projected(table: str) -> str:
    return f"""
    CREATE POLICY {table}_changed ON {table} FOR UPDATE USING ({ALL_WRITE}) WITH CHECK ({ALL_WRITE});
    CREATE POLICY {table}_emptied ON {table} FOR DELETE USING (dicu_reach() = 'all' AND dicu_account() = '');
    """


def _unprojected(table: str) -> str:
    return f"DROP POLICY {table}_emptied ON {table}; DROP POLICY {table}_changed ON {table};"


DELETED = "\n    ".join(f"DELETE FROM {table};" for table in PROJECTED)  # noqa: S608 - names of our own tables
EMPTIED = f"""
CREATE FUNCTION figures_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied by the house itself only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {DELETED}
END $$;
"""


class Migration(migrations.Migration):
    dependencies = (("review", "0008_clearance"),)
    operations = (
        migrations.CreateModel(
            "ObservationRow",
            [
                ("key", models.CharField(max_length=400, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=80)),
                ("register", models.CharField(max_length=80)),
                ("import_number", models.IntegerField()),
                ("place", models.IntegerField()),
                ("indicator", models.CharField(max_length=80)),
                ("definition", models.CharField(max_length=80, blank=True, default="")),
                ("period", models.CharField(max_length=40)),
                ("area", models.CharField(max_length=80)),
                ("dimensions", models.JSONField(default=dict)),
                ("value", models.TextField(blank=True, default="")),
                ("missing", models.CharField(max_length=20, blank=True, default="")),
                ("qualifier", models.CharField(max_length=20, blank=True, default="")),
                ("vintage", models.DateField(null=True)),
                ("numerator", models.TextField(blank=True, default="")),
                ("denominator", models.TextField(blank=True, default="")),
                ("standing", models.CharField(max_length=20)),
                ("status", models.CharField(max_length=40, blank=True, default="")),
                ("restricted", models.BooleanField()),
                ("source", models.JSONField()),
                ("note", models.TextField(blank=True, default="")),
                ("supersedes", models.CharField(max_length=400, blank=True, default="")),
                ("entered_on", models.DateField()),
                ("entered_by", models.CharField(max_length=100)),
            ],
            options={
                "db_table": "review_observation",
                "ordering": ("plan", "register", "import_number", "place"),
                "indexes": [
                    models.Index(fields=["plan", "indicator"], name="review_observation_indicator"),
                    models.Index(fields=["plan", "register", "import_number"], name="review_observation_register"),
                ],
            },
        ),
        migrations.CreateModel(
            "ImportRow",
            [
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=80)),
                ("register", models.CharField(max_length=80)),
                ("number", models.IntegerField()),
                ("title", models.TextField()),
                ("file", models.JSONField()),
                ("counts", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("head", models.CharField(max_length=64)),
                ("by", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "review_import", "ordering": ("plan", "-at", "id")},
        ),
        migrations.CreateModel(
            "FigureDecisionRow",
            [
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=80)),
                ("number", models.IntegerField()),
                ("subject", models.CharField(max_length=300)),
                ("among", models.JSONField()),
                ("chosen", models.CharField(max_length=400)),
                ("reason", models.TextField()),
                ("head", models.CharField(max_length=64)),
                ("by", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "review_figure_decision", "ordering": ("plan", "number")},
        ),
        *(migrations.RunSQL(_forward(table, seen), _backward(table)) for table, seen in SEEN.items()),
        *(migrations.RunSQL(_projected(table), _unprojected(table)) for table in PROJECTED),
        migrations.RunSQL(EMPTIED, "DROP FUNCTION figures_emptied;"),
    )
