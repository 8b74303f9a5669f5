"""Heads that move once a statement, however many entries it brings; locks in one order; and the table of checkpoints.

A row trigger moved a stream's head entry by entry, which is what a bulk load costs most. The statement trigger sees all new
entries at once, asks the same of each (it follows the one before, of the same owner, in its place) and moves each head once.

Who adds entries holds a lock that others share and that a checkpoint takes alone: while it reads, no entry with an earlier
position is on its way, and one that was slower is refused.
"""

from django.db import migrations, models

FORWARD = """
-- 402, 1: the ledger as a whole, shared by all who append. A stream has the lock of its name, in the other lock space.
CREATE FUNCTION ledger_share() RETURNS void LANGUAGE sql VOLATILE AS $$ SELECT pg_advisory_xact_lock_shared(402, 1) $$;
CREATE FUNCTION ledger_alone() RETURNS void LANGUAGE sql VOLATILE AS $$ SELECT pg_advisory_xact_lock(402, 1) $$;

-- Locks the streams in one order whoever asks, then says where they stand. In two statements of one function, each with a
-- snapshot of its own: one statement alone would read what was there before it waited.
CREATE FUNCTION ledger_hold(names text[])
RETURNS TABLE (name varchar, authority varchar, instance varchar, length integer, head bytea, at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    key bigint;
    stream text;
BEGIN
    IF cardinality(names) = 1 THEN
        PERFORM pg_advisory_xact_lock_shared(402, 1), pg_advisory_xact_lock(hashtextextended(names[1], 0));
    ELSE
        PERFORM pg_advisory_xact_lock_shared(402, 1);
        FOR key IN SELECT DISTINCT hashtextextended(n, 0) FROM unnest(names) AS n ORDER BY 1 LOOP
            PERFORM pg_advisory_xact_lock(key);
        END LOOP;
    END IF;
    -- Name by name and each by its key: for a list of names the database would plan anew at every call, which under several
    -- policies costs more than all the rest, and a join would be planned for as many entries as there were the first time.
    FOREACH stream IN ARRAY names LOOP
        RETURN QUERY SELECT s.name, s.authority, s.instance, s.length, s.head,
                            (SELECT e.at FROM ledger_entry e WHERE e.stream = s.name AND e.number = s.length)
          FROM ledger_stream s WHERE s.name = stream;
    END LOOP;
END $$;

DROP TRIGGER ledger_entry_advances ON ledger_entry;
-- Moves one head by its key: a join of new entries and heads would be planned for as many of both as there were the first time.
-- Places come from the sequence, and none is taken below a checkpoint that was made.
CREATE FUNCTION ledger_move(
    of text, whose text, here text, first integer, before bytea, last integer, digest bytea, lowest bigint, highest bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ledger_stream SET length = last, head = digest
     WHERE name = of AND authority = whose AND instance = here AND length = first - 1 AND head = before
       AND highest <= (SELECT last_value FROM ledger_entry_position_seq)
       AND lowest > coalesce((SELECT c.position FROM ledger_checkpoint c ORDER BY c.number DESC LIMIT 1), 0);
    IF FOUND THEN
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM ledger_stream s WHERE s.name = of AND s.length = first - 1 AND s.head = before
                  AND s.authority = whose AND s.instance = here) THEN
        RAISE EXCEPTION 'An entry of stream % takes the place that comes next, and no other.', of USING ERRCODE = 'restrict_violation';
    END IF;
    RAISE EXCEPTION 'Entry % does not follow the head of stream %.', first, of USING ERRCODE = 'serialization_failure';
END $$;

CREATE OR REPLACE FUNCTION ledger_advance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    entry record;
    misfit record;
BEGIN
    -- Waits for a checkpoint that is being made; a place that it went past is refused below.
    PERFORM pg_advisory_xact_lock_shared(402, 1);
    SELECT a.*, count(*) OVER () AS brought INTO entry FROM added a LIMIT 1;
    IF entry.brought = 1 THEN
        PERFORM ledger_move(entry.stream, entry.authority, entry.instance, entry.number, entry.previous, entry.number, entry.digest,
                            entry.position, entry.position);
        RETURN NULL;
    END IF;
    SELECT stream, number INTO misfit FROM (
        SELECT a.*, lag(number) OVER w AS n, lag(digest) OVER w AS d, lag(position) OVER w AS p,
               lag(authority) OVER w AS o, lag(instance) OVER w AS i
          FROM added a WINDOW w AS (PARTITION BY stream ORDER BY number)) f
     WHERE f.n IS NOT NULL
       AND (f.number <> f.n + 1 OR f.previous <> f.d OR f.position <= f.p OR f.authority <> f.o OR f.instance <> f.i)
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Entry % does not follow the entry before it in stream %.', misfit.number, misfit.stream
              USING ERRCODE = 'serialization_failure';
    END IF;
    FOR entry IN
        SELECT * FROM (
            SELECT a.*, lead(number) OVER w AS next, first_value(number) OVER w AS first, first_value(previous) OVER w AS before,
                   first_value(position) OVER w AS lowest
              FROM added a WINDOW w AS (PARTITION BY stream ORDER BY number)) f
         WHERE f.next IS NULL
    LOOP
        PERFORM ledger_move(entry.stream, entry.authority, entry.instance, entry.first, entry.before, entry.number, entry.digest,
                            entry.lowest, entry.position);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_advances AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_advance();

CREATE TRIGGER ledger_checkpoint_stays BEFORE UPDATE OR DELETE ON ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_checkpoint_kept BEFORE TRUNCATE ON ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE FUNCTION ledger_checkpoint_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + coalesce((SELECT max(number) FROM ledger_checkpoint), 0)
       OR NEW.position < coalesce((SELECT max(position) FROM ledger_checkpoint), 0) THEN
        RAISE EXCEPTION 'Checkpoint % does not follow the last one.', NEW.number USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_checkpoint_follows BEFORE INSERT ON ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_follows();

ALTER TABLE ledger_checkpoint ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_checkpoint FORCE ROW LEVEL SECURITY;
-- The trigger on the heads must see the last one whoever appends.
CREATE POLICY ledger_checkpoint_seen ON ledger_checkpoint FOR SELECT USING (dicu_reach() IN ('all', 'watch') OR pg_trigger_depth() > 0);
CREATE POLICY ledger_checkpoint_added ON ledger_checkpoint FOR INSERT WITH CHECK (dicu_reach() = 'all');
"""

BACKWARD = """
DROP POLICY ledger_checkpoint_added ON ledger_checkpoint;
DROP POLICY ledger_checkpoint_seen ON ledger_checkpoint;
ALTER TABLE ledger_checkpoint DISABLE ROW LEVEL SECURITY;
DROP TRIGGER ledger_checkpoint_follows ON ledger_checkpoint;
DROP FUNCTION ledger_checkpoint_follows;
DROP TRIGGER ledger_checkpoint_kept ON ledger_checkpoint;
DROP TRIGGER ledger_checkpoint_stays ON ledger_checkpoint;
DROP TRIGGER ledger_entry_advances ON ledger_entry;
CREATE OR REPLACE FUNCTION ledger_advance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
DROP FUNCTION ledger_move;
DROP FUNCTION ledger_hold;
DROP FUNCTION ledger_alone;
DROP FUNCTION ledger_share;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_rooms")]
    operations = [
        migrations.CreateModel(
            name="LedgerCheckpoint",
            fields=[
                ("number", models.IntegerField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("line", models.TextField()),
            ],
            options={"db_table": "ledger_checkpoint", "ordering": ("number",)},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
