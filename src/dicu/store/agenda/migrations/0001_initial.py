"""The rows of the agenda."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PreferenceRow',
            fields=[
                ('account', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('mail', models.BooleanField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'agenda_preference',
            },
        ),
        migrations.CreateModel(
            name='PulseRow',
            fields=[
                ('job', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('failed', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'db_table': 'agenda_pulse',
            },
        ),
        migrations.CreateModel(
            name='LetterRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('account', models.CharField(max_length=100)),
                ('agency', models.CharField(blank=True, default='', max_length=40)),
                ('state', models.CharField(max_length=20)),
                ('made', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('attempts', models.IntegerField(default=0)),
                ('unsure', models.IntegerField(default=0)),
                ('again', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=40)),
            ],
            options={
                'db_table': 'agenda_letter',
                'ordering': ('-made', 'id'),
                'indexes': [models.Index(fields=['state', 'again'], name='agenda_letter_state')],
            },
        ),
        migrations.CreateModel(
            name='ReminderRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('todo', models.TextField()),
                ('what', models.CharField(max_length=40)),
                ('account', models.CharField(max_length=100)),
                ('agency', models.CharField(blank=True, default='', max_length=40)),
                ('step', models.IntegerField()),
                ('due', models.DateField(null=True)),
                ('calendar', models.CharField(max_length=10)),
                ('title_vi', models.TextField()),
                ('title_en', models.TextField()),
                ('at', models.DateTimeField()),
                ('mail', models.CharField(max_length=20)),
                ('letter', models.CharField(blank=True, default='', max_length=40)),
            ],
            options={
                'db_table': 'agenda_reminder',
                'ordering': ('-at', 'id'),
                'indexes': [models.Index(fields=['todo', 'account'], name='agenda_reminder_thread'), models.Index(fields=['letter'], name='agenda_reminder_letter'), models.Index(fields=['-at'], name='agenda_reminder_at')],
            },
        ),
    ]
