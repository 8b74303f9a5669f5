"""Accounts as the ledger tells of them: grants with a clearance, an early end and the entry that gave them; service
accounts; tokens that are revoked and not taken away; and what was opened in an emergency.

Two kinds of streams are written by people who reach nothing else of that room: their own openings, and the tokens of their
own account. An opening belongs to the agency whose thing was opened, so its reporters read it, and may end it.
"""

from django.db import migrations, models

import dicu.store.accounts.models

KEYS = """
UPDATE accounts_grantrow SET key = 'before/' || id;
UPDATE accounts_token SET key = 'before/' || id;
"""

GUARDS = r"""
-- Streams that the session's own account writes: what it opened, and its tokens.
CREATE FUNCTION dicu_mine(name text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT public.dicu_account() <> '' AND (
    starts_with(name, 'openings/' || public.dicu_account() || '/')
    OR name = 'access/' || public.dicu_account() || '/tokens') $$;
-- Openings of the things of an agency that the session works for.
CREATE FUNCTION dicu_of_mine(name text, authority text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT public.dicu_reach() IN ('own', 'watch') AND split_part(name, '/', 1) = 'openings'
     AND authority = ANY (public.dicu_agencies()) $$;

CREATE POLICY ledger_entry_seen_mine ON ledger_entry FOR SELECT USING (dicu_mine(stream));
CREATE POLICY ledger_entry_added_mine ON ledger_entry FOR INSERT WITH CHECK (dicu_mine(stream) OR dicu_of_mine(stream, authority));
CREATE POLICY ledger_stream_seen_mine ON ledger_stream FOR SELECT USING (dicu_mine(name));
CREATE POLICY ledger_stream_added_mine ON ledger_stream FOR INSERT WITH CHECK (dicu_mine(name));
CREATE POLICY ledger_stream_moved_mine ON ledger_stream FOR UPDATE USING (dicu_mine(name) OR dicu_of_mine(name, authority));

ALTER TABLE accounts_openingrow ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_openingrow FORCE ROW LEVEL SECURITY;
CREATE POLICY opening_seen ON accounts_openingrow FOR SELECT USING (
    dicu_reach() IN ('all', 'watch') OR account = dicu_account() OR (dicu_reach() = 'own' AND agency = ANY (dicu_agencies())));
CREATE POLICY opening_added ON accounts_openingrow FOR INSERT WITH CHECK (dicu_reach() = 'all' OR account = dicu_account());
CREATE POLICY opening_changed ON accounts_openingrow FOR UPDATE USING (
    dicu_reach() = 'all' OR account = dicu_account() OR (dicu_reach() IN ('own', 'watch') AND agency = ANY (dicu_agencies())));
"""

UNGUARDED = """
DROP POLICY opening_changed ON accounts_openingrow;
DROP POLICY opening_added ON accounts_openingrow;
DROP POLICY opening_seen ON accounts_openingrow;
ALTER TABLE accounts_openingrow DISABLE ROW LEVEL SECURITY;
DROP POLICY ledger_stream_moved_mine ON ledger_stream;
DROP POLICY ledger_stream_added_mine ON ledger_stream;
DROP POLICY ledger_stream_seen_mine ON ledger_stream;
DROP POLICY ledger_entry_added_mine ON ledger_entry;
DROP POLICY ledger_entry_seen_mine ON ledger_entry;
DROP FUNCTION dicu_of_mine;
DROP FUNCTION dicu_mine;
"""

EMPTIED = r"""
CREATE POLICY opening_emptied ON accounts_openingrow FOR DELETE USING (dicu_reach() = 'all' AND dicu_account() = '');
-- Before the rows are made anew: openings go, and grants that claim an entry which is not there. Accounts and tokens stay, for
-- no entry holds a password or a token's digest.
CREATE FUNCTION access_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied by the house itself only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM accounts_openingrow;
    DELETE FROM accounts_grantrow g WHERE g.key LIKE 'access/%' AND NOT EXISTS (
        SELECT FROM ledger_entry e WHERE e.kind = 'access.role.granted' AND e.stream || '/' || e.number = g.key);
END $$;
"""

FILLED = """
DROP FUNCTION access_emptied;
DROP POLICY opening_emptied ON accounts_openingrow;
"""

KEPT = {"max_length": 160, "editable": False}


def keyed(model):
    """Nullable, filled from the row's own number, and only then unique: a default would give all rows there are one key."""
    return migrations.AddField(model, "key", models.CharField(null=True, **KEPT))


def unique(model):
    default = dicu.store.accounts.models.before_the_ledger
    return migrations.AlterField(model, "key", models.CharField(unique=True, default=default, **KEPT))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("ledger", "0005_rooms")]
    operations = [
        migrations.AddField("account", "service", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("account", "opened_until", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("grantrow", "clearance", models.CharField(default="open", db_default="open", max_length=20)),
        migrations.AddField("grantrow", "ended", models.DateField(blank=True, null=True)),
        migrations.AddField("token", "revoked", models.DateTimeField(blank=True, null=True)),
        keyed("grantrow"),
        keyed("token"),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        unique("grantrow"),
        unique("token"),
        migrations.AddConstraint(
            "grantrow",
            models.CheckConstraint(
                condition=models.Q(("clearance__in", ("open", "protected", "secret"))), name="grant_has_a_clearance"
            ),
        ),
        migrations.CreateModel(
            name="OpeningRow",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("account", models.CharField(max_length=100)),
                ("role", models.CharField(max_length=40)),
                ("what", models.CharField(max_length=40)),
                ("agency", models.CharField(max_length=40)),
                ("attributes", models.JSONField()),
                ("reason", models.TextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, default="", max_length=100)),
            ],
            options={
                "ordering": ("-since", "key"),
                "indexes": [
                    models.Index(fields=["account", "until"], name="opening_account"),
                    models.Index(fields=["agency", "since"], name="opening_agency"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, UNGUARDED),
        migrations.RunSQL(EMPTIED, FILLED),
    ]
