"""The projection can be emptied to be made anew, by the house's own work and by nobody else: the application has no right to
take rows away, the function has the owner's, and only for the widest reach, which names no account."""

from django.db import migrations

FORWARD = """
CREATE POLICY readings_reading_emptied ON readings_reading FOR DELETE USING (dicu_reach() = 'all' AND dicu_account() = '');
CREATE FUNCTION readings_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied to be rebuilt, and for nothing else.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM readings_reading;
END $$;
"""

BACKWARD = """
DROP FUNCTION readings_emptied;
DROP POLICY readings_reading_emptied ON readings_reading;
"""


class Migration(migrations.Migration):
    dependencies = [("readings", "0002_row_security")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
