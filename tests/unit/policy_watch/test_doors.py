"""Pages, the interface and the command: one walk each, in both languages, and who is refused."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest
import typer
from click.testing import CliRunner
from tests.unit.api.calling import NO_LIMIT, Api, api_of, problem
from tests.unit.policy_watch.watching import BAO, CUC, DECREE, READ, REGISTER, Watching
from tests.unit.store_review.house import DUNG
from tests.unit.web_review.serving import account_of, client_of, links, url

from dicu.access.model import Absent, Forbidden
from dicu.cli.command import application
from dicu.store.accounts.tokens import issue


def archive(old: str = "", new: str = "") -> Any:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        for file in (files("dicu.plans") / "policy" / REGISTER).iterdir():
            zipped.writestr(file.name, file.read_text("utf-8").replace(old or "\0", new))
    packed.seek(0)
    packed.name = "vn-gb.zip"
    return packed


def test_pages_in_both_languages(watching: Watching) -> None:
    public, bao, cuc, dung = client_of(None), *(client_of(account_of(o)) for o in (BAO, CUC, DUNG))

    def said(client: Any, name: str, *where: str, language: str = "vi", **query: str) -> str:
        answer = client.get(url(name, *where, language=language), query)
        assert answer.status_code == 200, (name, where, answer.status_code)
        return " ".join(answer.content.decode().split())

    for language, unverified, brokerage in (("vi", "Chưa ai đối chiếu", "tiền môi giới"), ("en", "Nobody has checked", "brokerage fee")):
        assert "53/2024/QH15" in said(public, "policy-watch", language=language)
        assert unverified in said(public, "policy-entry", REGISTER, "vn-law-91-2025", language=language)
        assert unverified not in said(public, "policy-entry", REGISTER, "vn-law-53-2024", language=language)
        routes = said(public, "policy-routes", language=language)
        assert brokerage in routes and '<form method="post"' not in routes
    assert "sessionid" not in public.cookies
    marks, bare = said(public, "policy-watch", words="dữ liệu cá nhân"), said(public, "policy-watch", words="du lieu ca nhan")
    with_marks, without = (set(re.findall(r"/policy/vn-gb/([a-z0-9-]+)/", text)) for text in (marks, bare))
    assert "vn-law-91-2025" in with_marks <= without and "vn-law-69-2020" not in without
    on = re.findall(r"table.*", said(public, "policy-watch", on="2025-07-01", topic="trafficking"))[0]
    assert "vn-law-53-2024" in on and "vn-law-91-2025" not in on
    assert public.get(url("policy-watch"), {"on": "31/2/2025"}).status_code == 422
    form = {**DECREE, "whom": ["workers", "employers"], "topics": ["labour"]}
    assert public.get(url("policy-new", REGISTER)).status_code in (302, 404) and dung.get(url("policy-new", REGISTER)).status_code == 404
    assert links(bao.post(url("policy-new", REGISTER), {**form, "title_en": ""}).content) == ["#title_en"]
    assert bao.post(url("policy-new", REGISTER), form).status_code == 302
    assert public.get(url("policy-entry", REGISTER, "new-1")).status_code == 404
    number = re.search(r'name="number" value="(\d+)"', said(cuc, "policy-entry", REGISTER, "new-1"))[1]  # type: ignore[index]
    step = url("policy-step", REGISTER, "new-1", "verify")
    assert links(cuc.post(step, {**READ, "where": "", "number": number}).content) == ["#where"]
    assert cuc.post(step, {**READ, "number": number}).status_code == 302
    assert cuc.post(step, {**READ, "number": number}).status_code == 409
    assert "Decree of a test" in said(public, "policy-watch", language="en", within="30")
    assert dung.post(url("policy-watch"), {"act": "load", "file": archive()}).status_code == 403
    shown = bao.post(url("policy-watch"), {"act": "compare", "file": archive('version: "2026-11"', 'version: "2026-12"')})
    assert "2026-12" in shown.content.decode()
    assert bao.post(url("policy-watch"), {"act": "load", "file": archive("target: vn-law", "target: no-law")}).status_code in (200, 422)


def test_the_interface(watching: Watching, settings: Any) -> None:
    settings.DICU_API_LIMIT = NO_LIMIT
    doors = {"": Api(), **{o.account: api_of(account_of(o)) for o in (BAO, CUC, DUNG)}}
    made = doors["bao"].post(f"/policy/{REGISTER}", DECREE)
    assert made.status_code == 201 and made.json()["state"] == "proposed"
    place = f"/policy/{REGISTER}/new-1"
    assert doors[""].get(place).status_code == 404 and doors["dung"].get(place).status_code == 404
    assert problem(doors["bao"].post(f"{place}/steps/verify", {**READ, "number": 1})) == "refused"
    assert doors["cuc"].post(f"{place}/steps/verify", {**READ, "number": 1}).json()["verified"] is True
    assert doors[""].get(place).json()["verified_by"] == ""
    found = doors[""].get("/policy?on=2025-12-25&topic=labour").json()["items"]
    assert [p["entry"] for p in found] == ["new-1"]
    feed = doors[""].get("/policy-feed").json()
    assert feed["version"].endswith("/1.1") and len(feed["items"]) == 34
    warned = next(i for i in feed["items"] if i["id"].startswith("vn-gb/vn-law-91-2025/"))
    assert "unverified" in warned["tags"] and warned["content_text"].startswith(("Nobody has checked", "Chưa ai đối chiếu"))
    assert len(doors[""].get("/legal-routes").json()["items"]) == 2
    wrong = doors["bao"].post("/policy", archive('"target": "vn-law-53-2024"', '"target": "no-law"').read())
    assert problem(wrong) == "refused" and "entries.yaml:" in wrong.json()["report"][0]
    assert doors["dung"].post("/policy", archive().read()).status_code == 403


def test_the_command_refuses_who_may_not(watching: Watching, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DICU_DATABASE_URL", "told")
    monkeypatch.setenv("DICU_LANG", "en")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    tokens = {o.account: issue(account_of(o), "shell", tomorrow) for o in (BAO, CUC, DUNG)}
    root = typer.main.get_command(application(lambda: watching.world.house))

    def run(who: str, *words: str) -> Any:
        return CliRunner().invoke(root, ["review", "policy", *words, "--as", who], env={"DICU_TOKEN": tokens[who]})

    assert json.loads(run("bao", "load", "--json").output.splitlines()[-1])["same"] is True
    sets = [part for name, text in DECREE.items() for part in ("--set", f"{name}={text}")]
    assert json.loads(run("bao", "propose", REGISTER, *sets, "--json").output.splitlines()[-1])["state"] == "proposed"
    check = [part for name, text in READ.items() for part in ("--set", f"{name}={text}")]
    done = run("cuc", "step", REGISTER, "new-1", "verify", *check, "--json")
    assert json.loads(done.output.splitlines()[-1])["state"] == "verified"
    assert "new-1" in run("dung", "list", "--within", "30", "--purpose", "reporting").output
    assert type(run("dung", "load", "--purpose", "reporting").exception) is Forbidden
    assert type(run("dung", "propose", REGISTER, *sets, "--purpose", "reporting").exception) is Absent
    assert type(run("dung", "step", REGISTER, "new-1", "withdraw", "--set", "reason=x", "--purpose", "reporting").exception) in (
        Absent,
        Forbidden,
    )
    assert run("bao", "step", REGISTER, "new-1", "withdraw", "--set", "why=x").exit_code == 2
