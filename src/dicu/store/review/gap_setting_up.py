"""The room of gaps put together: its rows, its to-dos, the runs that the house records by itself every day."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from dicu.access.model import Asker, Grant, Officer
from dicu.access.policy import Policy
from dicu.access.rulebook import COORDINATION, COORDINATOR, REPORTER
from dicu.agenda.jobs import Jobs
from dicu.agenda.todo import For, Sources
from dicu.review.desk import ReviewDesk
from dicu.review.desk.gap_sources import of_dialogues, of_evidence, of_recommendations
from dicu.review.desk.recommendations import Recommendations
from dicu.review.dialogues.desk import DialogueDesk
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.review.gap_projecting import projectors
from dicu.store.review.gap_records import PostgresGaps, owned
from dicu.store.review.records import PostgresRecords
from dicu.store.security.session import maintaining

HOUSE = Officer("dicu:worker", "dicu", "", (Grant(COORDINATOR),))
"""Nobody's account: the rules are run over everything, whoever may see how much of it."""
EVERY = timedelta(days=1)


def join(ledger: PostgresLedger, desk: ReviewDesk, talks: DialogueDesk, recommended: Recommendations, asked_for: Sources) -> None:
    found = projectors(ledger.read)
    ledger.projectors, ledger.rooms = {**ledger.projectors, **found}, {**ledger.rooms, "gaps": found}
    desk.gaps.records = PostgresGaps()
    desk.coordination.outside += [of_dialogues(talks.looking), of_recommendations(recommended), of_evidence(desk.evidence)]
    asked_for.register("gaps", For(frozenset({REPORTER}), owned))


def daily(desk: ReviewDesk, policy: Policy, jobs: Jobs) -> None:
    """`policy`: the rules that nobody listens to. What the house looks at by itself is no officer's reading."""
    tools = replace(desk.tools, policy=policy, records=PostgresRecords())
    quiet = ReviewDesk(tools, desk.editions.press, desk.workbooks.seal)
    quiet.gaps.records = PostgresGaps()

    def run() -> None:
        with transaction.atomic(), maintaining():
            quiet.gaps.record_all(Asker(HOUSE, COORDINATION))

    jobs.register("gaps", EVERY, run)
