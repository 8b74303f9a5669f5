"""The guards of the ledger, where they hold against every program: nothing is changed or taken away, each entry moves its
stream's head, and row-level security hides what the session's reach does not cover."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_entry_stays BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_entry_kept BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_stream_stays BEFORE DELETE ON ledger_stream FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_stream_kept BEFORE TRUNCATE ON ledger_stream FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- The head moves by an entry and by nothing else: a direct UPDATE is at trigger depth 1.
CREATE FUNCTION ledger_only_by_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'A stream is moved by its entries only.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_stream_by_entry BEFORE UPDATE ON ledger_stream FOR EACH ROW EXECUTE FUNCTION ledger_only_by_entry();

CREATE FUNCTION ledger_advance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE ledger_stream SET length = NEW.number, head = NEW.digest
     WHERE name = NEW.stream AND authority = NEW.authority AND instance = NEW.instance
       AND length = NEW.number - 1 AND head = NEW.previous;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Entry % does not follow the head of stream %.', NEW.number, NEW.stream USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_advances AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_advance();

CREATE FUNCTION dicu_reach() RETURNS text LANGUAGE sql STABLE AS $$ SELECT coalesce(current_setting('dicu.reach', true), '') $$;
CREATE FUNCTION dicu_agency() RETURNS text LANGUAGE sql STABLE AS $$ SELECT coalesce(current_setting('dicu.agency', true), '') $$;

ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_stream ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_stream FORCE ROW LEVEL SECURITY;

CREATE POLICY ledger_entry_seen ON ledger_entry FOR SELECT USING (
    dicu_reach() IN ('all', 'watch')
    OR (dicu_reach() = 'own' AND (authority = dicu_agency() OR stream LIKE 'round/%'))
    OR (dicu_reach() IN ('own', 'public') AND (stream LIKE 'plan/%' OR stream LIKE 'publication/%')));
CREATE POLICY ledger_entry_added ON ledger_entry FOR INSERT WITH CHECK (
    dicu_reach() = 'all' OR (dicu_reach() = 'own' AND authority = dicu_agency() AND stream LIKE 'report/%'));
CREATE POLICY ledger_stream_seen ON ledger_stream FOR SELECT USING (
    dicu_reach() IN ('all', 'watch')
    OR (dicu_reach() = 'own' AND (authority = dicu_agency() OR name LIKE 'round/%'))
    OR (dicu_reach() IN ('own', 'public') AND (name LIKE 'plan/%' OR name LIKE 'publication/%')));
CREATE POLICY ledger_stream_added ON ledger_stream FOR INSERT WITH CHECK (
    dicu_reach() = 'all' OR (dicu_reach() = 'own' AND authority = dicu_agency() AND name LIKE 'report/%'));
CREATE POLICY ledger_stream_moved ON ledger_stream FOR UPDATE USING (
    dicu_reach() = 'all' OR (dicu_reach() = 'own' AND authority = dicu_agency() AND name LIKE 'report/%'));
"""

BACKWARD = """
DROP POLICY ledger_stream_moved ON ledger_stream;
DROP POLICY ledger_stream_added ON ledger_stream;
DROP POLICY ledger_stream_seen ON ledger_stream;
DROP POLICY ledger_entry_added ON ledger_entry;
DROP POLICY ledger_entry_seen ON ledger_entry;
ALTER TABLE ledger_stream DISABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry DISABLE ROW LEVEL SECURITY;
DROP FUNCTION dicu_agency;
DROP FUNCTION dicu_reach;
DROP TRIGGER ledger_entry_advances ON ledger_entry;
DROP FUNCTION ledger_advance;
DROP TRIGGER ledger_stream_by_entry ON ledger_stream;
DROP FUNCTION ledger_only_by_entry;
DROP TRIGGER ledger_stream_kept ON ledger_stream;
DROP TRIGGER ledger_stream_stays ON ledger_stream;
DROP TRIGGER ledger_entry_kept ON ledger_entry;
DROP TRIGGER ledger_entry_stays ON ledger_entry;
DROP FUNCTION ledger_refuse;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
