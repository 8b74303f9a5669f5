"""A page with every component, and one for each way a page can fail: the addresses of the real service plus these."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.http import require_POST

from dicu.access.model import Absent, Forbidden
from dicu.ledger.model import Conflict
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.observation import Standing
from dicu.web import errors, home, navigation, urls
from dicu.web.forms import Problems, attempt, typed
from dicu.web.notices import notify
from dicu.web.speaking import spoken
from dicu.web.templating import plain

TEMPLATE = Path(__file__).with_name("showcase.jinja")

PLACE = navigation.Place(T("Published reviews"), "showcase", order=10)


def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frame without what the rooms have put into it: their tiles need a house."""
    places = {place.route: place for place in (urls.FRONT, PLACE)}
    monkeypatch.setattr(navigation, "_places", places)
    monkeypatch.setattr(home, "_work", [])
    monkeypatch.setattr(home, "_published", [shelf])


PERMITS = (("2021", 45_000), ("2022", 142_779), ("2023", 159_986))


def plan() -> dict[str, Any]:
    return {
        "title": Bilingual("Rà soát thực hiện Kế hoạch giai đoạn 2020–2030", "Review of the Plan for 2020–2030"),
        "note": Bilingual(
            "Số liệu dựng để trình diễn; các cơ quan được nêu tên không báo cáo gì ở đây.",
            "Figures invented for this page; the agencies named have reported nothing here.",
        ),
        "only": Bilingual("Nghị định quy định chi tiết thi hành một số điều", ""),
        "never": Bilingual("", ""),
        "counts": [
            {"count": 60, "label": plain(T("Your work")), "href": "/vi/about"},
            {"count": 1234, "label": plain(T("Accepted")), "tone": "good"},
            {"count": 7, "label": plain(T("Reported")), "tone": "waiting"},
            {"count": 3, "label": plain(T("not known")), "tone": "late"},
        ],
        "columns": [
            {"text": plain(T("Reported"))},
            {"text": plain(T("Accepted")), "numeric": True},
            {"text": plain(T("Front page"))},
            {"text": plain(T("Standing of this data"))},
            {"text": plain(T("Show"))},
        ],
        "rows": [
            [f"Bộ Ngoại giao, nhiệm vụ {n}", "1.234.567", "22/11/2026", "Tổng hợp từ nguồn công khai", "Mở dòng"] for n in range(1, 5)
        ],
        "two": [[year, f"{count}"] for year, count in PERMITS],
        "specification": {
            "data": {"values": [{"year": year, "count": count} for year, count in PERMITS]},
            "height": 220,
            "mark": "bar",
            "encoding": {
                "x": {"field": "year", "type": "nominal", "title": None, "axis": {"labelAngle": 0}},
                "y": {"field": "count", "type": "quantitative", "title": plain(T("Reported")), "axis": {"format": ",d"}},
            },
        },
        "happened": [
            {"title": plain(T("Accepted")), "at": datetime(2026, 3, 2, 2, 30, tzinfo=UTC), "by": "Nguyễn Thị Lan", "text": "…"},
            {"title": plain(T("Reported")), "at": datetime(2026, 2, 27, 9, 5, tzinfo=UTC)},
        ],
    }


def showcase(request: HttpRequest) -> HttpResponse:
    problems = Problems()
    if request.method == "POST":
        with attempt(problems, "note"):
            _kept(request)
    words = {"plan": plan(), "problems": problems, "standing": _standing(request), "wide": "wide" in request.GET}
    html = engines["jinja2"].from_string(TEMPLATE.read_text(encoding="utf-8")).render(words, request)
    return HttpResponse(html, status=422 if problems else 200)


def _standing(request: HttpRequest) -> Standing | None:
    return Standing(request.GET["standing"]) if "standing" in request.GET else None


def _kept(request: HttpRequest) -> None:
    if not typed(request, "note"):
        raise Refused(T("Enter your username."), where="note")
    notify(request, T("Accepted"))


class Gone(OperationalError):
    """The database went away."""


RAISED = {
    "absent": lambda: Absent(T("Nobody must read this sentence.")),
    "forbidden": lambda: Forbidden(T("The username or the password is not right, or the account is closed. Check both"
                                     " and try again, or ask an administrator.")),
    "conflict": lambda: Conflict("report/demo/2024/BTP"),
    "refused": lambda: Refused(T("Enter your password.")),
    "gone": lambda: Gone("server closed the connection: host=db-1.internal"),
    "broken": lambda: RuntimeError("a secret of the house"),
}  # fmt: skip


def failing(request: HttpRequest, how: str) -> HttpResponse:
    if how in RAISED:
        raise RAISED[how]()
    return HttpResponse(how)


def reached(request: HttpRequest) -> HttpResponse:
    """What the database was told about who asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('dicu.reach', true), ''), coalesce(current_setting('dicu.agency', true), '')")
        reach, agency = cursor.fetchone()
    return HttpResponse(f"{reach} {agency} {connection.in_atomic_block} {request.officer.account}")  # type: ignore[attr-defined]


def half_done(request: HttpRequest) -> HttpResponse:
    get_user_model().objects.create_account("nua-chung", None, full_name="Nửa Chừng")
    raise Refused(T("Enter your password."))


def housed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{type(request.house).__name__} {request.house == request.house}")  # type: ignore[attr-defined]


@require_POST
def only_posted(request: HttpRequest) -> HttpResponse:
    return HttpResponse("posted")


def shelf(request: HttpRequest) -> list[home.Tile]:
    if request.GET.get("published"):
        return [home.Tile(plan()["title"], plan()["note"], "/vi/about", count=3, standing=Standing.SYNTHETIC)]
    return []


urlpatterns = [
    *urls.urlpatterns,
    *i18n_patterns(
        path("showcase", showcase, name="showcase"),
        path("failing/<str:how>", failing, name="failing"),
        *spoken([path("reached", reached)]),
        path("unspoken", reached),
        path("half-done", half_done),
        path("housed", housed),
        path("only-posted", only_posted, name="only-posted"),
    ),
]

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, errors.broken
