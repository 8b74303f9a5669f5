"""The queue of procrastinate stands in the same database, made by that package's own migrations, which know no way back.
Going back before the agenda takes it away whole, and forgets that it was there, so that going forth makes it anew."""

from django.db import migrations

AWAY = r"""
DROP TABLE IF EXISTS procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers CASCADE;
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT oid::regprocedure::text FROM pg_proc
                 WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate\_%' LOOP
        EXECUTE 'DROP FUNCTION ' || name || ' CASCADE';
    END LOOP;
    FOR name IN SELECT oid::regtype::text FROM pg_type
                 WHERE typnamespace = 'public'::regnamespace AND typname LIKE 'procrastinate\_%' AND typtype IN ('e', 'c') LOOP
        EXECUTE 'DROP TYPE IF EXISTS ' || name || ' CASCADE';
    END LOOP;
END $$;
DELETE FROM django_migrations WHERE app = 'procrastinate';
"""


class Migration(migrations.Migration):
    dependencies = [("agenda", "0002_row_security"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(migrations.RunSQL.noop, AWAY)]
