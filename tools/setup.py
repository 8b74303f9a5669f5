"""Makes everything that the commands of the Makefile need, and nothing twice: `python3 -m tools.setup run|test`.

Runs with the system's Python and its standard library alone.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - it is the machine's Python, whichever that is
    sys.exit("Di Cư cần Python 3.11 trở lên; đây là {0}.\nDi Cư needs Python 3.11 or newer; this is {0}.".format(sys.version.split()[0]))

import contextlib  # noqa: E402 - the check of the version must come first
import errno  # noqa: E402
import fcntl  # noqa: E402
import os  # noqa: E402
import shutil  # noqa: E402
from collections.abc import Iterator  # noqa: E402

from tools import browser, environment, frontend  # noqa: E402
from tools.console import BUILD, LOG, ROOT, Failed, chosen, say  # noqa: E402

ROOM = 1_500_000_000  # bytes: packages, their downloads, front-end parts, a first database


def main(arguments: list[str]) -> int:
    wanted = arguments[0] if arguments else "run"
    try:
        with alone():
            _make(wanted)
    except Failed as reason:
        print(f"\n{chosen(reason.vi, reason.en)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(chosen("\nĐã dừng. Lần chạy sau sẽ làm tiếp.", "\nStopped. The next run goes on from here."), file=sys.stderr)
        return 130
    return 0


def _make(wanted: str) -> None:
    if wanted == "frontend":
        frontend.prepare(force=True)
        return
    if not environment.ready(wanted):
        _check_room()
        environment.prepare(wanted)
    frontend.prepare()
    if wanted == "test":
        browser.prepare()


def _check_room() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < ROOM:
        raise Failed(
            f"Ổ đĩa chứa {ROOT} chỉ còn {free // 1_000_000} MB; cần khoảng {ROOM // 1_000_000} MB. Chưa có gì được ghi.",
            f"The disk of {ROOT} has only {free // 1_000_000} MB left; about {ROOM // 1_000_000} MB are needed. Nothing was written.",
        )


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One set-up at a time; a second one waits for the first. Errors of the disk become words."""
    try:
        BUILD.mkdir(exist_ok=True)
        with (BUILD / "setup.lock").open("w") as lock:
            _wait_for(lock.fileno())
            LOG.touch()
            yield
    except OSError as fault:
        raise _disk(fault) from fault


def _wait_for(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Một lệnh khác đang cài đặt; chờ lệnh đó xong.", "Another command is setting up; waiting for it.")
        fcntl.flock(lock, fcntl.LOCK_EX)


def _disk(fault: OSError) -> Failed:
    where = fault.filename or str(ROOT)
    if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Failed(
            f"Ổ đĩa đã đầy khi ghi {where}. Hãy giải phóng ít nhất 3 GB rồi chạy lại.",
            f"The disk became full while writing {where}. Free at least 3 GB, then run it again.",
        )
    if fault.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return Failed(
            f"Không ghi được vào {where}. Hãy chạy bằng tài khoản sở hữu {ROOT} (đây là tài khoản số {os.getuid()}).",
            f"{where} cannot be written. Run this as the account that owns {ROOT} (this is account {os.getuid()}).",
        )
    return Failed(f"Lỗi hệ thống: {fault}", f"The system reported: {fault}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
