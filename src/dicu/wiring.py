"""Where the rooms are put together: ports are filled, the policy is chosen, the clock is set. Nothing else is done here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from dicu.access.policy import Policy
from dicu.access.rulebook import POLICY as RULES
from dicu.administration.desk import AdministrationDesk
from dicu.administration.desk import Tools as AdministrationTools
from dicu.administration.kinds import KINDS as ADMINISTRATION_KINDS
from dicu.agenda.jobs import Jobs
from dicu.ledger.model import Kinds
from dicu.persons.desk import PersonsDesk
from dicu.persons.kinds import KINDS as PERSON_KINDS
from dicu.readings.desk import ReadingsDesk
from dicu.readings.kinds import KINDS as READING_KINDS
from dicu.readings.watching import counted, watched
from dicu.review.announcing import ANNOUNCED
from dicu.review.desk import Press, ReviewDesk, Tools
from dicu.review.desk.recommendation_steps import RecommendationSteps
from dicu.review.dialogues.desk import DialogueDesk
from dicu.review.dialogues.kinds import KINDS as DIALOGUE_KINDS
from dicu.review.gaps.kinds import KINDS as GAP_KINDS
from dicu.review.kinds import KINDS as REVIEW_KINDS
from dicu.review.law import ReportingLaw
from dicu.review.policy_watch.desk import PolicyDesk
from dicu.review.policy_watch.kinds import KINDS as POLICY_KINDS
from dicu.review.recommendations.kinds import KINDS as RECOMMENDATION_KINDS
from dicu.store import environment
from dicu.store.agenda.kinds import KINDS as AGENDA_KINDS
from dicu.store.environment import instance
from dicu.vocabulary.overlays import Calendars as WorkingDays
from dicu.webhooks.desk import WebhookDesk
from dicu.webhooks.kinds import KINDS as WEBHOOK_KINDS

if TYPE_CHECKING:  # its models exist only once Django is set up
    from dicu.store.agenda.desk import AgendaDesk
    from dicu.store.api.delivering import Delivery
    from dicu.store.ledger.keeper import PostgresLedger
    from dicu.store.review.evidence_checking import Watch

INSTANCE = instance()
"""The sovereign whose installation this is."""
POLICY = watched(RULES)
"""The rules of the house, each question heard by the log of reading. Lists that officers read go through `counted`."""


@dataclass(frozen=True)
class House:
    """What a page or a command works with."""

    desk: ReviewDesk
    ledger: "PostgresLedger"
    policy: Policy
    kinds: Kinds
    now: Callable[[], datetime]
    administration: AdministrationDesk
    readings: ReadingsDesk
    agenda: "AgendaDesk"
    jobs: Jobs
    """What the worker does, whatever room it belongs to; see `built`."""
    persons: PersonsDesk
    webhooks: WebhookDesk
    deliveries: "Delivery"
    dialogues: DialogueDesk
    recommendations: RecommendationSteps
    evidence: "Watch"
    policies: PolicyDesk


@cache
def house() -> House:
    """The house of this process, on the clock of the machine."""
    return built(lambda: datetime.now(UTC))


def built(now: Callable[[], datetime]) -> House:  # noqa: PLR0915 - the whole house, one room after the other
    """A house on a clock of its own: the demonstration plays the past through the same doors."""
    from django.conf import settings  # noqa: PLC0415 - Django must be set up before its models are named

    from dicu import publishing  # noqa: PLC0415
    from dicu.intake.files import DirectoryVault  # noqa: PLC0415
    from dicu.store.accounts import projecting as accounts  # noqa: PLC0415
    from dicu.store.accounts.records import PostgresAccounts  # noqa: PLC0415
    from dicu.store.agenda import projecting as agenda  # noqa: PLC0415
    from dicu.store.agenda import setting_up  # noqa: PLC0415
    from dicu.store.api import answers  # noqa: PLC0415
    from dicu.store.api import setting_up as interface  # noqa: PLC0415
    from dicu.store.api import webhooks as hooks  # noqa: PLC0415
    from dicu.store.ledger.keeper import PostgresLedger  # noqa: PLC0415
    from dicu.store.ledger.notary import notary  # noqa: PLC0415
    from dicu.store.persons import setting_up as people  # noqa: PLC0415
    from dicu.store.persons.keys import Keys  # noqa: PLC0415
    from dicu.store.persons.rows import PostgresPeople  # noqa: PLC0415
    from dicu.store.readings import projecting as readings  # noqa: PLC0415
    from dicu.store.readings.recording import PostgresRecorder, seal  # noqa: PLC0415
    from dicu.store.readings.rows import PostgresReadings  # noqa: PLC0415
    from dicu.store.review import dialogue_setting_up as dialogues  # noqa: PLC0415
    from dicu.store.review import evidence_records, evidence_setting_up  # noqa: PLC0415
    from dicu.store.review import gap_setting_up as gaps  # noqa: PLC0415
    from dicu.store.review import observation_records as figures  # noqa: PLC0415
    from dicu.store.review import policy_setting_up as policies  # noqa: PLC0415
    from dicu.store.review import recommendation_setting_up as recommended  # noqa: PLC0415
    from dicu.store.review.projecting import projectors  # noqa: PLC0415
    from dicu.store.review.records import PostgresRecords  # noqa: PLC0415
    from dicu.store.signing_in.entrances import PostgresEntrances  # noqa: PLC0415
    from dicu.store.signing_in.sealing import digests  # noqa: PLC0415

    kinds = REVIEW_KINDS + ADMINISTRATION_KINDS + READING_KINDS + PERSON_KINDS + AGENDA_KINDS + WEBHOOK_KINDS + DIALOGUE_KINDS + GAP_KINDS
    kinds += RECOMMENDATION_KINDS + POLICY_KINDS
    ledger = PostgresLedger(kinds, now=now)
    ledger.projectors = {**projectors(ledger.read), **accounts.projectors(), **readings.projectors(), **agenda.projectors()}
    ledger.rooms = {"review": projectors(ledger.read), "access": accounts.projectors(), "agenda": agenda.projectors()}
    ledger.notary = notary(INSTANCE)
    keys = Keys(INSTANCE)
    of_people = people.projectors(ledger, keys)
    ledger.projectors = {**ledger.projectors, **of_people}
    ledger.rooms = {**ledger.rooms, "persons": of_people, "readings": readings.projectors()}
    ledger.projectors = {**ledger.projectors, **hooks.projectors(ledger.read)}
    ledger.rooms = {**ledger.rooms, "webhooks": hooks.projectors(ledger.read)}
    ledger.projectors = {**ledger.projectors, **figures.projectors()}
    ledger.rooms = {**ledger.rooms, "figures": figures.projectors()}
    vault = DirectoryVault(Path(settings.FILES))
    terms = {"calendars": WorkingDays(settings.CALENDARS).calendar, "law": partial(ReportingLaw.load, environment.reporting_law())}
    terms |= {"figures": counted(figures.PostgresFigures()), "evidence": counted(evidence_records.PostgresEvidence())}
    tools = Tools(ledger, counted(PostgresRecords()), vault, settings.UPLOAD_LIMIT, POLICY, INSTANCE, now, **terms)
    desk = ReviewDesk(tools, Press(publishing.FORMATS, publishing.render), partial(digests, purpose="review workbook"))
    of_accounts = (counted(PostgresAccounts()), PostgresEntrances())
    administration = AdministrationDesk(AdministrationTools(ledger, *of_accounts, POLICY, INSTANCE, now))
    log = ReadingsDesk(PostgresRecorder(ledger), PostgresReadings(), POLICY, seal, INSTANCE, now)
    surroundings = (settings.CALENDARS, settings.MAIL, settings.ADDRESS)
    asked_for = setting_up.sources(tools.version)
    talks = dialogues.desk(ledger, tools, Press(publishing.FORMATS, publishing.render), asked_for)
    policy = policies.desk(ledger, tools, asked_for)
    talks.briefing.policies = policy.looking
    recommendations = recommended.desk(ledger, tools)
    gaps.join(ledger, desk, talks, recommendations.looking, asked_for)
    to_do = setting_up.desk(ledger, (POLICY, RULES), asked_for, INSTANCE, now, surroundings)
    jobs = Jobs()
    jobs.register("agenda", timedelta(minutes=1), to_do.tick)
    jobs.register("checkpoint", timedelta(minutes=10), ledger.checkpoint)
    persons = people.desk(ledger, counted(PostgresPeople()), POLICY, keys, now)
    jobs.register("erasures", timedelta(hours=1), lambda: people.put_right(keys))
    told, deliveries = interface.webhooks(ledger, (POLICY, RULES), ANNOUNCED, INSTANCE, now)
    jobs.register("webhooks", timedelta(seconds=15), deliveries.deliver)
    watch = evidence_setting_up.watch(vault, now)
    jobs.register("evidence", timedelta(hours=1), watch.tick)
    jobs.register("answers", timedelta(hours=1), lambda: answers.sweep(now()))
    gaps.daily(desk, RULES, jobs)
    rest = (talks, recommendations, watch, policy)
    return House(desk, ledger, POLICY, kinds, now, administration, log, to_do, jobs, persons, told, deliveries, *rest)


def command() -> None:
    """The command `dicu`."""
    from dicu.cli.command import main  # noqa: PLC0415

    main(house)
