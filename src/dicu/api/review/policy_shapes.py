"""How entries of policy watch, legal routes and the feed are answered."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dicu.api.review.dialogue_shapes import DifferenceShape
from dicu.api.shapes import Both, Shape, both
from dicu.review.policy_watch.model import Route
from dicu.review.policy_watch.standing import Policy
from dicu.review.policy_watch.words import NOT_OFFICIAL
from dicu.vocabulary.bilingual import Language

FEED = "https://jsonfeed.org/version/1.1"


class PolicySourceShape(Shape):
    title: str
    locator: str
    address: str
    verified: bool


class PolicyLinkShape(Shape):
    relation: str
    symbol: str
    target: str


class LegalRouteShape(Shape):
    """Empty: not known."""

    name: Both
    conditions: Both
    cost: Both
    apply: Both


class PolicyHappeningShape(Shape):
    kind: str
    day: date
    by: str
    body: dict[str, Any]


class PolicyShape(Shape):
    """`verified`: somebody has checked it at its source; never take an unverified entry for official. `in_force_now` is null where
    the day is not known. `number`: send it with the next step. `steps`: those that this caller may take now."""

    policy_register: str
    entry: str
    state: str
    synthetic: bool
    jurisdiction: str
    kind: str
    symbol: str
    title: Both
    changes: Both
    adopted: date | None
    published: date | None
    in_force: date | None
    ends: date | None
    in_force_now: bool | None
    whom: list[str]
    topics: list[str]
    certainty: str
    read: str
    verified: bool
    checked: date | None
    verified_by: str
    note: Both
    sources: list[PolicySourceShape]
    routes: list[LegalRouteShape]
    links: list[PolicyLinkShape]
    versions: int
    happenings: list[PolicyHappeningShape]
    withdrawn: str
    number: int
    steps: list[str]


class PolicyList(Shape):
    items: list[PolicyShape]


class PolicyLoadedShape(Shape):
    """`loaded`: whether it was kept; `same`: whether it stood already."""

    policy_register: str
    version: str
    digest: str
    loaded: bool
    same: bool
    changes: list[DifferenceShape]


class OneRoute(Shape):
    policy_register: str
    entry: str
    verified: bool
    checked: date | None
    warning: Both
    synthetic: bool
    in_force: date | None
    route: LegalRouteShape
    sources: list[str]


class RouteList(Shape):
    items: list[OneRoute]


class FeedItem(Shape):
    id: str
    url: str
    title: str
    content_text: str
    date_modified: str
    tags: list[str]


class PolicyFeed(Shape):
    version: str
    title: str
    home_page_url: str
    language: str
    items: list[FeedItem]


def policy_shape(p: Policy, steps: tuple[str, ...], today: date) -> PolicyShape:
    e = p.entry
    days = {name: getattr(e, name) for name in ("adopted", "published", "in_force", "ends", "checked")}
    plain = {name: getattr(e, name) for name in ("jurisdiction", "kind", "symbol", "certainty", "read", "verified")}
    return PolicyShape(
        policy_register=p.register,
        entry=p.code,
        state=p.state,
        synthetic=p.synthetic,
        **plain,
        **days,
        title=both(e.title),
        changes=both(e.changes),
        note=both(e.note),
        in_force_now=e.in_force_on(today),
        whom=list(e.whom),
        topics=list(e.topics),
        verified_by=p.verified_by,
        sources=[PolicySourceShape(title=s.title, locator=s.locator, address=s.address, verified=s.verified) for s in e.sources],
        routes=[_route(r) for r in e.routes],
        links=[PolicyLinkShape(relation=x.relation, symbol=x.symbol, target=x.target) for x in e.links],
        versions=len(p.versions),
        happenings=[PolicyHappeningShape(kind=h.kind, day=h.day, by=h.by, body=dict(h.body)) for h in p.happenings],
        withdrawn=p.withdrawn,
        number=p.number,
        steps=list(steps),
    )


def routes_shape(policies: Iterable[Policy]) -> RouteList:
    rows = [(p, r) for p in policies if p.published and not p.withdrawn for r in p.entry.routes]
    return RouteList(items=[_one(p, r) for p, r in rows])


def feed_shape(policies: Iterable[Policy], base: str, language: Language) -> PolicyFeed:
    rows = sorted((p for p in policies if p.published), key=lambda p: (p.changed, p.register, p.code), reverse=True)
    title = "Theo dõi chính sách" if language == "vi" else "Policy watch"
    items = [_item(p, base, language) for p in rows]
    return PolicyFeed(version=FEED, title=title, home_page_url=f"{base}{language}/policy/", language=language, items=items)


def _item(p: Policy, base: str, language: Language) -> FeedItem:
    e, where = p.entry, f"{p.register}/{p.code}"
    said = e.changes.say(language) if e.verified else f"{NOT_OFFICIAL.say(language)} {e.changes.say(language)}"
    symbol = f" ({e.symbol})" if e.symbol else ""
    return FeedItem(
        id=f"{where}/{p.digest}/{p.state}",
        url=f"{base}{language}/policy/{where}/",
        title=e.title.say(language) + symbol,
        content_text=said,
        date_modified=f"{p.changed.isoformat()}T00:00:00+07:00",
        tags=[e.jurisdiction, e.kind, p.state, *(("synthetic",) if p.synthetic else ()), *e.topics, *e.whom],
    )


def _route(r: Route) -> LegalRouteShape:
    return LegalRouteShape(name=both(r.name), conditions=both(r.conditions), cost=both(r.cost), apply=both(r.apply))


def _one(p: Policy, r: Route) -> OneRoute:
    e = p.entry
    warning = Both(vi="", en="") if e.verified else both(NOT_OFFICIAL)
    known = {"verified": e.verified, "checked": e.checked, "in_force": e.in_force, "synthetic": p.synthetic}
    return OneRoute(
        policy_register=p.register, entry=p.code, **known, warning=warning, route=_route(r), sources=[s.title for s in e.sources]
    )
