"""Policy watch: the register of changes of law, the page of legal routes, each entry with its steps."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dicu.access.model import Absent, Asker, Forbidden
from dicu.access.policy import absent
from dicu.ledger.model import Conflict
from dicu.review.archives import LARGEST
from dicu.review.policy_watch import words
from dicu.review.policy_watch.bundles import from_archive
from dicu.review.policy_watch.choosing import SOON, Wanted, beginning, chosen
from dicu.review.policy_watch.desk import PolicyDesk, PolicyView, errand
from dicu.review.policy_watch.desk.looking import facts_of
from dicu.review.policy_watch.desk.recording import FACTS, FIELDS
from dicu.review.policy_watch.model import DAYS, TOPICS, WHOM
from dicu.review.policy_watch.validating import BadRegister
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Refused, T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.middleware import asking
from dicu.web.notices import notify
from dicu.web.review.asking import number_of, stays

FILTERS = ("jurisdiction", "topic", "whom", "kind", "state", "routes", "words", "on", "within", "since")
STEP_FIELDS = tuple(dict.fromkeys(name for fields in FIELDS.values() for name in fields))
LISTS = ("whom", "topics")
VISIT = "policy-visit"
SHOWN = 200  # rows of a comparison


def _desk(request: HttpRequest) -> PolicyDesk:
    return request.house.policies  # type: ignore[attr-defined,no-any-return]


def _asker(request: HttpRequest) -> Asker:
    officer = asking(request)
    return Asker(officer, errand(officer, _desk(request).tools.today()))


@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest) -> HttpResponse:
    """The register as a filtered list, and the form by which a register is brought in or compared."""
    desk, who, problems = _desk(request), _asker(request), Problems()
    found, report = _offered(request, problems) if request.method == "POST" else (None, "")
    today, asked = desk.tools.today(), {name: request.GET.get(name, "")[:100] for name in FILTERS}
    policies, wanted = desk.looking.policies(who), _wanted(asked, problems)
    shown = {"registers": desk.looking.registers(who), "rows": chosen(policies, wanted, today), "soon": beginning(policies, today, SOON)}
    shown |= {"may_load": desk.tools.may(who, "load", "policy-register", register="", synthetic=False), "asked": asked, "words": words}
    shown |= {"may_propose": desk.tools.may(who, "propose", "policy", **facts_of("", "", published=False)), "problems": problems}
    shown |= {"found": found, "loaded": bool(found) and request.POST.get("act") == "load", "report": report.splitlines(), "most": SHOWN}
    shown |= {"visit": _visited(request, today), "today": today, "wide": True}
    return render(request, "review/policy_watch.jinja", shown, status=422 if problems else 200)


def _wanted(asked: dict[str, str], problems: Problems) -> Wanted:
    """What cannot be read is told at its field, and narrows nothing."""
    plain = {name: asked[name] for name in ("jurisdiction", "topic", "whom", "kind", "state", "words")}
    days = {name: _day(asked[name], name, problems) for name in ("on", "since")}
    within = int(asked["within"]) if asked["within"].isascii() and asked["within"].isdecimal() and len(asked["within"]) < 5 else None
    if asked["within"] and within is None:
        problems.add("within", T("Give a number of days."))
    return Wanted(**plain, routes=bool(asked["routes"]), on=days["on"], since=days["since"], within=within)


def _day(text: str, name: str, problems: Problems) -> date | None:
    try:
        return dates.read(text, "en") if text else None
    except Refused as refused:
        problems.add(name, refused.message)
        return None


def _visited(request: HttpRequest, today: date) -> date | None:
    """The day of the last visit before today, kept in the session of who has signed in; the public gets no cookie for it."""
    if not request.user.is_authenticated:
        return None
    before, last = (request.session.get(VISIT) or [None, None])[:2]
    if last != today.isoformat():
        before, last = last, today.isoformat()
        request.session[VISIT] = [before, last]
    return date.fromisoformat(before) if before else None


def _offered(request: HttpRequest, problems: Problems) -> tuple[Any, str]:
    """What was handed in, compared or loaded; or what is wrong with it: the whole report beside the first problem."""
    part, who = _desk(request).loading, _asker(request)
    _desk(request).tools.check(who, "load", "policy-register", register="", synthetic=False)
    uploaded = request.FILES.get("file")
    if uploaded is None:
        problems.add("file", T("Choose a file first."))
        return None, ""
    try:
        bundle, places = from_archive(uploaded.read(LARGEST + 1))
        if request.POST.get("act") == "load":
            return part.load(who, bundle, str(uploaded.name or ""), places), ""
        return part.offered(who, bundle, places), ""
    except (Absent, Forbidden, Conflict):
        raise
    except Refused as refused:
        problems.add("file", refused.message)
        return None, refused.report(current()) if isinstance(refused, BadRegister) else ""


@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """Legal routes in plain words, for people who think of going: only what is published, invented ones apart."""
    desk, who = _desk(request), _asker(request)
    policies = [p for p in desk.looking.policies(who) if p.published and p.entry.routes and not p.withdrawn]
    today, registers = desk.tools.today(), {r.id: r for r in desk.looking.registers(who)}
    over = [p for p in policies if p.entry.ends and p.entry.ends < today]
    rows = sorted((p for p in policies if p not in over), key=lambda p: (p.synthetic, p.code))
    shown = {"rows": rows, "registers": registers, "words": words, "today": today}
    return render(request, "review/legal_routes.jinja", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, register: str) -> HttpResponse:
    """The form by which an entry is proposed."""
    desk, who, problems = _desk(request), _asker(request), Problems()
    found = desk.looking.register(who, register)
    desk.tools.check(who, "propose", "policy", **facts_of(register, "", published=False))
    fields = _fields(request, FACTS)
    if request.method == "POST":
        code = ""
        with attempt(problems, *FACTS):
            code = desk.recording.propose(who, register, fields)
        if not problems:
            notify(request, T("{code} was proposed. It becomes public when another officer has checked it.", code=code))
            return HttpResponseRedirect(reverse("policy-entry", args=(register, code)))
    shown = {"r": found, "fields": fields, "problems": problems, "words": words, "days": DAYS, "topics": TOPICS, "whom": WHOM}
    return render(request, "review/new_policy.jinja", shown, status=422 if problems else 200)


@require_safe
def entry(request: HttpRequest, register: str, code: str) -> HttpResponse:
    return _page(request, _desk(request).looking.policy(_asker(request), register, code), Problems(), "")


@require_POST
def step(request: HttpRequest, register: str, code: str, step: str) -> HttpResponse:
    stays(request, "policy-entry", register, code)
    if step not in FIELDS:
        raise absent()
    desk, who, problems = _desk(request), _asker(request), Problems()
    view = desk.looking.policy(who, register, code)
    with attempt(problems, *FIELDS[step]):
        desk.recording.take(who, view, step, _fields(request, FIELDS[step]), number_of(request))
    if problems:
        return _page(request, view, problems, step)
    notify(request, T("The step on {code} was recorded.", code=code))
    return HttpResponseRedirect(reverse("policy-entry", args=(register, code)))


def _fields(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    return {name: ";".join(request.POST.getlist(name)) if name in LISTS else typed(request, name) for name in names}


def _page(request: HttpRequest, view: PolicyView, problems: Problems, failed: str) -> HttpResponse:
    fields = _fields(request, STEP_FIELDS) if failed else _as_typed(view)
    targets = {p.code: p for p in _desk(request).looking.policies(_asker(request)) if p.register == view.register.id}
    shown = {"r": view.register, "p": view.policy, "e": view.policy.entry, "steps": view.steps, "back": view.backward, "words": words}
    shown |= {"problems": problems, "failed": failed, "fields": fields, "targets": targets, "standing": view.register.standing}
    shown |= {"days": DAYS, "topics": TOPICS, "whom": WHOM, "today": view.day}
    return render(request, "review/policy.jinja", shown, status=422 if problems else 200)


def _as_typed(view: PolicyView) -> dict[str, str]:
    """What the entry says now, as the form of a correction takes it."""
    e = view.policy.entry
    found = {name: getattr(e, name) for name in ("jurisdiction", "kind", "symbol", "certainty", "read")}
    for name in ("title", "changes", "note"):
        found |= {f"{name}_vi": getattr(e, name).vi, f"{name}_en": getattr(e, name).en}
    route = e.routes[0] if e.routes else None
    for name in ("name", "conditions", "cost", "apply"):
        said = getattr(route, name) if route else None
        found |= {f"route_{name}_{language}": said.say(language) if said else "" for language in ("vi", "en")}
    source = e.sources[0]
    found |= {name: day.isoformat() if (day := getattr(e, name)) else "" for name in DAYS}
    found |= {"whom": ";".join(e.whom), "topics": ";".join(e.topics), "source": "; ".join(s.title for s in e.sources)}
    found |= {"locator": source.locator, "address": source.address}
    return found | {"links": "; ".join(f"{x.relation}: {x.target or x.symbol}" for x in e.links), "reason": "", "where": "", "day": ""}
