"""The tables, and their walls: a domain's rows of an agency are seen and written by a session that works there, an auditor sees
records but no tokens, the house's own work (which names no account) does everything."""

from django.db import migrations, models

WALLED = "('person/' || domain || '/' || agency) = ANY (dicu_rooms())"
HOUSE = "(dicu_reach() = 'all' AND dicu_account() = '')"


def _walls(table: str, also_seen: str = "") -> str:
    inside = f"{HOUSE} OR {WALLED}"
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({inside}{also_seen});
    CREATE POLICY {table}_added ON {table} FOR INSERT WITH CHECK ({inside});
    CREATE POLICY {table}_changed ON {table} FOR UPDATE USING ({inside}) WITH CHECK ({inside});
    """


FORWARD = f"""
{_walls("persons_person", " OR dicu_reach() = 'watch'")}
{_walls("persons_token")}
CREATE POLICY persons_token_gone ON persons_token FOR DELETE USING ({HOUSE} OR {WALLED});
CREATE POLICY persons_person_emptied ON persons_person FOR DELETE USING {HOUSE};
CREATE FUNCTION persons_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT {HOUSE} THEN
        RAISE EXCEPTION 'Projections are emptied to be rebuilt, and for nothing else.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM persons_token;
    DELETE FROM persons_person;
END $$;
"""

BACKWARD = """
DROP FUNCTION persons_emptied;
DROP POLICY persons_person_emptied ON persons_person;
DROP POLICY persons_token_gone ON persons_token;
DROP POLICY persons_token_changed ON persons_token;
DROP POLICY persons_token_added ON persons_token;
DROP POLICY persons_token_seen ON persons_token;
DROP POLICY persons_person_changed ON persons_person;
DROP POLICY persons_person_added ON persons_person;
DROP POLICY persons_person_seen ON persons_person;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("ledger", "0007_personal")]
    operations = [
        migrations.CreateModel(
            name="PersonRow",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("domain", models.CharField(max_length=40)),
                ("agency", models.CharField(max_length=40)),
                ("recorded", models.DateField()),
                ("changed", models.DateField()),
                ("closed", models.DateField(null=True)),
                ("state", models.CharField(max_length=10)),
                ("proposed_by", models.CharField(blank=True, default="", max_length=100)),
                ("rule", models.CharField(blank=True, default="", max_length=80)),
            ],
            options={"db_table": "persons_person", "ordering": ("changed", "id")},
        ),
        migrations.CreateModel(
            name="TokenRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=40)),
                ("agency", models.CharField(max_length=40)),
                ("person", models.CharField(max_length=32)),
                ("token", models.BinaryField(max_length=16)),
            ],
            options={
                "db_table": "persons_token",
                "indexes": [
                    models.Index(fields=["token", "person"], name="persons_token_found"),
                    models.Index(fields=["person"], name="persons_token_of"),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
