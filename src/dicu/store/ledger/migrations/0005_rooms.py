"""Rooms that a role works in besides its reach ("access" for who opens accounts), and the record of who looked at what, which
only the house itself adds to.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION dicu_rooms() RETURNS text[] LANGUAGE sql STABLE AS
$$ SELECT string_to_array(coalesce(current_setting('dicu.rooms', true), ''), E'\n') $$;
CREATE FUNCTION dicu_account() RETURNS text LANGUAGE sql STABLE AS $$ SELECT coalesce(current_setting('dicu.account', true), '') $$;
-- Whether a stream is one that the session works in besides its reach.
CREATE FUNCTION dicu_besides(name text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT split_part(name, '/', 1) = ANY (public.dicu_rooms()) OR (public.dicu_reach() = 'recording' AND name LIKE 'reads/%') $$;

CREATE POLICY ledger_entry_seen_besides ON ledger_entry FOR SELECT USING (dicu_besides(stream));
CREATE POLICY ledger_entry_added_besides ON ledger_entry FOR INSERT WITH CHECK (dicu_besides(stream));
CREATE POLICY ledger_stream_seen_besides ON ledger_stream FOR SELECT USING (dicu_besides(name));
CREATE POLICY ledger_stream_added_besides ON ledger_stream FOR INSERT WITH CHECK (dicu_besides(name));
CREATE POLICY ledger_stream_moved_besides ON ledger_stream FOR UPDATE USING (dicu_besides(name));
"""

BACKWARD = """
DROP POLICY ledger_stream_moved_besides ON ledger_stream;
DROP POLICY ledger_stream_added_besides ON ledger_stream;
DROP POLICY ledger_stream_seen_besides ON ledger_stream;
DROP POLICY ledger_entry_added_besides ON ledger_entry;
DROP POLICY ledger_entry_seen_besides ON ledger_entry;
DROP FUNCTION dicu_besides;
DROP FUNCTION dicu_account;
DROP FUNCTION dicu_rooms;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_several_agencies")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
