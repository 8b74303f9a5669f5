"""What set-up says, in Vietnamese or English, and how it runs other programs: with progress, a log, and plain errors.

Standard library only: this runs before anything is installed.
"""

# ruff: noqa: S603, S607 - it runs the programs that set-up consists of

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
LOG = BUILD / "setup.log"
STARTED = time.monotonic()

Watch = Callable[[str], str | None]
"""Makes a short note of a line that a program printed, or nothing."""


class Failed(Exception):
    """Set-up cannot go on. Says what failed and what to do, in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


def chosen(vi: str, en: str) -> str:
    return en if os.environ.get("DICU_LANG") == "en" else vi


def say(vi: str, en: str) -> None:
    _clear()
    print(f"[{time.monotonic() - STARTED:4.0f} s] {chosen(vi, en)}", flush=True)


def note(text: str) -> None:
    """A line that the next one replaces; only for people at a terminal."""
    if sys.stdout.isatty():
        print(f"\r\033[K         {text[:100]}", end="", flush=True)


def _clear() -> None:
    if sys.stdout.isatty():
        print("\r\033[K", end="")


def run(command: Sequence[str | Path], watch: Watch = lambda _: None, environment: Mapping[str, str] | None = None) -> None:
    """Runs a program of set-up; its words go to the log. Raises Failed with its reason in plain words."""
    lines: list[str] = []
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {shlex.join(map(str, command))}\n")
        process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
        )
        _follow(process, lines, watch, log.write)
    if process.returncode:
        raise explained(command, lines)


def _follow(process: subprocess.Popen[str], lines: list[str], watch: Watch, keep: Callable[[str], object]) -> None:
    try:
        for line in process.stdout or ():
            lines.append(line)
            keep(line)
            if said := watch(line):
                note(said)
        process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise


REASONS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("No space left on device", "ENOSPC", "Disk quota exceeded"),
        "Ổ đĩa đã đầy. Hãy giải phóng ít nhất 3 GB rồi chạy lại lệnh vừa rồi.",
        "The disk is full. Free at least 3 GB, then run the same command again.",
    ),
    (
        ("DO NOT MATCH THE HASHES", "EINTEGRITY", "Hashes are required"),
        "Một gói tải về không đúng mã băm đã khóa, nên không được cài. Hãy kiểm tra kho gói hoặc máy chủ trung gian của mạng.",
        "A downloaded package does not match its pinned hash, so it was not installed. Check the package index or proxy.",
    ),
    (
        (
            "NewConnectionError",
            "NameResolutionError",
            "Temporary failure in name resolution",
            "Max retries exceeded",
            "ReadTimeout",
            "Network is unreachable",
            "No matching distribution found",
            "ENOTFOUND",
            "ECONNREFUSED",
            "ETIMEDOUT",
            "EAI_AGAIN",
            "ENETUNREACH",
            "Temporary failure resolving",
        ),
        "Không tới được kho gói. Hãy kiểm tra kết nối mạng (hoặc thiết lập máy chủ trung gian của pip, npm) rồi chạy lại.",
        "The package index could not be reached. Check the network (or the proxy settings of pip and npm), then run it again.",
    ),
    (
        ("SSLCertVerificationError", "CERTIFICATE_VERIFY_FAILED", "UNABLE_TO_GET_ISSUER_CERT", "SELF_SIGNED_CERT"),
        "Không tin được chứng chỉ của kho gói. Hãy cài gói ca-certificates, hoặc chỉ cho pip và npm chứng chỉ của mạng.",
        "The package index's certificate is not trusted. Install ca-certificates, or tell pip and npm your network's one.",
    ),
)


def explained(command: Sequence[str | Path], lines: Sequence[str]) -> Failed:
    text = "".join(lines)
    for signs, vi, en in REASONS:
        if any(sign in text for sign in signs):
            return Failed(f"{vi} Chi tiết: {LOG}", f"{en} Details: {LOG}")
    last, name = "".join(lines[-12:]).strip(), Path(command[0]).name
    return Failed(
        f"Lệnh “{name}” không chạy được. Nó báo:\n{last}\nToàn bộ: {LOG}",
        f"The command “{name}” failed. It said:\n{last}\nAll of it: {LOG}",
    )
