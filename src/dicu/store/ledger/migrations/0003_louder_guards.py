"""Guards that speak also when row-level security leaves a statement no row to touch, and streams that begin empty.

A row trigger does not fire for a row that a policy hides, so an UPDATE by the owner changed nothing, but in silence. A
statement trigger refuses it aloud.
"""

from django.db import migrations

FORWARD = """
DROP TRIGGER ledger_entry_stays ON ledger_entry;
CREATE TRIGGER ledger_entry_stays BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
DROP TRIGGER ledger_stream_stays ON ledger_stream;
CREATE TRIGGER ledger_stream_stays BEFORE DELETE ON ledger_stream FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
DROP TRIGGER ledger_stream_by_entry ON ledger_stream;
CREATE TRIGGER ledger_stream_by_entry BEFORE UPDATE ON ledger_stream FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_by_entry();

CREATE FUNCTION ledger_begins_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.length <> 0 OR NEW.head <> decode(repeat('00', 32), 'hex') THEN
        RAISE EXCEPTION 'A stream begins without entries.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_stream_begins BEFORE INSERT ON ledger_stream FOR EACH ROW EXECUTE FUNCTION ledger_begins_empty();
"""

BACKWARD = """
DROP TRIGGER ledger_stream_begins ON ledger_stream;
DROP FUNCTION ledger_begins_empty;
DROP TRIGGER ledger_stream_by_entry ON ledger_stream;
CREATE TRIGGER ledger_stream_by_entry BEFORE UPDATE ON ledger_stream FOR EACH ROW EXECUTE FUNCTION ledger_only_by_entry();
DROP TRIGGER ledger_stream_stays ON ledger_stream;
CREATE TRIGGER ledger_stream_stays BEFORE DELETE ON ledger_stream FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
DROP TRIGGER ledger_entry_stays ON ledger_entry;
CREATE TRIGGER ledger_entry_stays BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
