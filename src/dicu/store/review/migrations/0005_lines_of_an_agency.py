"""An agency's lines over all rounds in their order, for lists whose scope is that agency. PostgreSQL before 18 does not skip
through an index that begins with something else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0004_rebuild")]
    operations = [
        migrations.AddIndex(
            "linerow", models.Index(fields=["agency", "plan", "round", "task_order"], name="review_line_agency")
        ),
    ]
