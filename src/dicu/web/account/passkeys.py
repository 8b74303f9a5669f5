"""One's own passkeys: add, name, remove."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dicu.access.policy import absent
from dicu.store.signing_in import passkeys
from dicu.store.signing_in.models import LONGEST_NAME, Passkey
from dicu.vocabulary.messages import Message, T
from dicu.web.account import challenge
from dicu.web.account.confirming import recently_confirmed
from dicu.web.account.keeping import check_may_lose
from dicu.web.account.renewing import renew
from dicu.web.account.unkept import unkept
from dicu.web.account.waiting import form
from dicu.web.forms import Problems, attempt, typed
from dicu.web.notices import notify

ADDING = "adding"
NO_ANSWER = T("Your browser did not answer. A passkey needs script, and a device that asks for a finger, a face or a PIN.")


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
@recently_confirmed
def index(request: HttpRequest) -> HttpResponse:
    problems = Problems()
    if request.method == "POST":
        added = _added(request, problems)
        if not problems:
            notify(request, T("The passkey “{name}” was added.", name=added))
            return HttpResponseRedirect(reverse("passkeys"))
    return _page(request, problems)


@require_POST
@unkept
@recently_confirmed(back="passkeys")
def options(request: HttpRequest) -> JsonResponse:
    asked, state = passkeys.creation(challenge.site(request), request.user)  # type: ignore[arg-type]
    challenge.keep(request, ADDING, state)
    return JsonResponse(asked)


@require_POST
@unkept
@recently_confirmed(back="passkeys")
def change(request: HttpRequest, number: str) -> HttpResponse:
    """A new name, or removal: `do` says which."""
    request.stays_at = reverse("passkeys")  # type: ignore[attr-defined]
    known = number.isascii() and number.isdecimal() and len(number) < 19
    passkey = request.user.passkeys.filter(pk=int(number)).first() if known else None  # type: ignore[union-attr]
    if passkey is None:
        raise absent()
    problems = Problems()
    with attempt(problems, f"name-{number}"):
        said = _removed(request, passkey) if request.POST.get("do") == "remove" else _renamed(request, passkey)
    if problems:
        return _page(request, problems)
    notify(request, said)
    return HttpResponseRedirect(reverse("passkeys"))


def _page(request: HttpRequest, problems: Problems) -> HttpResponse:
    account: Any = request.user
    words = {"problems": problems, "name": typed(request, "name")[:LONGEST_NAME], "passkeys": list(account.passkeys.all())}
    return form(request, "account/passkeys.jinja", {**words, "longest": LONGEST_NAME, "most": passkeys.MOST})


def _added(request: HttpRequest, problems: Problems) -> str:
    answer, name = request.POST.get("answer", ""), typed(request, "name")
    if wrong := _wrong_name(name):
        problems.add("name", wrong)
    elif not answer:
        problems.add("", NO_ANSWER)
    else:
        with attempt(problems, "name"):
            state = challenge.take(request, ADDING)
            passkeys.add(challenge.site(request), request.user, name, answer, state)  # type: ignore[arg-type]
            renew(request, strong=True)
    return name


def _renamed(request: HttpRequest, passkey: Passkey) -> Message:
    name = typed(request, f"name-{passkey.pk}")
    if wrong := _wrong_name(name):
        raise passkeys.NotAccepted(wrong, f"name-{passkey.pk}")
    passkey.name = name
    passkey.save(update_fields=["name"])
    return T("The passkey is called “{name}” now.", name=name)


def _removed(request: HttpRequest, passkey: Passkey) -> Message:
    check_may_lose(request, passkeys_left=request.user.passkeys.count() - 1)  # type: ignore[union-attr]
    passkey.delete()
    renew(request)
    return T("The passkey “{name}” was removed. It can no longer be used to sign in.", name=passkey.name)


def _wrong_name(name: str) -> Message | None:
    if name and len(name) <= LONGEST_NAME and name.isprintable():
        return None
    return T("Give the passkey a name by which you know it again, of at most {count} characters.", count=LONGEST_NAME)
