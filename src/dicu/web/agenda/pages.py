"""What there is to do, for the officer who asks; who was reminded and what did not arrive, for who looks after the round."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from dicu.access.model import Asker
from dicu.access.rulebook import AUDIT, AUDITOR, COORDINATION, COORDINATOR, READING
from dicu.agenda.todo import Todo
from dicu.store.agenda.desk import AgendaDesk
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import Message, T
from dicu.web import home
from dicu.web.forms import typed
from dicu.web.home import Tile
from dicu.web.middleware import asking
from dicu.web.notices import notify
from dicu.web.signing_in import signed_in

PAGE = 50
MAIL = {"off": T("switched off"), "no-address": T("no address is known"), "not-set-up": T("letters are not set up")}
STATES = {
    "waiting": T("waits"),
    "leaving": T("is leaving"),
    "sent": T("the mail server took it"),
    "given-up": T("given up"),
    "dropped": T("not needed any more"),
}
REASONS = {
    "refused": T("the mail server refuses this address"),
    "later": T("the mail server put it off"),
    "unreachable": T("the mail server was not reached"),
    "unsure": T("the connection broke; perhaps it arrived"),
}


def desk(request: HttpRequest) -> AgendaDesk:
    return request.house.agenda  # type: ignore[attr-defined,no-any-return]


def overseer(request: HttpRequest) -> Asker:
    officer = asking(request)
    roles = officer.roles(desk(request).today())
    return Asker(officer, COORDINATION if COORDINATOR in roles else AUDIT if AUDITOR in roles else READING)


@signed_in
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    officer, tools = asking(request), desk(request)
    lines = tools.mine(officer)
    words = {
        "rows": [(line, place_of(line.todo)) for line in lines],
        "mail": tools.wants_mail(officer),
        "address": bool(getattr(request.user, "email", "")),
        "set_up": tools.sending.settings is not None,
        "sign": tools.sign() if COORDINATOR in officer.roles(tools.today()) else None,
        "local_day": lambda moment: moment.astimezone(VIET_NAM).date(),
        "wide": True,
    }
    return render(request, "agenda/agenda.jinja", words)


@signed_in
@require_POST
def choose_mail(request: HttpRequest) -> HttpResponse:
    wanted = typed(request, "mail") == "yes"
    desk(request).choose_mail(Asker(asking(request), READING), wanted)
    said = T("Reminders come to you by e-mail too.") if wanted else T("No more reminders come to you by e-mail. They stay on this page.")
    notify(request, said)
    return HttpResponseRedirect(reverse("agenda"))


@signed_in
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    tools, who = desk(request), overseer(request)
    tools.check_overseer(who)
    page = _page_of(request)
    rows, total = tools.reminders(who, PAGE, (page - 1) * PAGE)
    letters = tools.letters_of(rows)
    words = {
        "rows": [(row, Bilingual(row.title_vi, row.title_en), _mail(row.mail, letters.get(row.letter))) for row in rows],
        "trouble": [(letter, REASONS.get(letter.reason)) for letter in tools.letters(who, "waiting", "given-up") if letter.reason],
        "states": STATES,
        "silent": tools.without_address(who),
        "sign": tools.sign(),
        "set_up": tools.sending.settings is not None,
        "page": page,
        "pages": -(-total // PAGE),
        "total": total,
        "wide": True,
    }
    return render(request, "agenda/reminders.jinja", words)


def place_of(todo: Todo) -> str:
    """The page where it is done; empty where this house has no such page, or it is this one."""
    name, where = todo.place
    if name == "agenda":
        return ""
    try:
        return reverse(name, args=where)
    except NoReverseMatch:
        return ""


def _mail(how: str, letter: object) -> Message:
    if letter is None:
        return MAIL.get(how, T("letter"))
    return STATES[letter.state]  # type: ignore[attr-defined]


def _page_of(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


@home.work
def tiles(request: HttpRequest) -> list[Tile]:
    count, late = desk(request).counted(asking(request))
    if not count:
        return []
    text = (
        T("{count} of them are late.", count=late) if late > 1 else T("One of them is late.") if late else T("With the days that are left.")
    )
    return [Tile(T("What there is to do"), text, reverse("agenda"), count)]
