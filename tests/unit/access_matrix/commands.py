"""The door of the shell: every command that acts as an account, on every errand that `--purpose` can name."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.unit.access_matrix.interface import AN_ACCOUNT
from tests.unit.access_matrix.steps import ACCOUNTS, EVERYBODY, NOTHING, OPENINGS, ROUNDS, Step


@dataclass(frozen=True)
class Command:
    """`words` with a place for each code of the object."""

    step: Step
    words: str


COMMANDS: Mapping[str, Command] = {
    "review build": Command(
        Step(ROUNDS, "build publication, see plan, see round"), "review build --plan {} --round {} --languages vi --out out"
    ),
    "review gaps": Command(Step(ROUNDS, "see plan, see round"), "review gaps --plan {} --round {}"),
    "review plan load": Command(Step(NOTHING, "load plan"), "review plan load --plan demo"),
    "ledger verify": Command(Step(NOTHING, "see ledger"), "ledger verify --stream report/demo/2025/TD-LD"),
    "account list": Command(Step(NOTHING, "see accounts"), "account list"),
    "account show": Command(Step(ACCOUNTS, AN_ACCOUNT), "account show {}"),
    "account grant": Command(Step(ACCOUNTS, f"{AN_ACCOUNT}, grant account"), "account grant {} --role reporter --agency TD-XX"),
    "account end": Command(Step(ACCOUNTS, f"{AN_ACCOUNT}, grant account, see grant"), "account end {} access/none/1"),
    "account close": Command(Step(ACCOUNTS, f"{AN_ACCOUNT}, close account"), "account close {} --reason Nghỉ"),
    "account open": Command(Step(NOTHING, "see accounts"), "account open moi.toanh --name Mới"),
    "opening make": Command(
        Step(NOTHING, "open emergency"),
        "opening make --plan demo --round 2025 --agency TD-YT --reason Kiểm_tra_gấp_theo_yêu_cầu_của_Bộ_trưởng",
    ),
    "opening list": Command(Step(NOTHING, EVERYBODY), "opening list"),
    "opening end": Command(Step(OPENINGS, "see opening, end opening"), "opening end openings/{}/{}"),
}
WITHOUT_ACCOUNT = {
    "demo", "check", "migrate", "serve", "backup", "restore", "worker", "calendar check", "calendar show", "ledger keygen",
    "review plan template", "account first", "api schema", "person keys init", "person keys check", "webhook deliver",
}  # fmt: skip
"""They work on files or on the machine itself, and ask nobody who they are."""
BESIDES = {
    "account reopen": "unit/administration/test_accounts.py",
    **dict.fromkeys(("account token issue", "account token list", "account token revoke"), "unit/administration/test_tokens.py"),
    **dict.fromkeys(("ledger checkpoint", "ledger rebuild"), "contract/test_ledger_commands.py"),
    **dict.fromkeys(("readings mine", "readings of", "readings search"), "contract/test_reading_commands.py"),
    **dict.fromkeys(("person copies", "person due", "person erase", "person keys rotate"), "contract/test_person_commands.py"),
    **dict.fromkeys(
        (f"webhook {step}" for step in ("add", "list", "remove", "renew", "replay", "resume")), "contract/test_api_commands.py"
    ),
    "agenda": "unit/store_agenda",
}
"""Commands whose rights are asked elsewhere, each with the tests that ask."""
