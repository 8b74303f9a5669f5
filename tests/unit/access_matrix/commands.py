"""The door of the shell: every command that acts as an account, on every errand that `--purpose` can name."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.unit.access_matrix.interface import AN_ACCOUNT
from tests.unit.access_matrix.pages import CLOSE
from tests.unit.access_matrix.steps import (
    ACCOUNTS,
    EVERYBODY,
    GAPS_BY_KEY,
    NOTHING,
    OPENINGS,
    PLANS,
    PRIORITIES,
    REPORT,
    REPORTS,
    ROUNDS,
    Step,
)


@dataclass(frozen=True)
class Command:
    """`words` with a place for each code of the object."""

    step: Step
    words: str


A_GAP = "see plan, see round, see gap, acknowledge gap"
COMMANDS: Mapping[str, Command] = {
    "review build": Command(
        Step(ROUNDS, "build publication, see plan, see round"), "review build --plan {} --round {} --languages vi --out out"
    ),
    "review gaps": Command(Step(ROUNDS, "see plan, see round"), "review gaps --plan {} --round {}"),
    "review gap acknowledge": Command(Step(GAPS_BY_KEY, A_GAP), "review gap acknowledge --plan {} --round {} {}"),
    "review gap plan": Command(Step(GAPS_BY_KEY, A_GAP), "review gap plan --plan {} --round {} {} --owner TD-TP"),
    "review gap accept": Command(
        Step(GAPS_BY_KEY, "see plan, see round, see gap, accept gap"), "review gap accept --plan {} --round {} {} --reason x"
    ),
    "review gap record": Command(Step(ROUNDS, "see plan, see round, record round"), "review gap record --plan {} --round {}"),
    "review duties": Command(Step(ROUNDS, "see plan, see round"), "review duties --plan {} --round {}"),
    "review rates": Command(Step(ROUNDS, "see plan, see round"), "review rates --plan {} --round {}"),
    "review report ask": Command(
        Step(REPORTS, f"{REPORT}, submit report"), "review report ask --plan {} --round {} --agency {} --task 3.1"
    ),
    "review report send": Command(
        Step(REPORTS, f"{REPORT}, submit report"), "review report send --plan {} --round {} --agency {} --task 3.1"
    ),
    "review report refuse": Command(
        Step(REPORTS, f"{REPORT}, submit report"), "review report refuse --plan {} --round {} --agency {} --task 3.1 --reason Thiếu"
    ),
    "review report accept": Command(
        Step(REPORTS, f"{REPORT}, accept sent-line"), "review report accept --plan {} --round {} --agency {} --task 3.1"
    ),
    "review report return": Command(
        Step(REPORTS, f"{REPORT}, accept sent-line"), "review report return --plan {} --round {} --agency {} --task 3.1 --reason Thiếu"
    ),
    "review evidence list": Command(Step(PLANS, "see plan"), "review evidence list --plan {}"),
    "review evidence check": Command(Step(PLANS, "see plan, check plan"), "review evidence check --plan {} --no-links"),
    "review evidence claims": Command(Step(REPORTS, f"{REPORT}, see claim"), "review evidence claims --plan {} --round {} --agency {}"),
    "review evidence claim": Command(
        Step(REPORTS, f"{REPORT}, see claim, propose claim"),
        "review evidence claim --plan {} --round {} --agency {} --task 3.1 --vi x --en x --reason x",
    ),
    "review evidence claim-answer": Command(
        Step(REPORTS, f"{REPORT}, see claim, approve claim"),
        "review evidence claim-answer --plan {} --round {} --agency {} --claim 1 --approve --reason x",
    ),
    "review close": Command(Step(ROUNDS, CLOSE), "review close --plan {} --round {}"),
    "review reopen": Command(Step(ROUNDS, CLOSE), "review reopen --plan {} --round {} --agency TD-LD --task 3.1 --reason x"),
    "review reopen-decide": Command(Step(ROUNDS, CLOSE), "review reopen-decide --plan {} --round {} --request 1 --reason x"),
    "review plan compare": Command(Step(NOTHING, "load plan"), "review plan compare --plan demo"),
    "review plan versions": Command(Step(PLANS, "see plan"), "review plan versions --plan {}"),
    "review plan provinces": Command(Step(PLANS, "see plan"), "review plan provinces --plan {}"),
    "review indicators": Command(Step(PLANS, "see plan"), "review indicators --plan {}"),
    "review indicator": Command(Step(PLANS, "see plan"), "review indicator workers_departed --plan {}"),
    "review observations list": Command(Step(PLANS, "see plan"), "review observations list --plan {}"),
    "review observations decide": Command(
        Step(PLANS, "see plan, decide register"),
        "review observations decide workers_departed --plan {} --subject x --chosen x --reason x",
    ),
    "review priority list": Command(Step(ROUNDS, "see plan, see round"), "review priority list --plan {} --round {}"),
    "review priority propose": Command(
        Step(ROUNDS, "see plan, see round, propose priority"),
        "review priority propose --plan {} --round {} --agency TD-LD --title-vi Việc",
    ),
    "review priority agree": Command(Step(PRIORITIES, "see priority, agree priority"), "review priority agree --plan {} {}"),
    "review priority plan": Command(
        Step(PRIORITIES, "see priority, plan priority"), "review priority plan --plan {} {} --owner TD-TP --task 3.4"
    ),
    "review priority carry": Command(
        Step(PRIORITIES, "see priority, plan priority"), "review priority carry --plan {} {} --to 2026 --reason x"
    ),
    "review priority drop": Command(Step(PRIORITIES, "see priority, drop priority"), "review priority drop --plan {} {} --reason x"),
    "review priority finish": Command(Step(PRIORITIES, "see priority, plan priority"), "review priority finish --plan {} {} --reason x"),
    "review workbook export": Command(
        Step(REPORTS, f"{REPORT}, write report"), "review workbook export --plan {} --round {} --agency {} --out bieu-mau.xlsx"
    ),
    "review plan load": Command(Step(NOTHING, "load plan"), "review plan load --plan demo"),
    "ledger verify": Command(Step(NOTHING, "see ledger"), "ledger verify --stream report/demo/2025/TD-LD"),
    "account list": Command(Step(NOTHING, "see accounts"), "account list"),
    "account show": Command(Step(ACCOUNTS, AN_ACCOUNT), "account show {}"),
    "account grant": Command(Step(ACCOUNTS, f"{AN_ACCOUNT}, grant account"), "account grant {} --role reporter --agency TD-XX"),
    "account end": Command(Step(ACCOUNTS, f"{AN_ACCOUNT}, grant account, see grant"), "account end {} access/none/1"),
    "account close": Command(Step(ACCOUNTS, f"{AN_ACCOUNT}, close account"), "account close {} --reason Nghỉ"),
    "account invite": Command(Step(ACCOUNTS, f"{AN_ACCOUNT}, admit account"), "account invite {} --reason Quên"),
    "account identity list": Command(Step(ACCOUNTS, f"{AN_ACCOUNT}, admit account"), "account identity list {}"),
    "account identity link": Command(Step(ACCOUNTS, f"{AN_ACCOUNT}, admit account"), "account identity link {} 7f3a"),
    "account identity unlink": Command(Step(ACCOUNTS, f"{AN_ACCOUNT}, admit account"), "account identity unlink {} https://id.example.vn"),
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
    "review plan template", "review check-rates", "review compare-languages", "review import-open-sdg", "review import-sdmx",
    "review import-observations", "account first", "account recover", "api schema",
    "person keys init", "person keys check", "webhook deliver",
}  # fmt: skip
"""They work on files or on the machine itself, and ask nobody who they are."""
ACCOUNT, LEDGER, READING, PERSON, WEBHOOK = (
    f"contract/test_{of}_commands.py::test_" for of in ("account", "ledger", "reading", "person", "api")
)
BESIDES = {
    **dict.fromkeys(
        (f"review dialogue {word}" for word in ("load", "list", "show", "brief", "commitments", "step", "record", "position")),
        "unit/dialogues/test_commands.py::test_who_may_not_is_refused_and_who_may_sees",
    ),
    **dict.fromkeys(
        (f"review recommendations {word}" for word in ("import", "describe", "list", "gaps", "step", "alike", "judge", "split")),
        "unit/recommendations/test_commands.py::test_who_may_not_is_refused_and_who_may_does",
    ),
    **dict.fromkeys(
        (f"review policy {word}" for word in ("load", "list", "propose", "step")),
        "unit/policy_watch/test_doors.py::test_the_command_refuses_who_may_not",
    ),
    **dict.fromkeys(
        ("account reopen", "account token issue", "account token list", "account token revoke"),
        f"{ACCOUNT}who_is_no_administrator_does_none_of_it",
    ),
    **dict.fromkeys(("ledger checkpoint", "ledger rebuild"), f"{LEDGER}who_may_not_and_what_cannot_be_is_refused"),
    **dict.fromkeys(("readings of", "readings search"), f"{READING}a_refusal_is_a_sentence"),
    "review observations import": "unit/review_commands/test_figures.py::test_what_cannot_be_taken",
    "review workbook import": "unit/review_commands/test_workbooks.py::test_whose_form_it_is_is_asked_of_access",
    "readings mine": f"{READING}what_i_have_looked_at",
    "person copies": f"{PERSON}the_register_of_copies",
    "person due": f"{PERSON}the_list_of_whose_time_is_over_names_the_rule",
    "person erase": f"{PERSON}who_has_no_business_there_is_told_that_there_is_nobody",
    "person keys rotate": f"{PERSON}rotations_leave_everything_readable",
    **dict.fromkeys(
        (f"webhook {step}" for step in ("add", "list", "remove", "renew", "replay", "resume")),
        f"{WEBHOOK}who_has_no_webhooks_does_none_of_it",
    ),
    "agenda": "unit/store_agenda/test_worker.py::test_the_command_lists_what_an_account_has_to_do",
}
"""Commands whose rights are asked elsewhere, each with the test that asks."""
