"""One entry appended in one question to the database: it locks the stream, looks whether the entry fits, chains its digest to
the entry that it follows, and inserts. Every guard stands as it stood: the rows are inserted as the session that asks,
past row-level security, and the trigger refuses what does not follow the head.

An entry whose place is not there, that is dated before the one it follows, that names another owner, or whose stream or ledger
somebody else holds is no error here: nothing is written and no row comes back. Who asked then goes the long way, which waits
for the locks, reads the clock after that, and says why. Where the stream has moved on, the
unique number refuses it. The bytes under the digest come from the one place that knows them (`dicu.ledger.chain`): the header
is given in two pieces, because only here is the number known that stands between them.

Under row-level security a statement costs several times what it costs without, so there are as few as can be; and each finds
its row by its key, because a plan for "the last entry of a stream" may be to sort all of them.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION ledger_append(
    _stream text, _authority text, _instance text, _expected integer, _kind text, _version integer, _at timestamptz,
    _account text, _purpose text, _body text, _form bytea, _before bytea, _after bytea)
RETURNS TABLE ("position" bigint, number integer, previous bytea, digest bytea)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_variable
DECLARE
    length integer := _expected;
    head bytea;
    moment timestamptz;
    owner text;
    place text;
BEGIN
    -- It never waits: the moment was read before, and what is recorded between would make the entry look back-dated.
    IF NOT (pg_try_advisory_xact_lock_shared(402, 1) AND pg_try_advisory_xact_lock(hashtextextended(_stream, 0))) THEN
        RETURN;
    END IF;
    IF length IS NULL THEN
        SELECT s.length INTO length FROM ledger_stream s WHERE s.name = _stream;
        length := coalesce(length, 0);
    END IF;
    IF length > 0 THEN
        SELECT e.digest, e.at, e.authority, e.instance INTO head, moment, owner, place
          FROM ledger_entry e WHERE e.stream = _stream AND e.number = length;
        IF NOT FOUND OR moment > _at OR owner <> _authority OR place <> _instance THEN
            RETURN;
        END IF;
    ELSIF length < 0 OR EXISTS (SELECT FROM ledger_stream s WHERE s.name = _stream) THEN
        RETURN;
    ELSE
        head := decode(repeat('00', 32), 'hex');
        INSERT INTO ledger_stream (name, authority, instance, length, head) VALUES (_stream, _authority, _instance, 0, head);
    END IF;
    number := length + 1;
    previous := head;
    digest := sha256(_form || head || _before || convert_to(number::text, 'UTF8') || _after || convert_to(_body, 'UTF8'));
    INSERT INTO ledger_entry (stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest)
    VALUES (_stream, _authority, _instance, number, _kind, _version, _at, _account, _purpose, _body, previous, digest);
    "position" := currval('ledger_entry_position_seq');
    RETURN NEXT;
END $$;
"""

BACKWARD = "DROP FUNCTION ledger_append;"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_reads")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
