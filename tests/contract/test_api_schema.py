"""The interface against its own description, by a generator that knows nothing else of it: for every operation and every role, with
data that fits and data that does not, there is no fault of ours and no answer that the description does not name.

A seeded sample here, far more with DICU_PROOF=1.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from tests.proof import PROOF, examples
from tests.unit.api.calling import NO_LIMIT, Api, api_of
from tests.unit.api.webhooks.hooking import PROGRAMS, QUAN
from tests.unit.recommendations.files import CSV, MAPPING
from tests.unit.review.making import plan_of
from tests.unit.store_review.house import AN, BINH, DUNG, World
from tests.unit.web_review.serving import HERE, account_of, enrol, serving, undone
from tests.unit.web_review.serving import ROLES as OFFICERS

from dicu.api.interface import description
from dicu.review.desk import Press
from dicu.review.dialogues.bundles import shipped
from dicu.review.gaps.life import name_of
from dicu.review.policy_watch.bundles import shipped as shipped_register
from dicu.store.accounts.models import Account

ROLES = {**OFFICERS, "administrator": QUAN}
OPERATIONS = sorted(o["operationId"] for path in description()["paths"].values() for o in path.values())
CHECKED = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
DESCRIBED = {"kind": "dataset", "title": "x", "place": "page", "locator": "1", "classification": "public", "language": "vi"}
REACHED = {
    "acceptLine": "coordinator", "attachFile": "A", "buildEdition": "second", "checkTrail": "auditor", "detachFile": "A",
    "downloadFile": "coordinator", "getLine": "A", "getProgress": "coordinator", "getReport": "auditor", "listEntries": "auditor",
    "openRound": "second", "publishEdition": "second", "returnLine": "coordinator", "askClearance": "A", "writeLine": "A",
    "listAccounts": "administrator", "openAccount": "administrator", "getAccount": "administrator", "giveRole": "administrator",
    "closeAccount": "administrator", "issueToken": "administrator", "revokeToken": "administrator", "openInEmergency": "auditor",
    "endOpening": "coordinator", "chooseMail": "B", "listReminders": "coordinator", "listReadingsOf": "auditor", "listMyReadings": "A",
    "searchReadings": "auditor", "registerWebhook": "administrator", "renewWebhook": "coordinator", "removeWebhook": "coordinator",
}  # fmt: skip
"""Where a role gets through with an operation: there the generator must have got through too, or it has tried nothing."""


LONG = "Một lý do đủ dài để người khác đọc."
KINDS = ("report.submitted",)
REPORT = {"plan": "demo", "round": "2025", "agency": "TD-LD"}
BODIES: dict[str, list[Any]] = {
    "claim": ["in-progress"], "hours": [1], "values": [[], [{"indicator": "workers_departed", "missing": "not-collected"}]],
    "reason": ["other", LONG, LONG], "address": ["https://nhan.example/x"], "account": ["he-thong", "an"], "purpose": ["coordination"],
    "kinds": [list(KINDS)], "username": ["moi.vao", "dich-vu"], "role": ["coordinator", "auditor"], "agency": ["TD-LD", "TD-LD", ""],
    "since": [None], "until": [None], "key": ["access/he-thong/tokens/1"], "position": [1, 100], "plan": ["demo"], "round": ["2025"],
    "day": [None],
}  # fmt: skip
"""What fields of bodies are given where the generator's own text would only ever be refused."""


def sample(count: int) -> Any:
    return hypothesis_settings(
        max_examples=examples(count), deadline=None, database=None, derandomize=False, phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


class Ground:
    """A round in the middle, the interface's schema, a token for each role, and the names that lead somewhere."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.desk.editions.press = Press(("html",), lambda document, _: document.snapshot.encode())
        world.attach(DUNG, "3.1")
        world.report(DUNG, "TD-LD")
        world.give_back(AN, "3.2")
        world.attach(DUNG, "3.2", "quy,so\n2,4\n")
        published = self._edition()
        world.by(BINH, "publication", lambda who: world.desk.editions.publish(who, "demo", "2025", published))
        world.accept(AN, "3.3")
        built = self._edition()
        accounts = {**enrol(), QUAN.account: account_of(QUAN)}
        account_of(PROGRAMS["he-thong"])
        Account.objects.filter(username="he-thong").update(service=True)
        hook = world.by(
            AN, "coordination", lambda who: world.house.webhooks.register(who, "https://x.example/", "an", "coordination", KINDS)
        )
        opened = world.by(AN, "coordination", lambda who: world.house.administration.openings.make(who, "report", REPORT, "x" * 30, 2))
        world.by(QUAN, "administration", lambda who: world.house.administration.tokens.issue(who, "he-thong", "đêm", 30))
        self._of_other_rooms()
        gap = world.by(AN, "coordination", lambda who: world.desk.coordination.overview(who, "demo", "2025")).gaps[0]
        self.apis = {role: api_of(accounts[officer.account] if officer else None) for role, officer in ROLES.items()}
        digests = [world.line(DUNG, task).files[0].digest for task in ("3.1", "3.2")]
        self.names = {
            "plan": ["demo"], "round": [*["2025"] * 5, "2026"], "agency": [*["TD-LD"] * 5, "TD-TP"],
            "task": ["3.1", "3.1", "3.2", "3.2", "3.2", "3.3", "3.4"], "sha256": digests, "snapshot": [published, built],
            "name": ["review.vi.html"], "digest": [plan_of().digest], "priority": ["TD-LD-1"],
            "username": ["he-thong", "hoa"], "webhook": [hook.id], "account": ["an"],
            "number": [opened.number], "series": ["gb-vnm"], "commitment": ["js24-5"], "indicator": ["workers_departed"],
            "gap": [name_of(gap.key)], "set": ["thu-nghiem"], "code": ["1.1"], "register": ["vn-gb"], "policy_register": ["vn-gb"],
            "entry": ["vn-law-53-2024"], "step": ["assign", "verify", "take-position"], "request_number": [1], "claim": [1],
        }  # fmt: skip
        with connection_kept():
            self.schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())

    def _of_other_rooms(self) -> None:
        """A dialogue series and a register of policy as they are shipped, and two recommendations."""
        house = self.world.house
        for part, read, name in ((house.dialogues, shipped, "gb-vnm"), (house.policies, shipped_register, "vn-gb")):
            bundle, places = read(name)
            self.world.by(AN, "coordination", lambda who, at=(part, bundle, places): at[0].loading.load(who, at[1], "shipped", at[2]))
        recommended = house.recommendations.looking
        self.world.by(AN, "coordination", lambda who: recommended.take_in(who, CSV, "a.csv", MAPPING))

    def _edition(self) -> str:
        part = self.world.desk.editions
        return str(self.world.by(AN, "coordination", lambda who: part.keep(who, part.build(who, "demo", "2025"))).snapshot)


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "FILES", tmp_path_factory.mktemp("files"))
    patch.setattr(settings, "DICU_HOUSE", HERE)
    patch.setenv("DICU_HOME", str(tmp_path_factory.mktemp("home")))
    patch.setattr(settings, "DICU_API_LIMIT", NO_LIMIT, raising=False)
    with django_db_blocker.unblock(), transaction.atomic(), serving(World()) as world:
        world.load().open()
        yield Ground(world)
        transaction.set_rollback(True)
    patch.undo()


@contextmanager
def connection_kept() -> Iterator[None]:
    """Outside of a test the end of a request closes the connection of a transaction that somebody left open; here it is ours."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _led_somewhere(ground: Ground, case: Any, api: Api, draw: Any) -> None:
    """To what exists, in the state that is read, on the usual errand: made-up names would never get past "absent"."""
    for name in case.path_parameters or {}:
        case.path_parameters[name] = draw(st.sampled_from(ground.names[name]))
    for name in ("Dicu-Purpose", "Accept-Language"):
        case.headers.pop(name, None)
    case.query.pop("rule", None)
    if "kind" in operation_parameters(case):
        case.query |= draw(st.sampled_from([{"kind": "report", "key": "demo/2025/TD-LD"}, {"kind": "plan", "key": "demo"}]))
    if "If-Match" in case.headers:
        where = case.path_parameters
        found = api.get(f"/reports/{where['plan']}/{where['round']}/{where['agency']}")
        case.headers["If-Match"] = found.headers.get("ETag", '"0"')
    if "locator" in operation_parameters(case):
        case.query, case.body = {"name": "bang.csv", **DESCRIBED}, draw(st.sampled_from([b"a,b\n1,2\n", b"a,b\n1,3\n", b"a,b\n", b"\x00"]))
    for field, usual in BODIES.items():
        if isinstance(case.body, dict) and field in case.body:
            case.body[field] = draw(st.sampled_from(usual))


def operation_parameters(case: Any) -> set[str]:
    return {parameter.name for parameter in case.operation.iter_parameters()}


def _asked(ground: Ground, api: Api, case: Any) -> Any:
    headers = {"Authorization": f"Bearer {api.token}"} if api.token else {}
    with undone(), connection_kept():
        return case.call(headers=headers)


ASKED = [(name, role) for name in OPERATIONS for role in (ROLES if PROOF else sorted({REACHED.get(name, "coordinator"), "public"}))]
"""Each operation as who gets through and as the public; in `make proof` as everybody."""


@pytest.mark.parametrize(("name", "role"), ASKED)
def test_nothing_is_answered_that_the_description_does_not_name(ground: Ground, name: str, role: str) -> None:
    operation, api = ground.schema.find_operation_by_id(name), ground.apis[role]
    statuses: set[int] = set()

    def check(data: Any) -> None:
        mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if mode is GenerationMode.POSITIVE and data.draw(st.sampled_from([True, True, False])):
            _led_somewhere(ground, case, api, data.draw)
        response = _asked(ground, api, case)
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKED)

    through = REACHED.get(name) == role
    for turn in range(8 if through else 1):  # other seeds, until it got through where it must
        sample(8 if through else 2)(seed(turn)(given(st.data())(check)))()
        if statuses & {200, 201}:
            break
    assert not through or statuses & {200, 201}, f"never got through: {sorted(statuses)}"
