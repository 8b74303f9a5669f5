"""What of a report waits inside its agency (clearance, questions), and how a round was closed. Rows of before stay as they are
until `dicu ledger rebuild review` or their next entry."""

from django.db import migrations, models

DEFAULTS = """
ALTER TABLE review_obligation ALTER COLUMN inside SET DEFAULT '{}';
ALTER TABLE review_round ALTER COLUMN closing SET DEFAULT '{}';
ALTER TABLE review_line ALTER COLUMN author SET DEFAULT '';
"""
"""Whoever still writes as before this step, during an upgrade, leaves these out."""


class Migration(migrations.Migration):
    dependencies = (("review", "0007_planning"),)
    operations = (
        migrations.AddField("obligationrow", "inside", models.JSONField(default=dict)),
        migrations.AddField("roundrow", "closing", models.JSONField(default=dict)),
        migrations.AddField("linerow", "author", models.CharField(max_length=100, blank=True, default="")),
        migrations.RunSQL(DEFAULTS, migrations.RunSQL.noop),
    )
