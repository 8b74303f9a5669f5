"""The program that `dicu demo` starts before it serves: tables, demonstration, the main job."""

import argparse
import importlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dicu.cli.steps import SignIn, Step, carry_out, language
from dicu.store.embedded.connection import private
from dicu.vocabulary.messages import Refused, T

INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """0: all steps done, sign-ins written. 1: refused, and said why. 130: interrupted."""
    told = _told(arguments)
    try:
        prepare(told.build, told.sign_ins)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Refused as refusal:
        print(refusal.message.say(language()), file=sys.stderr)
        return 1
    except Exception as fault:  # noqa: BLE001 - whatever it is, the person gets a sentence and the log gets the rest
        print(_recorded(fault), file=sys.stderr)
        return 1
    return 0


def prepare(build: Path, sign_ins: Path) -> None:
    import django  # noqa: PLC0415 - its settings read the environment

    django.setup()
    play: Any = importlib.import_module("dicu.demonstration")  # by name: the command line stands below it
    build.mkdir(parents=True, exist_ok=True)
    ground = [Step(T("Bringing the database's tables up to date"), _migrate), Step(T("Laying out style sheets and scripts"), _collect)]
    carry_out([*ground, *play.steps(build)])
    accounts = [SignIn(*account) for account in play.sign_ins()]
    rows = [[account.role.say(language()), *account[1:]] for account in accounts]
    private(sign_ins, json.dumps(rows, ensure_ascii=False), None)


def _migrate() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", database="owner", interactive=False, verbosity=0)


def _collect() -> None:
    """Under names that carry their hash, so that a browser asks for each only once."""
    from django.core.management import call_command  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)


def _recorded(fault: Exception) -> str:
    log = Path(os.environ["DICU_HOME"]) / "demo.log"
    log.write_text("".join(traceback.format_exception(fault)), encoding="utf-8")
    message = T("This step failed: {fault} The whole story is in {log}.", fault=f"{fault}.", log=str(log))
    return message.say(language())


def _told(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--sign-ins", type=Path, required=True)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
