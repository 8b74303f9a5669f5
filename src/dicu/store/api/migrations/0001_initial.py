from django.db import migrations, models

FORWARD = """
-- Whether the session speaks for who opens accounts.
CREATE FUNCTION dicu_opens_accounts() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT 'access' = ANY (public.dicu_rooms()) $$;

ALTER TABLE api_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_answer FORCE ROW LEVEL SECURITY;
CREATE POLICY api_answer_own ON api_answer USING (account = dicu_account() AND account <> '');
CREATE POLICY api_answer_swept_seen ON api_answer FOR SELECT USING (dicu_reach() = 'all' AND dicu_account() = '');
CREATE POLICY api_answer_swept ON api_answer FOR DELETE USING (dicu_reach() = 'all' AND dicu_account() = '');

ALTER TABLE api_webhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_webhook FORCE ROW LEVEL SECURITY;
CREATE POLICY api_webhook_seen ON api_webhook FOR SELECT
    USING (dicu_reach() IN ('all', 'watch') OR dicu_opens_accounts() OR account = dicu_account());
CREATE POLICY api_webhook_added ON api_webhook FOR INSERT WITH CHECK (dicu_reach() = 'all' OR dicu_opens_accounts());
CREATE POLICY api_webhook_changed ON api_webhook FOR UPDATE USING (dicu_reach() = 'all' OR dicu_opens_accounts());

ALTER TABLE api_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY api_delivery_seen ON api_delivery FOR SELECT
    USING (dicu_reach() IN ('all', 'watch') OR dicu_opens_accounts());
CREATE POLICY api_delivery_added ON api_delivery FOR INSERT WITH CHECK (dicu_reach() = 'all' OR dicu_opens_accounts());
CREATE POLICY api_delivery_changed ON api_delivery FOR UPDATE USING (dicu_reach() = 'all' OR dicu_opens_accounts());

-- How the projection is emptied before it is made anew: by one function of the owner's, and only for the house's own work.
CREATE POLICY api_webhook_emptied ON api_webhook FOR DELETE USING (dicu_reach() = 'all' AND dicu_account() = '');
CREATE FUNCTION webhooks_emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF dicu_reach() <> 'all' OR dicu_account() <> '' THEN
        RAISE EXCEPTION 'Projections are emptied by the house itself only.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM api_webhook;
END $$;
"""

POLICIES = {
    "api_answer": ("api_answer_own", "api_answer_swept_seen", "api_answer_swept"),
    "api_webhook": ("api_webhook_seen", "api_webhook_added", "api_webhook_changed", "api_webhook_emptied"),
    "api_delivery": ("api_delivery_seen", "api_delivery_added", "api_delivery_changed"),
}
BACKWARD = "\n".join(
    [f"DROP POLICY {policy} ON {table};" for table, policies in POLICIES.items() for policy in policies]
    + ["DROP FUNCTION webhooks_emptied;", "DROP FUNCTION dicu_opens_accounts;"]
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("ledger", "0005_rooms")]
    operations = [
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=100)),
                ("fingerprint", models.BinaryField(max_length=32)),
                ("status", models.IntegerField()),
                ("headers", models.JSONField()),
                ("body", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "api_answer",
                "ordering": ("account", "key"),
                "indexes": [models.Index(fields=["at"], name="api_answer_at")],
                "constraints": [models.UniqueConstraint(fields=("account", "key"), name="api_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="WebhookRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("address", models.CharField(max_length=500)),
                ("account", models.CharField(max_length=100)),
                ("purpose", models.CharField(max_length=40)),
                ("kinds", models.JSONField()),
                ("state", models.CharField(max_length=20)),
                ("keys", models.JSONField()),
                ("number", models.IntegerField()),
                ("registered_by", models.CharField(max_length=100)),
                ("registered_at", models.DateTimeField()),
                ("begun", models.BigIntegerField()),
                ("reason", models.CharField(blank=True, default="", max_length=20)),
            ],
            options={"db_table": "api_webhook", "ordering": ("id",)},
        ),
        migrations.CreateModel(
            name="DeliveryRow",
            fields=[
                ("webhook", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("attempts", models.IntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField(null=True)),
                ("last_result", models.CharField(blank=True, default="", max_length=200)),
                ("delivered", models.BigIntegerField(default=0)),
            ],
            options={"db_table": "api_delivery", "ordering": ("webhook",)},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
