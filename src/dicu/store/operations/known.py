"""Every setting that an installation may give, in one place: what is not here, nothing looks at. The reference page
docs/reference/settings.md is made from this table (`python -m tools.settings`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """`secret`: may also be given as NAME_FILE, the path of a file that holds it. `of`: who reads it."""

    name: str
    says: str
    default: str = ""
    secret: bool = False
    of: str = "the house"


_ALL = (
    Setting("DICU_ENVIRONMENT", "`production` where the house serves in earnest: then nothing made for a demonstration is accepted."),
    Setting("DICU_HOME", "The folder for what lies outside the database: files of agencies, laid-out style sheets, metrics.", "`var`"),
    Setting("DICU_DATABASE_URL", "PostgreSQL address of the application's role: `postgresql://user:password@host:port/database`.",
            "the embedded database; refused in production", secret=True),
    Setting("DICU_OWNER_DATABASE_URL", "The same of the role that owns the tables. Only for `dicu migrate`, `dicu backup`, `dicu restore`.",
            "", secret=True),
    Setting("DICU_SECRET_KEY", "The key that signs sessions and seals second factors, at least 50 random characters.",
            "`DICU_HOME/secrets/django-key`", secret=True),
    Setting("DICU_FORMER_SECRET_KEYS", "Earlier keys, separated by blanks: what they sealed still opens; they seal nothing new.", "",
            secret=True),
    Setting("DICU_HOSTS", "The names under which the house is opened, with commas; `.example.gov.vn` stands for every name below.",
            "`localhost,127.0.0.1,[::1]`"),
    Setting("DICU_HTTPS", "`true` where everybody reaches the house over HTTPS. Must be true in production.", "`false`"),
    Setting("DICU_PROXIES", "How many servers of yours stand in front and add to X-Forwarded-For.", "`0`"),
    Setting("DICU_SYNTHETIC", "`true` where the accounts and data of the demonstration may stand in production (training).", "`false`"),
    Setting("DICU_SESSION_IDLE_MINUTES", "Minutes without a request after which a session ends, 5 to 480.", "`30`"),
    Setting("DICU_SECOND_FACTOR", "`required` of the roles that need one, or `offered`.", "`required` in production, else `offered`"),
    Setting("DICU_OIDC_ISSUER", "The address of an identity provider (OpenID Connect).", "passwords and passkeys only"),
    Setting("DICU_OIDC_CLIENT_ID", "The name under which the provider knows this house."),
    Setting("DICU_OIDC_CLIENT_SECRET", "The secret that the provider gave for it.", "", secret=True),
    Setting("DICU_OIDC_NAME", "What the provider is called on the page where one signs in.", "the issuer's host"),
    Setting("DICU_OIDC_USERNAME_CLAIM", "A claim that the provider guarantees to be the username here.", "only linked subjects sign in"),
    Setting("DICU_OIDC_STRONG", "Values of `acr` or `amr` that count as a second factor, with commas."),
    Setting("DICU_OIDC_SCOPES", "What the provider is asked for besides `openid`, with commas.", "`profile`"),
    Setting("DICU_ANCHOR", "The file, on another machine or disk than the database's, in which checkpoints of the ledger are anchored."),
    Setting("DICU_CHECKPOINT_PUBLIC_KEYS", "The file with the public keys that may have signed checkpoints."),
    Setting("DICU_CHECKPOINT_KEY_FILE", "The private key that signs checkpoints. Never on the database's machine.", "",
            of="`dicu ledger checkpoint`"),
    Setting("DICU_KEYS", "The folder with the keys of people."),
    Setting("DICU_MASTER_KEY_FILE", "The master key that locks them. Never in the folder of the keys."),
    Setting("DICU_RETENTION", "A file with rules of retention, in place of the shipped one."),
    Setting("DICU_WEBHOOK_KEY", "The key that locks the secrets of webhooks.", "no webhooks", secret=True),
    Setting("DICU_WEBHOOK_NETWORKS", "Networks inside which webhooks may be sent, with commas.", "public addresses only"),
    Setting("DICU_WEBHOOK_HTTP", "`true` lets webhooks leave without encryption; never in production.", "`false`"),
    Setting("DICU_EVIDENCE_LINKS", "`true` lets the house ask the web pages that evidence cites whether they still stand. Only public "
            "addresses are asked, and never those of restricted evidence.", "`false`"),
    Setting("DICU_INSTANCE", "The short name of the sovereign whose installation this is; it stands in every entry and backup.", "`vn`"),
    Setting("DICU_ADDRESS", "Where people reach the house, for links in letters: `https://dicu.example.gov.vn`.", "letters without links"),
    Setting("DICU_SMTP_URL", "The mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://…`.", "no letters leave",
            secret=True),
    Setting("DICU_MAIL_FROM", "The address that letters come from."),
    Setting("DICU_CALENDARS", "A folder with calendars of working days, in place of or besides the shipped ones."),
    Setting("DICU_REPORTING_LAW", "A file with the rules of when reports are due, in place of the shipped one."),
    Setting("DICU_LOG", "`json` or `human`: the form of the log.", "`human` at a terminal, else `json`"),
    Setting("DICU_METRICS_TOKEN", "Who sends it as a bearer token may read `/metrics`. Without this and the next one, nobody may.", "",
            secret=True),
    Setting("DICU_METRICS_NETWORKS", "Networks that may read `/metrics` when they ask directly and not through a proxy, with commas."),
    Setting("DICU_THREADS", "Pages that one process makes at a time, each with a connection to the database.", "at most `8`, by processors",
            of="`dicu serve`"),
    Setting("DICU_SENDING_SECONDS", "Seconds that a sender has for a form before it is cut off, 5 to 300; one more for each 8 KB that have "
            "come.", "`20`", of="`dicu serve`"),
    Setting("DICU_POSTGRES_PROGRAMS", "The folder with `pg_dump` and `pg_restore`, where they are not on the PATH.", "",
            of="`dicu backup`, `dicu restore`"),
    Setting("DICU_TOKEN", "The token of the account that a command acts as.", "the password is asked", secret=True, of="commands"),
    Setting("DICU_LANG", "`vi` or `en`: the language of what commands say.", "`vi`", of="commands"),
    Setting("DICU_POSTGRES_MAJOR", "Which of the carried PostgreSQL versions a new embedded database is made with.", "the newest",
            of="demonstration and tests"),
    Setting("DICU_STARTED", "Set by `dicu demo` for its own parts.", of="demonstration"),
    Setting("DICU_WITH_PARENT", "Set by `make demo` for `dicu demo`.", of="demonstration"),
    Setting("DICU_DATA_DIR", "Reference data that lie beside a checkout.", of="tests"),
    Setting("DICU_PROOF", "`1` for the long proofs.", of="tests"),
    Setting("DICU_SEED", "The seed of the endurance tests.", of="tests"),
)  # fmt: skip

KNOWN = {setting.name: setting for setting in _ALL}
