"""Several officers act on a round in any order, on fresh and on stale forms. Whatever they try, what must hold holds."""

import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from tests.proof import examples
from tests.unit.review.making import plan_of
from tests.unit.store_review.house import AN, BINH, CHI, DUNG, HAI, HOA, PUBLIC, STRANGER, TWO_HATS, UYEN, World, reporter, usual

from dicu.access.model import Absent, Forbidden, Officer
from dicu.ledger.model import Conflict
from dicu.review.desk.reporting import as_sent
from dicu.review.desk.tools import line_standing, report_standing
from dicu.review.report import REPORT, LineState, stream_name
from dicu.review.rules import NotAllowed
from dicu.store.review.models import LineRow, ObligationRow
from dicu.store.review.packing import packed, unpacked
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import Refused

AGENCIES = {"TD-LD": ("3.1", "3.2", "3.3"), "TD-TP": ("3.4", "3.5")}
TASKS = [task for tasks in AGENCIES.values() for task in tasks]
BOTH = Officer("dung", "Dũng", "TD-LD", (*DUNG.grants, *AN.grants))
"""The reporter of TD-LD, who now also coordinates."""
EVERYBODY = (DUNG, HOA, HAI, CHI, AN, BINH, BOTH, TWO_HATS, UYEN, STRANGER, PUBLIC)

BRIEF = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=(Phase.explicit, Phase.generate))
"""Each step asks a database: shrinking would take longer than reading what failed."""

NGAN = reporter("ngan", "TD-TP")
officers = st.one_of(st.sampled_from([DUNG, HAI, AN, BOTH]), st.sampled_from(EVERYBODY))
tasks = st.sampled_from(TASKS)
words = st.sampled_from(["", "Đã làm.", "Đã xong một phần.", "Chờ số liệu."])
behind = st.sampled_from([0, 0, 0, 0, 1, 2])
"""How many entries the form is behind the report."""


SEEN: Counter[str] = Counter()
"""Line states that were reached by a step that was allowed; a machine that is always refused proves nothing."""


class Round(RuleBasedStateMachine):
    """A round of two reporting agencies; each rule is one attempt, which may be refused but never half done."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.world = World()
        self.texts = itertools.count()

    @initialize(begun=st.sampled_from([(), ("TD-LD",), ("TD-LD", "TD-TP")]))
    def opened(self, begun: tuple[str, ...]) -> None:
        self.world.load().open()
        for agency in begun:
            self.report_whole(agency)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()

    # Attempts --------------------------------------------------------------------------------------------------------

    @rule(who=officers, task=tasks, text=words, claim=st.sampled_from(["in-progress", "completed", "nonsense"]), late=behind)
    def write(self, who: Officer, task: str, text: str, claim: str, late: int) -> None:
        day = "01/12/2025" if claim == "completed" else ""
        number = self.number(task, late)
        self.attempt(task, late, lambda: self.world.write(who, task, number, narrative=text, claim=claim, completed_on=day))

    @rule(who=officers, task=tasks, text=st.sampled_from(["a,1\n", "b,2\n", "\x00"]), late=behind)
    def attach(self, who: Officer, task: str, text: str, late: int) -> None:
        self.attempt(task, late, lambda: self.world.attach(who, task, text, number=self.number(task, late)))

    @rule(who=officers, task=tasks, data=st.data(), late=behind)
    def detach(self, who: Officer, task: str, data: st.DataObject, late: int) -> None:
        files = [file.digest for file in self.fold(task).line(task).files]
        digest = data.draw(st.sampled_from([*files, "0" * 64]))
        self.attempt(task, late, lambda: self.world.detach(who, task, digest, self.number(task, late)))

    @rule(who=officers, agency=st.sampled_from(list(AGENCIES)), late=behind)
    def send(self, who: Officer, agency: str, late: int) -> None:
        task = AGENCIES[agency][0]
        self.attempt(task, late, lambda: self.world.clear(who, agency, self.number(task, late)))

    @rule(who=officers, agency=st.sampled_from(list(AGENCIES)), late=behind)
    def ask(self, who: Officer, agency: str, late: int) -> None:
        task = AGENCIES[agency][0]
        self.attempt(task, late, lambda: self.world.ask(who, agency, self.number(task, late)))

    @rule(agency=st.sampled_from(list(AGENCIES)), judged=st.booleans())
    def report_whole(self, agency: str, judged: bool = False) -> None:
        """The usual course, so that lines to judge are there."""
        who = DUNG if agency == "TD-LD" else HAI
        for task in AGENCIES[agency]:
            self.attempt(task, 0, lambda task=task: self.world.write(who, task, narrative=f"Lần {next(self.texts)}"))
        self.attempt(AGENCIES[agency][0], 0, lambda: self.world.ask(who, agency))
        second = HOA if agency == "TD-LD" else NGAN
        self.attempt(AGENCIES[agency][0], 0, lambda: self.world.clear(second, agency))
        if judged:
            self.attempt(AGENCIES[agency][0], 0, lambda: self.world.accept(BINH, AGENCIES[agency][0]))
            self.attempt(AGENCIES[agency][1], 0, lambda: self.world.give_back(BINH, AGENCIES[agency][1]))

    @rule(who=st.sampled_from([AN, BINH, AN, BINH, BOTH]), yes=st.sampled_from([True, True, False]), data=st.data())
    def judge(self, who: Officer, yes: bool, data: st.DataObject) -> None:
        """The usual answer to a line that waits, on a fresh page."""
        waiting = [task for task in TASKS if self.fold(task).line(task).state is LineState.SUBMITTED]
        task = data.draw(st.sampled_from(waiting or TASKS))
        step = self.world.accept if yes else self.world.give_back
        self.attempt(task, 0, lambda: step(who, task, number=self.told(task, 0)))

    @rule(who=officers, task=tasks, late=behind)
    def accept(self, who: Officer, task: str, late: int) -> None:
        self.attempt(task, late, lambda: self.world.accept(who, task, self.told(task, late)))

    @rule(
        who=officers,
        task=tasks,
        text=st.sampled_from(["Thiếu.", "Thiếu.", "  "]),
        reason=st.sampled_from(["other", "other", "x"]),
        late=behind,
    )
    def give_back(self, who: Officer, task: str, text: str, reason: str, late: int) -> None:
        self.attempt(task, late, lambda: self.world.give_back(who, task, text, reason, number=self.told(task, late)))

    @rule(who=officers)
    def open_again(self, who: Officer) -> None:
        """A round is opened once: whoever tries, nothing happens."""
        before = self.entries()
        with pytest.raises(Refused):
            self.world.by(who, "coordination", lambda asker: self.world.desk.coordination.open_round(asker, "demo", "2025"))
        assert self.entries() == before

    def attempt(self, task: str, late: int, step: Any) -> None:
        """Either one entry of the report's stream, or a refusal and nothing at all."""
        before, report = self.entries(), self.fold(task)
        try:
            step()
        except (NotAllowed, Forbidden, Absent, Conflict, Refused):
            assert self.entries() == before
            assert self.fold(task) == report
        else:
            SEEN[self.fold(task).line(task).state] += 1
            assert self.entries() - before in (0, 1)
            assert late == 0 or self.entries() == before, "written on a stale form"

    # What always holds -----------------------------------------------------------------------------------------------

    @invariant()
    def nobody_accepts_what_they_sent(self) -> None:
        for task in TASKS:
            line = self.fold(task).line(task)
            if line.state is LineState.ACCEPTED:
                assert line.reviewer and line.submitter and line.reviewer not in (line.submitter, *line.sent_authors)

    @invariant()
    def nobody_sends_what_they_alone_wrote(self) -> None:
        for task in TASKS:
            line = self.fold(task).line(task)
            assert line.sent is None or line.sendings > 1 or line.submitter not in line.sent_authors

    @invariant()
    def every_return_has_its_reason(self) -> None:
        for task in TASKS:
            for back in self.fold(task).line(task).returns:
                assert back.text.strip() and back.reason and back.by

    @invariant()
    def rows_are_the_fold_of_the_ledger(self) -> None:
        with maintaining():
            rows = {row.id: row for row in LineRow.objects.all()}
            owed = {row.agency: row for row in ObligationRow.objects.all()}
        for agency, codes in AGENCIES.items():
            report = self.fold(codes[0])
            assert owed[agency].state == report_standing(report, codes)
            assert owed[agency].submitted_at == report.first_submitted_at
            for task in codes:
                row, line = rows.pop(f"demo/2025/{agency}/{task}", None), report.line(task)
                assert (row is None) == (line.sent is None)
                if row is not None:
                    assert unpacked(row.line) == as_sent(line)
                    assert (row.state, row.submitted_by, row.line) == (line_standing(line), line.submitter, packed(as_sent(line)))
        assert not rows

    @invariant()
    def the_chain_holds(self) -> None:
        with maintaining():
            assert self.world.house.ledger.verify() is None  # type: ignore[attr-defined]

    @precondition(lambda self: self.fold("3.1").number)
    @invariant()
    def nothing_of_an_agency_is_seen_by_another(self) -> None:
        for who in (HAI, CHI, STRANGER, PUBLIC):
            assert self.world.sees(who, "TD-LD") is None
        for who in (AN, BINH):
            view = self.world.sees(who, "TD-LD")
            assert (view is not None) is self.fold("3.1").submitted
            for task, line in view.lines if view else ():
                assert line == as_sent(self.fold("3.1").line(task.code))

    # ---------------------------------------------------------------------------------------------------------------

    def fold(self, task: str) -> Any:
        agency = World.lead(task)
        with maintaining():
            return REPORT.over(self.world.desk.tools.ledger.read(stream_name("demo", "2025", agency)))

    def number(self, task: str, late: int) -> int:
        return int(self.fold(task).number) - late

    def told(self, task: str, late: int) -> int:
        return int(self.fold(task).told) - late

    def entries(self) -> int:
        with maintaining():
            return self.world.house.ledger.latest(0, 0)[1]  # type: ignore[attr-defined,no-any-return]


def test_whatever_officers_try(db: None) -> None:
    SEEN.clear()
    run_state_machine_as_test(
        Round,
        settings=settings(BRIEF, max_examples=examples(8), stateful_step_count=22),
    )
    assert all(SEEN[state] for state in ("draft", "submitted", "returned", "accepted")), SEEN


# Two worlds that differ only in an agency's drafts ------------------------------------------------------------------------

DRAFT = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(AGENCIES["TD-LD"]), st.sampled_from(["Nháp một.", "Nháp hai."])),
    st.tuples(st.just("attach"), st.sampled_from(AGENCIES["TD-LD"]), st.sampled_from(["x,1\n", "y,2\n"])),
)


def everything_seen(world: World) -> Iterator[object]:
    """Every list and view that anybody outside the agency can ask the desk for."""
    desk = world.desk
    for who in (HAI, CHI, AN, BINH, STRANGER, PUBLIC):
        purpose = usual(who)
        yield world.by(who, purpose, desk.reporting.obligations)
        yield [world.sees(who, agency) for agency in plan_of().leads()]
        yield world.by(who, purpose, desk.editions.editions)
        try:
            yield world.overview(who)
        except (Absent, Forbidden) as refused:
            yield type(refused), str(refused)
    yield world.by(AN, "coordination", lambda asker: desk.editions.snapshot(asker, plan_of(), plan_of().round("2025")))  # type: ignore[arg-type]


@settings(BRIEF, max_examples=examples(6))
@given(drafts=st.lists(DRAFT, min_size=1, max_size=5), returned=st.booleans())
def test_drafts_are_seen_by_nobody_else(db: None, files: None, drafts: list[tuple[str, str, str]], returned: bool) -> None:
    """Before the first sending and while returned lines are mended: the same lists, the same views, the same snapshot."""
    with transaction.atomic():
        world = World().load().open()
        world.report(HAI, "TD-TP")
        if returned:
            world.report(DUNG, "TD-LD")
            for task in AGENCIES["TD-LD"]:
                world.give_back(AN, task)
        before = list(everything_seen(world))
        for kind, task, text in drafts:
            world.write(DUNG, task, narrative=text) if kind == "write" else world.attach(HOA, task, text, name=f"{text[0]}.csv")
        assert list(everything_seen(world)) == before
        transaction.set_rollback(True)


def test_the_vault_of_a_test_is_its_own(files: None, tmp_path: Path) -> None:
    """What these attempts attach lies in the test's folder."""
    assert Path(django_settings.FILES).is_relative_to(tmp_path)
