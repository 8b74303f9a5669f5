"""Chromium for the browser tests: Debian's own package where we may install it, else a loud word on what is skipped."""

import os
import shutil
from pathlib import Path

from tools.console import Failed, run, say

PACKAGES = ("chromium", "fonts-noto-core")
COMMAND = f"apt-get install --no-install-recommends {' '.join(PACKAGES)}"


def prepare() -> None:
    if found():
        return
    if os.geteuid() != 0 or not _debian():
        _say_skipped()
        return
    say("Cài Chromium cho các phép thử trên trình duyệt…", "Installing Chromium for the browser tests…")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        run(["apt-get", "update"], environment=quiet)
        run(["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES], environment=quiet)
    except Failed as reason:
        say(f"Không cài được Chromium: {reason.vi}", f"Chromium could not be installed: {reason.en}")
        _say_skipped()


def found() -> str | None:
    return shutil.which("chromium")


def _debian() -> bool:
    return Path("/etc/debian_version").exists() and bool(shutil.which("apt-get"))


def _say_skipped() -> None:
    say(
        f"!!! CÁC PHÉP THỬ TRÊN TRÌNH DUYỆT SẼ BỊ BỎ QUA: thiếu Chromium. Để chạy chúng: sudo {COMMAND}",
        f"!!! THE BROWSER TESTS WILL BE SKIPPED: there is no Chromium. To run them: sudo {COMMAND}",
    )
