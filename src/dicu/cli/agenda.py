"""`dicu agenda`: what there is to do, for an account."""

import json
from collections.abc import Callable
from typing import Any

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import T


def command(house: Callable[[], Any]) -> Callable[..., None]:
    def agenda(as_: As, purpose: Purpose = "reading", json_: Json = False, lang: Lang = "vi") -> None:
        """List what the account may see of what there is to do, nearest last day first.

        Example: DICU_TOKEN=… dicu agenda --as dung.laodong --purpose reporting
        """
        with acting(as_, purpose) as asker:
            lines = house().agenda.seen(asker)
            rows = [_row(line) for line in lines]
        for line in lines:
            print(_said(line))
        if not lines:
            print(T("There is nothing to do.").say(language()))
        if json_:
            print(json.dumps({"todos": rows}, ensure_ascii=False))

    return agenda


def _said(line: Any) -> str:
    title = line.todo.title.say(language())
    if line.todo.due is None:
        return title
    return T("{title}. Last day: {day} ({left}).", title=line.todo.title, day=line.todo.due, left=line.left).say(language())


def _row(line: Any) -> dict[str, Any]:
    todo, title = line.todo, line.todo.title.both()
    due = todo.due.isoformat() if todo.due else None
    since = todo.since.isoformat() if todo.since else None
    who = {"role": todo.role, "agency": todo.agency, "account": todo.account}
    return {
        "what": todo.what,
        "thing": list(todo.thing),
        "due": due,
        "since": since,
        "late": line.late,
        "vi": title.vi,
        "en": title.en,
        **who,
    }
