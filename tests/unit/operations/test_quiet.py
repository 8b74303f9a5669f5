"""What PostgreSQL would write into its own log: each setting that is loud is named with what to set."""

import re
from pathlib import Path

import pytest

from dicu.store.embedded import server
from dicu.store.operations.quiet import QUIET, judged

ROOT = Path(__file__).parents[3]
LOUD = {
    "log_min_messages": "warning",
    "log_min_error_statement": "error",
    "log_error_verbosity": "verbose",
    "log_statement": "mod",
    "log_min_duration_statement": "0",
    "log_min_duration_sample": "250",
    "log_transaction_sample_rate": "0.01",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "64",
    "debug_print_plan": "on",
    "debug_print_parse": "on",
    "debug_print_rewritten": "on",
    "auto_explain.log_min_duration": "0",
}
"""A value of each with which a server would write what it must not; where it has a default that is loud, that."""
OF_THE_SERVER = {quiet.setting for quiet in QUIET if "." not in quiet.setting}
"""Without that of an extension, which the tests' server has not loaded."""


def quiet_ones() -> dict[str, str]:
    return {quiet.setting: quiet.good[0] for quiet in QUIET}


def test_a_quiet_server_is_not_reproached_and_neither_is_one_that_lacks_an_extension() -> None:
    assert list(judged(quiet_ones(), "dicu_app")) == []
    assert list(judged({name: value for name, value in quiet_ones().items() if name in OF_THE_SERVER}, "dicu_app")) == []


@pytest.mark.parametrize("setting", LOUD)
def test_each_loud_setting_is_named_with_what_to_set(setting: str) -> None:
    (finding,) = judged({**quiet_ones(), setting: LOUD[setting]}, "dicu_app")
    assert (finding.code, finding.weight, finding.where) == ("database-log", "warning", setting)
    for language in ("vi", "en"):
        assert f"({setting} = {LOUD[setting]})" in finding.message.say(language)
        assert f"ALTER ROLE dicu_app SET {setting} = '{quiet_ones()[setting]}';" in finding.remedy.say(language)
    assert finding.message.say("vi") != finding.message.say("en")


def test_every_setting_that_is_looked_at_can_be_loud() -> None:
    assert LOUD.keys() == quiet_ones().keys()


def test_the_embedded_server_is_started_as_the_check_wants_it() -> None:
    assert server.QUIET.keys() >= OF_THE_SERVER
    assert list(judged(server.QUIET, "dicu_app")) == []


@pytest.mark.parametrize("role", ["dicu_app", "dicu_owner"])
def test_the_roles_that_are_installed_are_quiet(role: str) -> None:
    """A migration works with the same rows as a page."""
    text = (ROOT / "deploy" / "roles.sql").read_text("utf-8")
    found = dict(re.findall(rf"^ALTER ROLE {role} +SET (\w+) = '?(-?\w+)'?;$", text, re.MULTILINE))
    assert found.keys() == OF_THE_SERVER
    assert list(judged(found, role)) == []


def test_the_page_about_logs_says_the_same() -> None:
    text = (ROOT / "docs" / "explanation" / "who-has-seen.md").read_text("utf-8")
    found = dict(re.findall(r"^    (\w+) = (\S+)$", text, re.MULTILINE))
    assert found.keys() == OF_THE_SERVER
    assert list(judged(found, "dicu_app")) == []
