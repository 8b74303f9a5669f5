"""Addresses. Every page stands under its language's prefix; a room adds its own with one `include` here."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from dicu.vocabulary.messages import T
from dicu.web import errors, home, navigation, signing_in
from dicu.web.access.urls import urlpatterns as access
from dicu.web.account import urls as account
from dicu.web.agenda.urls import urlpatterns as agenda
from dicu.web.readings.urls import urlpatterns as readings
from dicu.web.review.urls import urlpatterns as review
from dicu.web.speaking import spoken

FRONT = navigation.Place(T("Front page"), "home", order=0)
navigation.add(FRONT)

urlpatterns = [
    path("", home.front_door, name="front-door"),
    *account.without_language,
    path("api/", include("dicu.api.urls")),  # by name: the interface stands beside the pages
    *i18n_patterns(
        *spoken([path("", home.home, name="home"), *access, *agenda, *readings, *review]),
        *account.urlpatterns,
        path("sign-in", signing_in.sign_in, name="sign-in"),
        path("sign-out", signing_in.sign_out, name="sign-out"),
        path("signed-out", signing_in.signed_out, name="signed-out"),
        path("about", home.about, name="about"),
        path("accessibility", home.accessibility, name="accessibility"),
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.absent
handler500 = errors.broken
