"""Policy watch: registers brought in, entries and their steps, legal routes, and the feed of changes."""

from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from dicu.access.model import Officer
from dicu.api import problems
from dicu.api.operations import Asked, Done, Room
from dicu.api.problems import Problem
from dicu.api.review.dialogue_shapes import DifferenceShape
from dicu.api.review.policy_shapes import (
    PolicyFeed,
    PolicyList,
    PolicyLoadedShape,
    PolicyShape,
    RouteList,
    feed_shape,
    policy_shape,
    routes_shape,
)
from dicu.api.shapes import Day, Name, Sent
from dicu.review.policy_watch.bundles import from_archive
from dicu.review.policy_watch.choosing import Wanted, chosen
from dicu.review.policy_watch.desk import PolicyDesk, errand
from dicu.review.policy_watch.validating import BadRegister

room = Room("policy watch")
ONE = "/policy/{policy_register}/{entry}"
TEXT = 15_000
Compare = Annotated[bool, Query(description="Only say what the version would change; nothing is kept.")]
Word = Annotated[str, Query(max_length=100)]


def of_policy(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    """The usual errand, the same as on the page."""
    return errand(officer, house.policies.tools.today())


class PolicySent(Sent):
    """Days as YYYY-MM-DD, empty where not known; lists are codes separated by semicolons."""

    jurisdiction: str = Field("", max_length=20, description="VNM, GBR or both")
    kind: str = Field("", max_length=40)
    symbol: str = Field("", max_length=120)
    title_vi: str = Field("", max_length=TEXT)
    title_en: str = Field("", max_length=TEXT)
    changes_vi: str = Field("", max_length=TEXT)
    changes_en: str = Field("", max_length=TEXT)
    note_vi: str = Field("", max_length=TEXT)
    note_en: str = Field("", max_length=TEXT)
    route_name_vi: str = Field("", max_length=TEXT)
    route_name_en: str = Field("", max_length=TEXT)
    route_conditions_vi: str = Field("", max_length=TEXT)
    route_conditions_en: str = Field("", max_length=TEXT)
    route_cost_vi: str = Field("", max_length=TEXT)
    route_cost_en: str = Field("", max_length=TEXT)
    route_apply_vi: str = Field("", max_length=TEXT)
    route_apply_en: str = Field("", max_length=TEXT)
    adopted: str = Field("", max_length=10)
    published: str = Field("", max_length=10)
    in_force: str = Field("", max_length=10)
    ends: str = Field("", max_length=10)
    whom: str = Field("", max_length=TEXT)
    topics: str = Field("", max_length=TEXT)
    certainty: str = Field("", max_length=40)
    read: str = Field("", max_length=40)
    source: str = Field("", max_length=TEXT)
    locator: str = Field("", max_length=TEXT)
    address: str = Field("", max_length=TEXT)
    links: str = Field("", max_length=TEXT, description="amends: CODE; replaces: NUMBER")


class PolicyStepSent(PolicySent):
    """`number`: the state that the caller has read. The fields that the step takes; others are not looked at."""

    number: int
    reason: str = Field("", max_length=TEXT)
    where: str = Field("", max_length=TEXT, description="What was read, and where it stands.")
    day: str = Field("", max_length=10)


def _desk(request: Asked) -> PolicyDesk:
    return request.house.policies  # type: ignore[no-any-return]


@room.reads("/policy", PolicyList, "listPolicy", of_policy)
def listed(
    request: Asked, jurisdiction: Word = "", topic: Word = "", whom: Word = "", kind: Word = "", state: Word = "", words: Word = "",
    routes: bool = False, on: Annotated[Day | None, Query()] = None, since: Annotated[Day | None, Query()] = None,
    within: Annotated[int | None, Query(ge=0, le=9999)] = None,
) -> PolicyList:  # fmt: skip
    """Entries of all registers as far as the caller may see them, filtered as on the page.

    `on`: in force on that day; `within`: coming into force in so many days; `since`: changed after that day, in law or in the register.
    """
    desk = _desk(request)
    wanted = Wanted(jurisdiction, topic, whom, kind, state, routes, words, on, within, since)
    today = desk.tools.today()
    return PolicyList(items=[policy_shape(p, (), today) for p in chosen(desk.looking.policies(request.asker), wanted, today)])


@room.reads("/policy-feed", PolicyFeed, "getPolicyFeed", of_policy)
def feed(request: Asked) -> PolicyFeed:
    """The published entries as a JSON Feed (version 1.1), the newest change of the register first."""
    desk = _desk(request)
    base = request.http.build_absolute_uri("/")
    return feed_shape(desk.looking.policies(request.asker), base, request.language)


@room.reads("/legal-routes", RouteList, "listLegalRoutes", of_policy)
def routes(request: Asked) -> RouteList:
    """Legal routes, each with whether somebody has checked it, and when."""
    return routes_shape(_desk(request).looking.policies(request.asker))


@room.writes("POST", "/policy", PolicyLoadedShape, "loadPolicyRegister", of_policy, uploads=True)
def load(request: Asked, compare: Compare = False) -> PolicyLoadedShape:
    """Bring in a register, or a newer version of one: its folder as a ZIP archive, all or nothing, with what it changes.

    The same version again changes nothing.
    """
    part = _desk(request).loading
    part.tools.check(request.asker, "load", "policy-register", register="", synthetic=False)
    try:
        bundle, places = from_archive(request.http.upload.content.read())  # type: ignore[attr-defined]
        found = part.offered(request.asker, bundle, places) if compare else part.load(request.asker, bundle, "api", places)
    except BadRegister as bad:
        raise Problem(problems.REFUSED, bad.message, more={"report": bad.report(request.language).splitlines()[:200]}) from bad
    changes = [DifferenceShape(part="entries", key=d.key, how=d.how, field=d.field, old=d.old, new=d.new) for d in found.changes]
    r = found.register
    return PolicyLoadedShape(policy_register=r.id, version=r.version, digest=r.digest, loaded=not compare, same=found.same, changes=changes)


@room.writes("POST", "/policy/{policy_register}", PolicyShape, "proposePolicy", of_policy, status=201)
def propose(request: Asked, policy_register: Name, body: PolicySent) -> Done:
    """Propose an entry. It is not public until another officer has checked it."""
    code = _desk(request).recording.propose(request.asker, policy_register, body.model_dump())
    return Done(_shown(request, policy_register, code), {"Location": f"{request.http.path}/{code}"})


@room.reads(ONE, PolicyShape, "getPolicy", of_policy)
def one(request: Asked, policy_register: Name, entry: Name) -> PolicyShape:
    """One entry with its versions and what happened to it, as far as the caller may know."""
    return _shown(request, policy_register, entry)


@room.writes("POST", f"{ONE}/steps/{{step}}", PolicyShape, "takePolicyStep", of_policy)
def step(request: Asked, policy_register: Name, entry: Name, step: Name, body: PolicyStepSent) -> PolicyShape:
    """One step: verify, correct or withdraw."""
    desk, typed = _desk(request), body.model_dump()
    view = desk.looking.policy(request.asker, policy_register, entry)
    desk.recording.take(request.asker, view, step, {k: v for k, v in typed.items() if k != "number"}, body.number)
    return _shown(request, policy_register, entry)


def _shown(request: Asked, register: str, code: str) -> PolicyShape:
    view = _desk(request).looking.policy(request.asker, register, code)
    return policy_shape(view.policy, view.steps, view.day)
