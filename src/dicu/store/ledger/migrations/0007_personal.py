"""The streams of people, each behind the wall of its domain and agency: person/<domain>/<id>. A session works in those that it
names (`dicu.rooms` holds person/<domain>/<agency>). An auditor's session reads them, or no chain could be verified: what it
reads there is sealed. Nobody else's does, a coordinator's neither; the house's own work names no account.

The second set of policies is restrictive: it takes away from what the others give.
"""

from django.db import migrations

INSIDE = "('person/' || split_part({name}, '/', 2) || '/' || authority) = ANY (dicu_rooms())"
HOUSE = "(dicu_reach() = 'all' AND dicu_account() = '')"


def _policies(table: str, name: str) -> str:
    inside, people = INSIDE.format(name=name), f"{name} LIKE 'person/%'"
    return f"""
    CREATE POLICY {table}_people_seen ON {table} FOR SELECT USING ({people} AND {inside});
    CREATE POLICY {table}_people_added ON {table} FOR INSERT WITH CHECK ({people} AND {inside});
    CREATE POLICY {table}_wall_seen ON {table} AS RESTRICTIVE FOR SELECT
        USING (NOT {people} OR {inside} OR dicu_reach() = 'watch' OR {HOUSE});
    CREATE POLICY {table}_wall_added ON {table} AS RESTRICTIVE FOR INSERT WITH CHECK (NOT {people} OR {inside} OR {HOUSE});
    """


FORWARD = f"""
{_policies("ledger_entry", "stream")}
{_policies("ledger_stream", "name")}
CREATE POLICY ledger_stream_people_moved ON ledger_stream FOR UPDATE USING (name LIKE 'person/%' AND {INSIDE.format(name="name")});
CREATE POLICY ledger_stream_wall_moved ON ledger_stream AS RESTRICTIVE FOR UPDATE
    USING (name NOT LIKE 'person/%' OR {INSIDE.format(name="name")} OR {HOUSE});
"""

BACKWARD = """
DROP POLICY ledger_stream_wall_moved ON ledger_stream;
DROP POLICY ledger_stream_people_moved ON ledger_stream;
DROP POLICY ledger_stream_wall_added ON ledger_stream;
DROP POLICY ledger_stream_wall_seen ON ledger_stream;
DROP POLICY ledger_stream_people_added ON ledger_stream;
DROP POLICY ledger_stream_people_seen ON ledger_stream;
DROP POLICY ledger_entry_wall_added ON ledger_entry;
DROP POLICY ledger_entry_wall_seen ON ledger_entry;
DROP POLICY ledger_entry_people_added ON ledger_entry;
DROP POLICY ledger_entry_people_seen ON ledger_entry;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_heads")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
