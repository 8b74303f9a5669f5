"""The review's tables follow the ledger's: several agencies to look at, and those to write for by themselves."""

from django.db import migrations

TABLES = ("review_obligation", "review_line")
SEEN = "dicu_reach() IN ('all', 'watch') OR (dicu_reach() = 'own' AND agency = ANY (dicu_agencies()))"
WRITTEN = "dicu_reach() = 'all' OR (dicu_reach() IN ('watch', 'own') AND agency = ANY (dicu_written()))"
OWN_BEFORE = "(dicu_reach() = 'own' AND agency = dicu_agency())"
SEEN_BEFORE = f"dicu_reach() IN ('all', 'watch') OR {OWN_BEFORE}"
WRITTEN_BEFORE = f"dicu_reach() = 'all' OR {OWN_BEFORE}"

ONE_AGENCY = """
CREATE FUNCTION dicu_agency() RETURNS text LANGUAGE sql STABLE AS $$ SELECT coalesce(current_setting('dicu.agency', true), '') $$;
"""


def _policies(table: str, seen: str, written: str) -> str:
    return f"""
    ALTER POLICY {table}_seen ON {table} USING ({seen});
    ALTER POLICY {table}_added ON {table} WITH CHECK ({written});
    ALTER POLICY {table}_changed ON {table} USING ({written}) WITH CHECK ({written});
    """


class Migration(migrations.Migration):
    dependencies = [("review", "0002_row_security"), ("ledger", "0004_several_agencies")]
    operations = [
        *(
            migrations.RunSQL(_policies(table, SEEN, WRITTEN), _policies(table, SEEN_BEFORE, WRITTEN_BEFORE))
            for table in TABLES
        ),
        migrations.RunSQL("DROP FUNCTION dicu_agency;", ONE_AGENCY),
    ]
