"""Addresses of the log of reading."""

from django.urls import path

from dicu.vocabulary.messages import T
from dicu.web import navigation
from dicu.web.readings import pages

navigation.add(navigation.Place(T("Who looked at what"), "readings", navigation.for_roles("auditor"), order=45))

urlpatterns = [
    path("readings/", pages.search, name="readings"),
    path("readings/mine", pages.mine, name="readings-mine"),
    path("readings/of/<str:kind>/<path:key>.csv", pages.of_file, name="readings-of-file"),
    path("readings/of/<str:kind>/<path:key>/", pages.of, name="readings-of"),
]
