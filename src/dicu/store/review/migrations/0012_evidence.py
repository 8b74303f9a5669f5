"""Evidence: which content stands on which line, as a projection; and what was found when it was looked at again, which is none.
Rows of before stay away until `dicu ledger rebuild review` or their report's next entry."""

from django.db import migrations, models

ALL_SEE, ALL_WRITE = "dicu_reach() IN ('all', 'watch')", "dicu_reach() = 'all'"
OWN = "dicu_reach() = 'own' AND agency = ANY (dicu_agencies())"
OWN_WRITE = "dicu_reach() IN ('watch', 'own') AND agency = ANY (dicu_written())"
KNOWN = "EXISTS (SELECT FROM review_evidence e WHERE e.digest = review_evidence_check.digest)"

FORWARD = f"""
ALTER TABLE review_evidence ALTER COLUMN claimed SET DEFAULT false;
ALTER TABLE review_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY review_evidence_seen ON review_evidence FOR SELECT USING ({ALL_SEE} OR ({OWN}));
CREATE POLICY review_evidence_added ON review_evidence FOR INSERT WITH CHECK ({ALL_WRITE} OR ({OWN_WRITE}));
CREATE POLICY review_evidence_changed ON review_evidence FOR UPDATE
    USING ({ALL_WRITE} OR ({OWN_WRITE})) WITH CHECK ({ALL_WRITE} OR ({OWN_WRITE}));
CREATE POLICY review_evidence_emptied ON review_evidence FOR DELETE USING (dicu_reach() = 'all' AND dicu_account() = '');
ALTER TABLE review_evidence_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_evidence_check FORCE ROW LEVEL SECURITY;
CREATE POLICY review_evidence_check_seen ON review_evidence_check FOR SELECT
    USING ({ALL_SEE} OR (dicu_reach() = 'own' AND {KNOWN}));
CREATE POLICY review_evidence_check_added ON review_evidence_check FOR INSERT WITH CHECK ({ALL_WRITE});
CREATE POLICY review_evidence_check_changed ON review_evidence_check FOR UPDATE USING ({ALL_WRITE}) WITH CHECK ({ALL_WRITE});
"""
"""Whoever sees no row of a content sees no row about it: the inner question stands behind the same lock."""
BACKWARD = """
DROP POLICY review_evidence_check_changed ON review_evidence_check;
DROP POLICY review_evidence_check_added ON review_evidence_check;
DROP POLICY review_evidence_check_seen ON review_evidence_check;
ALTER TABLE review_evidence_check DISABLE ROW LEVEL SECURITY;
DROP POLICY review_evidence_emptied ON review_evidence;
DROP POLICY review_evidence_changed ON review_evidence;
DROP POLICY review_evidence_added ON review_evidence;
DROP POLICY review_evidence_seen ON review_evidence;
ALTER TABLE review_evidence DISABLE ROW LEVEL SECURITY;
"""

BEFORE = ("review_line", "review_obligation", "review_round", "review_plan", "review_edition", "review_version", "review_priority")
SINCE = (*BEFORE, "review_evidence")


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


class Migration(migrations.Migration):
    dependencies = (("review", "0010_dialogues"),)
    operations = (
        migrations.CreateModel(
            "EvidenceRow",
            [
                ("id", models.CharField(max_length=400, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=80)),
                ("round", models.CharField(max_length=80)),
                ("agency", models.CharField(max_length=80)),
                ("task", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=20)),
                ("classification", models.CharField(max_length=20, blank=True, default="")),
                ("working", models.JSONField(null=True)),
                ("sent", models.JSONField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("claimed", models.BooleanField(default=False)),
                ("order", models.IntegerField()),
            ],
            options={
                "db_table": "review_evidence",
                "ordering": ("plan", "round", "agency", "order", "task", "digest"),
                "indexes": [
                    models.Index(fields=["plan", "round"], name="review_evidence_round"),
                    models.Index(fields=["digest"], name="review_evidence_digest"),
                ],
            },
        ),
        migrations.CreateModel(
            "EvidenceCheckRow",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=1200)),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=20)),
                ("status", models.IntegerField()),
                ("found", models.CharField(max_length=64, blank=True, default="")),
                ("word", models.CharField(max_length=100, blank=True, default="")),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "db_table": "review_evidence_check",
                "ordering": ("subject", "-last_at"),
                "indexes": [
                    models.Index(fields=["digest"], name="review_evidence_check_digest"),
                    models.Index(fields=["subject", "-last_at"], name="review_evidence_check_subj"),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(_emptied(SINCE), _emptied(BEFORE)),
    )
