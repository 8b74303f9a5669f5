"""An officer may work for several agencies, or for another than the own, by grants: the reach names all of them, and those
it may write for by themselves, so that somebody who audits one agency and reports for another does each where it is due.

A report's stream is begun by the agency in its name, so that nobody takes another's place.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION dicu_agencies() RETURNS text[] LANGUAGE sql STABLE AS
$$ SELECT string_to_array(coalesce(current_setting('dicu.agency', true), ''), E'\n') $$;
CREATE FUNCTION dicu_written() RETURNS text[] LANGUAGE sql STABLE AS
$$ SELECT string_to_array(coalesce(current_setting('dicu.written', true), ''), E'\n') $$;

ALTER POLICY ledger_entry_seen ON ledger_entry USING (
    dicu_reach() IN ('all', 'watch')
    OR (dicu_reach() = 'own' AND (authority = ANY (dicu_agencies()) OR stream LIKE 'round/%'))
    OR (dicu_reach() IN ('own', 'public') AND (stream LIKE 'plan/%' OR stream LIKE 'publication/%')));
ALTER POLICY ledger_entry_added ON ledger_entry WITH CHECK (
    dicu_reach() = 'all'
    OR (dicu_reach() IN ('watch', 'own') AND authority = ANY (dicu_written())
        AND stream LIKE 'report/%' AND split_part(stream, '/', 4) = authority));
ALTER POLICY ledger_stream_seen ON ledger_stream USING (
    dicu_reach() IN ('all', 'watch')
    OR (dicu_reach() = 'own' AND (authority = ANY (dicu_agencies()) OR name LIKE 'round/%'))
    OR (dicu_reach() IN ('own', 'public') AND (name LIKE 'plan/%' OR name LIKE 'publication/%')));
ALTER POLICY ledger_stream_added ON ledger_stream WITH CHECK (
    dicu_reach() = 'all'
    OR (dicu_reach() IN ('watch', 'own') AND authority = ANY (dicu_written())
        AND name LIKE 'report/%' AND split_part(name, '/', 4) = authority));
ALTER POLICY ledger_stream_moved ON ledger_stream USING (
    dicu_reach() = 'all'
    OR (dicu_reach() IN ('watch', 'own') AND authority = ANY (dicu_written()) AND name LIKE 'report/%'));
"""

BACKWARD = """
ALTER POLICY ledger_stream_moved ON ledger_stream USING (
    dicu_reach() = 'all' OR (dicu_reach() = 'own' AND authority = dicu_agency() AND name LIKE 'report/%'));
ALTER POLICY ledger_stream_added ON ledger_stream WITH CHECK (
    dicu_reach() = 'all' OR (dicu_reach() = 'own' AND authority = dicu_agency() AND name LIKE 'report/%'));
ALTER POLICY ledger_stream_seen ON ledger_stream USING (
    dicu_reach() IN ('all', 'watch')
    OR (dicu_reach() = 'own' AND (authority = dicu_agency() OR name LIKE 'round/%'))
    OR (dicu_reach() IN ('own', 'public') AND (name LIKE 'plan/%' OR name LIKE 'publication/%')));
ALTER POLICY ledger_entry_added ON ledger_entry WITH CHECK (
    dicu_reach() = 'all' OR (dicu_reach() = 'own' AND authority = dicu_agency() AND stream LIKE 'report/%'));
ALTER POLICY ledger_entry_seen ON ledger_entry USING (
    dicu_reach() IN ('all', 'watch')
    OR (dicu_reach() = 'own' AND (authority = dicu_agency() OR stream LIKE 'round/%'))
    OR (dicu_reach() IN ('own', 'public') AND (stream LIKE 'plan/%' OR stream LIKE 'publication/%')));
DROP FUNCTION dicu_written;
DROP FUNCTION dicu_agencies;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_louder_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
