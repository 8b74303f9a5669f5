"""How the review's projections are emptied before they are made anew: by one function of the owner's, and only for the house's
own work. The application itself may not take a row away."""

from django.db import migrations

TABLES = ("review_line", "review_obligation", "review_round", "review_plan", "review_edition")
EMPTIED = "\n    ".join(f"DELETE FROM {table};" for table in TABLES)

FORWARD = f"""
CREATE FUNCTION review_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied by the house itself only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {EMPTIED}
END $$;
"""  # noqa: S608 - names of our own tables


def _policies(verb: str) -> str:
    return "".join(verb.format(table) for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("review", "0003_several_agencies"), ("ledger", "0006_heads")]
    operations = [
        migrations.RunSQL(
            _policies("CREATE POLICY {0}_emptied ON {0} FOR DELETE USING (dicu_reach() = 'all' AND dicu_account() = '');\n"),
            _policies("DROP POLICY {0}_emptied ON {0};\n"),
        ),
        migrations.RunSQL(FORWARD, "DROP FUNCTION review_emptied;"),
    ]
