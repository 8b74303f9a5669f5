"""Row-level security of the agenda: a reminder and a letter are seen by the one they are for, by their agency and by who sees
everything; a preference is written by its owner. Only the house itself writes reminders."""

from django.db import migrations

OWN_OR_ALL = "dicu_reach() IN ('all', 'watch') OR (account = dicu_account() AND dicu_account() <> '')"
SEEN = f"{OWN_OR_ALL} OR (dicu_reach() = 'own' AND agency = ANY (dicu_agencies()))"
HOUSE = "dicu_reach() = 'all'"
OWN = "(account = dicu_account() AND dicu_account() <> '')"
TABLES = {
    "agenda_reminder": (SEEN, HOUSE),
    "agenda_letter": (SEEN, HOUSE),
    "agenda_preference": (OWN_OR_ALL, f"{HOUSE} OR {OWN}"),
}
MINE = "dicu_account() <> '' AND {} = 'preference/' || dicu_account()"


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


OWN_STREAM = f"""
CREATE POLICY ledger_entry_seen_preference ON ledger_entry FOR SELECT USING ({MINE.format("stream")});
CREATE POLICY ledger_entry_added_preference ON ledger_entry FOR INSERT WITH CHECK ({MINE.format("stream")});
CREATE POLICY ledger_stream_seen_preference ON ledger_stream FOR SELECT USING ({MINE.format("name")});
CREATE POLICY ledger_stream_added_preference ON ledger_stream FOR INSERT WITH CHECK ({MINE.format("name")});
CREATE POLICY ledger_stream_moved_preference ON ledger_stream FOR UPDATE USING ({MINE.format("name")});
"""
NO_STREAM = """
DROP POLICY ledger_stream_moved_preference ON ledger_stream;
DROP POLICY ledger_stream_added_preference ON ledger_stream;
DROP POLICY ledger_stream_seen_preference ON ledger_stream;
DROP POLICY ledger_entry_added_preference ON ledger_entry;
DROP POLICY ledger_entry_seen_preference ON ledger_entry;
"""

EMPTIED = "\n    ".join(f"DELETE FROM {table};" for table in TABLES)
ANEW = f"""
CREATE FUNCTION agenda_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied by the house itself only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {EMPTIED}
END $$;
"""  # noqa: S608 - names of our own tables


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_initial"), ("ledger", "0005_rooms")]
    operations = [
        *(migrations.RunSQL(_forward(table, *rules), _backward(table)) for table, rules in TABLES.items()),
        migrations.RunSQL(OWN_STREAM, NO_STREAM),
        migrations.RunSQL(ANEW, "DROP FUNCTION agenda_emptied;"),
    ]
