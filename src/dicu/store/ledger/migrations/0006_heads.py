from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_rooms")]
    operations: list = []
