"""Row-level security of the review's projections: the coarse second lock behind `access`."""

from django.db import migrations

OWN = "(dicu_reach() = 'own' AND agency = dicu_agency())"
ALL_SEE = "dicu_reach() IN ('all', 'watch')"
OPEN = "dicu_reach() IN ('all', 'watch', 'own', 'public')"
ALL_WRITE = "dicu_reach() = 'all'"

POLICIES = {
    "review_plan": (OPEN, ALL_WRITE),
    "review_round": ("dicu_reach() IN ('all', 'watch', 'own')", ALL_WRITE),
    "review_obligation": (f"{ALL_SEE} OR {OWN}", f"{ALL_WRITE} OR {OWN}"),
    "review_line": (f"{ALL_SEE} OR {OWN}", f"{ALL_WRITE} OR {OWN}"),
    "review_edition": (f"{ALL_SEE} OR (dicu_reach() IN ('own', 'public') AND state = 'published')", ALL_WRITE),
}


def _forward(table: str, seen: str, written: str) -> str:
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({seen});
    CREATE POLICY {table}_added ON {table} FOR INSERT WITH CHECK ({written});
    CREATE POLICY {table}_changed ON {table} FOR UPDATE USING ({written}) WITH CHECK ({written});
    """


def _backward(table: str) -> str:
    return f"""
    DROP POLICY {table}_changed ON {table};
    DROP POLICY {table}_added ON {table};
    DROP POLICY {table}_seen ON {table};
    ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
    """


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(_forward(table, *rules), _backward(table)) for table, rules in POLICIES.items()]
