"""Settings under which PostgreSQL writes values of rows, or what somebody typed, into its own log: each with what keeps it quiet.

Looked at as the application's role, for which they may be set by themselves (ALTER ROLE … SET), as deploy/roles.sql does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connections

from dicu.store.operations.findings import Finding
from dicu.vocabulary.messages import Message, T


@dataclass(frozen=True, slots=True)
class Quiet:
    """`good`: values under which nothing of people is written, the first being the one to set. `loud`: what any other does."""

    setting: str
    good: tuple[str, ...]
    loud: Message


STATEMENTS = T("PostgreSQL writes statements with the values in them into its own log ({setting} = {found}).")
PARAMETERS = T("PostgreSQL writes the values that are handed to a statement into its own log ({setting} = {found}).")
PLANS = T("PostgreSQL writes how it carries statements out, with the values in them, into its own log ({setting} = {found}).")

QUIET = (
    Quiet("log_min_messages", ("log", "fatal", "panic"),
          T("PostgreSQL writes why a statement failed into its own log, and quotes what was typed ({setting} = {found}).")),
    Quiet("log_min_error_statement", ("panic", "fatal"),
          T("PostgreSQL writes each statement that failed, with the values in it, into its own log ({setting} = {found}).")),
    Quiet("log_error_verbosity", ("terse",),
          T("PostgreSQL quotes the row that breaks a rule in its own log ({setting} = {found}).")),
    Quiet("log_statement", ("none", "ddl"), STATEMENTS),
    Quiet("log_min_duration_statement", ("-1",), STATEMENTS),
    Quiet("log_min_duration_sample", ("-1",), STATEMENTS),
    Quiet("log_transaction_sample_rate", ("0",), STATEMENTS),
    Quiet("log_parameter_max_length", ("0",), PARAMETERS),
    Quiet("log_parameter_max_length_on_error", ("0",), PARAMETERS),
    Quiet("debug_print_plan", ("off",), PLANS),
    Quiet("debug_print_parse", ("off",), PLANS),
    Quiet("debug_print_rewritten", ("off",), PLANS),
    Quiet("auto_explain.log_min_duration", ("-1",), PLANS),
)  # fmt: skip
"""The last belongs to an extension: a server that has not loaded it does not know the setting."""


def loud() -> Iterator[Finding]:
    """One finding for each setting that is not quiet."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user, array_agg(name), array_agg(setting) FROM pg_settings WHERE name = ANY (%s)", [_names()])
        role, names, values = cursor.fetchone()
    yield from judged(dict(zip(names, values, strict=True)), role)


def _names() -> list[str]:
    return [quiet.setting for quiet in QUIET]


def judged(found: Mapping[str, str], role: str) -> Iterator[Finding]:
    """`found`: setting → value; what the server does not know is missing."""
    for quiet in QUIET:
        value = found.get(quiet.setting, quiet.good[0])
        if value not in quiet.good:
            yield Finding(
                "database-log", "warning", Message(quiet.loud.sentence, {"setting": quiet.setting, "found": value}),
                T("As PostgreSQL’s superuser: ALTER ROLE {role} SET {setting} = '{value}'; (deploy/roles.sql has them all.)",
                  role=role, setting=quiet.setting, value=quiet.good[0]), quiet.setting,
            )  # fmt: skip
