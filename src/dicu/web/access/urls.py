"""Addresses of administration and of openings."""

from django.urls import path

from dicu.vocabulary.messages import T
from dicu.web import navigation
from dicu.web.access import accounts, admission, openings

navigation.add(
    navigation.Place(T("Accounts"), "administration", navigation.for_roles("administrator"), order=60),
    navigation.Place(T("Openings"), "openings", navigation.for_roles("reporter", "coordinator", "auditor"), order=35),
)

ACCOUNT = "administration/accounts/<str:username>"

urlpatterns = [
    path("administration/", accounts.accounts, name="administration"),
    path("administration/new", accounts.new, name="administration-new"),
    path(f"{ACCOUNT}/", accounts.account, name="administration-account"),
    path(f"{ACCOUNT}/grant", accounts.grant, name="administration-grant"),
    path(f"{ACCOUNT}/end", accounts.end, name="administration-end"),
    path(f"{ACCOUNT}/turn", accounts.turn, name="administration-turn"),
    path(f"{ACCOUNT}/tokens", accounts.issue, name="administration-token"),
    path(f"{ACCOUNT}/tokens/revoke", accounts.revoke, name="administration-revoke"),
    path(f"{ACCOUNT}/admission", admission.admission, name="administration-admission"),
    path("openings/", openings.openings, name="openings"),
    path("openings/new", openings.new, name="opening-new"),
    path("openings/<str:account>/<str:number>/end", openings.end, name="opening-end"),
]
