"""Bilateral dialogues: the series, each round with its papers, and each promise with its steps."""

from datetime import date
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dicu.access.model import Absent, Asker, Forbidden
from dicu.access.policy import absent
from dicu.ledger.model import Conflict
from dicu.review.archives import LARGEST
from dicu.review.dialogues import words
from dicu.review.dialogues.bundles import from_archive
from dicu.review.dialogues.course import CommitmentState, Course
from dicu.review.dialogues.desk import CommitmentView, DialogueDesk, SeriesView, errand
from dicu.review.dialogues.desk.following import FIELDS, LINKS, POSITION, RECORD, TYPES
from dicu.review.dialogues.model import Series
from dicu.review.dialogues.validating import BadSeries
from dicu.vocabulary.messages import Refused, T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.middleware import asking
from dicu.web.notices import notify
from dicu.web.review.asking import number_of, stays
from dicu.web.review.editions import PAPER_POLICY
from dicu.web.review.editions import TYPES as MEDIA

SHOWN = 200  # rows of a comparison
STEP_FIELDS = tuple(dict.fromkeys(name for fields in FIELDS.values() for name in fields))


def _desk(request: HttpRequest) -> DialogueDesk:
    return request.house.dialogues  # type: ignore[attr-defined,no-any-return]


def _asker(request: HttpRequest) -> Asker:
    officer = asking(request)
    return Asker(officer, errand(officer, _desk(request).tools.today()))


@require_http_methods(["GET", "HEAD", "POST"])
def dialogues(request: HttpRequest) -> HttpResponse:
    """The series, and the form by which one is brought in or compared."""
    desk, who, problems = _desk(request), _asker(request), Problems()
    found, report = None, ""
    if request.method == "POST":
        found, report = _offered(request, problems)
    tools = desk.tools
    may_load = tools.may(who, "load", "dialogue", series="", synthetic=False)
    shown = {"series": desk.looking.listed(who), "may_load": may_load, "problems": problems, "report": report.splitlines()}
    shown |= {"found": found, "loaded": bool(found) and request.POST.get("act") == "load", "most": SHOWN, "words": words}
    return render(request, "review/dialogues.jinja", shown, status=422 if problems else 200)


def _offered(request: HttpRequest, problems: Problems) -> tuple[Any, str]:
    """What was handed in, compared or loaded; or what is wrong with it: the whole report beside the first problem."""
    part, who = _desk(request).loading, _asker(request)
    _desk(request).tools.check(who, "load", "dialogue", series="", synthetic=False)
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
        return None, refused.report(current()) if isinstance(refused, BadSeries) else ""


@require_safe
def dialogue(request: HttpRequest, series: str) -> HttpResponse:
    view = _desk(request).looking.view(_asker(request), series)
    chosen = {name: request.GET.get(name, "")[:60] for name in ("pillar", "state", "side", "overdue")}
    shown = _common(view) | {"chosen": chosen, "courses": _filtered(view, chosen), "events": _events(view.series), "wide": True}
    return render(request, "review/dialogue.jinja", shown)


@require_safe
def round_(request: HttpRequest, series: str, round_: str) -> HttpResponse:
    return _round_page(request, series, round_, Problems(), "")


@require_POST
def position(request: HttpRequest, series: str, round_: str) -> HttpResponse:
    """Records what one's own side holds."""
    stays(request, "dialogue-round", series, round_)
    who, problems = _asker(request), Problems()
    said = {name: typed(request, name) for name in POSITION} | {"round": round_}
    with attempt(problems, *POSITION):
        _desk(request).following.hold(who, series, said)
    if problems:
        return _round_page(request, series, round_, problems, "position")
    notify(request, T("The position was recorded. The partner never sees it."))
    return HttpResponseRedirect(reverse("dialogue-round", args=(series, round_)))


@require_POST
def brief(request: HttpRequest, series: str, round_: str) -> HttpResponse:
    stays(request, "dialogue-round", series, round_)
    part, who, problems = _desk(request).briefing, _asker(request), Problems()
    with attempt(problems, "side"):
        part.keep(who, part.build(who, series, round_, typed(request, "side")))
    if problems:
        return _round_page(request, series, round_, problems, "brief")
    notify(request, T("The brief was built."))
    return HttpResponseRedirect(reverse("dialogue-round", args=(series, round_)) + "#briefs")


@require_safe
def brief_file(request: HttpRequest, series: str, round_: str, digest: str) -> FileResponse:
    found, content = _desk(request).briefing.file(_asker(request), series, round_, digest)
    inline = found.format == "html"
    response = FileResponse(content, as_attachment=not inline, filename=f"{series}-{round_}-{found.name}", content_type=MEDIA[found.format])
    if inline:
        response["Content-Security-Policy"] = PAPER_POLICY
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def new_commitment(request: HttpRequest, series: str) -> HttpResponse:
    """The form for a promise that stands in no public source."""
    desk, who, problems = _desk(request), _asker(request), Problems()
    view = desk.looking.view(who, series)
    if "record" not in view.may:
        desk.tools.check(who, "record", "follow-up", series=series, commitment="", sensitivity="internal", state="recorded")
    if request.method == "POST":
        made: tuple[str, tuple[Any, ...]] = ("", ())
        with attempt(problems, *RECORD):
            made = desk.following.record(who, series, {name: typed(request, name) for name in RECORD})
        if not problems:
            notify(request, T("{code} was recorded. Where its two texts differ, its page says so.", code=made[0]))
            return HttpResponseRedirect(reverse("commitment", args=(series, made[0])))
    shown = _common(view) | {"problems": problems, "fields": {name: typed(request, name) for name in RECORD}, "types": TYPES}
    return render(request, "review/new_commitment.jinja", shown, status=422 if problems else 200)


@require_safe
def commitment(request: HttpRequest, series: str, code: str) -> HttpResponse:
    view = _desk(request).looking.commitment(_asker(request), series, code)
    return _commitment_page(request, view, Problems(), "")


@require_POST
def step(request: HttpRequest, series: str, code: str, step: str) -> HttpResponse:
    stays(request, "commitment", series, code)
    if step not in FIELDS:
        raise absent()
    desk, who, problems = _desk(request), _asker(request), Problems()
    view = desk.looking.commitment(who, series, code)
    with attempt(problems, *FIELDS[step]):
        desk.following.take(who, view, step, {name: typed(request, name) for name in FIELDS[step]}, number_of(request))
    if problems:
        return _commitment_page(request, view, problems, step)
    notify(request, T("The step on {code} was recorded.", code=code))
    return HttpResponseRedirect(reverse("commitment", args=(series, code)))


# What pages show ----------------------------------------------------------------------------------------------------------


def _common(view: SeriesView) -> dict[str, Any]:
    return {"view": view, "s": view.series, "standing": view.series.standing, "words": words, "day_of": view.day}


def _filtered(view: SeriesView, chosen: dict[str, str]) -> list[Course]:
    def fits(c: Course) -> bool:
        p = c.commitment
        return (
            (not chosen["pillar"] or chosen["pillar"] in p.pillars)
            and (not chosen["state"] or chosen["state"] == c.state)
            and (not chosen["side"] or chosen["side"] == p.party)
            and (not chosen["overdue"] or c.overdue(view.day))
        )

    return [c for c in view.courses if fits(c)]


def _events(series: Series) -> list[dict[str, Any]]:
    """Rounds, documents and what happened between them, the oldest first; what has no day at all is left to its own list."""
    rows = [{"order": r.day, "kind": "round", "it": r} for r in series.rounds if r.day]
    rows += [{"order": m.order, "kind": "milestone", "it": m} for m in series.milestones]
    rows += [{"order": i.day, "kind": "instrument", "it": i} for i in series.instruments if i.day]
    return sorted(rows, key=lambda row: row["order"] or date.min)


def _round_page(request: HttpRequest, series: str, round_: str, problems: Problems, failed: str) -> HttpResponse:
    view = _desk(request).looking.view(_asker(request), series)
    found = view.series.round(round_)
    if found is None:
        raise absent()
    own = {p.code for p in found.pillars}
    shown = _common(view) | {
        "r": found,
        "wide": True,
        "problems": problems,
        "failed": failed,
        "fields": {name: typed(request, name) for name in POSITION},
    }
    shown |= {
        "outcomes": [i for i in view.series.instruments if i.id in found.outcomes],
        "made": [c for c in view.courses if c.commitment.round == round_],
        "carried": [c for c in view.courses if round_ in c.carried],
        "fulfilled": [c for c in view.courses if c.delivered and _between(view.series, c.delivered, found.number)],
        "restated": [c for c in view.courses if c.commitment.round == round_ and c.commitment.restates],
        "mappings": [m for m in view.series.mappings if m.after in own or m.before in own],
        "positions": [p for p in view.positions if p.round == round_],
        "briefs": [b for b in view.briefs if b.round == round_],
        "side_labels": {"ours": T("for our side"), "theirs": T("for the partner")},
    }
    return render(request, "review/dialogue_round.jinja", shown, status=422 if problems else 200)


def _between(series: Series, day: date, number: int) -> bool:
    """Delivered by this round and after the one before it."""
    days = {r.number: r.day for r in series.rounds if r.day}
    this, before = days.get(number), max((d for n, d in days.items() if n < number), default=date.min)
    return this is not None and before < day <= this


def _commitment_page(request: HttpRequest, view: CommitmentView, problems: Problems, failed: str) -> HttpResponse:
    c, s = view.course, view.series
    recorded = next((h.body for h in c.happenings if h.kind == "recorded"), {})
    later = [r for r in s.lasting if r.number > max((s.number(x) for x in (c.commitment.round, *c.carried)), default=0)]
    tools = _desk(request).tools
    shown = {"s": s, "c": c, "p": c.commitment, "steps": view.steps, "standing": s.standing, "words": words, "day_of": view.day}
    shown |= {"problems": problems, "failed": failed, "later": later, "links": LINKS, "states": list(CommitmentState)}
    shown |= {"warnings": recorded.get("warnings", ()), "plans": tools.records.plans(tools.scope(_asker(request), "plan"))}
    shown |= {"fields": {name: typed(request, name) if failed else "" for name in STEP_FIELDS}}
    return render(request, "review/commitment.jinja", shown, status=422 if problems else 200)
