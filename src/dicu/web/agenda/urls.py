"""Addresses of the agenda."""

from django.urls import path

from dicu.vocabulary.messages import T
from dicu.web import navigation
from dicu.web.agenda import pages

navigation.add(
    navigation.Place(T("To do"), "agenda", navigation.signed_in, order=15),
    navigation.Place(T("Reminders"), "agenda-reminders", navigation.for_roles("coordinator", "auditor"), order=38),
)

urlpatterns = [
    path("agenda/", pages.agenda, name="agenda"),
    path("agenda/mail", pages.choose_mail, name="agenda-mail"),
    path("reminders/", pages.reminders, name="agenda-reminders"),
]
