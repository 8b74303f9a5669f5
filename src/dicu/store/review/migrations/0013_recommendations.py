"""Recommendations: what documents say, which everybody may read; what officers did about them, and which ones they say are the same,
behind row-level security.

The rule of `review_recommendation` is plainly `true`: only then may the database use the indexes on words and bands, because it
never asks the operators of arrays about a row that a rule might hide.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

ALL_SEE, ALL_WRITE, OWN = "dicu_reach() IN ('all', 'watch')", "dicu_reach() = 'all'", "dicu_reach() = 'own'"
POLICIES = {
    "review_recommendation_set": "true",
    "review_recommendation": "true",
    "review_handling": f"{ALL_SEE} OR {OWN}",
    "review_likeness": ALL_SEE,
}
TEXT, BIG = models.TextField, models.BigIntegerField
Array, Gin = django.contrib.postgres.fields.ArrayField, django.contrib.postgres.indexes.GinIndex


def _forward(table: str, seen: str) -> str:
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({seen});
    CREATE POLICY {table}_added ON {table} FOR INSERT WITH CHECK ({ALL_WRITE});
    CREATE POLICY {table}_changed ON {table} FOR UPDATE USING ({ALL_WRITE}) WITH CHECK ({ALL_WRITE});
    CREATE POLICY {table}_emptied ON {table} FOR DELETE USING ({ALL_WRITE} AND dicu_account() = '');
    """


def _backward(table: str) -> str:
    return f"""
    DROP POLICY {table}_emptied ON {table};
    DROP POLICY {table}_changed ON {table};
    DROP POLICY {table}_added ON {table};
    DROP POLICY {table}_seen ON {table};
    ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
    """


EMPTIED = """
CREATE FUNCTION recommendations_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied by the house itself only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM review_recommendation_set;
    DELETE FROM review_handling;
    UPDATE review_likeness SET verdict = '', by = '', at = NULL, reason = '' WHERE verdict <> '';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = (("review", "0012_evidence"),)
    operations = (
        migrations.CreateModel(
            "RecommendationSetRow",
            [
                ("set", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("synthetic", models.BooleanField()),
                ("facts", models.JSONField()),
                ("described_at", models.DateTimeField()),
                ("head", models.CharField(max_length=64)),
            ],
            options={"db_table": "review_recommendation_set", "ordering": ("set",)},
        ),
        migrations.CreateModel(
            "RecommendationRow",
            [
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=180)),
                ("set", models.CharField(max_length=80)),
                ("code", models.CharField(max_length=100)),
                ("version", models.IntegerField()),
                ("current", models.BooleanField()),
                ("order", models.IntegerField()),
                ("symbol", models.TextField()),
                ("paragraph", models.CharField(max_length=40)),
                ("part", models.CharField(blank=True, default="", max_length=40)),
                ("texts", models.JSONField()),
                ("position", models.CharField(blank=True, default="", max_length=20)),
                ("by", models.TextField(blank=True, default="")),
                ("themes", Array(TEXT(), size=None)),
                ("groups", Array(TEXT(), size=None)),
                ("reason", models.TextField(blank=True, default="")),
                ("import_number", models.IntegerField()),
                ("words", Array(TEXT(), size=None)),
                ("bands", Array(BIG(), size=None)),
            ],
            options={
                "db_table": "review_recommendation",
                "ordering": ("set", "order", "version"),
                "indexes": [
                    models.Index(fields=["key"], name="review_recommendation_key"),
                    models.Index(fields=["set", "order"], name="review_recommendation_order"),
                    models.Index(fields=["position"], name="review_recommendation_answer"),
                    Gin(fields=["words"], name="review_recommendation_words"),
                    Gin(fields=["bands"], name="review_recommendation_bands"),
                    Gin(fields=["themes"], name="review_recommendation_themes"),
                ],
            },
        ),
        migrations.CreateModel(
            "HandlingRow",
            [
                ("id", models.CharField(max_length=180, primary_key=True, serialize=False)),
                ("set", models.CharField(max_length=80)),
                ("code", models.CharField(max_length=100)),
                ("state", models.CharField(max_length=20)),
                ("owed", models.BooleanField()),
                ("tasks", Array(TEXT(), size=None)),
                ("happenings", models.JSONField()),
            ],
            options={
                "db_table": "review_handling",
                "ordering": ("id",),
                "indexes": [models.Index(fields=["state"], name="review_handling_state")],
            },
        ),
        migrations.CreateModel(
            "LikenessRow",
            [
                ("id", models.CharField(max_length=380, primary_key=True, serialize=False)),
                ("first", models.CharField(max_length=180)),
                ("second", models.CharField(max_length=180)),
                ("score", models.FloatField()),
                ("verdict", models.CharField(blank=True, default="", max_length=20)),
                ("by", models.CharField(blank=True, default="", max_length=100)),
                ("at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
            ],
            options={
                "db_table": "review_likeness",
                "ordering": ("-score", "id"),
                "indexes": [
                    models.Index(fields=["first"], name="review_likeness_first"),
                    models.Index(fields=["second"], name="review_likeness_second"),
                    models.Index(fields=["verdict", "-score", "id"], name="review_likeness_open"),
                ],
            },
        ),
        *(migrations.RunSQL(_forward(table, seen), _backward(table)) for table, seen in POLICIES.items()),
        migrations.RunSQL(EMPTIED, "DROP FUNCTION recommendations_emptied;"),
    )
