"""The streams of the log of reading: added to while a request is noted and at no other time, read by an auditor's session, by
the one whose they are, and by the house's own work (which names no account). Restrictive: they take away from what the other
policies give."""

from django.db import migrations

SEEN = """
    {name} NOT LIKE 'reads/%' OR dicu_reach() IN ('watch', 'recording') OR (dicu_reach() = 'all' AND dicu_account() = '')
    OR (dicu_account() <> '' AND split_part({name}, '/', 2) = dicu_account())
"""
ADDED = "{name} NOT LIKE 'reads/%' OR dicu_reach() = 'recording'"


def _policies(table: str, name: str) -> str:
    seen, added = SEEN.format(name=name), ADDED.format(name=name)
    return f"""
    CREATE POLICY {table}_reads_seen ON {table} AS RESTRICTIVE FOR SELECT USING ({seen});
    CREATE POLICY {table}_reads_added ON {table} AS RESTRICTIVE FOR INSERT WITH CHECK ({added});
    """


FORWARD = _policies("ledger_entry", "stream") + _policies("ledger_stream", "name")
BACKWARD = """
DROP POLICY ledger_stream_reads_added ON ledger_stream;
DROP POLICY ledger_stream_reads_seen ON ledger_stream;
DROP POLICY ledger_entry_reads_added ON ledger_entry;
DROP POLICY ledger_entry_reads_seen ON ledger_entry;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_personal")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
