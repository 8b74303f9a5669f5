"""What lies in deploy/: units that systemd understands and that leave a service little to do harm with, settings and commands
that exist, secrets only where they are needed."""

import re
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import click
import pytest
import typer

from dicu.cli.command import application
from dicu.store.operations.known import KNOWN

DEPLOY = Path(__file__).parents[3] / "deploy"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
EXPOSED = 20
"""Tenths of systemd's own scale, on which 0 is nothing and 100 is everything."""

REQUIRED = {
    "NoNewPrivileges": "yes", "CapabilityBoundingSet": "", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
    "PrivateDevices": "yes", "ProtectKernelTunables": "yes", "ProtectKernelModules": "yes", "ProtectKernelLogs": "yes",
    "ProtectControlGroups": "yes", "ProtectClock": "yes", "ProtectHostname": "yes", "ProtectProc": "invisible",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX", "RestrictNamespaces": "yes", "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes", "LockPersonality": "yes", "SystemCallArchitectures": "native", "SystemCallErrorNumber": "EPERM",
    "UMask": "0027", "AmbientCapabilities": "",
}  # fmt: skip


def directives(path: Path) -> dict[str, list[str]]:
    """Of the section [Service] or [Timer]; a name may stand several times."""
    found: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def test_there_is_a_unit_for_all_that_runs() -> None:
    assert {path.name for path in (*SERVICES, *TIMERS)} == {
        "dicu-web.service", "dicu-worker.service", "dicu-backup.service", "dicu-backup.timer", "dicu-checkpoint.service",
        "dicu-checkpoint.timer",
    }  # fmt: skip
    for timer in TIMERS:
        assert timer.with_suffix(".service") in SERVICES
        assert directives(timer)["Persistent"] == ["yes"] and directives(timer)["WantedBy"] == ["timers.target"]


@pytest.mark.parametrize("path", SERVICES, ids=lambda p: p.name)
def test_a_service_has_nothing_more_than_it_needs(path: Path) -> None:
    found = directives(path)
    assert {name: found.get(name) for name in REQUIRED} == {name: [value] for name, value in REQUIRED.items()}
    assert found["SystemCallFilter"] == ["@system-service", "~@privileged"]
    assert found["User"][0] in {"dicu", "dicu-owner", "dicu-keeper"} and found["Group"] == ["dicu"]
    assert all(place.startswith(("/var/lib/dicu", "/backup/dicu")) for place in found["ReadWritePaths"][0].split())


@pytest.mark.parametrize("path", [*SERVICES, *TIMERS], ids=lambda p: p.name)
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
def test_systemd_understands_the_unit(path: Path, tmp_path: Path) -> None:
    """With a program that is there in place of the house's, which is installed elsewhere."""
    for unit in (*SERVICES, *TIMERS):
        text = unit.read_text("utf-8").replace("/opt/dicu/bin/dicu", sys.executable).replace("RequiresMountsFor=/backup/dicu\n", "")
        (tmp_path / unit.name).write_text(text, "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(tmp_path / path.name)], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if path.stem in line]
    assert said == []


@pytest.mark.parametrize("path", SERVICES, ids=lambda p: p.name)
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
def test_systemd_finds_little_that_is_exposed(path: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSED}", "--no-pager", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Overall exposure level" in done.stdout
    assert done.returncode == 0, done.stdout.splitlines()[-1]


def commands() -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}

    def walk(command: click.Command, name: str) -> None:
        found[name] = command
        for part, below in getattr(command, "commands", {}).items():
            walk(below, f"{name} {part}".strip())

    walk(typer.main.get_command(application(lambda: None)), "")
    return found


@pytest.mark.parametrize("path", SERVICES, ids=lambda p: p.name)
def test_the_command_of_a_service_exists(path: Path) -> None:
    program, *words = directives(path)["ExecStart"][0].split()
    assert program == "/opt/dicu/bin/dicu"
    name = ""
    while words and f"{name} {words[0]}".strip() in commands():
        name = f"{name} {words.pop(0)}".strip()
    options = {option for parameter in commands()[name].params for option in parameter.opts}
    assert [word for word in words if word.startswith("--") and word not in options] == []


def told(path: Path) -> set[str]:
    """Names of settings that a file gives."""
    return set(re.findall(r"\b(DICU_[A-Z_]+?)(?:_FILE)?=", path.read_text("utf-8")))


@pytest.mark.parametrize("path", [DEPLOY / "dicu.env", DEPLOY / "dicu-admin", *SERVICES], ids=lambda p: p.name)
def test_every_setting_that_is_given_exists(path: Path) -> None:
    whole = {name for name in KNOWN if name.endswith("_FILE")}
    assert told(path)
    assert {name for name in told(path) if name not in KNOWN and f"{name}_FILE" not in whole} <= {"DICU_PROGRAM"}


def test_only_what_changes_tables_or_copies_them_knows_their_owner() -> None:
    for path in SERVICES:
        assert ("owner-database" in path.read_text("utf-8")) == (path.name == "dicu-backup.service"), path.name
        assert ("checkpoint-key" in path.read_text("utf-8")) == (path.name == "dicu-checkpoint.service"), path.name
    assert directives(DEPLOY / "systemd" / "dicu-web.service")["User"] == ["dicu"]


def test_no_secret_stands_in_what_everybody_may_read() -> None:
    lines = [line for line in (DEPLOY / "dicu.env").read_text("utf-8").splitlines() if line and not line.startswith("#")]
    secret = {name for name, setting in KNOWN.items() if setting.secret}
    assert [line for line in lines if line.partition("=")[0] in secret] == []
    assert all(re.fullmatch(r"[A-Z_]+=[^\s'\"]+", line) for line in lines), "read by systemd and by a shell alike"


def test_the_shell_understands_the_wrapper() -> None:
    assert subprocess.run(["sh", "-n", DEPLOY / "dicu-admin"], check=False).returncode == 0
    assert (DEPLOY / "dicu-admin").stat().st_mode & 0o111


def test_the_server_in_front_takes_what_the_house_takes_and_hides_its_doors() -> None:
    from dicu.web.entrance import largest  # noqa: PLC0415

    text = (DEPLOY / "nginx" / "dicu.conf").read_text("utf-8")
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", text).group(1))  # type: ignore[union-attr]
    assert largest() <= megabytes * 1024 * 1024 < largest() + 2 * 1024 * 1024
    assert "location = /metrics { return 404; }" in text and "location /health/ { return 404; }" in text
    assert "$request_uri" not in re.search(r"log_format dicu '([^']+)'", text).group(1)  # type: ignore[union-attr]
    assert "X-Forwarded-For $remote_addr;" in (DEPLOY / "nginx" / "dicu-proxy.conf").read_text("utf-8")
    assert "DICU_PROXIES=1" in (DEPLOY / "dicu.env").read_text("utf-8")


def test_a_unit_file_is_one_for_configparser_too() -> None:
    """A line that belongs to nothing would be passed over by systemd with no more than a warning."""
    for path in (*SERVICES, *TIMERS):
        parser = RawConfigParser(strict=False, allow_no_value=False)
        parser.read_string(path.read_text("utf-8"))
        assert {"Unit"} < set(parser.sections())
