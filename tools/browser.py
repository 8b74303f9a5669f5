"""Chromium for the browser tests: Debian's own package where we may install it, else a loud word on what is skipped.

The program that drives it comes with the package `playwright`; it wants a small library that a bare Debian lacks.
"""

# ruff: noqa: S603 - it starts the driver to see whether it can be started

import os
import shutil
import subprocess
from pathlib import Path

from tools import environment
from tools.console import Failed, run, say

PACKAGES = ("chromium", "fonts-noto-core", "libatomic1")
COMMAND = f"apt-get install --no-install-recommends {' '.join(PACKAGES)}"


def prepare() -> None:
    if whole():
        return
    if os.geteuid() != 0 or not _debian():
        say_skipped()
        return
    say("Cài Chromium cho các phép thử trên trình duyệt…", "Installing Chromium for the browser tests…")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        run(["apt-get", "update"], environment=quiet)
        run(["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES], environment=quiet)
    except Failed as reason:
        say(f"Không cài được Chromium: {reason.vi}", f"Chromium could not be installed: {reason.en}")
        say_skipped()


def whole() -> bool:
    """Whether both the browser and its driver start."""
    drivers = environment.PLACE.glob("lib/python*/site-packages/playwright/driver/node")
    return bool(shutil.which("chromium")) and any(_starts(driver) for driver in drivers)


def _starts(program: Path) -> bool:
    return not subprocess.run([program, "--version"], capture_output=True, check=False).returncode


def _debian() -> bool:
    return Path("/etc/debian_version").exists() and bool(shutil.which("apt-get"))


def say_skipped() -> None:
    say(
        f"!!! CÁC PHÉP THỬ TRÊN TRÌNH DUYỆT SẼ BỊ BỎ QUA: thiếu Chromium hoặc thư viện. Để chạy chúng: sudo {COMMAND}",
        f"!!! THE BROWSER TESTS WILL BE SKIPPED: Chromium or a library is missing. To run them: sudo {COMMAND}",
    )
