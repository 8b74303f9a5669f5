"""The play: plans are loaded, rounds opened, lines written, sent, accepted and returned on the days of the script."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from dicu.access.rulebook import COORDINATION, PUBLICATION, REPORTING
from dicu.administration.rules import ROLES
from dicu.cli.steps import SignIn, Step
from dicu.demonstration import accounts, evidencing, measuring, proposing, recommending, reviewing, talking, watching_policy
from dicu.ledger.model import Entry
from dicu.review.bundles import digest_of, packed, shipped
from dicu.review.desk import Asker, ReviewDesk
from dicu.review.entering import value_field
from dicu.review.obligations import LOCAL
from dicu.store.security.session import speaking_as
from dicu.vocabulary.messages import T
from dicu.wiring import House, built

PLANS = ("vn-402", "vn-crvs-2017-2024", "demo", "demo-p1")
REVIEWS = (("vn-402", "2024"), ("vn-crvs-2017-2024", "2024"), ("demo", "2025"))
Raw = Mapping[str, Any]


class Clock:
    """A clock that the play sets; entries carry its time, and rules judge by it."""

    def __init__(self) -> None:
        self.at = datetime.now(LOCAL)

    def __call__(self) -> datetime:
        return self.at

    def set(self, at: datetime) -> None:
        self.at = at


def steps(build: Path) -> Sequence[Step]:
    play = Play(build)
    return (
        Step(T("Making the demonstration's accounts"), play.make_accounts),
        Step(T("Loading the plans"), play.load_plans),
        Step(T("Playing the reporting round"), play.rounds),
        Step(T("Importing figures"), play.figures),
        Step(T("Loading the policy registers"), play.policies),
        Step(T("Loading the dialogues"), play.dialogues),
        Step(T("Taking recommendations in"), play.recommendations),
        Step(T("Building the reviews"), play.reviews),
    )


def sign_ins() -> Sequence[SignIn]:
    """One for each role, the coordinators both: what one builds, the other publishes."""
    words = {role: given.name for role, given in ROLES.items()}
    seen: dict[str, int] = {}
    found = []
    for row, secret in accounts.secrets_of():
        seen[row["role"]] = seen.get(row["role"], 0) + 1
        if seen[row["role"]] <= 2:
            found.append(SignIn(words[row["role"]], row["username"], secret["password"], secret["token"]))
    return found


@dataclass
class Play:
    build: Path

    def __post_init__(self) -> None:
        self.clock = Clock()
        self.house: House = built(self.clock)
        self.script: Raw = yaml.safe_load((files("dicu.plans") / "demo" / "script.yaml").read_text("utf-8"))

    @property
    def desk(self) -> ReviewDesk:
        return self.house.desk

    def make_accounts(self) -> None:
        with transaction.atomic():
            accounts.ensure(self.house.administration, self.clock.set)

    def load_plans(self) -> None:
        """Loads what was never loaded: a plan that somebody has loaded again since, with its annex, stays current."""
        for plan in PLANS:
            known = {entry.body["digest"] for entry in self._entries(f"plan/{plan}") if entry.kind == "plan.loaded"}
            if digest_of(packed(shipped(plan))) not in known:
                self.as_(
                    "an.ngoaigiao", COORDINATION, lambda who, plan=plan: self.desk.coordination.load_plan(who, shipped(plan), "shipped")
                )

    def rounds(self) -> None:
        """Plays each round that is not open yet; a second run of `make demo` changes nothing."""
        for round_ in self.script["rounds"]:
            if not self._entries(f"round/demo/{round_['round']}"):
                with transaction.atomic():
                    self._round(round_)
        evidencing.claims(self.desk, self.as_, self.script)

    def figures(self) -> None:
        """Imports the invented yearbook and its correction, once, each on its day."""
        if not measuring.played(self.desk, self.as_):
            with transaction.atomic():
                for at, act in measuring.acts(self.desk, self.as_):
                    self.clock.set(at)
                    act()
        self.clock.set(datetime.now(LOCAL))

    def policies(self) -> None:
        """Loads the policy registers that were never loaded, and takes the steps on the invented one, once."""
        watching_policy.load(self.house.policies, self.as_)
        if not watching_policy.played(self.house.policies, self.as_):
            with transaction.atomic():
                for at, act in watching_policy.acts(self.house.policies, self.as_):
                    self.clock.set(at)
                    act()
        self.clock.set(datetime.now(LOCAL))

    def dialogues(self) -> None:
        """Loads the series that were never loaded, and takes the steps of the invented one, once."""
        talking.load(self.house.dialogues, self.as_)
        if not talking.played(self.house.dialogues, self.as_):
            with transaction.atomic():
                for at, act in talking.acts(self.house.dialogues, self.as_):
                    self.clock.set(at)
                    act()
        self.clock.set(datetime.now(LOCAL))

    def recommendations(self) -> None:
        """Takes in the invented sets, and says of the real one that it exists; once."""
        recommending.play(self.house.recommendations, self.as_)

    def reviews(self) -> None:
        """Builds what has no edition of its present snapshot yet, publishes it by the other coordinator, lays the files out."""
        self.clock.set(datetime.now(LOCAL))
        for plan, round_ in REVIEWS:
            self._review(plan, round_, self.build / "review" if plan == "vn-402" else self.build / f"review-{plan}")

    def _entries(self, stream: str) -> tuple[Entry, ...]:
        return self.as_("an.ngoaigiao", COORDINATION, lambda _: self.house.ledger.read(stream))  # type: ignore[no-any-return]

    def as_(self, username: str, purpose: str, step: Callable[[Asker], Any]) -> Any:
        """A step as one of the accounts, in a transaction of its own, behind the database's second lock."""
        officer = accounts.officer(username)
        with transaction.atomic(), speaking_as(officer):
            return step(Asker(officer, purpose))

    def _round(self, round_: Raw) -> None:
        plan = self.as_("an.ngoaigiao", COORDINATION, lambda who: self.desk.tools.plan(who, "demo"))
        opens = plan.round(round_["round"]).opens
        self.clock.set(datetime.combine(opens, time(8), LOCAL))
        self.as_("an.ngoaigiao", COORDINATION, lambda who: self.desk.coordination.open_round(who, "demo", round_["round"]))
        for at, act in sorted(self._acts(round_), key=lambda pair: pair[0]):
            self.clock.set(at)
            act()

    def _acts(self, round_: Raw) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """Everything that happens in a round, each at its time."""
        id_ = round_["round"]
        yield from proposing.acts(self.desk, self.as_, round_, "TD-NG")
        yield from reviewing.acts(self.desk, self.as_, round_)
        for report in round_["reports"]:
            agency, by, sent = report["agency"], (report["by"], report["sent_by"]), report["submitted"]
            written = sent or self.clock.at
            yield written, lambda a=agency, b=by[0], r=report: self._write(id_, a, b, r["lines"])
            if waiting := report.get("clearance"):
                yield written, lambda a=agency, b=by[0], w=waiting: self._ask(id_, a, b, tuple(w))
            if sent:
                yield sent, lambda a=agency, b=by: self._send(id_, a, b)
            for line in report["lines"]:
                yield from self._answers(id_, agency, by, line)

    def _answers(self, id_: str, agency: str, by: tuple[str, str], line: Raw) -> Iterator[tuple[datetime, Callable[[], None]]]:
        if line.get("decision"):
            yield line["decision"]["at"], lambda: self._decide(id_, agency, line["task"], line["decision"])
        again = line.get("resubmitted")
        if again:
            yield again["at"], lambda: self._mend(id_, agency, by, {**again, "task": line["task"]})
            if again.get("decision"):
                yield again["decision"]["at"], lambda: self._decide(id_, agency, line["task"], again["decision"])

    def _write(self, round_: str, agency: str, by: str, lines: Sequence[Raw]) -> None:
        for line in lines:
            self.as_(by, REPORTING, lambda who, line=line: self._line(who, round_, agency, line))
            for file in line.get("evidence") or []:
                self.as_(by, REPORTING, lambda who, line=line, file=file: self._file(who, round_, agency, line["task"], file))

    def _line(self, who: Asker, round_: str, agency: str, line: Raw) -> None:
        view = self.desk.reporting.view(who, "demo", round_, agency)
        self.desk.reporting.write(who, view, line["task"], typed(line), "en", view.report.number)

    def _file(self, who: Asker, round_: str, agency: str, task: str, file: Raw) -> None:
        view = self.desk.reporting.view(who, "demo", round_, agency)
        evidencing.attach(self.desk, who, view, task, file)

    def _ask(self, round_: str, agency: str, by: str, tasks: tuple[str, ...] = ()) -> None:
        def ask(who: Asker) -> None:
            view = self.desk.reporting.view(who, "demo", round_, agency)
            self.desk.reporting.ask_clearance(who, view, view.report.number, tasks)

        self.as_(by, REPORTING, ask)

    def _send(self, round_: str, agency: str, by: tuple[str, str]) -> None:
        """One of the agency asks, the other one clears and sends."""

        def send(who: Asker) -> None:
            view = self.desk.reporting.view(who, "demo", round_, agency)
            self.desk.reporting.submit(who, view, view.report.number)

        self._ask(round_, agency, by[0])
        self.as_(by[1], REPORTING, send)

    def _mend(self, round_: str, agency: str, by: tuple[str, str], line: Raw) -> None:
        self._write(round_, agency, by[0], [line])
        self._send(round_, agency, by)

    def _decide(self, round_: str, agency: str, task: str, decision: Raw) -> None:
        def decide(who: Asker) -> None:
            view = self.desk.reporting.view(who, "demo", round_, agency)
            if decision["action"] == "accept":
                self.desk.coordination.accept(who, view, task, view.report.number)
            else:
                reason, text = decision["reason_code"], decision["reason"]["vi"]
                due: date | None = decision.get("new_due")
                self.desk.coordination.send_back(who, view, task, reason, text, due, view.report.number)

        self.as_(decision["by"], COORDINATION, decide)

    def _review(self, plan: str, round_: str, out: Path) -> None:
        edition = self.as_("an.ngoaigiao", COORDINATION, lambda who: self._kept(who, plan, round_, out))
        if edition.state != "published":
            self.as_("binh.ngoaigiao", PUBLICATION, lambda who: self.desk.editions.publish(who, plan, round_, edition.snapshot))

    def _kept(self, who: Asker, plan: str, round_: str, out: Path) -> Any:
        part = self.desk.editions
        known = part.present(who, plan, round_)
        if known and (out / "manifest.json").is_file():
            return known
        made = part.build(who, plan, round_)
        edition = part.keep(who, made)
        shutil.rmtree(out, ignore_errors=True)
        made.write(out)
        return edition


def typed(line: Raw) -> dict[str, str]:
    """A line of the script as an officer would type it into the English form; the prose is Vietnamese, as they write it."""
    day = line.get("completed_on")
    fields = {
        "claim": line["status"],
        "narrative": (line.get("narrative") or {}).get("vi", ""),
        "difficulties": (line.get("difficulties") or {}).get("vi", ""),
        "completed_on": day.strftime("%d/%m/%Y") if day else "",
    }
    for value in line.get("values") or []:
        for part in ("value", "missing", "qualifier", "period", "source", "locator"):
            fields[value_field(value["indicator"], part)] = str(value.get(part) or "")
    return fields
