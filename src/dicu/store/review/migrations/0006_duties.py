"""What decides how an agency stands besides its report: extensions, waivers, nil returns, duties that passed; and how the last
day of a round came about. Rows of before stay as they are until `dicu ledger rebuild review` or their next entry."""

from django.db import migrations, models

SETTLED = """
SELECT set_config('dicu.reach', 'all', true);
UPDATE review_obligation SET settled = true WHERE submitted_at IS NOT NULL AND state <> 'returned';
SELECT set_config('dicu.reach', '', true);
"""
"""The owner too stands behind row-level security."""


DEFAULTS = """
ALTER TABLE review_obligation ALTER COLUMN duty SET DEFAULT '{}', ALTER COLUMN settled SET DEFAULT false;
ALTER TABLE review_round ALTER COLUMN deadline SET DEFAULT '{}', ALTER COLUMN head SET DEFAULT '';
"""
"""Whoever still writes as before this step, during an upgrade, leaves these out."""


class Migration(migrations.Migration):
    dependencies = [("review", "0005_lines_of_an_agency")]
    operations = [
        migrations.AddField("obligationrow", "duty", models.JSONField(default=dict)),
        migrations.AddField("obligationrow", "settled", models.BooleanField(default=False)),
        migrations.AddField("roundrow", "deadline", models.JSONField(default=dict)),
        migrations.AddField("roundrow", "head", models.CharField(max_length=64, blank=True, default="")),
        migrations.AddField("roundrow", "head_at", models.DateTimeField(null=True)),
        migrations.RunSQL(DEFAULTS, migrations.RunSQL.noop),
        migrations.RunSQL(SETTLED, migrations.RunSQL.noop),
    ]
