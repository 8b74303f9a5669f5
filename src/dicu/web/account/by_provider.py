"""Signing in at the ministry's own identity provider. Nobody gets an account by it: the subject must be linked to one."""

import logging
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from dicu.store.signing_in import lasting, moments
from dicu.store.signing_in.identities import account_of
from dicu.store.signing_in.providing import Provider
from dicu.vocabulary.messages import T
from dicu.web.account.entering import PROVIDER, enter, local, shorten
from dicu.web.account.oidc import asking
from dicu.web.account.oidc.conversation import Conversation
from dicu.web.account.oidc.distrust import CONFUSED, FORGED, REFUSED, STALE, UNREACHABLE, Distrusted
from dicu.web.account.unkept import unkept
from dicu.web.language import FIRST, current, known

log = logging.getLogger("dicu.signing_in")

_KEPT, _SUBJECT = "dicu-provider", "dicu-subject"
UNKNOWN = "unknown"

WHY = {
    UNKNOWN: T("The provider knows you, but no account here is linked to you. Give an administrator what stands below, to link it."),
    UNREACHABLE: T("The provider does not answer at the moment. Wait a little and try again, or sign in another way."),
    REFUSED: T("The provider did not confirm who you are. Try again, or sign in another way."),
    STALE: T("Signing in at the provider took too long, or a clock is wrong. Try again."),
    CONFUSED: T("The answer does not belong to a sign-in that was begun in this browser. Begin again from the sign-in page."),
    FORGED: T("What the provider answered cannot be trusted, so nobody was signed in. Tell the people who run this service."),
}
STATUS = {UNREACHABLE: 503}


@require_safe
@unkept
def start(request: HttpRequest) -> HttpResponse:
    conversation = _conversation(request)
    now, anew = moments.now().timestamp(), request.user.is_authenticated
    try:
        address, kept = asking.question(conversation, _back(request), now, anew=anew)
    except Distrusted as fault:
        return _refused(fault, current())
    request.session[_KEPT] = {**kept, "language": current(), "wanted": local(request)}
    shorten(request)
    return HttpResponseRedirect(address)


@require_safe
@transaction.non_atomic_requests
@unkept
def back(request: HttpRequest) -> HttpResponse:
    """Where the provider sends the browser: one address for both languages, since providers know only fixed ones."""
    conversation = _conversation(request)
    kept = request.session.pop(_KEPT, None)
    language = known((kept or {}).get("language")) or FIRST
    try:
        said = {name: request.GET.get(name, "") for name in request.GET}
        person = asking.answer(conversation, kept, said, _back(request), moments.now().timestamp())
    except Distrusted as fault:
        return _refused(fault, language)
    with translation.override(language):
        return _entered(request, person, kept["wanted"])


@require_safe
@unkept
def refused(request: HttpRequest) -> HttpResponse:
    provider = _provider()
    why = request.GET.get("why", "")
    if why not in WHY:
        raise Http404
    subject = request.session.get(_SUBJECT, "") if why == UNKNOWN else ""
    words = {"why": WHY[why], "provider": provider, "subject": subject}
    return render(request, "account/provider_refused.jinja", words, status=STATUS.get(why, 403))


def _entered(request: HttpRequest, person: asking.Person, wanted: str) -> HttpResponse:
    account = account_of(person.issuer, person.subject, person.username)
    if account is None:
        log.warning("a provider's subject has no account: issuer=%s", person.issuer)
        request.session[_SUBJECT] = person.subject
        shorten(request)
        return HttpResponseRedirect(_why(UNKNOWN))
    response = enter(request, account, PROVIDER, strong=person.strong, wanted=wanted)
    if person.when is None or moments.now().timestamp() - person.when > lasting.CONFIRMED_FOR:
        # The provider remembered the person, who proved nothing just now; or it does not say, which whoever sits there could
        # have brought about: the question passes through their browser.
        request.session.pop(lasting.CONFIRMED, None)
    return response


def _refused(fault: Distrusted, language: str) -> HttpResponse:
    log.warning("sign-in at the provider refused: %s", fault)
    with translation.override(language):
        return HttpResponseRedirect(_why(fault.why))


def _why(word: str) -> str:
    return f"{reverse('sign-in-provider-refused')}?{urlencode({'why': word})}"


def _back(request: HttpRequest) -> str:
    scheme = "https" if settings.HTTPS or request.is_secure() else "http"
    return f"{scheme}://{request.get_host()}{reverse('sign-in-provider-back')}"


def _provider() -> Provider:
    provider: Provider | None = settings.DICU_PROVIDER
    if provider is None:
        raise Http404
    return provider


def _conversation(request: HttpRequest) -> Conversation:
    return talking_with(_provider())


@cache
def talking_with(provider: Provider) -> Conversation:
    """One for the process, so that description and keys are remembered."""
    return Conversation(provider)
