"""Style sheets, scripts and letters: kept for ever under a name with a hash, never broken without one."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

import dicu.web
from dicu.web.statics import HashedStatics

STATIC = Path(next(iter(dicu.web.__path__))) / "static"

needs_vendor = pytest.mark.skipif(
    not (STATIC / "vendor" / "govuk-frontend.min.css").is_file(),
    reason="the front-end parts are not there: run tools/setup.py, or `make test`",
)


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> dict[str, str]:
    settings.STATIC_ROOT = tmp_path
    storages = settings.STORAGES
    settings.STORAGES = {**storages, "staticfiles": {"BACKEND": "dicu.web.statics.HashedStatics"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    paths: dict[str, str] = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    return paths


@needs_vendor
def test_every_file_gets_a_name_with_its_hash(collected: dict[str, str], settings: Any) -> None:
    hashed = collected["dicu/frame.css"]
    assert hashed != "dicu/frame.css"
    assert (Path(settings.STATIC_ROOT) / hashed).is_file()
    assert (Path(settings.STATIC_ROOT) / f"{hashed}.gz").is_file()
    assert HashedStatics().url("dicu/frame.css") == f"/static/{hashed}"


@needs_vendor
def test_a_sheet_names_its_letters_by_hash(collected: dict[str, str], settings: Any) -> None:
    sheet = (Path(settings.STATIC_ROOT) / collected["dicu/identity.css"]).read_text(encoding="utf-8")
    regular = collected["vendor/fonts/BeVietnamPro-Regular.ttf"].rsplit("/", 1)[1]
    assert regular in sheet


@needs_vendor
@pytest.mark.django_db
def test_what_is_hashed_is_kept_for_ever(collected: dict[str, str], settings: Any) -> None:
    client = Client()  # reads the settings as they are now
    answer = client.get(f"/static/{collected['dicu/frame.js']}")
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer
    packed = client.get(f"/static/{collected['vendor/vega.min.js']}", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"


def test_without_collecting_the_plain_name_is_served(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "never"
    assert HashedStatics().url("dicu/frame.css") == "/static/dicu/frame.css"
    answer = Client().get("/static/dicu/frame.css")
    assert answer.status_code == 200
    assert "immutable" not in answer["Cache-Control"]


@needs_vendor
@pytest.mark.parametrize(
    "name",
    ["govuk-frontend.min.css", "govuk-frontend.min.js", "moj-frontend.min.css", "htmx.min.js", "vega.min.js",
     "vega-lite.min.js", "vega-embed.min.js", "fonts/BeVietnamPro-Regular.ttf", "fonts/BeVietnamPro-Bold.ttf",
     "fonts/BeVietnamPro-SemiBold.ttf", "fonts/BeVietnamPro-Italic.ttf"],
)  # fmt: skip
def test_what_templates_name_is_there(name: str) -> None:
    assert finders.find(f"vendor/{name}")
