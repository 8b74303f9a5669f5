"""Row-level security of the log of reading: the coarse second lock behind `access`.

An auditor's session sees all of it, and so does the house's own work (which names no account); everybody else their own, and
what was shown to others of the things of their agencies; of people's records only who works in that domain. Rows are written while a request is noted, and when they are
rebuilt.
"""

from django.db import migrations

SEEN = """
    dicu_reach() IN ('watch', 'recording') OR (dicu_reach() = 'all' AND dicu_account() = '')
    OR (account <> '' AND account = dicu_account())
    OR (dicu_reach() IN ('own', 'all') AND seen AND domain = '' AND agency = ANY (dicu_agencies()))
    OR (seen AND domain <> '' AND 'person/' || domain || '/' || agency = ANY (dicu_rooms()))
"""
WRITTEN = "dicu_reach() = 'recording' OR (dicu_reach() = 'all' AND dicu_account() = '')"

FORWARD = f"""
ALTER TABLE readings_reading ENABLE ROW LEVEL SECURITY;
ALTER TABLE readings_reading FORCE ROW LEVEL SECURITY;
CREATE POLICY readings_reading_seen ON readings_reading FOR SELECT USING ({SEEN});
CREATE POLICY readings_reading_added ON readings_reading FOR INSERT WITH CHECK ({WRITTEN});
CREATE POLICY readings_reading_changed ON readings_reading FOR UPDATE USING ({WRITTEN}) WITH CHECK ({WRITTEN});
"""

BACKWARD = """
DROP POLICY readings_reading_changed ON readings_reading;
DROP POLICY readings_reading_added ON readings_reading;
DROP POLICY readings_reading_seen ON readings_reading;
ALTER TABLE readings_reading NO FORCE ROW LEVEL SECURITY;
ALTER TABLE readings_reading DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("readings", "0001_initial"), ("ledger", "0005_rooms")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
