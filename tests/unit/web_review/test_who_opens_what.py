"""Every address of the review, asked for by every role: what answers, what is told, and what is left behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.unit.access_matrix import pages
from tests.unit.review.making import plan_of
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, World
from tests.unit.web_review import planning
from tests.unit.web_review.serving import DESCRIBED, ROLES, client_of, enrol, line_url, normal, serving, undone, url

from dicu.review.desk import Press
from dicu.web.review.urls import urlpatterns


@dataclass
class Standing:
    """A round in the middle: TD-LD has reported (3.1 waits, 3.2 was returned and is being mended, 3.3 was accepted),
    TD-TP is still writing; one review is published, a newer one only built."""

    world: World
    clients: dict[str, Client]
    digest: str
    draft_digest: str
    published: str
    built: str
    loaded: str
    proposed: str

    def fill(self, text: str) -> str:
        words = {"FILE": self.digest, "DRAFT": self.draft_digest, "PUBLISHED": self.published, "BUILT": self.built, "NOTHING": "0" * 64}
        words |= {"LOADED": self.loaded, "PROPOSED": self.proposed}
        for name, value in words.items():
            text = text.replace(name, value)
        return text


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """Set up once: each test takes back what it does."""
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "FILES", tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), transaction.atomic(), serving(World()) as world:
        yield _played(world)
        transaction.set_rollback(True)
    patch.undo()


def _played(world: World) -> Standing:
    world.load().open()
    world.desk.editions.press = Press(("html",), lambda document, _: document.snapshot.encode())
    world.attach(DUNG, "3.1")
    world.report(DUNG, "TD-LD")
    world.accept(AN, "3.3")
    published = _built(world)
    world.by(BINH, "publication", lambda who: world.desk.editions.publish(who, "demo", "2025", published))
    world.give_back(AN, "3.2")
    world.write(DUNG, "3.2", narrative="Bản nháp.")
    world.attach(HAI, "3.4", "nhap,1\n")
    accounts = enrol()
    clients = {role: client_of(accounts[officer.account] if officer else None) for role, officer in ROLES.items()}
    digests = [world.line(DUNG, "3.1").files[0].digest, world.line(HAI, "3.4").files[0].digest]
    return Standing(world, clients, *digests, published, _built(world), plan_of().digest, planning.proposed(world))


def _built(world: World) -> str:
    def step(who: Any) -> str:
        return str(world.desk.editions.keep(who, world.desk.editions.build(who, "demo", "2025")).snapshot)

    return world.by(AN, "coordination", step)


def _row(row: tuple[Any, ...]) -> str:
    return ":".join([row[0], *row[1]])


# Looking ----------------------------------------------------------------------------------------------------------------

#                                                        A    B   coord. second aud. public
READING: list[tuple[str, tuple[str, ...], tuple[int, ...]]] = [
    ("plans", (), (200, 200, 200, 200, 200, 200)),
    ("plan", ("demo",), (200, 200, 200, 200, 200, 200)),
    ("plan", ("nope",), (404, 404, 404, 404, 404, 404)),
    ("plan-figures", ("demo",), (200, 200, 200, 200, 200, 200)),
    ("plan-figures", ("nope",), (404, 404, 404, 404, 404, 404)),
    *planning.READING,
    ("round", ("demo", "2025"), (200, 200, 200, 200, 200, 302)),
    ("round-progress", ("demo", "2025"), (200, 200, 200, 200, 200, 302)),
    ("round-gaps", ("demo", "2025"), (200, 200, 200, 200, 200, 302)),
    ("round", ("demo", "2026"), (200, 200, 200, 200, 200, 302)),
    ("round", ("demo", "2099"), (404, 404, 404, 404, 404, 404)),
    ("round-progress", ("nope", "2025"), (404, 404, 404, 404, 404, 404)),
    ("round-gaps", ("demo", "2099"), (404, 404, 404, 404, 404, 404)),
    ("reports", (), (200, 200, 200, 200, 200, 302)),
    ("report", ("demo", "2025", "TD-LD"), (200, 404, 200, 200, 200, 404)),
    ("report", ("demo", "2025", "TD-TP"), (404, 200, 404, 404, 200, 404)),
    ("report", ("demo", "2025", "TD-QQ"), (404, 404, 404, 404, 404, 404)),
    ("report", ("demo", "2026", "TD-LD"), (404, 404, 404, 404, 404, 404)),
    ("duty", ("demo", "2025", "TD-LD"), (200, 404, 200, 200, 200, 404)),
    ("duty", ("demo", "2025", "TD-TP"), (404, 200, 200, 200, 200, 404)),
    ("duty", ("demo", "2025", "TD-QQ"), (404, 404, 404, 404, 404, 404)),
    ("published-rates", (), (200, 200, 200, 200, 200, 200)),
    ("workbook", ("demo", "2025", "TD-LD"), (200, 404, 403, 403, 403, 404)),
    ("workbook", ("demo", "2025", "TD-TP"), (404, 200, 404, 404, 403, 404)),
    ("workbook-file", ("demo", "2025", "TD-LD"), (200, 404, 403, 403, 403, 404)),
    ("workbook-file", ("demo", "2025", "TD-QQ"), (404, 404, 404, 404, 404, 404)),
    ("report-send", ("demo", "2025", "TD-LD"), (200, 404, 403, 403, 403, 404)),
    ("report-send", ("demo", "2025", "TD-TP"), (404, 200, 404, 404, 403, 404)),
    ("round-close", ("demo", "2025"), (403, 403, 200, 200, 403, 302)),
    ("round-reopen", ("demo", "2025"), (403, 403, 200, 200, 403, 302)),
    ("line", ("demo", "2025", "TD-LD", "3.1"), (200, 404, 200, 200, 200, 404)),
    ("line", ("demo", "2025", "TD-LD", "3.4"), (404, 404, 404, 404, 404, 404)),
    ("line", ("demo", "2025", "TD-TP", "3.4"), (404, 200, 404, 404, 200, 404)),
    ("line", ("demo", "2025", "TD-TP", "3.1"), (404, 404, 404, 404, 404, 404)),
    ("report-file", ("demo", "2025", "TD-LD", "FILE"), (200, 404, 200, 200, 200, 404)),
    ("report-file", ("demo", "2025", "TD-TP", "FILE"), (404, 404, 404, 404, 404, 404)),
    ("report-file", ("demo", "2025", "TD-TP", "DRAFT"), (404, 200, 404, 404, 404, 404)),
    ("report-file", ("demo", "2025", "TD-LD", "DRAFT"), (404, 404, 404, 404, 404, 404)),
    ("report-file", ("demo", "2025", "TD-LD", "NOTHING"), (404, 404, 404, 404, 404, 404)),
    ("editions", (), (200, 200, 200, 200, 200, 200)),
    ("edition", ("demo", "2025", "PUBLISHED"), (200, 200, 200, 200, 200, 200)),
    ("edition", ("demo", "2025", "BUILT"), (404, 404, 200, 200, 200, 404)),
    ("edition", ("demo", "2025", "NOTHING"), (404, 404, 404, 404, 404, 404)),
    ("edition", ("demo", "2026", "PUBLISHED"), (404, 404, 404, 404, 404, 404)),
    ("edition-file", ("demo", "2025", "PUBLISHED", "review.vi.html"), (200, 200, 200, 200, 200, 200)),
    ("edition-file", ("demo", "2025", "BUILT", "review.vi.html"), (404, 404, 200, 200, 200, 404)),
    ("edition-file", ("demo", "2025", "PUBLISHED", "review.vi.pdf"), (404, 404, 404, 404, 404, 404)),
    ("trail", (), (403, 403, 403, 403, 200, 302)),
]


@pytest.mark.parametrize(("role", "column"), [(role, n) for n, role in enumerate(ROLES)])
@pytest.mark.parametrize(("name", "where", "statuses"), READING, ids=map(_row, READING))
def test_who_sees_what(standing: Standing, name: str, where: tuple[str, ...], statuses: tuple[int, ...], role: str, column: int) -> None:
    for language in ("vi", "en"):
        answer = standing.clients[role].get(url(name, *map(standing.fill, where), language=language))
        assert answer.status_code == statuses[column]
        assert answer.status_code != 302 or answer["Location"].startswith(f"/{language}/sign-in?next=")


def test_every_address_is_in_one_of_the_tables() -> None:
    """A page that is added is asked for by every role here, or by every officer of the matrix, or this fails."""
    here = {row[0] for row in READING} | {row[0] for row in STEPS}
    assert here <= {pattern.name for pattern in urlpatterns} <= here | set(pages.REVIEW)


# Doing ------------------------------------------------------------------------------------------------------------------

LINE = {"claim": "in-progress", "narrative": "Đã bổ sung bảng số liệu.", "number": "N"}
TD_TP = ("demo", "2025", "TD-TP")
BACK = {"answer": "return", "reason": "other", "text": "Thiếu bảng.", "number": "T"}
#                                                                               A    B   coord. second aud. public
STEPS: list[tuple[str, tuple[str, ...], dict[str, str], tuple[int, ...]]] = [
    *planning.STEPS,
    ("round-open", ("demo", "2026"), {}, (403, 403, 302, 302, 403, 403)),
    ("round-open", ("demo", "2025"), {}, (403, 403, 422, 422, 403, 403)),
    ("round-open", ("demo", "2099"), {}, (404, 404, 404, 404, 404, 404)),
    ("round-build", ("demo", "2025"), {}, (404, 404, 302, 302, 403, 404)),
    ("round-build", ("demo", "2099"), {}, (404, 404, 404, 404, 403, 404)),
    ("edition-publish", ("demo", "2025", "BUILT"), {}, (404, 404, 403, 302, 404, 404)),
    ("edition-publish", ("demo", "2025", "PUBLISHED"), {}, (403, 403, 403, 403, 403, 403)),
    ("edition-publish", ("demo", "2025", "NOTHING"), {}, (404, 404, 404, 404, 404, 404)),
    ("line", ("demo", "2025", "TD-LD", "3.2"), LINE, (302, 404, 403, 403, 403, 404)),
    ("line", ("demo", "2025", "TD-LD", "3.1"), LINE, (422, 404, 403, 403, 403, 404)),
    ("line", ("demo", "2025", "TD-LD", "3.3"), LINE, (422, 404, 403, 403, 403, 404)),
    ("line", ("demo", "2025", "TD-LD", "3.4"), LINE, (404, 404, 404, 404, 404, 404)),
    ("line-attach", ("demo", "2025", "TD-LD", "3.2"), {"number": "N", "file": "csv", **DESCRIBED}, (302, 404, 403, 403, 403, 404)),
    ("line-evidence", ("demo", "2025", "TD-LD", "3.1", "FILE"), {"number": "N", **DESCRIBED}, (422, 404, 403, 403, 403, 404)),
    ("claim-step", ("demo", "2025", "TD-LD", "propose"), {"task": "3.1", "number": "0"}, (403, 404, 422, 422, 403, 404)),
    ("claim-step", ("demo", "2025", "TD-LD", "answer"), {"claim": "1", "step": "approve", "number": "0"}, (403, 404, 422, 422, 403, 404)),
    ("line-detach", ("demo", "2025", "TD-LD", "3.1", "FILE"), {"number": "N"}, (422, 404, 403, 403, 403, 404)),
    ("line-detach", ("demo", "2025", "TD-LD", "3.2", "FILE"), {"number": "N"}, (404, 404, 403, 403, 403, 404)),
    ("line-review", ("demo", "2025", "TD-LD", "3.1"), {"answer": "accept", "number": "T"}, (403, 404, 302, 302, 403, 404)),
    ("line-review", ("demo", "2025", "TD-LD", "3.1"), BACK, (403, 404, 302, 302, 403, 404)),
    ("line-review", ("demo", "2025", "TD-LD", "3.3"), BACK, (403, 404, 422, 422, 403, 404)),
    ("line-review", ("demo", "2025", "TD-TP", "3.4"), BACK, (404, 403, 404, 404, 403, 404)),
    ("duty-ask", TD_TP, {"sort": "waiver", "reason": "Hết việc.", "number": "N"}, (404, 302, 403, 403, 403, 404)),
    ("duty-ask", ("demo", "2025", "TD-LD"), {"sort": "waiver", "reason": "x", "number": "N"}, (422, 404, 403, 403, 403, 404)),
    ("duty-answer", TD_TP, {"answer": "grant", "reason": "x", "request": "1", "number": "T"}, (404, 403, 422, 422, 403, 404)),
    ("duty-pass", TD_TP, {"tasks": "3.4", "heir": "TD-YT", "reason": "x", "number": "2"}, (404, 403, 302, 302, 403, 404)),
    ("duty-pass", TD_TP, {"tasks": "3.4", "heir": "TD-YT", "reason": "x", "number": "1"}, (404, 403, 409, 409, 403, 404)),
    ("nil-write", TD_TP, {"text": "Không phát sinh.", "number": "N"}, (404, 302, 404, 404, 403, 404)),
    ("nil-send", TD_TP, {"number": "N"}, (404, 422, 404, 404, 403, 404)),
    ("nil-withdraw", TD_TP, {"reason": "x", "number": "N"}, (404, 422, 403, 403, 403, 404)),
    ("nil-review", TD_TP, {"answer": "accept", "number": "T"}, (404, 403, 422, 422, 403, 404)),
    ("report-withdraw", ("demo", "2025", "TD-LD"), {"reason": "x", "number": "N"}, (422, 404, 403, 403, 403, 404)),
    ("nil-refuse", TD_TP, {"reason": "x", "number": "N"}, (404, 422, 404, 404, 403, 404)),
    ("report-answer", ("demo", "2025", "TD-LD"), {"answer": "accept", "tasks": "3.1", "number": "T"}, (403, 404, 200, 200, 403, 404)),
    ("line-answer", ("demo", "2025", "TD-LD", "3.1", "1"), {"text": "Có.", "number": "N"}, (422, 404, 403, 403, 403, 404)),
    ("line-wording", ("demo", "2025", "TD-LD", "3.2"), {"number": "N"}, (422, 404, 403, 403, 403, 404)),
    ("round-close", ("demo", "2025"), {"sure": "yes", "number": "2"}, (403, 403, 422, 422, 403, 403)),
    ("round-reopen", ("demo", "2025"), {"agency": "TD-LD", "tasks": "3.1", "reason": "x", "number": "2"}, (403, 403, 422, 422, 403, 403)),
    ("round-reopen-decide", ("demo", "2025"), {"answer": "grant", "request": "9", "number": "2"}, (403, 403, 422, 422, 403, 403)),
    ("workbook", ("demo", "2025", "TD-LD"), {}, (422, 404, 403, 403, 403, 404)),
    ("report-send", ("demo", "2025", "TD-LD"), {"number": "N", "step": "ask"}, (302, 404, 403, 403, 403, 404)),
    ("report-send", ("demo", "2025", "TD-LD"), {"number": "N"}, (422, 404, 403, 403, 403, 404)),
    ("report-send", ("demo", "2025", "TD-TP"), {"number": "N", "step": "ask"}, (404, 422, 404, 404, 403, 404)),
]

ENTRIES = {"round-build": 0, "round-open": 2}  # a round opens with its last day


@pytest.mark.parametrize(("role", "column"), [(role, n) for n, role in enumerate(ROLES)])
@pytest.mark.parametrize(("name", "where", "form", "statuses"), STEPS, ids=map(_row, STEPS))
def test_who_does_what(
    standing: Standing, name: str, where: tuple[str, ...], form: dict[str, str], statuses: tuple[int, ...], role: str, column: int
) -> None:
    """A refused step leaves the ledger as it was; an allowed one adds what it says."""
    with undone():
        before = standing.world.entries()
        answer = standing.clients[role].post(url(name, *map(standing.fill, where)), _form(standing, where, form))
        assert answer.status_code == statuses[column]
        added = standing.world.entries() - before
        assert added == (ENTRIES.get(name, 1) if answer.status_code in (200, 302) else 0)


def _form(standing: Standing, where: tuple[str, ...], form: dict[str, str]) -> dict[str, Any]:
    """`N`: the number that the agency's page carries; `T`: that of the coordinator's."""
    numbers = {"N": "0", "T": "0"}
    if len(where) > 2 and where[2] in ("TD-LD", "TD-TP"):
        officer = DUNG if where[2] == "TD-LD" else HAI
        report = standing.world.view(officer, where[2]).report
        numbers = {"N": str(report.number), "T": str(report.told)}
    filled: dict[str, Any] = {name: standing.fill(numbers.get(value, value)) for name, value in form.items()}
    if "file" in filled:
        filled["file"] = BytesIO(b"a,b\n1,2\n")
        filled["file"].name = "bang.csv"
    return filled


@pytest.mark.parametrize("role", list(ROLES))
@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("round-open", ("demo", "2026")),
        ("round-build", ("demo", "2025")),
        ("edition-publish", ("demo", "2025", "BUILT")),
        ("line-attach", ("demo", "2025", "TD-LD", "3.2")),
        ("line-detach", ("demo", "2025", "TD-LD", "3.1", "FILE")),
        ("line-review", ("demo", "2025", "TD-LD", "3.1")),
    ],
)
def test_what_changes_something_is_not_done_by_a_link(standing: Standing, name: str, where: tuple[str, ...], role: str) -> None:
    address = url(name, *map(standing.fill, where))
    before = standing.world.entries()
    for method in ("get", "head", "put", "delete", "patch"):
        assert getattr(standing.clients[role], method)(address).status_code == 405
    assert standing.world.entries() == before


@pytest.mark.parametrize("name", ["plans", "reports", "editions", "trail"])
def test_lists_are_only_looked_at(standing: Standing, name: str) -> None:
    assert standing.clients["auditor"].post(url(name), {}).status_code == 405


@pytest.mark.parametrize(("name", "where", "form", "statuses"), STEPS, ids=map(_row, STEPS))
def test_a_form_from_elsewhere_is_refused(
    standing: Standing, name: str, where: tuple[str, ...], form: dict[str, str], statuses: tuple[int, ...]
) -> None:
    """Without the token of its page nothing is done, whoever sends it."""
    for role, officer in ROLES.items():
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.cookies = standing.clients[role].cookies
        before = standing.world.entries()
        assert client.post(url(name, *map(standing.fill, where)), _form(standing, where, form)).status_code == 403, officer
        assert standing.world.entries() == before


# What is not there and what may not be known ------------------------------------------------------------------------------

ALIKE = [
    ("B", "report", ("demo", "2025", "TD-LD"), ("demo", "2025", "TD-QQ")),
    ("B", "report-send", ("demo", "2025", "TD-LD"), ("demo", "2025", "TD-QQ")),
    ("B", "line", ("demo", "2025", "TD-LD", "3.1"), ("demo", "2025", "TD-QQ", "9.9")),
    ("B", "report-file", ("demo", "2025", "TD-LD", "FILE"), ("demo", "2025", "TD-QQ", "NOTHING")),
    ("B", "report-file", ("demo", "2025", "TD-TP", "FILE"), ("demo", "2025", "TD-TP", "NOTHING")),
    ("B", "edition", ("demo", "2025", "BUILT"), ("demo", "2025", "NOTHING")),
    ("B", "edition-file", ("demo", "2025", "BUILT", "review.vi.html"), ("demo", "2025", "NOTHING", "review.vi.html")),
    ("coordinator", "report", ("demo", "2025", "TD-TP"), ("demo", "2025", "TD-QQ")),
    ("coordinator", "line", ("demo", "2025", "TD-TP", "3.4"), ("demo", "2025", "TD-QQ", "9.9")),
    ("coordinator", "report-file", ("demo", "2025", "TD-TP", "DRAFT"), ("demo", "2025", "TD-QQ", "NOTHING")),
    ("public", "report", ("demo", "2025", "TD-LD"), ("nope", "2099", "TD-QQ")),
    ("public", "edition", ("demo", "2025", "BUILT"), ("nope", "2099", "NOTHING")),
]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("role", "name", "hidden", "missing"), ALIKE)
def test_hidden_and_missing_answer_alike(
    standing: Standing, role: str, name: str, hidden: tuple[str, ...], missing: tuple[str, ...], method: str
) -> None:
    """To the byte, headers and all, but for the address that was asked for."""
    answers = []
    for where in (hidden, missing):
        path = url(name, *map(standing.fill, where), language="en")
        answer = getattr(standing.clients[role], method)(path)
        headers = {k: v for k, v in answer.headers.items() if k not in ("Content-Length", "Set-Cookie", "X-Request-ID")}
        answers.append((answer.status_code, headers, normal(answer.content, path)))
    assert answers[0] == answers[1]
    assert answers[0][0] in ((404,) if method == "get" or name not in ("edition", "edition-file", "report", "report-file") else (405,))


@pytest.mark.parametrize("name", ["line-attach", "line-review"])
def test_hidden_and_missing_forms_answer_alike(standing: Standing, name: str) -> None:
    answers = []
    for where in (("demo", "2025", "TD-LD", "3.1"), ("demo", "2025", "TD-QQ", "9.9")):
        path = url(name, *where)
        answer = standing.clients["B"].post(path, {"number": "1", "answer": "accept"})
        answers.append((answer.status_code, normal(answer.content, path).replace("/".join(where[2:]).replace("/", "/lines/"), "…")))
    assert [status for status, _ in answers] == [404, 404]


# What pages show to whom ------------------------------------------------------------------------------------------------


def test_a_reporter_s_lists_hold_the_own_agency_alone(standing: Standing) -> None:
    """No other agency's report, gap, progress or count, whatever page."""
    for name in ("round", "round-gaps", "round-progress"):
        page = standing.clients["B"].get(url(name, "demo", "2025")).content.decode()
        assert "Bộ Lao động nước Trình Diễn" not in page, name
    assert "Bộ Lao động" not in standing.clients["B"].get(url("reports")).content.decode()
    assert "Bộ Lao động nước Trình Diễn" in standing.clients["A"].get(url("round", "demo", "2025")).content.decode()


def test_the_progress_that_a_reporter_sees_is_that_of_the_own_tasks(standing: Standing) -> None:
    """Another agency's tasks would look as if nothing had been done."""
    own = standing.clients["A"].get(url("round-progress", "demo", "2025", language="en"))
    whole = standing.clients["coordinator"].get(url("round-progress", "demo", "2025", language="en"))
    assert own.context["tasks"] == 3 if own.context else ">3<" in own.content.decode()
    assert "Ministry of Justice" not in own.content.decode()
    assert "Ministry of Justice of Demonstration" in whole.content.decode()


def test_the_coordinator_s_pages_do_not_show_a_draft(standing: Standing) -> None:
    page = standing.clients["coordinator"].get(line_url("3.2")).content.decode()
    assert "Bản nháp." not in page and "Đã làm." in page
    assert "Bản nháp." in standing.clients["A"].get(line_url("3.2")).content.decode()


@pytest.mark.parametrize(("role", "shown"), [("A", False), ("B", False), ("coordinator", True), ("second", True), ("auditor", False)])
def test_buttons_stand_only_where_they_work(standing: Standing, role: str, shown: bool) -> None:
    client = standing.clients[role]
    assert ("/build" in client.get(url("round", "demo", "2025")).content.decode()) is shown
    assert ('/open"' in client.get(url("round", "demo", "2026")).content.decode()) is shown
    if role != "B":
        assert ('/review"' in client.get(line_url("3.1")).content.decode()) is shown
        assert ('/3.2/files"' in client.get(line_url("3.2")).content.decode()) is (role == "A")
    assert "/publish" not in client.get(url("edition", "demo", "2025", standing.published)).content.decode()


def test_a_round_s_reports_are_links_only_for_who_may_open_them(standing: Standing) -> None:
    page = standing.clients["coordinator"].get(url("round", "demo", "2025")).content.decode()
    assert url("report", "demo", "2025", "TD-LD") in page
    assert f"'{url('report', 'demo', '2025', 'TD-TP')}'" not in page
    assert url("report", "demo", "2025", "TD-TP") in standing.clients["B"].get(url("round", "demo", "2025")).content.decode()


# Files ------------------------------------------------------------------------------------------------------------------


def test_what_somebody_uploaded_is_never_shown_in_our_pages(standing: Standing) -> None:
    answer = standing.clients["coordinator"].get(url("report-file", "demo", "2025", "TD-LD", standing.digest))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="bang.csv"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert b"".join(answer.streaming_content) == b"quy,so\n1,2\n"  # type: ignore[attr-defined]


def test_a_published_paper_may_run_nothing(standing: Standing) -> None:
    answer = standing.clients["public"].get(url("edition-file", "demo", "2025", standing.published, "review.vi.html"))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("digest", ["..%2f..%2fsecrets", "A" * 64, "%2e%2e", "0" * 63, "' OR 1=1"])
def test_a_file_s_name_is_a_digest_or_nothing(standing: Standing, digest: str) -> None:
    for role in ("A", "coordinator", "auditor"):
        answer = standing.clients[role].get(url("report", "demo", "2025", "TD-LD") + f"files/{digest}")
        assert answer.status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999", "9" * 30, "1.5", ""])
def test_pages_of_the_trail(standing: Standing, page: str) -> None:
    assert standing.clients["auditor"].get(url("trail"), {"page": page}).status_code == 200


@pytest.mark.parametrize("rule", ["G03", "G99", "<script>", "G03' --"])
def test_gaps_can_be_filtered(standing: Standing, rule: str) -> None:
    answer = standing.clients["coordinator"].get(url("round-gaps", "demo", "2025"), {"rule": rule})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace('<script type="module"', "").replace("<script src", "")
