"""A program that has loaded what others wrote, and the rooms of rules, before it is told which `dicu` to be. Run by `program`.

It reads one request a line, splits itself in two, and its double becomes `dicu` with the arguments, the environment and the
folder of the request: it reads the settings, sets Django up, opens its own connection, and ends with its own exit code, as a
program that was started in the usual way. What reads the environment while it is loaded (settings, the store, the wiring, the
commands) is loaded by the double.
"""

import atexit
import importlib
import json
import os
import sys
import time
import traceback
from pathlib import Path

ROOMS = ("vocabulary", "expression", "ledger", "access", "documents", "intake", "agenda", "review", "persons", "readings", "administration",
         "webhooks", "publishing")  # fmt: skip
OF_A_HOUSE = {"DICU_DATABASE_URL": "postgresql://a:b@127.0.0.1:9/d", "DICU_SECRET_KEY": "k" * 64, "DJANGO_SETTINGS_MODULE": "dicu.settings"}


def everything() -> list[str]:
    """The names of what a house has loaded once it stands, in the order in which it was loaded. Asked of a double."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.environ.update(OF_A_HOUSE)
        import django  # noqa: PLC0415

        import dicu.cli.command  # noqa: F401, PLC0415
        from dicu.wiring import house  # noqa: PLC0415

        django.setup()
        house()
        os.write(writing, json.dumps(list(sys.modules)).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as stream:
        return list(json.load(stream))


def belongs_here(name: str) -> bool:
    """What others wrote; of ours only the rooms of rules, which know no surroundings."""
    first, _, rest = name.partition(".")
    return first != "__main__" and (first != "dicu" or rest.partition(".")[0] in ROOMS)


def warm() -> None:
    for name in filter(belongs_here, everything()):
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001, S112 - models of others want settings first: the double loads them
            continue
    ours = {name for name in sys.modules if name.startswith("dicu.")}
    assert not [name for name in ours if not belongs_here(name)], ours
    assert len(os.listdir("/proc/self/task")) == 1  # a double has no other thread


def become(request: dict[str, object]) -> None:
    """Never returns."""
    sys.argv = ["dicu", *request["arguments"]]  # type: ignore[misc]
    os.environ.clear()
    os.environ.update(request["environment"])  # type: ignore[arg-type]
    time.tzset()
    os.chdir(str(request["folder"]))
    for number, name, flags in ((0, os.devnull, os.O_RDONLY), (1, request["out"], os.O_WRONLY), (2, request["err"], os.O_WRONLY)):
        os.dup2(os.open(str(name), flags), number)
    code = run()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def run() -> int:
    """As Python itself ends a program."""
    try:
        from dicu.wiring import command  # noqa: PLC0415

        command()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
        return 1
    return 0


def serve() -> None:
    requests, answers = sys.stdin, os.fdopen(os.dup(1), "w")
    answers.write("ready\n")
    answers.flush()
    for line in requests:
        if (double := os.fork()) == 0:
            become(json.loads(line))
        answers.write(f"{os.waitstatus_to_exitcode(os.waitpid(double, 0)[1])}\n")
        answers.flush()


if __name__ == "__main__":
    sys.path.pop(0)  # the folder of this file
    OF_A_HOUSE["DICU_HOME"] = str(Path(sys.argv[1]))
    warm()
    serve()
